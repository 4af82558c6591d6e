"""Documents in: stored and answered for, or only read."""

from http import HTTPStatus

from flask import Response, g, request

from api.access.roles import Role
from api.routes.batches import MOST_DOCUMENTS, answer_batch, is_batch
from api.routes.cases import case_json
from api.routes.handing_in import LONGEST_ID, document_of, seconds_to_wait, stored_of, take_in, worked
from api.routes.interface import Says, blueprint, header, route
from api.routes.problems import document_problem, problem
from api.routes.requests import body_of
from api.routes.wire import Accepted, Batch, DocumentState, Pending, json_response, json_text_response
from api.services import Services, services
from dxa.case import DocumentStatus
from dxa.errors import NotFound, Remedy
from dxa.report import DxaReport
from dxa.schema import dump
from ingest.channel import outcome_of
from parsers.registry import parser_of
from store.records import Receipt, StoredDocument

BLUEPRINT = blueprint("documents", "/api/v1", "Documents in")
_ANY = {"application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}}
_BODY = {
    "required": True,
    "description": "The document as it is: DICOM, HL7 v2, PDF, plain text or Osteon JSON, recognised by its content.",
    "content": _ANY,
}
_BODIES = {
    **_BODY,
    "description": f"{_BODY['description']} Or up to {MOST_DOCUMENTS} of them as the files of a form.",
    "content": {
        **_ANY,
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        },
    },
}
_HEADERS = [
    header(
        "Idempotency-Key",
        "The sender's own id of the document; the same id with other bytes raises an alarm.",
        minLength=1,
        maxLength=LONGEST_ID,
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
    Says(HTTPStatus.MULTI_STATUS, Batch, "Several documents; each has a status of its own."),
    body=_BODIES,
    parameters=_HEADERS,
)
def post_document() -> Response:
    """Hand a document in; the answer is given when its bytes are safe and, if there is time, its case is assessed."""
    of = services()
    if is_batch(request):
        return answer_batch(request, of)
    document = document_of(request, body_of(request), of)
    receipt = take_in(of, document)
    seconds = seconds_to_wait(request, of)
    done = worked(of, document, receipt, seconds)
    stored = stored_of(of, document, receipt, seconds)
    outcome = stored.ref.error_code or outcome_of(receipt)
    of.log.info("document received", document=receipt.document_id, by=g.caller.name, outcome=outcome)
    if done and done.error and done.error.remedy is Remedy.AWAIT_FIX:
        return problem(done.error, document=receipt.document_id)
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
    document = document_of(request, body_of(request), of)
    with of.metrics.reading(parser_of(document.content).name):
        report = of.readers.read(document)
    return json_response(dump(report))


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
