"""The first half of the path: a document is safe once this returns, whoever reads it later."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import DocumentError, LimitExceeded
from dxa.settings import Settings
from parsers.registry import parser_of
from store import Store
from store.records import Receipt

_LEASE_READINGS = 4
"""A lease lasts at least so many times the longest reading: waiting for a child, a second try and the assessment."""


def lease_of(settings: Settings) -> float:
    """Return how many seconds a worker may hold a document before the next one takes it up."""
    return max(settings.lease_seconds, _LEASE_READINGS * settings.limits.document_seconds)


class Reception:
    """Stores documents for whichever worker comes; safe for threads.

    With `claimed_by` new documents are that worker's from the start.
    """

    def __init__(
        self, *, store: Store, clock: Callable[[], datetime], settings: Settings, claimed_by: str | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._claimed_by = claimed_by
        self._lease_seconds = lease_of(settings)
        self._most = settings.limits.document_bytes

    def receive(self, document: RawDocument) -> Receipt:
        """Store a document; what no reader knows goes to quarantine at once, and the receipt says so.

        Raises:
            LimitExceeded: larger than any document may be; nothing was stored.
            StoreUnavailable: nothing was stored.
        """
        if len(document.content) > self._most:
            raise LimitExceeded(f"the document is larger than {self._most} bytes")
        now = self._clock()
        media_type, refusal = _recognised(document.content)
        # Nobody else may begin to read what is put aside in the next step.
        claimed_by = self._claimed_by or ("reception" if refusal else None)
        receipt = self._store.receive(
            document, media_type, claimed_by=claimed_by, now=now, lease_seconds=self._lease_seconds
        )
        if refusal is None or not receipt.new:
            return receipt
        self._store.quarantine(receipt.document_id, refusal, now)
        aside = DocumentStatus.QUARANTINED
        return replace(receipt, status=aside, error_code=refusal.code, error_text=refusal.text)

    def begin(self, document: RawDocument) -> "Future[Receipt] | None":
        """Return the future receipt of a document; None if `receive` has to be called, and waited for.

        Raises:
            StoreUnavailable: nothing was stored.
        """
        media_type, refusal = _recognised(document.content)
        if media_type is None or refusal or self._claimed_by or len(document.content) > self._most:
            return None
        return self._store.begin_receive(document, media_type, self._clock())

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return which of a sender's ids stand for a committed document, or raise StoreUnavailable."""
        return self._store.kept(sender, external_ids)


def _recognised(content: bytes) -> tuple[str | None, DocumentError | None]:
    """Return the media type, or why there is none."""
    try:
        return parser_of(content).media_type, None
    except DocumentError as error:
        return None, error
