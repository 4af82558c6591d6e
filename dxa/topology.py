"""What is declared on a RabbitMQ broker, as names and arguments; `docs/asyncapi.yaml` says the same to other people.

```
documents exchange --#--> documents queue --rejected, given up, too often returned--> dead exchange --> dead queue
events exchange --case.#--> one queue of each listener --> dead events exchange --> dead events queue
```
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TRIES = 3
"""Deliveries of one message: one that comes back so often harms whoever takes it and is put aside."""
WITHOUT_LIMIT = 1_000_000
"""Returns of a message nobody may lose; RabbitMQ 4 drops after 20 where nothing is said, and 3.10 knows no -1."""
EVENT_KEY = "case.#"
"""Binding key of a listener that wants every event."""
REASON_HEADER = "osteon-reason"
"""Of a message in the dead queue: the code of the error; where it is absent, `x-death` of the broker says why."""
DOCUMENT_HEADER = "osteon-document"
"""Of a message in the dead queue: the id of the stored document; absent where nothing was stored."""
USER_HEADER = "osteon-user-id"
"""Of a copy this service made: the user whose connection first published the message."""
CASE_HEADER = "osteon-case-id"
REVISION_HEADER = "osteon-revision"
KIND_HEADER = "osteon-kind"
SCHEMA_HEADER = "osteon-schema-version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A durable exchange."""

    name: str
    kind: str
    """topic or fanout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A durable quorum queue."""

    name: str
    delivery_limit: int
    """Times a message may come back before the broker puts it aside."""
    dead_letters: str | None
    """Exchange that takes what is put aside; None where nothing may be."""

    @property
    def arguments(self) -> Mapping[str, str | int]:
        """The arguments of queue.declare."""
        arguments: dict[str, str | int] = {"x-queue-type": "quorum", "x-delivery-limit": self.delivery_limit}
        if self.dead_letters is not None:
            arguments |= {
                "x-dead-letter-exchange": self.dead_letters,
                # The broker drops what it moves unless it waits for a confirm, which needs this kind of overflow.
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            }
        return MappingProxyType(arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What an exchange passes to a queue."""

    exchange: str
    queue: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """Everything one installation has on its broker."""

    documents_exchange: Exchange
    """Senders publish here, with any routing key."""
    documents: Queue
    dead_exchange: Exchange
    dead: Queue
    """Documents a person has to look at."""
    events_exchange: Exchange
    """Listeners bind their queues to this one."""
    dead_events_exchange: Exchange
    dead_events: Queue
    """Events a listener has refused."""

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Every exchange."""
        return (self.documents_exchange, self.dead_exchange, self.events_exchange, self.dead_events_exchange)

    @property
    def queues(self) -> tuple[Queue, ...]:
        """Every queue but those of listeners; what others lead to comes first."""
        return (self.dead, self.documents, self.dead_events)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Every binding but those of listeners."""
        pairs = (
            (self.documents_exchange, self.documents),
            (self.dead_exchange, self.dead),
            (self.dead_events_exchange, self.dead_events),
        )
        return tuple(Binding(exchange=exchange.name, queue=queue.name, key="#") for exchange, queue in pairs)

    def listener(self, name: str) -> tuple[Queue, Binding]:
        """Return queue and binding of a listener that wants every event."""
        queue = Queue(
            name=f"{self.events_exchange.name}.{name}",
            delivery_limit=WITHOUT_LIMIT,
            dead_letters=self.dead_events_exchange.name,
        )
        return queue, Binding(exchange=self.events_exchange.name, queue=queue.name, key=EVENT_KEY)


def topology(prefix: str) -> Topology:
    """Return the topology whose names begin with `prefix`.

    >>> topology("osteon").documents.name
    'osteon.documents'
    """
    dead, dead_events = f"{prefix}.dead", f"{prefix}.dead-events"
    return Topology(
        documents_exchange=Exchange(name=f"{prefix}.documents", kind="topic"),
        documents=Queue(name=f"{prefix}.documents", delivery_limit=TRIES - 1, dead_letters=dead),
        dead_exchange=Exchange(name=dead, kind="fanout"),
        dead=Queue(name=dead, delivery_limit=WITHOUT_LIMIT, dead_letters=None),
        events_exchange=Exchange(name=f"{prefix}.events", kind="topic"),
        dead_events_exchange=Exchange(name=dead_events, kind="fanout"),
        dead_events=Queue(name=dead_events, delivery_limit=WITHOUT_LIMIT, dead_letters=None),
    )
