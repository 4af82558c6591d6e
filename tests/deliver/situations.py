"""Stored cases to tell of, destinations in the test's hand, and a clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deliver.destination import Destination, Parcel
from deliver.formats.osteon_json import FORMAT
from deliver.lane import Lane, Means
from deliver.listeners import Line, Listener, Only
from deliver.waiting import Waiting
from store.delivery_records import Subscription
from tests.store.situations import NOW, completion, document, received, report

LEASE = 60.0


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Receiver:
    """Takes parcels; `answer` may raise instead."""

    answer: Callable[[Parcel], None] = lambda _: None
    taken: list[Parcel] = field(default_factory=list)
    asked: int = 0
    opened: int = 0

    def send(self, parcel: Parcel) -> None:
        self.asked += 1
        self.answer(parcel)
        self.taken.append(parcel)

    @contextmanager
    def open(self, _options: object) -> Iterator["Receiver"]:
        self.opened += 1
        yield self

    @property
    def told(self) -> list[tuple[str, int]]:
        return [(parcel.case_id, parcel.revision) for parcel in self.taken]


def listener(receiver: Receiver, *, name: str = "ris", only: Only | None = None, **line) -> Listener:
    kind = Destination(name="test", says="-", options=object, formats=("osteon-json",), opened=receiver.open)
    return Listener(line=Line(name=name, kind="test", **line), kind=kind, form=FORMAT, only=only or Only())


def means(store, clock: Clock, **options) -> Means:
    waiting = Waiting(chance=lambda: 1.0)
    return Means(store=store, clock=clock, lease_seconds=LEASE, waiting=waiting, **{"worker": "d1", **options})


def subscribed(store, one: Listener, clock: Clock) -> None:
    store.subscribe(Subscription(name=one.name, kinds=tuple(one.line.events), since=one.line.since), clock())


def tell_case(store, patient: object, number: int, clock: Clock, judged=None) -> str:
    """Store a further document of a patient's case, which makes its next revision, and return the case."""
    receipt = received(store, document(f"{patient}-{number}"), now=clock())
    reading = report(patient=f"P-{patient}", accession=f"A-{patient}")
    return store.complete(completion(store, receipt.document_id, reading, judged), clock()).case_id


def delivered(store, lane: Lane, clock: Clock, *, turns: int = 100) -> None:
    """Share out and send until nothing is due."""
    store.share_out(clock())
    for _ in range(turns):
        if lane.turn() == 0:
            return
    raise AssertionError("there is always something due")
