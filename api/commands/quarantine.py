"""The command that reads quarantined documents again."""

from collections.abc import Sequence
from time import monotonic, sleep

import click

from api.commands.printing import print_lines
from api.composition import running_services
from api.services import Services
from api.views.terminal_table import table
from dxa.case import DocumentStatus
from dxa.settings import Settings

_REPLAY_SECONDS = 120.0
_LOOK_SECONDS = 0.05


@click.command()
@click.option("--quarantined", is_flag=True, help="Every document in quarantine.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="This quarantined document.")
@click.pass_obj
def replay(settings: Settings, quarantined: bool, documents: Sequence[str]) -> None:
    """Read quarantined documents again, as after an update."""
    if quarantined == bool(documents):
        raise click.UsageError("name --quarantined or --document ID")
    with running_services(settings) as services:
        chosen = _in_quarantine(services) if quarantined else list(documents)
        rows = [(document_id[:12], _replayed(services, document_id)) for document_id in chosen]
    print_lines(table(("Document", "Outcome"), rows) if rows else ["nothing is in quarantine"])


def _in_quarantine(services: Services) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = services.store.quarantined(cursor, limit=200)
        found += [ref.id for ref in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def _replayed(services: Services, document_id: str) -> str:
    services.store.requeue(document_id, "replay", services.clock())
    until = monotonic() + _REPLAY_SECONDS
    while monotonic() < until:
        stored = services.store.document(document_id)
        if stored.ref.status is DocumentStatus.QUARANTINED:
            return f"in quarantine again: {stored.ref.error_code}"
        if stored.ref.status is DocumentStatus.AWAITING_REPORT:
            return "read: an order, which waits for its report"
        if stored.ref.status is DocumentStatus.READ:
            return f"read, case {', '.join(stored.case_ids)}"
        sleep(_LOOK_SECONDS)
    return "still waiting"
