"""Documents in: stored and answered for, or only read."""

from concurrent.futures import CancelledError, Future
from http import HTTPStatus

from flask import Request, Response, g, request

from api.cases import case_json
from api.interface import Says, blueprint, header, route
from api.problems import document_problem, problem
from api.requests import body_of
from api.roles import Role
from api.services import Services, services
from api.wire import Accepted, DocumentState, Pending, json_response, json_text_response
from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import InvalidRequest, NotFound, Remedy
from dxa.report import DxaReport
from dxa.schema import dump
from ingest.pipeline import Worked
from parsers.registry import needs_child, parser_of
from store.records import Receipt, StoredDocument

BLUEPRINT = blueprint("documents", "/api/v1", "Documents in")
CHANNEL = "http"
_LONGEST_ID = 200
_ANY = {"application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}}
_BODY = {
    "required": True,
    "description": "The document as it is: DICOM, HL7 v2, PDF, plain text or Osteon JSON, recognised by its content.",
    "content": _ANY,
}
_HEADERS = [
    header(
        "Idempotency-Key",
        "The sender's own id of the document; the same id with other bytes raises an alarm.",
        minLength=1,
        maxLength=_LONGEST_ID,
    ),
    header("Prefer", "respond-async: answer 202 at once instead of waiting for the case."),
]


@route(
    BLUEPRINT,
    "POST",
    "/documents",
    Says(HTTPStatus.CREATED, Accepted),
    Says(HTTPStatus.OK, Accepted, "The same bytes were there before."),
    Says(HTTPStatus.ACCEPTED, Pending, "Stored, and not read yet; or an order, read, that waits for its report."),
    body=_BODY,
    parameters=_HEADERS,
)
def post_document() -> Response:
    """Hand a document in; the answer is given when its bytes are safe and, if there is time, its case is assessed."""
    of = services()
    document = _raw(request, of)
    receipt = of.pipeline.receive(document)
    worked = _worked(of, document, receipt, 0.0 if _asynchronous(request) else of.settings.http_wait_seconds)
    stored = of.store.document(receipt.document_id)
    outcome = stored.ref.error_code or ("accepted" if receipt.new else "duplicate")
    of.metrics.received(CHANNEL, outcome)
    of.log.info("document received", document=receipt.document_id, by=g.caller.name, outcome=outcome)
    if worked and worked.error and worked.error.remedy is Remedy.AWAIT_FIX:
        return problem(worked.error, document=receipt.document_id)
    return _answer(of, receipt, stored)


@route(BLUEPRINT, "GET", "/documents/<document_id>", Says(HTTPStatus.OK, DocumentState))
def get_document(document_id: str) -> Response:
    """Return what became of a document: waiting, part of a case, or in quarantine and why."""
    stored = services().store.document(document_id)
    if g.caller.roles == {Role.SENDER} and stored.ref.sender != g.caller.name:
        # Which documents others sent is not for a sender to find out.
        raise NotFound("no such document")
    state = DocumentState(
        document=stored.ref, cases=stored.case_ids, attempts=stored.attempts, error_locator=stored.error_locator
    )
    return json_response(dump(state))


@route(BLUEPRINT, "POST", "/extractions", Says(HTTPStatus.OK, DxaReport), body=_BODY)
def post_extraction() -> Response:
    """Read a document into a normalized report; nothing is stored."""
    of = services()
    document = _raw(request, of)
    with of.metrics.reading(parser_of(document.content).name):
        report = of.readers.read(document)
    return json_response(dump(report))


def _raw(incoming: Request, of: Services) -> RawDocument:
    content = body_of(incoming)
    if not content:
        raise InvalidRequest("the body is empty; it has to be the document")
    external_id = incoming.headers.get("Idempotency-Key") or None
    if external_id and len(external_id) > _LONGEST_ID:
        raise InvalidRequest(f"Idempotency-Key has at most {_LONGEST_ID} characters")
    return RawDocument(
        content=content,
        channel=CHANNEL,
        received_at=of.clock(),
        sender=g.caller.name,
        external_id=external_id,
    )


def _asynchronous(incoming: Request) -> bool:
    wishes = incoming.headers.get("Prefer", "").lower().replace(";", ",").split(",")
    return "respond-async" in {wish.strip() for wish in wishes}


def _worked(of: Services, document: RawDocument, receipt: Receipt, seconds: float) -> Worked | None:
    """Return what became of a document, or None when that is not known within so many seconds."""
    if receipt.new and receipt.status is DocumentStatus.READING:
        future: Future[Worked] | None = of.workers.submit(receipt.document_id, light=not needs_child(document.content))
    else:
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


def _result(future: Future[Worked], seconds: float) -> Worked | None:
    try:
        return future.result(timeout=seconds)
    except (TimeoutError, CancelledError):
        # It is safe and somebody will read it: the answer says how far it came.
        return None


def _answer(of: Services, receipt: Receipt, stored: StoredDocument) -> Response:
    ref = stored.ref
    address = f"/api/v1/documents/{ref.id}"
    if ref.status is DocumentStatus.QUARANTINED:
        return document_problem(ref, stored.error_locator, {"Location": address})
    if ref.status is DocumentStatus.AWAITING_REPORT:
        return json_response(dump(Pending(case=None, document=ref)), HTTPStatus.ACCEPTED, {"Location": address})
    if ref.status is not DocumentStatus.READ or not stored.case_ids:
        headers = {"Location": address, "Preference-Applied": "respond-async"}
        return json_response(dump(Pending(case=None, document=ref)), HTTPStatus.ACCEPTED, headers)
    case = of.store.case(stored.case_ids[0])
    headers = {"Location": f"/api/v1/cases/{case.summary.id}"}
    status = HTTPStatus.CREATED if receipt.new else HTTPStatus.OK
    return json_text_response(case_json(case, document=ref), status, headers)
