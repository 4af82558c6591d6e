"""Feeding documents to workers no faster than they read, and noting what became of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event
from time import monotonic, sleep

from dxa.document import RawDocument
from dxa.errors import DocumentError, StoreUnavailable
from ingest.backfill.journal import Journal
from ingest.backfill.sources import Source
from ingest.channel import Intake
from parsers.registry import parser_of
from store import Store
from store.document_rows import ON_THE_WAY

CHANNEL = "backfill"
IN_FLIGHT = 256
"""Documents handed in and not read yet; more would only grow the queue."""
_COMMITTED_TOGETHER = 16
_LOOK_SECONDS = 0.2
_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one source."""

    source: str
    document: str | None
    """Id of the stored document; None when it was not stored."""
    outcome: str
    """read, awaiting_report, handed_over, or the code of the error it ended with."""


@dataclass(slots=True)
class Feeder:
    """Hands sources in and yields what became of them, in no fixed order.

    What no reader knows is not stored: an archive holds much that is no report.
    """

    intake: Intake
    store: Store | None
    """Where the reading can be followed; None: nobody waits for it, as when a broker takes the documents."""
    clock: Callable[[], datetime]
    journal: Journal
    stopping: Event
    outcomes: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, list[Source]] = field(default_factory=dict)

    def run(self, sources: Iterable[Source]) -> Iterator[tuple[Done, ...]]:
        """Yield what became of the sources, as it becomes known; ends early, with nothing lost, when told to stop."""
        with ThreadPoolExecutor(_COMMITTED_TOGETHER, thread_name_prefix=CHANNEL) as pool:
            for group in _grouped(sources, _COMMITTED_TOGETHER):
                if self.stopping.is_set():
                    break
                done = [one for one in pool.map(self._handed_in, group) if one is not None]
                yield self._noted(done)
                while len(self._waiting) >= IN_FLIGHT and not self.stopping.is_set():
                    yield self._finished()
        while self._waiting and not self.stopping.is_set():
            yield self._finished()

    def _handed_in(self, source: Source) -> tuple[Source, Done] | None:
        """Return what became of a source at once, or None while it is being read."""
        if source.content is None:
            return source, Done(source=source.name, document=None, outcome=source.fault or "UNREADABLE_FILE")
        try:
            parser_of(source.content)
        except DocumentError as error:
            return source, Done(source=source.name, document=None, outcome=error.code)
        raw = RawDocument(content=source.content, channel=CHANNEL, received_at=self.clock(), sender=CHANNEL)
        while not self.stopping.is_set():
            try:
                receipt = self.intake.receive(raw)
            except StoreUnavailable:
                sleep(_PAUSE_SECONDS)
                continue
            if self.store is not None:
                self._waiting.setdefault(receipt.document_id, []).append(replace(source, content=None))
                return None
            return source, Done(source=source.name, document=receipt.document_id, outcome="handed_over")
        return None

    def _noted(self, done: Sequence[tuple[Source, Done]]) -> tuple[Done, ...]:
        for source, one in done:
            self.journal.note(source.name, source.stamp, one.document, one.outcome)
            self.outcomes[one.outcome] += 1
        self.journal.keep()
        return tuple(one for _, one in done)

    def _finished(self) -> tuple[Done, ...]:
        """Return what is read by now; waits a moment when nothing is."""
        began = monotonic()
        try:
            found = self.store.documents(tuple(self._waiting)) if self.store else ()
        except StoreUnavailable:
            found = ()
        done: list[tuple[Source, Done]] = []
        for ref in found:
            if ref.status in ON_THE_WAY:
                continue
            outcome = ref.error_code or ref.status.value
            found_in = self._waiting.pop(ref.id)
            done += [(source, Done(source=source.name, document=ref.id, outcome=outcome)) for source in found_in]
        if not done:
            sleep(max(0.0, _LOOK_SECONDS - (monotonic() - began)))
        return self._noted(done)


def _grouped(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    group: list[Source] = []
    for source in sources:
        group.append(source)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
