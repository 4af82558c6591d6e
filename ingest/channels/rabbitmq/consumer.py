"""One connection's worth of consuming: deliveries go to threads, their settlement comes back to the connection."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock
from time import monotonic
from typing import Any

from pika import BasicProperties, BlockingConnection
from pika.exceptions import AMQPError, ConsumerCancelled, NackError, UnroutableError

from dxa.errors import Defect, OsteonError
from dxa.topology import Topology
from ingest.answers import Queueing, answer_of, answer_to
from ingest.channel import Post, outcome_of
from ingest.channels.rabbitmq.holding import HOLD_SECONDS, Holding
from ingest.channels.rabbitmq.messages import NAME, copy_of, document_of, returns_of
from ingest.channels.rabbitmq.tags import Tags
from store.records import Receipt

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
"""How soon a wish to stop is seen."""
FINISH_SECONDS = 30.0
"""How long what is in hand may take when the door closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message in hand."""

    tag: int
    body: bytes
    properties: BasicProperties


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the broker is to be told about a delivery, and why."""

    queueing: Queueing
    reason: str | None
    outcome: str
    document_id: str | None = None


def settlement_of(future: "Future[Receipt]") -> Settlement:
    """Return what follows from a try to store; whatever is not an error of ours is a defect of ours."""
    error = future.exception()
    if error is None:
        receipt = future.result()
        return Settlement(
            queueing=answer_to(receipt).queue,
            reason=receipt.error_code,
            outcome=outcome_of(receipt),
            document_id=receipt.document_id,
        )
    ours = error if isinstance(error, OsteonError) else Defect(type(error).__name__)
    if ours is not error:
        LOG.error("a message could not be received", exc_info=error)
    return Settlement(queueing=answer_of(ours).queue, reason=ours.code, outcome=ours.code)


class Consumer:
    """Consumes over one connection until told to stop or until the connection is lost.

    Everything here runs in the thread of the connection, which pika demands and which keeps its heartbeats while the
    store is slow; only `Holding.receive` runs in `threads`.
    """

    def __init__(
        self,
        connection: BlockingConnection,
        post: Post,
        names: Topology,
        threads: Executor,
        *,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        self._connection = connection
        self._post = post
        self._names = names
        self._threads = threads
        self._window = post.settings.rabbitmq.prefetch
        self._tags = Tags()
        self._lock = Lock()
        self._ended: list[tuple[Delivery, Future[Receipt]]] = []
        self._ending = Event()
        self._holding = Holding(post.intake, self._ending)
        self._hold_seconds = hold_seconds
        self._blocked = False
        self._cancelled = False
        self._careful = True
        connection.add_on_connection_blocked_callback(lambda *_: self._note_blocked(blocked=True))
        connection.add_on_connection_unblocked_callback(lambda *_: self._note_blocked(blocked=False))
        self._channel = connection.channel()
        self._channel.confirm_delivery()
        self._channel.add_on_cancel_callback(lambda _: self._note_cancelled())

    def run(self, opened: Callable[[], None]) -> None:
        """Consume until the door closes; what is in hand then is finished. `opened` is called once messages can come.

        Raises:
            AMQPError: the connection or the queue was lost; what was in hand comes again.
        """
        try:
            # The queue may begin with what a crash gave back, the message that caused it among it. One at a time, only
            # that one is counted as having been tried, and the others are not put aside with it.
            self._consume(1)
            opened()
            while not self._post.stopping.is_set():
                self._connection.process_data_events(LOOK_SECONDS)
                if self._cancelled:
                    raise ConsumerCancelled
            self._finish()
        finally:
            self._ending.set()

    def _consume(self, window: int) -> None:
        self._channel.basic_qos(prefetch_count=window)
        self._channel.basic_consume(self._names.documents.name, self._taken)

    def _finish(self) -> None:
        """Take nothing more, and settle what is in hand."""
        for tag in self._channel.consumer_tags:
            self._channel.basic_cancel(tag)
        self._ending.set()
        until = monotonic() + FINISH_SECONDS
        while len(self._tags) and monotonic() < until:
            self._connection.process_data_events(LOOK_SECONDS)

    def _note_blocked(self, *, blocked: bool) -> None:
        self._blocked = blocked

    def _note_cancelled(self) -> None:
        self._cancelled = True

    def _taken(self, _: object, method: Any, properties: BasicProperties, body: bytes) -> None:
        delivery = Delivery(tag=method.delivery_tag, body=body, properties=properties)
        self._tags.begin(delivery.tag)
        document = document_of(body, properties, self._post.clock())
        future = self._threads.submit(self._holding.receive, document, monotonic() + self._hold_seconds)
        future.add_done_callback(partial(self._end, delivery))
        if self._careful and returns_of(properties) == 0:
            self._careful = False
            if self._window > 1:
                self._consume(self._window - 1)

    def _end(self, delivery: Delivery, future: "Future[Receipt]") -> None:
        """Hand the end of a try over to the thread of the connection."""
        with self._lock:
            due = not self._ended  # else the settlement that is on its way takes this one along
            self._ended.append((delivery, future))
        if due:
            # A lost connection needs no settlement: the broker has taken everything back.
            with suppress(AMQPError):
                self._connection.add_callback_threadsafe(self._settle)

    def _settle(self) -> None:
        """Tell the broker about everything that has ended since the last time."""
        with self._lock:
            ended = tuple(self._ended)
            self._ended.clear()
        for delivery, future in ended:
            settlement = settlement_of(future)
            if self._settled(delivery, settlement):
                self._tags.finish(delivery.tag)
            self._post.counted(NAME, settlement.outcome)
        for due in self._tags.due():
            self._channel.basic_ack(due.tag, multiple=due.multiple)

    def _settled(self, delivery: Delivery, settlement: Settlement) -> bool:
        """Return whether the message may be acknowledged: it is stored, or a copy of it is safe on the broker."""
        if settlement.queueing is Queueing.ACK:
            return True
        requeue = settlement.queueing is Queueing.REQUEUE
        if self._copied(delivery, settlement, requeue=requeue):
            return True
        # The broker's own ways say less, or count against the message, but nothing is lost in them.
        self._channel.basic_nack(delivery.tag, requeue=requeue)
        self._tags.drop(delivery.tag)
        return False

    def _copied(self, delivery: Delivery, settlement: Settlement, *, requeue: bool) -> bool:
        """Return whether the broker has confirmed a copy: of a message to be tried later, or with the reason."""
        if self._blocked:
            return False
        exchange = "" if requeue else self._names.dead_exchange.name
        properties = copy_of(
            delivery.properties,
            reason=None if requeue else settlement.reason,
            document_id=settlement.document_id,
        )
        try:
            self._channel.basic_publish(exchange, self._names.documents.name, delivery.body, properties, mandatory=True)
        except (NackError, UnroutableError):
            return False
        return True
