"""One connection that publishes with confirms; its loop runs in a thread, so that many parcels can be in flight."""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import BoundedSemaphore, Lock, Thread
from typing import Any

from pika import BasicProperties, ConnectionParameters, PlainCredentials, SelectConnection, SSLOptions
from pika.exceptions import (
    AMQPError,
    ChannelClosedByBroker,
    ConnectionBlockedTimeout,
    ConnectionClosedByBroker,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

from deliver.destination import Parcel
from dxa.errors import DeliveryRefused, NotDelivered
from dxa.report import SCHEMA_VERSION
from dxa.settings.broker import BrokerLogin
from dxa.topology import CASE_HEADER, KIND_HEADER, REVISION_HEADER, SCHEMA_HEADER

IN_FLIGHT = 64
"""Parcels published and not confirmed yet: the broker writes those that wait together."""
ANSWER_SECONDS = 30.0
HEARTBEAT_SECONDS = 30
_PERSISTENT = 2
_BLOCKED = "the broker takes nothing now: its memory or disk is short"
_PRECONDITION_FAILED = 406
_MEANINGS = {
    403: "the account may not publish to the exchange",
    404: "there is no such exchange: run `osteon broker declare`",
    _PRECONDITION_FAILED: "the broker does not take a message of this size",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _InFlight:
    parcel_id: str
    confirmed: "Future[None]"


def properties_of(parcel: Parcel) -> BasicProperties:
    """Return what a message says besides its body; as docs/asyncapi.yaml promises it."""
    return BasicProperties(
        app_id="osteon",
        content_type=parcel.media_type,
        delivery_mode=_PERSISTENT,
        message_id=parcel.id,
        type=parcel.kind,
        headers={
            CASE_HEADER: parcel.case_id,
            REVISION_HEADER: parcel.revision,
            KIND_HEADER: parcel.kind,
            SCHEMA_HEADER: SCHEMA_VERSION,
        },
    )


def parameters(login: BrokerLogin) -> ConnectionParameters:
    """Return how to connect.

    Raises:
        SettingsError: a certificate or key cannot be read.
    """
    context = login.context()
    return ConnectionParameters(
        host=login.host,
        port=login.port,
        virtual_host=login.virtual_host,
        credentials=PlainCredentials(login.user, login.password, erase_on_connect=True),
        heartbeat=HEARTBEAT_SECONDS,
        blocked_connection_timeout=ANSWER_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        stack_timeout=ANSWER_SECONDS,
        ssl_options=SSLOptions(context, login.host) if context else None,
        client_properties={"connection_name": "osteon events"},
    )


class Publisher:
    """Publishes to one exchange over one connection, which once lost stays lost; `publish` is safe for threads."""

    def __init__(self, how: ConnectionParameters, exchange: str, *, in_flight: int = IN_FLIGHT) -> None:
        self._how = how
        self._exchange = exchange
        self._room = BoundedSemaphore(in_flight)
        self._lock = Lock()
        self._lost: NotDelivered | None = None
        self._over = False
        self._blocked = False
        self._ready: Future[None] = Future()
        self._waiting: set[Future[None]] = {self._ready}
        # Below: of the thread of the loop alone.
        self._in_flight: dict[int, _InFlight] = {}
        self._returned: set[str] = set()
        self._published = 0
        self._connection: Any = None
        self._channel: Any = None
        self._thread = Thread(target=self._run, name="rabbitmq-publisher", daemon=True)

    @property
    def lost(self) -> bool:
        """Whether another publisher is needed."""
        with self._lock:
            return self._lost is not None

    @property
    def unconfirmed(self) -> NotDelivered:
        """Why a parcel was not confirmed in time."""
        with self._lock:
            blocked = self._blocked
        return NotDelivered(_BLOCKED if blocked else "the broker did not confirm in time")

    def open(self) -> None:
        """Connect, and return once the exchange was seen.

        Raises:
            NotDelivered: nobody answers, or the exchange is not there.
        """
        self._thread.start()
        try:
            self._ready.result(ANSWER_SECONDS)
        except TimeoutError as error:
            self.close()
            raise NotDelivered("the broker does not answer") from error
        except NotDelivered:
            self.close()
            raise

    def publish(self, parcel: Parcel) -> "Future[None]":
        """Return the confirmation of a parcel; waits while too many are in flight.

        Its exception is NotDelivered, or DeliveryRefused where the broker will never take the parcel.
        """
        self._room.acquire()
        confirmed: Future[None] = Future()
        confirmed.add_done_callback(self._done)
        with self._lock:
            lost = self._lost
            self._waiting.add(confirmed)
        if lost is not None:
            _fail(confirmed, lost)
        else:
            self._call(partial(self._send, parcel, confirmed))
        return confirmed

    def close(self) -> None:
        """End connection and thread; what is not confirmed is not delivered."""
        self._call(self._hang_up)
        if self._thread.ident is not None:
            self._thread.join(ANSWER_SECONDS)

    def _call(self, callback: Callable[[], None]) -> None:
        """Let the thread of the loop do something, unless it has ended."""
        with self._lock:
            if self._connection is not None and not self._over:
                self._connection.ioloop.add_callback_threadsafe(callback)

    def _done(self, confirmed: "Future[None]") -> None:
        self._room.release()
        with self._lock:
            self._waiting.discard(confirmed)

    def _run(self) -> None:
        self._connection = SelectConnection(
            self._how,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._channel_opened),
            on_open_error_callback=lambda _, error: self._lose(error),
            on_close_callback=lambda _, error: self._lose(error),
        )
        self._connection.ioloop.start()
        with self._lock:
            self._over = True
            self._connection.ioloop.close()

    def _note_blocked(self, *, blocked: bool) -> None:
        with self._lock:
            self._blocked = blocked

    def _hang_up(self) -> None:
        if self._connection.is_open:
            self._connection.close()
        elif not self._connection.is_closing:
            self._lose(AMQPError())

    def _channel_opened(self, channel: Any) -> None:
        # A broker short of memory or disk reads nothing more of whoever publishes, and says so (connection.blocked).
        self._connection.add_on_connection_blocked_callback(lambda *_: self._note_blocked(blocked=True))
        self._connection.add_on_connection_unblocked_callback(lambda *_: self._note_blocked(blocked=False))
        self._channel = channel
        channel.add_on_close_callback(self._channel_closed)
        channel.add_on_return_callback(self._note_returned)
        channel.confirm_delivery(self._confirmed)
        channel.exchange_declare(self._exchange, passive=True, callback=self._note_ready)

    def _note_ready(self, _: object) -> None:
        _tell(lambda: self._ready.set_result(None))

    def _channel_closed(self, _: object, error: Exception) -> None:
        self._fail_all(error)
        if self._connection.is_open:
            self._connection.close()

    def _lose(self, error: object) -> None:
        self._fail_all(error)
        self._connection.ioloop.stop()

    def _fail_all(self, error: object) -> None:
        meaning = _meaning(error, alone=len(self._in_flight) == 1)
        with self._lock:
            self._lost = self._lost or NotDelivered(meaning.text)
            waiting = tuple(self._waiting)
        for future in waiting:
            _fail(future, meaning)

    def _send(self, parcel: Parcel, confirmed: "Future[None]") -> None:
        if self._channel is None or not self._channel.is_open:
            return  # everybody who waits was told when it closed
        self._published += 1
        self._in_flight[self._published] = _InFlight(parcel_id=parcel.id, confirmed=confirmed)
        self._channel.basic_publish(self._exchange, parcel.kind, parcel.body, properties_of(parcel), mandatory=True)

    def _note_returned(self, _: object, __: object, properties: BasicProperties, ___: bytes) -> None:
        # What no queue takes comes back first and is confirmed afterwards.
        self._returned.add(properties.message_id)

    def _confirmed(self, frame: Any) -> None:
        """Settle one parcel, or every one up to it."""
        method = frame.method
        tags = [tag for tag in self._in_flight if tag <= method.delivery_tag] if method.multiple else []
        refused = method.NAME == "Basic.Nack"
        for tag in tags or [method.delivery_tag]:
            one = self._in_flight.pop(tag, None)
            if one is None:
                continue
            unroutable = one.parcel_id in self._returned
            self._returned.discard(one.parcel_id)
            if refused or unroutable:
                _fail(one.confirmed, NotDelivered("the broker refused it" if refused else "no queue takes it"))
            else:
                _tell(partial(one.confirmed.set_result, None))


def _meaning(error: object, *, alone: bool) -> NotDelivered:
    """Return why a connection or channel was lost; no text of the broker's, which may quote names of others."""
    code = error.reply_code if isinstance(error, ChannelClosedByBroker | ConnectionClosedByBroker) else None
    if code == _PRECONDITION_FAILED and alone:
        return DeliveryRefused(_MEANINGS[_PRECONDITION_FAILED])
    if isinstance(error, ProbableAuthenticationError | ProbableAccessDeniedError):
        return NotDelivered("the broker refuses the account or its virtual host")
    if isinstance(error, ConnectionBlockedTimeout):
        return NotDelivered(_BLOCKED)
    if code in _MEANINGS:
        return NotDelivered(_MEANINGS[code])
    return NotDelivered(f"the broker was lost or does not answer ({type(error).__name__})")


def _fail(future: "Future[None]", error: NotDelivered) -> None:
    _tell(lambda: future.set_exception(error))


def _tell(settle: Callable[[], None]) -> None:
    """Settle a future, unless it was settled before: a connection may be lost in several ways at once."""
    with suppress(InvalidStateError):
        settle()
