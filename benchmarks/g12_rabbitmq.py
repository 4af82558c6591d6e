"""Both sides of a real broker on this machine's disk: confirms in flight (G12), and prefetch with commits (G13).

Both ways of a comparison take turns within a round. Documents are stored durably, in SQLite, before they are
acknowledged; the broker, the database and the client share the machine and its disk.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import pika
from documents import oru
from rounds import Result, ratio, show, spread

from deliver.destination import Parcel
from deliver.destinations.rabbitmq import Events, Options
from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.settings import Settings
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import topology
from ingest.channel import Intake, Post
from ingest.channels.rabbitmq import CHANNEL
from ingest.channels.rabbitmq.declaring import declare
from ingest.reception import Reception
from store import Store, migrate
from store.records import Receipt

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.rabbitmq import broker

ROUNDS = 6
ALONE, TOGETHER = 60, 600
"""Parcels of a round, one at a time and in flight: about as long."""
NARROW, WIDE = 100, 1000
"""Messages of a round with a prefetch of 1 and of 32."""
PREFETCH = 32
PASSWORD = "guest"  # noqa: S105 - of a broker that lives for a minute on loopback
NAMES = topology("osteon")
NUMBERS = count(1)


def parcel(body: bytes) -> Parcel:
    """Return an event of its own."""
    number = next(NUMBERS)
    kind, media_type = "case.assessed", "application/json"
    return Parcel(
        id=f"t{number}", kind=kind, case_id=f"c{number}", revision=1, media_type=media_type, suffix=".json", body=body
    )


def one_at_a_time(events: Events, body: bytes) -> float:
    """Return the seconds per parcel, each sent after the confirm of the one before."""
    parcels = [parcel(body) for _ in range(ALONE)]
    start = perf_counter()
    for one in parcels:
        events.send(one)
    return (perf_counter() - start) / ALONE


def in_flight(events: Events, body: bytes) -> float:
    """Return the seconds per parcel with 64 confirms outstanding."""
    parcels = [parcel(body) for _ in range(TOGETHER)]
    start = perf_counter()
    outcomes = events.send_many(parcels)
    seconds = (perf_counter() - start) / TOGETHER
    assert set(outcomes) == {None}
    return seconds


def publishing(url: str) -> dict[str, list[float]]:
    """Return the seconds per parcel of both ways in every round."""
    host = url.rpartition("@")[2]
    seconds: dict[str, list[float]] = {"alone": [], "together": []}
    with tempfile.NamedTemporaryFile("w") as password:
        password.write(PASSWORD)
        password.flush()
        events = Events(Options(url=f"amqp://guest@{host}", password_file=Path(password.name)))
        body = oru()
        for number in range(ROUNDS + 1):
            alone, together = one_at_a_time(events, body), in_flight(events, body)
            if number:  # the first round warms up
                seconds["alone"].append(alone)
                seconds["together"].append(together)
        events.close()
    return seconds


def fill(url: str, messages: int) -> None:
    """Put documents of their own into the queue."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    for _ in range(messages):
        channel.basic_publish("", NAMES.documents.name, oru(next(NUMBERS)), pika.BasicProperties(delivery_mode=2))
    connection.close()


class AtOnce:
    """An intake that stores nothing: what is left is the door itself."""

    def receive(self, document: RawDocument) -> Receipt:
        """Return as if the document had been stored."""
        return Receipt(document_id=document.digest, new=True, status=DocumentStatus.RECEIVED)


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def consumed(url: str, intake: Intake, messages: int, prefetch: int) -> float:
    """Return the seconds per message until everything in the queue is taken, from the moment the door is open."""
    fill(url, messages)
    stopping, opened, left = Event(), [0.0], [messages]

    def note(_: str, __: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            opened.append(perf_counter())
            stopping.set()

    post = Post(
        settings=Settings(rabbitmq=Rabbitmq(url=url, prefetch=prefetch)),
        intake=intake,
        clock=now,
        stopping=stopping,
        opened=lambda *_: opened.__setitem__(0, perf_counter()),
        counted=note,
    )
    thread = Thread(target=CHANNEL.run, args=(post,))
    thread.start()
    thread.join()
    return (opened[1] - opened[0]) / messages


@contextmanager
def durable() -> Iterator[Intake]:
    """Yield an intake that commits to this machine's disk."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/osteon.db"
        migrate(url)
        store = Store.open(url)
        try:
            yield Reception(store=store, clock=now, settings=Settings())
        finally:
            store.close()


def consuming(url: str, intake: Intake) -> dict[str, list[float]]:
    """Return the seconds per message of both windows in every round."""
    seconds: dict[str, list[float]] = {"narrow": [], "wide": []}
    for number in range(ROUNDS + 1):
        narrow, wide = consumed(url, intake, NARROW, 1), consumed(url, intake, WIDE, PREFETCH)
        if number:
            seconds["narrow"].append(narrow)
            seconds["wide"].append(wide)
    return seconds


def rate(seconds: list[float]) -> str:
    """Return the median rate."""
    return f"{1 / spread(seconds)[0]:.0f}/s"


def taking(name: str, what: str, goal: str, taken: dict[str, list[float]]) -> Result:
    """Return the result of a comparison of windows."""
    return Result(
        name=name,
        what=what,
        ratio=ratio(taken["narrow"], taken["wide"]),
        goal=goal,
        detail=f"{rate(taken['wide'])} against {rate(taken['narrow'])}, quorum queue",
    )


def measure() -> list[Result]:
    """Return the results; the window against nothing but the broker, and with a durable commit before each answer."""
    with broker(on_disk=True) as own, durable() as store:
        declare(Rabbitmq(url=own.url), ["bench"])
        sent, bare, stored = publishing(own.url), consuming(own.url, AtOnce()), consuming(own.url, store)
    return [
        Result(
            name="G12",
            what="publish events: 64 confirms in flight against one at a time",
            ratio=ratio(sent["alone"], sent["together"]),
            goal=">= 3",
            detail=f"{rate(sent['together'])} against {rate(sent['alone'])}, quorum queue",
        ),
        taking("G13", f"take messages: prefetch {PREFETCH} against 1", ">= 4", bare),
        taking("", "the same with a commit to SQLite before each answer", "", stored),
    ]


if __name__ == "__main__":
    show(measure())
