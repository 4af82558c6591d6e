"""What the routes work with; built once by the command line and handed to the application."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any, cast

from flask import current_app

from api.access.sessions import Sessions
from api.clock import utc_now
from api.processes.metrics import Metrics
from api.processes.tracing import Traced, untraced
from api.routes.pressure import Pressure
from api.views.source_cache import PAGE_DPI, Recent
from dxa.locator import Locator
from dxa.settings import Settings
from ingest.pipeline import Pipeline
from ingest.workers import Workers
from parsers.children import Readers
from parsers.source import Source
from store import Store

_VIEWS_KEPT = 64
_PICTURES_KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a request may need."""

    settings: Settings
    store: Store
    readers: Readers
    pipeline: Pipeline
    workers: Workers
    sessions: Sessions
    metrics: Metrics
    pressure: Pressure
    log: Any
    """Takes an event and its fields; never patient data."""
    waiting: BoundedSemaphore
    """Places for callers that wait for a slow document; the other threads stay free for everybody else."""
    traced: Traced = untraced
    clock: Callable[[], datetime] = utc_now
    _views: Recent[Source] = field(default_factory=lambda: Recent(_VIEWS_KEPT))
    _pictures: Recent[bytes] = field(default_factory=lambda: Recent(_PICTURES_KEPT))

    def view(self, document_id: str, locators: Sequence[Locator]) -> Source:
        """Return a stored document as a person may look at it, with the places of the locators.

        Raises:
            DocumentError: the document cannot be read; it may stand in quarantine.
            NotFound: no such document.
        """
        wanted = tuple(locators)
        return self._views.get(
            (document_id, wanted), lambda: self.readers.show(self.store.content(document_id), wanted)
        )

    def picture(self, document_id: str, page: int) -> bytes:
        """Return a page of a stored document as PNG; pages of all PDFs in it count on from 1.

        Raises:
            DocumentError: the document cannot be read.
            NotFound: no such document or page.
        """
        return self._pictures.get(
            (document_id, page), lambda: self.readers.page_png(self.store.content(document_id), page, PAGE_DPI)
        )


def services() -> Services:
    """Return the services of the application that handles the current request."""
    return cast("Services", current_app.extensions["osteon"])
