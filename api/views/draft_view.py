"""The draft of a stored case: composed anew from what is stored, with where each sentence leads on the case page."""

import json
from dataclasses import dataclass

from werkzeug.exceptions import Conflict

from api.views import words
from api.views.draft_text import text_of
from assess.draft import draft_of
from dxa.assessment import Assessment
from dxa.case import CaseStatus
from dxa.draft import Audience, DraftReport, DraftRow, DraftSentence, DraftSource, SourceKind
from dxa.errors import InvalidRequest
from dxa.report import DxaReport
from dxa.schema import load
from ingest.site import Site
from ingest.statements import facts_in_force
from store.records import Decision, StoredCase

_PLACES = {
    "/headline": ("headline", "the class"),
    "/changes": ("changes", "change over time"),
    "/checks": ("checks", "measurement checks"),
    "/findings": ("findings", "guideline findings"),
    "/checklists": ("checklists", "what is known of causes"),
    "/amounts": ("amounts", "amounts and intervals"),
    "/facts_missing": ("facts", "missing facts"),
    "/context": ("facts", "facts"),
    "/study": ("examination", "examination"),
    "/patient": ("examination", "examination"),
    "/measurements": ("numbers", "numbers"),
}
"""By the beginning of a pointer: the section of the case page and its name."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A link from a sentence to what it rests on."""

    label: str
    anchor: str
    """Id on the case page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """The page of a draft."""

    case_id: str
    draft: DraftReport
    signed: bool
    stale: bool
    text: str
    """Everything as plain text."""
    report: DxaReport

    def traces(self, item: DraftSentence | DraftRow) -> tuple[Trace, ...]:
        """Return the links of a sentence or line, each place once."""
        rows = {row.id: words.measurement(row) for row in self.report.measurements}
        links = [_trace(source, rows) for source in item.sources]
        by_anchor = {link.anchor: link for link in reversed(links)}
        return tuple(dict.fromkeys(by_anchor[link.anchor] for link in links))


def audience_of(text: str | None) -> Audience:
    """Return the audience a request names; the radiologist if it names none.

    Raises:
        InvalidRequest: there is no such audience.
    """
    if text is not None and text not in set(Audience):
        raise InvalidRequest(f"audience must be one of {', '.join(Audience)}")
    return Audience(text or Audience.RADIOLOGIST)


def draft_of_case(case: StoredCase, audience: Audience, site: Site) -> DraftReport:
    """Return the draft of a case, for the packs that it or the site calls primary.

    Raises:
        Conflict: plain language for a patient is asked for, and the case is not signed as it stands.
    """
    if audience is Audience.PATIENT and not is_signed(case):
        raise Conflict("plain language exists for signed cases only; this one is not signed")
    assessment = load(Assessment, json.loads(case.assessment))
    report, known = _report(case), facts_in_force(case.facts)
    of_site = site.beneath(known, report.study.device).facility
    return draft_of(
        report,
        assessment,
        audience,
        facts=known,
        primary=of_site.primary_packs,
        set_aside=_set_aside(case),
    )


def draft_page(case: StoredCase, audience: Audience, site: Site) -> DraftPage:
    """Return the page of a draft.

    Raises:
        Conflict: as `draft_of_case`.
    """
    draft = draft_of_case(case, audience, site)
    return DraftPage(
        case_id=case.summary.id,
        draft=draft,
        signed=is_signed(case),
        stale=case.stale,
        text=text_of(draft),
        report=_report(case),
    )


def is_signed(case: StoredCase) -> bool:
    """Return whether somebody signed the case as it stands; facts added since then open it again."""
    return case.summary.status is CaseStatus.SIGNED and not case.stale


def _report(case: StoredCase) -> DxaReport:
    return load(DxaReport, json.loads(case.report))


def _set_aside(case: StoredCase) -> frozenset[str]:
    """Return what reviewers overrode; the last decision on a rule or check counts."""
    last = {review.subject: review.decision for review in case.reviews if review.subject is not None}
    return frozenset(subject for subject, decision in last.items() if decision is Decision.OVERRIDE)


def _trace(source: DraftSource, rows: dict[str, str]) -> Trace:
    if source.kind is SourceKind.MEASUREMENT:
        return Trace(rows.get(source.id, source.id), f"at-{source.id}")
    if source.kind is SourceKind.RULE:
        return Trace(source.id, f"rule-{source.id}")
    if source.kind is SourceKind.CHECK:
        return Trace(f"check: {words.phrase(source.id)}", f"check-{source.id}")
    if source.kind is SourceKind.FACT:
        return Trace(f"stated: {words.phrase(source.id)}", "facts")
    if source.kind is SourceKind.PACK:
        return Trace(source.id, f"pack-{source.id}")
    anchor, label = next((place for start, place in _PLACES.items() if source.id.startswith(start)), ("headline", ""))
    return Trace(label or source.id, anchor)
