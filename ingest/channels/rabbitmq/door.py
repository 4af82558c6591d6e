"""The door on a queue: one connection after another, for as long as it is open."""

import logging
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress

from pika.exceptions import AMQPError, ChannelClosedByBroker, ProbableAccessDeniedError, ProbableAuthenticationError

from dxa.errors import SettingsError
from dxa.settings.broker import BrokerAccess
from dxa.topology import topology
from ingest.channel import Post
from ingest.channels.rabbitmq.backoff import Backoff
from ingest.channels.rabbitmq.connection import NOT_LET_IN, connect
from ingest.channels.rabbitmq.consumer import Consumer
from ingest.channels.rabbitmq.holding import HOLD_SECONDS
from ingest.channels.rabbitmq.messages import NAME

LOG = logging.getLogger(__name__)
THREADS = 16
"""Documents being stored at a time: the store groups their commits."""
FIRST_SECONDS = 0.5
MOST_SECONDS = 30.0
_ACCESS_REFUSED = 403
_NOT_FOUND = 404


class Door:
    """Consumes from one broker; used by one thread. `hold_seconds` bounds how long a message waits for the store."""

    def __init__(self, post: Post, access: BrokerAccess, *, hold_seconds: float = HOLD_SECONDS) -> None:
        self._post = post
        self._access = access
        self._hold_seconds = hold_seconds
        self._names = topology(post.settings.rabbitmq.prefix)
        self._backoff = Backoff(FIRST_SECONDS, MOST_SECONDS)
        self._known = False
        """Whether the broker has let us consume once; what fails later is expected to pass."""

    def keep_open(self) -> None:
        """Consume until the door closes; a broker that is away is waited for.

        Raises:
            SettingsError: the broker refuses the account, or the queue was not declared.
        """
        most = min(self._post.settings.rabbitmq.prefetch, THREADS)
        with ThreadPoolExecutor(most, thread_name_prefix=NAME) as threads:
            while not self._post.stopping.is_set():
                try:
                    self._consume(threads)
                except (AMQPError, OSError, SettingsError) as error:
                    self._judge(error)
                    self._post.stopping.wait(self._backoff.seconds())

    def _consume(self, threads: Executor) -> None:
        login = self._access.login()
        connection = connect(login)
        try:
            consumer = Consumer(connection, self._post, self._names, threads, hold_seconds=self._hold_seconds)
            consumer.run(lambda: self._opened(login.shown))
        finally:
            with suppress(AMQPError, OSError):
                connection.close()

    def _opened(self, address: str) -> None:
        self._known = True
        self._backoff.reset()
        self._post.opened(NAME, f"{self._names.documents.name} of {address}")

    def _judge(self, error: AMQPError | OSError | SettingsError) -> None:
        """Return if waiting may help.

        Raises:
            SettingsError: it was never let in, and waiting will not help.
        """
        LOG.warning("the broker was lost or does not answer: %s", type(error).__name__)
        if self._known:
            return  # a password or certificate that cannot be read just now may be in exchange
        if isinstance(error, SettingsError):
            raise error
        if isinstance(error, ProbableAuthenticationError | ProbableAccessDeniedError):
            raise SettingsError(NOT_LET_IN) from error
        if isinstance(error, ChannelClosedByBroker) and error.reply_code == _NOT_FOUND:
            raise SettingsError(f"no queue {self._names.documents.name}: run `osteon broker declare`") from error
        if isinstance(error, ChannelClosedByBroker) and error.reply_code == _ACCESS_REFUSED:
            raise SettingsError(f"the account may not read the queue {self._names.documents.name}") from error
