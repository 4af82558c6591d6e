"""POST of a document, answered after its commit, against the same server that stores nothing (G14).

Both sides are the service's own application under its own gunicorn settings, without workers beside it: what is left to
compare is the database. It lies in memory and each of its flushes takes 4 ms.
"""

import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import BoundedSemaphore
from time import perf_counter
from typing import Any

from documents import oru
from g5_mllp import Load
from post_documents import await_start, free_port
from rounds import Result, ratio, show, spread
from shim import FLUSH_MICROSECONDS, clean_environment, in_memory, slow_flushes

from api.access.sessions import Sessions
from api.app import create_app
from api.clock import utc_now
from api.processes.logs import service_log
from api.processes.metrics import Metrics
from api.processes.server import Server
from api.routes.pressure import Pressure
from api.services import Services
from dxa.case import DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.settings import Settings
from ingest.reception import Reception
from parsers.children import Readers
from store import Store, migrate
from store.records import Backlog, Receipt, StoredDocument

ROUNDS = 5
CONNECTIONS = 32
SLICE_SECONDS = 1.5
MARK = b"99999999"
MESSAGE = oru(int(MARK), narrative=False)
NUMBERS = count(1)
HEAD = b"POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"


class Nowhere:
    """A store that keeps nothing and answers as if it had."""

    def receive(self, document: RawDocument, _media_type: str | None, **_: object) -> Receipt:
        """Return the receipt of a new document."""
        return Receipt(document_id=document.digest, new=True, status=DocumentStatus.RECEIVED)

    def backlog(self) -> Backlog:
        """Return that nothing waits."""
        return Backlog(received=0, reading=0, quarantined=0, stale_cases=0, outbox_pending=0, oldest_waiting=None)

    def document(self, document_id: str) -> StoredDocument:
        """Return a document that waits."""
        ref = DocumentRef(
            id=document_id,
            status=DocumentStatus.RECEIVED,
            channel="http",
            sender=None,
            external_id=None,
            received_at=datetime.now(UTC),
            size=len(MESSAGE),
            media_type=None,
            alarm=None,
            error_code=None,
            error_text=None,
        )
        return StoredDocument(ref=ref, case_ids=(), attempts=0, error_locator=None)


class Idle:
    """Workers that leave what comes in to others."""

    def pending(self, _document_id: str) -> None:
        """Return no result."""


class Front(Server):
    """The service's server over a store, without readers and workers of its own."""

    def __init__(self, settings: Settings, url: str | None) -> None:
        self._url = url
        super().__init__(settings, lambda _: None)

    def load(self) -> Any:
        """Return the application; runs in gunicorn's worker."""
        settings: Settings = self._settings
        store: Any = Store.open(self._url) if self._url else Nowhere()
        reception: Any = Reception(store=store, clock=utc_now, settings=settings)
        idle: Any = Idle()
        services = Services(
            settings=settings,
            store=store,
            readers=Readers(1, settings.limits),
            pipeline=reception,
            workers=idle,
            sessions=Sessions(store, utc_now),
            metrics=Metrics(store.backlog),
            pressure=Pressure(10**9, lambda: store.backlog().waiting),
            waiting=BoundedSemaphore(1),
            log=service_log("ERROR"),
        )
        return create_app(services)


def child(port: str, url: str) -> None:
    """Serve until told to stop; an empty URL stores nothing."""
    settings = replace(Settings(http_port=int(port)), authentication=False, log_level="ERROR")
    if url:
        migrate(url)
    Front(settings, url or None).run()


@contextmanager
def front(url: str, **environment: str) -> Iterator[int]:
    """Yield the port of a server."""
    port = free_port()
    words = [sys.executable, str(Path(__file__)), "--inside", str(port), url]
    process = subprocess.Popen(words, env=clean_environment(**environment), stdout=subprocess.DEVNULL)
    try:
        await_start(port)
        yield port
    finally:
        process.terminate()
        process.wait(40)


def request() -> bytes:
    """Return the request with a message nobody sent before."""
    body = MESSAGE.replace(MARK, b"%08d" % next(NUMBERS)).replace(b"BENCH", b"BENCH%d" % os.getpid())
    return HEAD + b"Prefer: respond-async\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def load(port: int) -> Load:
    """Return what so many callers got, each waiting for its answer before it sends the next."""
    found = Load()
    with ExitStack() as opened, selectors.DefaultSelector() as ready:
        start = perf_counter()
        for _ in range(CONNECTIONS):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request())
            ready.register(connection, selectors.EVENT_READ, [perf_counter(), b""])
        while perf_counter() < start + SLICE_SECONDS:
            for key, _ in ready.select(1.0):
                _take(key.fileobj, key.data, found)  # type: ignore[arg-type]
        found.seconds = perf_counter() - start
    return found


def _take(connection: socket.socket, begun: list[Any], found: Load) -> None:
    begun[1] += connection.recv(65_536)
    head, end, body = begun[1].partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
    if not end or len(body) < int(length):
        return
    if not head.startswith(b"HTTP/1.1 202 "):
        raise RuntimeError(f"the answer is {head[:200]!r}")
    found.answers += 1
    found.waits.append(perf_counter() - begun[0])
    connection.sendall(request())
    begun[:] = [perf_counter(), b""]


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return answers per second of both sides, and how much slower the slowest hundredth is than the median."""
    durable: list[Load] = []
    bare: list[Load] = []
    with in_memory() as folder, ExitStack() as opened:
        stored = opened.enter_context(front(f"sqlite:///{folder}/osteon.db", **slow_flushes(folder)))
        nowhere = opened.enter_context(front(""))
        for port in (stored, nowhere):
            load(port)
        for _ in range(rounds):
            durable.append(load(stored))
            bare.append(load(nowhere))
    halves, worst = zip(*[_waits(one) for one in durable], strict=True)
    rates = [one.rate for one in durable], [one.rate for one in bare]
    told = f"{spread(rates[0])[0]:.0f}/s against {spread(rates[1])[0]:.0f}/s, {FLUSH_MICROSECONDS / 1000:g} ms a flush"
    waits = f"p50 {1000 * spread(list(halves))[0]:.0f} ms, p99 {1000 * spread(list(worst))[0]:.0f} ms"
    what = f"POST by {CONNECTIONS} callers: durable / without database"
    return [
        Result(name="G14", what=what, ratio=ratio(*rates), goal=">= 0.4", detail=told),
        Result(
            name="G14", what="the same: p99 / p50", ratio=ratio(list(worst), list(halves)), goal="<= 5", detail=waits
        ),
    ]


def _waits(found: Load) -> tuple[float, float]:
    ordered = sorted(found.waits)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        child(*sys.argv[2:4])
    else:
        show(measure())
