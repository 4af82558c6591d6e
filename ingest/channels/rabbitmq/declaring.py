"""What stands on the broker: declared, and compared with what ought to stand there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pika import BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from dxa.errors import SettingsError
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import Exchange, Queue, topology
from ingest.channels.rabbitmq.connection import connected

_ACCESS_REFUSED = 403
_NOT_FOUND = 404
_PRECONDITION_FAILED = 406


class Standing(StrEnum):
    """How a queue or exchange stands on the broker; the words are printed."""

    GOOD = "as declared"
    ABSENT = "absent"
    DIFFERENT = "declared otherwise"
    UNSEEN = "the account may not look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One queue or exchange."""

    name: str
    what: str
    """queue or exchange."""
    standing: Standing
    messages: int | None = None
    """Ready to be taken; None for exchanges and where nothing could be seen."""
    consumers: int | None = None


def declare(settings: Rabbitmq, listeners: Sequence[str]) -> tuple[str, ...]:
    """Declare everything, with a queue for each named listener; return what stands there now. Repeating is harmless.

    Raises:
        SettingsError: there is no broker, it refuses, or something of that name was declared otherwise.
        NotDelivered: the broker does not answer.
    """
    names = topology(settings.prefix)
    extra = [names.listener(listener) for listener in listeners]
    queues = [*names.queues, *(queue for queue, _ in extra)]
    bindings = [*names.bindings, *(binding for _, binding in extra)]
    with connected(settings) as connection:
        channel = connection.channel()
        for exchange in names.exchanges:
            with _refusals_named(exchange.name):
                _declare_exchange(channel, exchange)
        for queue in queues:
            with _refusals_named(queue.name):
                _declare_queue(channel, queue)
        for binding in bindings:
            with _refusals_named(binding.queue):
                channel.queue_bind(binding.queue, binding.exchange, binding.key)
    return (*(exchange.name for exchange in names.exchanges), *(queue.name for queue in queues))


def check(settings: Rabbitmq) -> tuple[Found, ...]:
    """Return how everything stands; nothing is changed or created.

    Raises:
        SettingsError: there is no broker, or it refuses the account.
        NotDelivered: the broker does not answer.
    """
    names = topology(settings.prefix)
    with connected(settings) as connection:
        return (
            *(_found_exchange(connection, exchange) for exchange in names.exchanges),
            *(_found_queue(connection, queue) for queue in names.queues),
        )


@contextmanager
def _refusals_named(name: str) -> Iterator[None]:
    """Say what the broker's refusal of one declaration means.

    Raises:
        SettingsError: instead of the broker's.
    """
    try:
        yield
    except ChannelClosedByBroker as error:
        reasons = {
            _PRECONDITION_FAILED: "stands there, declared otherwise: empty and delete it, or use another prefix",
            _ACCESS_REFUSED: "may not be declared by this account",
        }
        reason = reasons.get(error.reply_code, f"was refused by the broker with {error.reply_code}")
        raise SettingsError(f"{name} {reason}") from error


def _declare_exchange(channel: Any, exchange: Exchange) -> None:
    channel.exchange_declare(exchange.name, exchange.kind, durable=True)


def _declare_queue(channel: Any, queue: Queue) -> None:
    channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))


def _found_exchange(connection: BlockingConnection, exchange: Exchange) -> Found:
    there, _ = _asked(connection, lambda channel: channel.exchange_declare(exchange.name, passive=True))
    if there is Standing.GOOD:
        # To declare what is there already changes nothing, and is refused if it is there in another form.
        there, _ = _asked(connection, lambda channel: _declare_exchange(channel, exchange))
    return Found(name=exchange.name, what="exchange", standing=there)


def _found_queue(connection: BlockingConnection, queue: Queue) -> Found:
    there, answer = _asked(connection, lambda channel: channel.queue_declare(queue.name, passive=True))
    if there is not Standing.GOOD:
        return Found(name=queue.name, what="queue", standing=there)
    there, _ = _asked(connection, lambda channel: _declare_queue(channel, queue))
    return Found(
        name=queue.name,
        what="queue",
        standing=there,
        messages=answer.method.message_count,
        consumers=answer.method.consumer_count,
    )


def _asked(connection: BlockingConnection, question: Callable[[Any], Any]) -> tuple[Standing, Any]:
    """Return what the broker says to a question, on an AMQP channel of its own: a refusal closes the channel."""
    channel = connection.channel()
    try:
        answer = question(channel)
    except ChannelClosedByBroker as error:
        meanings = {_NOT_FOUND: Standing.ABSENT, _PRECONDITION_FAILED: Standing.DIFFERENT}
        return meanings.get(error.reply_code, Standing.UNSEEN), None
    channel.close()
    return Standing.GOOD, answer
