"""The listener: opens the port, hands frames to threads that store them, and closes in order."""

import asyncio
import logging
import ssl
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from dxa.errors import SettingsError
from dxa.settings import Settings
from dxa.settings.mllp import Mllp
from ingest.channel import Post
from ingest.channels.mllp.connection import Connection
from ingest.channels.mllp.desk import CHANNEL_NAME, Desk, Reply
from ingest.channels.mllp.framing import Frame
from ingest.channels.mllp.senders import Senders
from parsers.registry import all_parsers

LOG = logging.getLogger(__name__)
TICK_SECONDS = 0.1
HANDSHAKE_SECONDS = 10.0
CLOSING_SECONDS = 30.0
"""How long senders may take to fetch the last answers."""
_POSTGRESQL_AT_ONCE = 24
"""Fewer than the store has connections there (30 in `store.engine`): nobody has to wait for one and give up."""


def run(post: Post) -> None:
    """Take messages in until told to stop; see `ingest.channel.Channel.run`."""
    # What recognises documents is loaded before the first one comes, which would wait for it.
    all_parsers()
    asyncio.run(_Listener(post).serve())


def at_once(settings: Settings) -> int:
    """Return how many messages are committed at a time: as many as the database makes one disk write of."""
    wanted = settings.mllp.at_once
    return min(wanted, _POSTGRESQL_AT_ONCE) if settings.database.startswith("postgres") else wanted


class _Listener:
    def __init__(self, post: Post) -> None:
        self._post = post
        self._settings = post.settings.mllp
        self._desk = Desk(post)
        self._senders = Senders.of(self._settings)
        self._connections: set[Connection] = set()
        self._pool = ThreadPoolExecutor(at_once(post.settings), thread_name_prefix="mllp")

    async def serve(self) -> None:
        """Listen until told to stop, then answer what is in work and go."""
        loop = asyncio.get_running_loop()
        try:
            server = await loop.create_server(
                self._connection,
                self._settings.host,
                self._settings.port,
                ssl=tls_of(self._settings),
                ssl_handshake_timeout=HANDSHAKE_SECONDS if self._settings.tls_certificate else None,
                backlog=self._settings.connections,
            )
            async with server:
                host, port = server.sockets[0].getsockname()[:2]
                self._post.opened(CHANNEL_NAME, f"{host}:{port}")
                while not self._post.stopping.is_set():
                    await self._tick()
            await self._close()
        finally:
            # Off the loop: a thread that ends has an answer to hand over.
            await loop.run_in_executor(None, self._pool.shutdown)

    async def _tick(self) -> None:
        await asyncio.sleep(TICK_SECONDS)
        now = asyncio.get_running_loop().time()
        for connection in tuple(self._connections):
            connection.look(now)

    async def _close(self) -> None:
        for connection in tuple(self._connections):
            connection.close()
        until = asyncio.get_running_loop().time() + CLOSING_SECONDS
        while self._connections and asyncio.get_running_loop().time() < until:
            await self._tick()

    def _connection(self) -> Connection:
        most = self._post.settings.limits.document_bytes
        return Connection(
            settings=self._settings, most=most, work=self._work, admits=self._admits, known=self._connections
        )

    def _admits(self, host: str) -> bool:
        if not self._senders.allow_address(host):
            LOG.warning("mllp: a connection from an address that is not listed was closed")
            return False
        if len(self._connections) >= self._settings.connections:
            LOG.warning("mllp: more than %s connections; one was closed", self._settings.connections)
            return False
        return True

    def _work(self, connection: Connection, frame: Frame) -> None:
        future = self._pool.submit(self._desk.answer, frame, connection.certificate)
        future.add_done_callback(partial(self._done, connection, frame, asyncio.get_running_loop()))

    def _done(
        self, connection: Connection, frame: Frame, loop: asyncio.AbstractEventLoop, future: "Future[Reply]"
    ) -> None:
        loop.call_soon_threadsafe(self._answered, connection, frame, future)

    def _answered(self, connection: Connection, frame: Frame, future: "Future[Reply]") -> None:
        error = future.exception()
        if error is not None:
            LOG.error("mllp: a message was not stored", exc_info=error)
        connection.answered(self._desk.failure(frame) if error else future.result())


def tls_of(settings: Mllp) -> ssl.SSLContext | None:
    """Return the TLS of the listener, 1.2 or newer; None if it has none.

    Raises:
        SettingsError: a file is missing or does not hold what it should.
    """
    if not (settings.tls_certificate and settings.tls_key):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
        if settings.tls_clients:
            context.load_verify_locations(settings.tls_clients)
            context.verify_mode = ssl.CERT_REQUIRED
    except (OSError, ssl.SSLError) as error:
        raise SettingsError("the files of OSTEON_MLLP_TLS_... cannot be used") from error
    return context
