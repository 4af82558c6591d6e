"""`osteon backfill`: archives in, through the same path as every other document."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click

from api.clock import utc_now
from api.commands.printing import print_lines
from api.commands.progress import Progress
from api.commands.values_file import rows_of, values_file
from api.processes.logs import configure_logs
from api.processes.running import told_to_stop
from api.processes.supervisor import Part, Supervisor
from api.processes.workshop import open_store
from api.views.terminal_table import table
from dxa.errors import InvalidRequest
from dxa.settings import Settings
from ingest.backfill.feeding import Feeder
from ingest.backfill.journal import Journal
from ingest.backfill.sources import Source, files_under, sources
from ingest.channel import Intake
from ingest.reception import Reception
from store import Store, migrate

READ, HANDED_OVER = "read", "handed_over"
_READINGS = 200
"""Documents fetched from the store at a time."""


@click.command()
@click.argument("paths", metavar="PATH...|-", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True))
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    help="Processes that read; 0 leaves it to `osteon worker` elsewhere.",
)
@click.option("--values", "values", type=click.Path(path_type=Path), help="Table of every number: .csv or .parquet.")
@click.option(
    "--journal", type=click.Path(path_type=Path), help="What is done; OSTEON_HOME/backfill.jsonl unless named."
)
@click.option(
    "--via", type=click.Choice(["rabbitmq"]), help="Hand the documents to the broker instead of storing them."
)
@click.pass_obj
def backfill(settings: Settings, /, paths: Sequence[str], **wished: Any) -> None:
    """Take in every document under PATH, or of the list of paths on standard input (-).

    Trees, single files, and zip and tar archives. A run that was stopped or killed goes on where it was when it is
    started again; what no reader knows is counted and not stored.
    """
    configure_logs("ERROR")
    values, via = wished["values"], wished["via"]
    if via and values:
        raise InvalidRequest("--values needs the documents to be read here, not handed over with --via")
    wanted, total = _places(paths)
    with ExitStack() as opened:
        stopping = opened.enter_context(told_to_stop())
        done = opened.enter_context(Journal(wished["journal"] or settings.home / "backfill.jsonl"))
        if via:
            store, intake = None, opened.enter_context(_queue(settings))
        else:
            migrate(settings.database)
            store = opened.enter_context(open_store(settings))
            intake = Reception(store=store, clock=utc_now, settings=settings)
            opened.enter_context(_workers(wished["workers"], stopping))
        known = done.known()
        left = None if total is None else max(0, total - len(known))
        feeder = Feeder(intake, store, utc_now, done, stopping)
        _fed(feeder, sources(wanted, settings.limits.document_bytes, known), Progress(left, "documents"))
        print_lines(summary(Counter(outcome for *_, outcome in done.lines())))
        if values and store and not stopping.is_set():
            click.echo(f"{_write_values(values, done, store)} numbers in {values}")
    if stopping.is_set():
        raise SystemExit(130)


def _queue(settings: Settings) -> AbstractContextManager[Intake]:
    # Loaded here, for the few who hand over to a broker.
    found: AbstractContextManager[Intake] = import_module("ingest.channels.rabbitmq.handing_over").QueueIntake(
        settings.rabbitmq
    )
    return found


def summary(outcomes: Mapping[str, int]) -> Iterator[str]:
    """Yield the table of what became of the documents, of earlier runs too, the most frequent first."""
    total = sum(outcomes.values()) or 1
    ordered = sorted(outcomes.items(), key=lambda one: (-one[1], one[0]))
    rows = [(name, str(count), f"{count / total:.1%}") for name, count in ordered]
    return table(
        ("Outcome", "Documents", "Share"), [*rows, ("all", str(sum(outcomes.values())), "")], right=frozenset({1, 2})
    )


def _places(paths: Sequence[str]) -> tuple[Iterable[Path], int | None]:
    """Return the places and how many files there are; None for a list that is read as it comes."""
    if "-" in paths:
        return (Path(line.rstrip("\n")) for line in sys.stdin if line.strip()), None
    places = [Path(path) for path in paths]
    return places, files_under(places)


def _fed(feeder: Feeder, found: Iterator[Source], progress: Progress) -> None:
    for done in feeder.run(found):
        refused = feeder.outcomes.total() - feeder.outcomes[READ] - feeder.outcomes[HANDED_OVER]
        progress.advance(len(done), f"{refused} not read" if refused else "")
    progress.end()


def _write_values(path: Path, journal: Journal, store: Store) -> int:
    """Write the numbers of everything the journal says was read, from the first run on; return how many."""
    progress, count = Progress(None, "documents in the table"), 0
    with values_file(path) as values:
        lines = ((document, name) for name, _, document, outcome in journal.lines() if outcome == READ and document)
        while group := list(islice(lines, _READINGS)):
            places: dict[str, list[str]] = {}
            for document, name in group:
                places.setdefault(document, []).append(name)
            for reading in store.readings(tuple(places)):
                rows = list(rows_of(reading, places[reading.document_id]))
                values.write(rows)
                count += len(rows)
            progress.advance(len(group))
    progress.end()
    return count


@contextmanager
def _workers(count: int, stopping: Event) -> Iterator[None]:
    """Run worker processes while the context lasts."""
    if not count:
        yield
        return
    ended = Event()
    parts = [Part(name=f"worker {number}", arguments=("worker", "--quiet")) for number in range(1, count + 1)]
    supervisor = Supervisor(parts, told=lambda _: None)

    def keep() -> None:
        try:
            supervisor.run(ended)
        finally:
            # Nothing would be read any more: waiting for it would never end.
            stopping.set() if not ended.is_set() else None

    thread = Thread(target=keep, name="workers")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
