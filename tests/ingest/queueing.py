"""A door on a queue of its own, and what stands in that queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pika

from dxa.document import RawDocument
from dxa.errors import OsteonError
from dxa.settings import Settings
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import Topology, topology
from ingest.channel import Intake, Post
from ingest.channels.rabbitmq.declaring import declare
from ingest.channels.rabbitmq.door import Door
from ingest.channels.rabbitmq.holding import HOLD_SECONDS
from store.records import Receipt
from tests.ingest.situations import SETTINGS, Clock, document

PATIENCE = 20.0


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Return the first answer that is true."""
    end = monotonic() + seconds
    while not (answer := true()):
        assert monotonic() < end, "it did not come true in time"
        sleep(0.02)
    return answer


@dataclass
class Bench:
    """One installation's queues on a broker."""

    url: str
    prefix: str

    @property
    def names(self) -> Topology:
        return topology(self.prefix)

    @property
    def settings(self) -> Settings:
        return replace(SETTINGS, rabbitmq=Rabbitmq(url=self.url, prefix=self.prefix))

    def declare(self) -> None:
        declare(self.settings.rabbitmq, ())

    @contextmanager
    def channel(self) -> Iterator[Any]:
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            yield connection.channel()
        finally:
            with suppress(pika.exceptions.AMQPError):
                connection.close()

    def publish(self, *bodies: bytes, confirmed: bool = True, **properties: Any) -> None:
        with self.channel() as channel:
            if confirmed:
                channel.confirm_delivery()
            for body in bodies:
                channel.basic_publish(
                    self.names.documents_exchange.name,
                    "any.key",
                    body,
                    pika.BasicProperties(delivery_mode=2, **properties),
                    mandatory=True,
                )

    def taken(self, queue: str) -> list[tuple[pika.BasicProperties, bytes]]:
        """Take everything out of a queue."""
        found = []
        with self.channel() as channel:
            while (got := channel.basic_get(queue, auto_ack=True))[0] is not None:
                found.append((got[1], got[2]))
        return found

    def ready(self, queue: str) -> int:
        with self.channel() as channel:
            return channel.queue_declare(queue, passive=True).method.message_count

    def unsettled(self) -> int:
        """Return how many messages of the queue of documents are ready once every consumer has gone."""
        with self.channel() as channel:
            until(lambda: channel.queue_declare(self.names.documents.name, passive=True).method.consumer_count == 0)
        return self.ready(self.names.documents.name)

    def remove(self) -> None:
        with self.channel() as channel:
            for queue in self.names.queues:
                channel.queue_delete(queue.name)
            for exchange in self.names.exchanges:
                channel.exchange_delete(exchange.name)


@dataclass
class Notes:
    """What a door told the service."""

    opened: list[tuple[str, str]] = field(default_factory=list)
    counted: list[tuple[str, str]] = field(default_factory=list)

    @property
    def outcomes(self) -> list[str]:
        return sorted(outcome for _, outcome in self.counted)


@contextmanager
def door(bench: Bench, intake: Intake, *, hold_seconds: float = HOLD_SECONDS, prefetch: int = 32) -> Iterator[Notes]:
    """Keep a door open; it closes at the end, and what it failed with is raised."""
    notes, stopping, failed = Notes(), Event(), []
    settings = replace(bench.settings, rabbitmq=replace(bench.settings.rabbitmq, prefetch=prefetch))
    post = Post(
        settings=settings,
        intake=intake,
        clock=Clock(),
        stopping=stopping,
        opened=lambda *words: notes.opened.append(words),
        counted=lambda *words: notes.counted.append(words),
    )

    def run() -> None:
        try:
            Door(post, settings.rabbitmq.access, hold_seconds=hold_seconds).keep_open()
        except OsteonError as error:
            failed.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        until(lambda: notes.opened or failed or not thread.is_alive())
        if notes.opened:
            yield notes
    finally:
        stopping.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    for error in failed:
        raise error


class Recorder:
    """Hands documents on to an intake, after what a test wants to happen first."""

    def __init__(self, intake: Intake, before: Callable[[RawDocument], None] = lambda _: None) -> None:
        self._intake = intake
        self._before = before
        self.given: list[RawDocument] = []

    def receive(self, raw: RawDocument) -> Receipt:
        self.given.append(raw)
        self._before(raw)
        return self._intake.receive(raw)


def bodies(count: int) -> list[bytes]:
    """Return documents of as many examinations."""
    return [document(f"-{number % 40 / 10}", accession=f"A-{number}").content for number in range(count)]
