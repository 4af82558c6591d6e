"""One connection to one destination, and what goes over it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

from deliver.destination import Sender
from deliver.listeners import Listener
from deliver.packing import Packer
from deliver.waiting import Waiting
from deliver.wanting import is_wanted
from dxa.errors import Defect, DeliveryRefused, NotDelivered, OsteonError, StoreUnavailable
from store import Store
from store.delivery_records import NOT_WANTED, Delivery, DeliveryState, Health, Settled, StoredTelling

LOG = logging.getLogger(__name__)
BATCH = 50
"""Most tellings taken at a time; never two of a case."""
FLUSH_SECONDS = 0.1
"""After that, what was confirmed is written down, so that a crash repeats little."""
IDLE_SECONDS = 30.0
"""A connection without work is closed after that."""
_DICOM = "application/dicom"
DEFECTS = 3
"""A telling our own code failed on so often is put aside for a person to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every lane of a deliverer works with."""

    store: Store
    clock: Callable[[], datetime]
    """Aware, UTC."""
    worker: str
    """Names this process in claims."""
    lease_seconds: float
    packer: Packer = field(default_factory=Packer)
    waiting: Waiting = field(default_factory=Waiting)
    stopping: Event = field(default_factory=Event)
    counted: Callable[[str, str], None] = lambda _destination, _outcome: None
    """Told the destination and the outcome of each try: sent, skipped, or the code of what went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Going:
    """How it goes with a batch."""

    failures: int = 0
    """Tries in a row that failed by now."""
    ended: bool = False
    """Whether the rest of the batch has to wait."""


class Lane:
    """Takes what is due for one destination and sends it, one telling after the other; used by one thread."""

    def __init__(self, listener: Listener, means: Means) -> None:
        self.listener = listener
        self._means = means
        self._open = ExitStack()
        self._sender: Sender | None = None
        self._used_at = means.clock()
        self._unwritten: list[Settled] = []
        self._health: Health | None = None
        self.held: tuple[int, ...] = ()
        """Numbers of the deliveries it took whose outcome is not written yet."""

    def turn(self) -> int:
        """Send what is due now and return how many tellings were taken; 0 when there was nothing to do.

        Raises:
            StoreUnavailable: the state could not be read or written; what was confirmed is written with the next turn.
        """
        self._write()
        self.held = ()
        means = self._means
        now = means.clock()
        taken = means.store.take(self.listener.name, means.worker, now, lease_seconds=means.lease_seconds, limit=BATCH)
        if not taken.items:
            if now - self._used_at > timedelta(seconds=IDLE_SECONDS):
                self.close()
            return 0
        self.held = tuple(item.number for item in taken.items)
        self._go_through(taken.items, taken.failures, now)
        self._write()
        self.held = ()
        return len(taken.items)

    def close(self) -> None:
        """Let go of the connection."""
        self._sender = None
        try:
            self._open.close()
        except (OsteonError, OSError) as error:
            LOG.info("closing %s: %s", self.listener.name, type(error).__name__)
        self._open = ExitStack()

    def finish(self) -> None:
        """Write what is still to be written, and let go of the connection."""
        self.close()
        try:
            self._write()
        except StoreUnavailable as error:
            LOG.warning(
                "%s: %d deliveries left to their lease: %s", self.listener.name, len(self._unwritten), error.text
            )

    def _go_through(self, items: Sequence[Delivery], failures: int, begun: datetime) -> None:
        means = self._means
        # What follows a half-used lease could be taken by somebody else while it is sent.
        until = begun + timedelta(seconds=means.lease_seconds / 2)
        written_at = begun
        going = _Going(failures=failures)
        for item in items:
            if going.ended or means.stopping.is_set() or means.clock() >= until:
                self._unwritten.append(_untouched(item))
                continue
            going = self._tried(item, going.failures)
            if means.clock() - written_at > timedelta(seconds=FLUSH_SECONDS):
                written_at = means.clock()
                try:
                    self._write()
                except StoreUnavailable as error:
                    # What is left is given back with what was confirmed, as soon as that can be written.
                    LOG.warning("%s: %s", self.listener.name, error.text)
                    going = replace(going, ended=True)

    def _tried(self, item: Delivery, failures: int) -> "_Going":
        """Note what becomes of one telling, and return whether the next one may be tried."""
        try:
            outcome = self._sent(item)
        except StoreUnavailable:
            # Nobody's fault: neither the telling's nor the destination's.
            self._unwritten.append(_untouched(item))
            return _Going(failures=failures, ended=True)
        except DeliveryRefused as error:
            self._note(self._given_up(item, error), Health(answered=True))
            return _Going()
        except OsteonError as error:
            self.close()
            return self._failed(item, error, failures + 1)
        except Exception:
            self.close()
            LOG.exception("%s: defect in telling %s", self.listener.name, item.telling_id)
            self._note(self._defective(item), None)
            return _Going(failures=failures)
        self._note(outcome, Health(answered=True) if outcome.state is DeliveryState.SENT else None)
        return _Going(failures=0 if outcome.state is DeliveryState.SENT else failures)

    def _sent(self, item: Delivery) -> Settled:
        store = self._means.store
        if item.attempts > self.listener.line.tries:
            raise DeliveryRefused(f"not finished in {self.listener.line.tries} tries")
        stored = store.telling(item.telling_id)
        if not is_wanted(self.listener.only, stored) and not store.was_told(self.listener.name, item.case_id):
            return Settled(number=item.number, state=DeliveryState.SKIPPED, error_code=NOT_WANTED)
        parcel = self._means.packer.parcel(stored, self.listener.form, _objects(store, stored))
        if self._sender is None:
            self._sender = self._open.enter_context(self.listener.kind.opened(self.listener.options))
        self._sender.send(parcel)
        self._used_at = self._means.clock()
        return Settled(number=item.number, state=DeliveryState.SENT)

    def _failed(self, item: Delivery, error: OsteonError, failures: int) -> "_Going":
        now, waiting, line = self._means.clock(), self._means.waiting, self.listener.line
        asked = error.retry_after if isinstance(error, NotDelivered) else None
        rest = waiting.for_destination(failures, asked)
        code, text = error.code, error.text
        retry_at = now + rest if rest else None
        health = Health(answered=False, failures=failures, retry_at=retry_at, error_code=code, error_text=text)
        if item.attempts >= line.tries or now - item.begun_at >= timedelta(days=line.days):
            self._note(self._given_up(item, error), health)
            return _Going(failures=failures, ended=rest is not None)
        wait = max(waiting.for_telling(item.attempts), timedelta(seconds=asked or 0.0))
        self._note(_later(item, now + wait, error), health)
        LOG.info("%s: telling %s not delivered, try %d: %s", line.name, item.telling_id, item.attempts, error.text)
        return _Going(failures=failures, ended=rest is not None)

    def _given_up(self, item: Delivery, error: OsteonError) -> Settled:
        LOG.warning("%s: telling %s is a dead letter: %s", self.listener.name, item.telling_id, error.text)
        return Settled(number=item.number, state=DeliveryState.DEAD, error_code=error.code, error_text=error.text)

    def _defective(self, item: Delivery) -> Settled:
        error = Defect("our own code failed on this telling")
        if item.attempts >= DEFECTS:
            return self._given_up(item, error)
        return _later(item, self._means.clock() + self._means.waiting.for_telling(item.attempts), error)

    def _note(self, outcome: Settled, health: Health | None) -> None:
        self._unwritten.append(outcome)
        self._health = health or self._health
        self._means.counted(self.listener.name, outcome.error_code or str(outcome.state))

    def _write(self) -> None:
        if not self._unwritten and self._health is None:
            return
        means = self._means
        means.store.settle(self.listener.name, means.worker, self._unwritten, means.clock(), health=self._health)
        self._unwritten, self._health = [], None


def _objects(store: Store, stored: StoredTelling) -> Iterator[bytes]:
    """Yield the DICOM objects a case was read from as of a telling, one after the other and only when asked for."""
    for document_id in store.documents_read(stored.case_id, stored.revision, _DICOM):
        yield store.content(document_id)


def _untouched(item: Delivery) -> Settled:
    return Settled(number=item.number, state=DeliveryState.PENDING, tried=False)


def _later(item: Delivery, next_at: datetime, error: OsteonError) -> Settled:
    return Settled(
        number=item.number,
        state=DeliveryState.PENDING,
        next_at=next_at,
        error_code=error.code,
        error_text=error.text,
    )
