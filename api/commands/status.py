"""`osteon status`: how the service is, for people."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import click

from api.clock import utc_now
from api.commands.printing import print_lines
from api.processes.presence import MISSED
from api.processes.workshop import open_store
from api.views.terminal_table import table
from dxa import __version__
from dxa.settings import Settings
from store.delivery_records import DeliveryCount, DestinationState
from store.records import Backlog, Counts, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything `osteon status` says."""

    at: datetime
    version: str
    counts: Counts
    backlog: Backlog
    processes: tuple[Process, ...]
    destinations: tuple[DestinationState, ...]
    deliveries: tuple[DeliveryCount, ...]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.pass_obj
def status(settings: Settings, as_json: bool) -> None:
    """Say what runs, what waits, and what could not be delivered."""
    with open_store(settings) as store:
        found = Status(
            at=utc_now(),
            version=__version__,
            counts=store.counts(),
            backlog=store.backlog(),
            processes=store.processes(),
            destinations=store.destinations(),
            deliveries=store.delivery_counts(),
        )
    if as_json:
        click.echo(json.dumps(asdict(found), default=str, indent=1))
    else:
        print_lines(status_lines(found))


def status_lines(found: Status) -> Iterator[str]:
    """Yield the lines a person reads."""
    yield from table(("Part", "Host", "Process", "Version", "Runs for", "State"), _processes(found))
    yield ""
    backlog, counts = found.backlog, found.counts
    oldest = f", the oldest for {_span(found.at - backlog.oldest_waiting)}" if backlog.oldest_waiting else ""
    yield f"{counts.read} documents read, {counts.cases} cases"
    yield f"{backlog.waiting} wait to be read{oldest}"
    yield f"{backlog.quarantined} in quarantine, {counts.awaiting_report} orders wait for their report"
    yield f"{backlog.stale_cases} cases wait to be assessed again"
    yield ""
    if found.destinations:
        yield from table(("Destination", "Delivered", "Waiting", "Dead", "Oldest waiting", "Last error"), _rows(found))
    else:
        yield "no destinations"


def _processes(found: Status) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            one.part,
            one.host,
            str(one.pid),
            one.version,
            _span(found.at - one.started_at),
            "runs" if found.at - one.seen_at < MISSED else f"not heard of for {_span(found.at - one.seen_at)}",
        )
        for one in found.processes
    ]
    return rows or [("none", "", "", "", "", "")]


def _rows(found: Status) -> list[tuple[str, ...]]:
    return [_row(found, one) for one in found.destinations if one.retired_at is None]


def _row(found: Status, one: DestinationState) -> tuple[str, ...]:
    counted = {count.state.value: count for count in found.deliveries if count.destination == one.name}
    open_ = [counted[state] for state in ("pending", "sending") if state in counted]
    oldest = min((count.oldest for count in open_), default=None)
    return (
        one.name,
        str(counted["sent"].count if "sent" in counted else 0),
        str(sum(count.count for count in open_)),
        str(counted["dead"].count if "dead" in counted else 0),
        _span(found.at - oldest) if oldest else "",
        f"{one.error_text} [{one.error_code}]" if one.error_code else "",
    )


def _span(span: timedelta) -> str:
    """Return a time span in the unit that says most.

    >>> [_span(timedelta(seconds=seconds)) for seconds in (-1, 59, 60, 7_199, 7_200, 200_000)]
    ['0 s', '59 s', '1 min', '119 min', '2 h', '2 d']
    """
    seconds = max(0, int(span.total_seconds()))
    for unit, length, most in (("s", 1, 60), ("min", 60, 7_200), ("h", 3_600, 172_800)):
        if seconds < most:
            return f"{seconds // length} {unit}"
    return f"{seconds // 86_400} d"
