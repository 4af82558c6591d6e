"""The listener: opens the port, hands frames to threads that store them, and closes in order."""

import asyncio
import gc
import logging
import ssl
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from dxa.errors import OsteonError, SettingsError
from dxa.settings import Settings
from dxa.settings.mllp import Mllp
from ingest.channel import Post
from ingest.channels.mllp.connection import Connection
from ingest.channels.mllp.desk import CHANNEL_NAME, Begun, Desk, Reply
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
    # What is loaded stays: to look for garbage in it takes a tenth of the time of a listener.
    gc.freeze()
    asyncio.run(_Listener(post).serve())


def at_once(settings: Settings) -> int:
    """Return how many threads may wait for the database, each for a large message or a batch."""
    wanted = settings.mllp.at_once
    return min(wanted, _POSTGRESQL_AT_ONCE) if settings.database.startswith("postgres") else wanted


class _Work(NamedTuple):
    """A frame under way."""

    connection: Connection
    frame: Frame
    begun: Begun | None
    """None if a thread of the pool has it."""


class _Listener:
    def __init__(self, post: Post) -> None:
        self._post = post
        self._settings = post.settings.mllp
        self._desk = Desk(post)
        self._senders = Senders.of(self._settings)
        self._connections: set[Connection] = set()
        self._at_once = self._settings.at_once
        self._under_way = 0
        self._queue: deque[tuple[Connection, Frame]] = deque()
        self._settling: deque[tuple[_Work, Future[Any]]] = deque()
        self._woken = False
        self._pool = ThreadPoolExecutor(at_once(post.settings), thread_name_prefix="mllp")

    async def serve(self) -> None:
        """Listen until told to stop, then answer what is in work and go."""
        loop = self._loop = asyncio.get_running_loop()
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
        while (self._connections or self._under_way) and asyncio.get_running_loop().time() < until:
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
        self._queue.append((connection, frame))
        self._begin_next()

    def _begin_next(self) -> None:
        while self._queue and self._under_way < self._at_once:
            connection, frame = self._queue.popleft()
            self._under_way += 1
            try:
                self._begin(connection, frame)
            except Exception:
                # Whatever fails, its sender is told to come again.
                LOG.exception("mllp: a message was not stored")
                self._loop.call_soon(self._hand_over, connection, self._desk.failure(frame))

    def _begin(self, connection: Connection, frame: Frame) -> None:
        begun = self._desk.begin(frame, connection.certificate)
        if isinstance(begun, Reply):
            # Not within the call that asked: the connection is not ready for the answer yet.
            self._loop.call_soon(self._hand_over, connection, begun)
            return
        future: Future[Any] = (
            begun.receipt if begun else self._pool.submit(self._desk.answer, frame, connection.certificate)
        )
        future.add_done_callback(partial(self._settled, _Work(connection, frame, begun)))

    def _settled(self, work: "_Work", future: "Future[Any]") -> None:
        """Note in whatever thread that a frame is done; the loop is woken once for all that are."""
        self._settling.append((work, future))
        if not self._woken:
            self._woken = True
            self._loop.call_soon_threadsafe(self._answer_settled)

    def _answer_settled(self) -> None:
        # Before the first is taken: what is appended from now on wakes the loop again.
        self._woken = False
        while self._settling:
            work, future = self._settling.popleft()
            self._hand_over(work.connection, self._reply_to(work, future))

    def _reply_to(self, work: "_Work", future: "Future[Any]") -> Reply:
        """Return the reply to a frame that is done; a positive one only if it came through without any exception."""
        error = future.exception()
        if work.begun is not None and (error is None or isinstance(error, OsteonError)):
            return self._desk.finish(work.begun)
        if error is None:
            reply: Reply = future.result()
            return reply
        LOG.error("mllp: a message was not stored", exc_info=error)
        return self._desk.failure(work.frame)

    def _hand_over(self, connection: Connection, reply: Reply) -> None:
        self._under_way -= 1
        connection.answered(reply)
        self._begin_next()


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
