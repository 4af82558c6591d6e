"""Who may call what: the one table every route of the service has to stand in."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a token or a signed-in browser is allowed to do."""

    SENDER = "sender"
    """Hands documents in, and reads what became of its own."""
    READER = "reader"
    """Reads cases and adds facts to them."""
    ADMIN = "admin"
    """Everything, and the service's own state."""


PUBLIC = frozenset(
    {
        "health.live",
        "health.ready",
        "documentation.openapi",
        "documentation.docs",
        "signing_in.login",
        "signing_in.enter",
        "static",
    }
)
"""Endpoints without authentication: probes, the description of the interface (it holds no data), the login page and
the style sheet and script it needs."""

_ALL = frozenset(Role)
_SENDING = frozenset({Role.SENDER, Role.ADMIN})
_READING = frozenset({Role.READER, Role.ADMIN})
_RUNNING = frozenset({Role.ADMIN})

ACCESS: Mapping[str, frozenset[Role]] = {
    "documents.post_document": _SENDING,
    "documents.get_document": _ALL,  # a sender sees only what it sent itself
    "documents.post_extraction": _ALL,
    "stow.store_instances": _SENDING,
    "stow.store_study_instances": _SENDING,
    "assessments.post_assessment": _ALL,
    "cases.list_cases": _READING,
    "cases.get_case": _ALL,  # a sender sees the cases of what it sent, here and in the next four
    "cases.post_facts": _ALL,
    "signatures.post_signature": _READING,
    "cases.get_content": _ALL,
    "cases.get_page": _ALL,
    "deliveries.list_deliveries": _READING,
    "deliveries.retry": _RUNNING,
    "drafts.get_draft": _ALL,
    "guidelines.list_guidelines": _ALL,
    "guidelines.get_guideline": _ALL,
    "health.metrics": _RUNNING,  # or any caller on this machine
    "signing_in.leave": _ALL,
    "pages.home": _READING,
    "pages.worklist": _READING,
    "pages.search": _READING,
    "pages.case": _READING,
    "pages.state_facts": _READING,
    "pages.sign_case": _READING,
    "pages.draft": _READING,
    "pages.quarantine": _READING,
    "pages.guidelines": _READING,
    "pages.pack": _READING,
}
"""Every other endpoint and the roles it is open to."""
