"""A receiver of tellings on loopback: notes each in the order it came."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

SECRET = "a secret of sixteen and more"  # noqa: S105 - between two processes of one test
# All parts start at once: a worker may have assessed the first documents before anybody subscribed.
_TOML = """
[[destination]]
name = "listener"
kind = "webhook"
since = 2000-01-01T00:00:00Z
options = {{ url = "http://127.0.0.1:{port}/", secret_file = "secret", timeout_seconds = 3 }}
[[destination]]
name = "files"
kind = "folder"
since = 2000-01-01T00:00:00Z
options = {{ path = "out" }}
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One telling as it arrived."""

    id: str
    case: str
    revision: int


@dataclass(slots=True)
class Listener:
    """What was told."""

    port: int
    told: list[Told] = field(default_factory=list)
    status: int = 200
    """What it answers."""


def written(home: Path, listener: Listener) -> str:
    """Write the file of destinations, listener and folder `out`, and return its path."""
    (home / "out").mkdir()
    (home / "secret").write_text(SECRET)
    (home / "destinations.toml").write_text(_TOML.format(port=listener.port))
    return str(home / "destinations.toml")


@contextmanager
def listening() -> Iterator[Listener]:
    """Yield a listener that takes everything."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if listener.status == 200:
                with lock:
                    listener.told.append(Told(body["id"], body["case"], body["revision"]))
            self.send_response(listener.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: the caller was killed, as was wanted."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        listener = Listener(port=server.server_port)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join(10)
