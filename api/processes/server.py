"""The service under gunicorn: one process that takes documents in, reads, assesses and shows them."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # ships no types
from gunicorn.config import Config  # type: ignore[import-untyped] # ships no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped] # ships no types

from api.app import create_app
from api.composition import running_services
from api.processes.address import bound_address
from api.processes.collecting import load_for_good
from api.processes.logs import describe
from api.services import Services
from dxa.settings import Settings

_GRACE_SECONDS = 30
"""How long requests in hand may take once the service is told to stop."""
_SLOWEST_SECONDS = 120
"""A worker that does not even answer its supervisor for so long is replaced."""


class ReticentLogger(Logger):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn's log without what a request held: neither its address nor the text of an exception."""

    def exception(self, msg: str, *_: object, **__: object) -> None:
        """Log an exception by its kind and place."""
        error = sys.exc_info()[1]
        self.error_log.error("%s: %s", msg.split("%", maxsplit=1)[0].strip(), describe(error) if error else "")


class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn with our settings; the services are opened in its worker, after the fork."""

    def __init__(self, settings: Settings, started: Callable[[Services], None]) -> None:
        self._settings = settings
        self._started = started
        self._open = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in options(self._settings).items():
            self.cfg.set(name, value)
        self.cfg.set("worker_exit", self._close)

    def load(self) -> Flask:
        """Open the services and return the application; runs in the worker."""
        load_for_good()
        services = self._open.enter_context(running_services(self._settings))
        app = create_app(services)
        self._started(services)
        return app

    def _close(self, _server: object, _worker: object) -> None:
        self._open.close()


def options(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's configuration."""
    given: dict[str, Any] = {
        "bind": [bound_address(settings)],
        "workers": 1,
        "worker_class": "gthread",
        "threads": settings.http_threads,
        "graceful_timeout": _GRACE_SECONDS,
        "timeout": _SLOWEST_SECONDS,
        # Its warnings quote the request lines they are about.
        "loglevel": "error",
        "logger_class": ReticentLogger,
        "proc_name": "osteon",
        "control_socket_disable": True,
        "forwarded_allow_ips": "*" if settings.trusted_proxy else "",
    }
    if settings.tls_certificate and settings.tls_key:
        given |= {"certfile": str(settings.tls_certificate), "keyfile": str(settings.tls_key)}
    return {name: value for name, value in given.items() if name in Config().settings}
