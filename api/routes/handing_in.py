"""A document that came in a request: made safe, given to the workers, and waited for as long as the sender wishes."""

from concurrent.futures import CancelledError, Future

from flask import Request, g

from api.services import Services
from dxa.case import DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.errors import InvalidRequest, OsteonError
from ingest.channel import outcome_of
from ingest.pipeline import Worked
from parsers.registry import needs_child, parser_of
from store.columns import storable
from store.records import Receipt, StoredDocument

CHANNEL = "http"
LONGEST_ID = 200
"""Characters of the sender's own id of a document."""


def document_of(incoming: Request, content: bytes, of: Services, external_id: str | None = None) -> RawDocument:
    """Return content that came with a request as a document of its caller; `external_id` is the request's if None.

    Raises:
        InvalidRequest: there is no content, or the sender's own id is too long.
    """
    if not content:
        raise InvalidRequest("the body is empty; it has to be the document")
    return RawDocument(
        content=content,
        channel=CHANNEL,
        received_at=of.clock(),
        sender=g.caller.name,
        external_id=external_id or external_id_of(incoming),
    )


def external_id_of(incoming: Request) -> str | None:
    """Return the sender's own id of what it sends, or None.

    Raises:
        InvalidRequest: it is too long.
    """
    external_id = incoming.headers.get("Idempotency-Key") or None
    if external_id and len(external_id) > LONGEST_ID:
        raise InvalidRequest(f"Idempotency-Key has at most {LONGEST_ID} characters")
    return external_id


def seconds_to_wait(incoming: Request, of: Services) -> float:
    """Return how long the sender is kept waiting for its case: not at all with `Prefer: respond-async` (RFC 7240)."""
    wishes = incoming.headers.get("Prefer", "").lower().replace(";", ",").split(",")
    return 0.0 if "respond-async" in {wish.strip() for wish in wishes} else of.settings.http_wait_seconds


def take_in(of: Services, document: RawDocument) -> Receipt:
    """Store a document and set a worker to it; safe for threads.

    Raises:
        TooBusy, LimitExceeded, StoreUnavailable: nothing was stored.
    """
    try:
        of.pressure.admit()
        receipt = of.pipeline.receive(document)
    except OsteonError as error:
        of.metrics.received(document.channel, error.code)
        raise
    if receipt.new and receipt.status is DocumentStatus.READING:
        of.workers.submit(receipt.document_id, light=not needs_child(document.content))
    of.metrics.received(document.channel, outcome_of(receipt))
    return receipt


def worked(of: Services, document: RawDocument, receipt: Receipt, seconds: float) -> Worked | None:
    """Return what became of a document, or None when that is not known within so many seconds."""
    future = of.workers.pending(receipt.document_id)
    if future is None:
        return None
    # A light document is done in milliseconds; one that needs a child may take its full time.
    if not needs_child(document.content):
        return _result(future, seconds)
    if not of.waiting.acquire(blocking=False):
        return None
    try:
        return _result(future, seconds)
    finally:
        of.waiting.release()


def _result(future: "Future[Worked]", seconds: float) -> Worked | None:
    try:
        return future.result(timeout=seconds)
    except (TimeoutError, CancelledError):
        # It is safe and somebody will read it: the answer says how far it came.
        return None


def stored_of(of: Services, document: RawDocument, receipt: Receipt, seconds: float) -> StoredDocument:
    """Return what is known of a document that was handed in and waited for so long.

    The database is not asked again about one that nobody can have read for this answer: it is new, and it was left to
    another process or not waited for.
    """
    is_left = receipt.status is DocumentStatus.RECEIVED or (receipt.status is DocumentStatus.READING and seconds <= 0)
    if not (receipt.new and is_left):
        return of.store.document(receipt.document_id)
    ref = DocumentRef(
        id=receipt.document_id,
        status=receipt.status,
        channel=document.channel,
        sender=storable(document.sender) if document.sender else None,
        external_id=storable(document.external_id) if document.external_id else None,
        received_at=document.received_at,
        size=len(document.content),
        media_type=parser_of(document.content).media_type,
        alarm=receipt.alarm,
        error_code=None,
        error_text=None,
    )
    return StoredDocument(ref=ref, case_ids=(), attempts=0, error_locator=None)
