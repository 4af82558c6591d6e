"""JSON log lines on standard error, without patient data."""

import io
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

_QUIET = ("alembic", "fontTools", "hl7apy", "pdfminer", "pydicom", "pynetdicom", "sqlalchemy", "watchfiles", "werkzeug")
"""Libraries whose lines may quote the documents they work on."""
_SILENT = ("pika",)
"""Libraries that write a page of errors for what their caller handles and logs itself."""


class StandardError(io.TextIOBase):
    """Standard error as it is at the moment of writing, wherever it was redirected to meanwhile."""

    def write(self, text: str) -> int:
        """Write text."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Pass on what is written."""
        sys.stderr.flush()


def configure_logs(level: str) -> None:
    """Send what libraries and other packages log to standard error as one JSON object per line.

    Exceptions are logged by type and place only: their texts may quote a document.
    """
    logging.basicConfig(level=level, stream=StandardError(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    )
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)


def service_log(level: str) -> Any:
    """Return the logger of the service; whatever the process configures, its lines are JSON without exception texts."""
    return structlog.wrap_logger(
        structlog.PrintLogger(cast("TextIO", StandardError())),
        processors=[*_shared(), structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
    )


def _shared() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_exception_text,
    ]


def without_exception_text(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the chain of exception types and the place each was raised at."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = describe(error)
    return event


def describe(error: BaseException) -> list[str]:
    """Return an exception and its causes as 'Type at file:line', innermost cause last."""
    described = []
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)
        where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        described.append(f"{type(current).__name__}{where}")
        current = current.__cause__ or current.__context__
    return described
