"""Connections to the broker documents come from."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pika import BlockingConnection, ConnectionParameters, PlainCredentials, SSLOptions
from pika.exceptions import AMQPError, ProbableAccessDeniedError, ProbableAuthenticationError

from dxa.errors import NotDelivered, SettingsError
from dxa.settings.broker import BrokerLogin
from dxa.settings.rabbitmq import Rabbitmq

HEARTBEAT_SECONDS = 30
"""A broker that is silent for two of these is gone."""
BLOCKED_SECONDS = 60
"""A broker that takes nothing for so long, for want of memory or disk, is left and tried again later."""
ANSWER_SECONDS = 15
NOT_LET_IN = "the broker refuses the account or its virtual host"


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
        blocked_connection_timeout=BLOCKED_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        stack_timeout=ANSWER_SECONDS,
        ssl_options=SSLOptions(context, login.host) if context else None,
        client_properties={"connection_name": "osteon documents"},
    )


def connect(login: BrokerLogin) -> BlockingConnection:
    """Return an open connection.

    Raises:
        SettingsError: a certificate or key cannot be read.
        AMQPError: the broker refused, or does not speak AMQP.
        OSError: nobody answers.
    """
    return BlockingConnection(parameters(login))


@contextmanager
def connected(settings: Rabbitmq) -> Iterator[BlockingConnection]:
    """Yield a connection for a command somebody waits for.

    Raises:
        SettingsError: no broker is set, it refuses the account, or a certificate or key cannot be read.
        NotDelivered: the broker does not answer, or not any more.
    """
    if settings.access is None:
        raise SettingsError("set OSTEON_RABBITMQ_URL")
    login = settings.access.login()
    try:
        connection = connect(login)
        try:
            yield connection
        finally:
            with suppress(AMQPError, OSError):
                connection.close()
    except (ProbableAuthenticationError, ProbableAccessDeniedError) as error:
        raise SettingsError(NOT_LET_IN) from error
    except (AMQPError, OSError) as error:
        raise NotDelivered(f"the broker {login.shown} does not answer as it should ({type(error).__name__})") from error
