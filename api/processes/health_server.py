"""Probes and counters of a part that serves no HTTP of its own; no patient data, so no token."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from dxa.errors import OsteonError

_JSON = "application/json"
_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_SLOWEST_SECONDS = 5.0
_STOP_SECONDS = 0.05
"""How long the server takes to notice that it has to end."""


@contextmanager
def health_server(
    address: tuple[str, int], *, ready: Callable[[], bool], metrics: Callable[[], bytes]
) -> Iterator[int]:
    """Answer /health/live, /health/ready and /metrics while the context lasts; yields the port.

    `ready` may raise an OsteonError, which means no.

    Raises:
        OSError: the address is taken.
    """

    def is_ready() -> bool:
        try:
            return ready()
        except OsteonError:
            return False

    server = ThreadingHTTPServer(address, partial(_Probes, is_ready, metrics))
    thread = Thread(target=server.serve_forever, args=(_STOP_SECONDS,), name="health", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Probes(BaseHTTPRequestHandler):
    """One request; a caller that says nothing is let go."""

    timeout = _SLOWEST_SECONDS
    server_version = "osteon"
    sys_version = ""

    def __init__(self, ready: Callable[[], bool], metrics: Callable[[], bytes], *given: Any) -> None:
        self._ready = ready
        self._metrics = metrics
        super().__init__(*given)  # answers the request

    def do_GET(self) -> None:
        """Answer a probe."""
        path = self.path.split("?", maxsplit=1)[0]
        if path == "/health/live":
            self._say(HTTPStatus.OK, _JSON, json.dumps({"status": "ok"}).encode())
        elif path == "/health/ready":
            ready = self._ready()
            status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
            self._say(status, _JSON, json.dumps({"status": "ok" if ready else "not ready"}).encode())
        elif path == "/metrics":
            self._say(HTTPStatus.OK, _TEXT, self._metrics())
        else:
            self._say(HTTPStatus.NOT_FOUND, _JSON, json.dumps({"status": "not found"}).encode())

    def log_message(self, *_: object) -> None:
        """Probes are not worth a line."""

    def _say(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
