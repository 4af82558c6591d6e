"""OpenTelemetry traces, where the settings name a collector: how long what took, by kind, never with patient data.

The libraries are the extra `tracing`; without a collector nothing of them is loaded.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Any, Protocol

from dxa import __version__
from dxa.errors import SettingsError
from dxa.settings import Settings


class Traced(Protocol):
    """Returns the context one piece of work is done in; `attributes` hold codes, ids of ours and numbers."""

    def __call__(self, name: str, /, **attributes: str | int) -> AbstractContextManager[None]:
        """Return the context of a span."""


def untraced(_name: str, /, **_attributes: str | int) -> AbstractContextManager[None]:
    """Return a context in which nothing is noted."""
    return nullcontext()


@contextmanager
def tracing(settings: Settings, *, exporter: Callable[[str], Any] | None = None) -> Iterator[Traced]:
    """Yield what traces work while the context lasts; what is not sent yet is sent at its end.

    Raises:
        SettingsError: a collector is named and the extra is not installed.
    """
    if settings.traces_url is None:
        yield untraced
        return
    try:
        spans = import_module("api.processes.spans")
    except ImportError as error:
        raise SettingsError("OSTEON_TRACES_URL needs the extra: pip install osteon[tracing]") from error
    provider = spans.provider_to(settings.traces_url, *([exporter] if exporter else []))
    tracer = provider.get_tracer("osteon", __version__)

    @contextmanager
    def traced(name: str, /, **attributes: str | int) -> Iterator[None]:
        # An exception's text may quote a document: its kind is all that is noted.
        with tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                raise

    try:
        yield traced
    finally:
        provider.shutdown()
