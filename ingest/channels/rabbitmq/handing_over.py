"""Documents of ours put into the queue of documents, for whichever host reads them."""

from contextlib import ExitStack
from threading import Lock
from typing import Any, Self

from pika import BasicProperties
from pika.exceptions import AMQPError, ChannelClosedByBroker, NackError, UnroutableError

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import NotDelivered, SettingsError, StoreUnavailable
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import topology
from ingest.channels.rabbitmq.connection import connected
from store.records import Receipt

_PERSISTENT = 2


class QueueIntake:
    """Takes documents as a door does, but hands each to the broker; safe for threads, one message at a time.

    A lost connection is opened anew with the next document.
    """

    def __init__(self, settings: Rabbitmq) -> None:
        self._settings = settings
        self._exchange = topology(settings.prefix).documents_exchange.name
        self._lock = Lock()
        self._open = ExitStack()
        self._channel: Any = None

    def __enter__(self) -> Self:
        with self._lock:
            self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._drop()

    def receive(self, document: RawDocument) -> Receipt:
        """Return once the broker has confirmed that it keeps the document.

        Raises:
            StoreUnavailable: it did not; the same document may be handed over again.
        """
        properties = BasicProperties(
            app_id=document.sender, message_id=document.external_id or document.digest, delivery_mode=_PERSISTENT
        )
        with self._lock:
            try:
                if self._channel is None:
                    self._connect()
                self._channel.basic_publish(
                    self._exchange, document.channel, document.content, properties, mandatory=True
                )
            except (AMQPError, OSError, NotDelivered) as error:
                if not isinstance(error, NackError | UnroutableError):
                    self._drop()
                raise StoreUnavailable("the broker did not take the document") from error
        return Receipt(document_id=document.digest, new=True, status=DocumentStatus.RECEIVED)

    def _connect(self) -> None:
        """Open connection and channel.

        Raises:
            SettingsError: no broker is set, it refuses the account, or nothing was declared on it.
            NotDelivered: it does not answer.
        """
        with ExitStack() as opening:
            channel = opening.enter_context(connected(self._settings)).channel()
            channel.confirm_delivery()
            try:
                channel.exchange_declare(self._exchange, passive=True)
            except ChannelClosedByBroker as error:
                raise SettingsError(f"no exchange {self._exchange}: run `osteon broker declare`") from error
            self._open, self._channel = opening.pop_all(), channel

    def _drop(self) -> None:
        self._channel = None
        self._open.close()
