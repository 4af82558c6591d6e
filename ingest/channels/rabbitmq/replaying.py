"""Dead messages given to the queue of documents again, as after an update of the program."""

from typing import Any

from pika.exceptions import ChannelClosedByBroker, NackError, UnroutableError

from dxa.errors import NotDelivered, SettingsError
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import Topology, topology
from ingest.channels.rabbitmq.connection import connected
from ingest.channels.rabbitmq.messages import copy_of


def replay(settings: Rabbitmq, most: int | None = None) -> int:
    """Move messages from the dead queue back to the queue of documents and return how many; None moves all there are.

    What becomes dead again meanwhile is not moved twice. Each message is copied, and the copy confirmed, before the
    original goes: after a crash it may stand in both queues, which does no harm.

    Raises:
        SettingsError: there is no broker, or nothing was declared on it.
        NotDelivered: the broker does not answer, or its queue takes nothing.
    """
    names = topology(settings.prefix)
    with connected(settings) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        try:
            there = channel.queue_declare(names.dead.name, passive=True).method.message_count
            wanted = there if most is None else min(most, there)
            return sum(_moved(channel, names) for _ in range(wanted))
        except ChannelClosedByBroker as error:
            raise SettingsError(
                f"no queue {names.dead.name}, or no right to it: run `osteon broker declare`"
            ) from error


def _moved(channel: Any, names: Topology) -> bool:
    """Return whether there was a message to move."""
    method, properties, body = channel.basic_get(names.dead.name)
    if method is None:
        return False
    try:
        channel.basic_publish("", names.documents.name, body, copy_of(properties), mandatory=True)
    except (NackError, UnroutableError) as error:
        channel.basic_nack(method.delivery_tag, requeue=True)
        raise NotDelivered(f"the queue {names.documents.name} takes nothing") from error
    channel.basic_ack(method.delivery_tag)
    return True
