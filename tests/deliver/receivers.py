"""Real HTTP receivers on loopback, each answering as its test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from ssl import SSLContext
from threading import Lock, Thread


@dataclass(frozen=True)
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["Idempotency-Key"]


@dataclass
class HttpReceiver:
    """Keeps what was posted; `answer` gives status and headers, or answers by itself and returns None."""

    answer: Callable[[BaseHTTPRequestHandler, Posted], tuple[int, dict[str, str]] | None]
    posted: list[Posted] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"


def always(status: int, **headers: str):
    return lambda _handler, _posted: (status, {name.replace("_", "-"): value for name, value in headers.items()})


@contextmanager
def receiving(answer=None, *, tls: SSLContext | None = None, port: int = 0) -> Iterator[HttpReceiver]:
    """Run a receiver on a port of its own."""
    receiver = HttpReceiver(answer=answer or always(204))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            receiver.connections += 1

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted = Posted(path=self.path, headers=dict(self.headers), body=body)
            with receiver.lock:
                receiver.posted.append(posted)
            answered = receiver.answer(self, posted)
            if answered is None:
                return
            status, headers = answered
            self.send_response(status)
            for name, value in ({"Content-Length": "0"} | headers).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

        def handle_error(self, *_):
            pass

    server = Server(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hang_up(handler: BaseHTTPRequestHandler, _posted: Posted) -> None:
    """Close the connection without a word."""
    handler.close_connection = True
    handler.connection.shutdown(SHUT_RDWR)


def nobody_listens() -> int:
    """Return a port that was free a moment ago."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
