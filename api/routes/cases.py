"""Cases over HTTP: the list, one case, its documents, and what somebody knows about the patient."""

import json
from dataclasses import fields
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import PreconditionFailed

from api.access.roles import Role
from api.routes.headers import DOCUMENT_POLICY
from api.routes.interface import Says, blueprint, header, json_of, route
from api.routes.requests import case_query, json_body
from api.routes.wire import (
    CaseDetail,
    CaseList,
    CaseQuery,
    FactsRequest,
    FactsStatement,
    json_response,
    json_text_response,
    query_parameters,
)
from api.services import services
from dxa.case import DocumentRef
from dxa.errors import InvalidRequest, NotFound
from dxa.facts import Facts
from dxa.schema import dump, load
from store.records import CaseFilter, StoredCase

BLUEPRINT = blueprint("cases", "/api/v1/cases", "Cases")
_ENDINGS = {"application/pdf": "pdf", "application/dicom": "dcm", "application/json": "json", "text/plain": "txt"}
_IF_MATCH = header("If-Match", "ETag of the revision that was read; 412 if the case changed since.")


@route(BLUEPRINT, "GET", "", Says(HTTPStatus.OK, CaseList), parameters=query_parameters(CaseQuery))
def list_cases() -> Response:
    """List cases, newest first."""
    query = case_query(request.args)
    page = services().store.cases(filter_of(query), query.cursor, query.limit)
    return json_response(dump(CaseList(items=page.items, next_cursor=page.next_cursor)))


@route(BLUEPRINT, "GET", "/<case_id>", Says(HTTPStatus.OK, CaseDetail))
def get_case(case_id: str) -> Response:
    """Return one case: report, assessment, facts with who said what, documents; the ETag is its revision."""
    case = visible_case(case_id)
    etag = etag_of(case)
    if request.if_none_match.contains_raw(etag) or request.if_none_match.contains(etag.strip('"')):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    services().log.info("case viewed", case=case_id, by=g.caller.name)
    return json_text_response(case_json(case), headers={"ETag": etag})


@route(
    BLUEPRINT,
    "POST",
    "/<case_id>/facts",
    Says(HTTPStatus.OK, CaseDetail),
    body=json_of(FactsRequest),
    parameters=[_IF_MATCH],
)
def post_facts(case_id: str) -> Response:
    """State facts about the patient; they are appended, and the case is assessed again with them.

    A list `withdrawn` beside the facts names facts stated before that are unknown again.
    """
    known = visible_case(case_id)
    if request.if_match and not request.if_match.contains(etag_of(known).strip('"')):
        raise PreconditionFailed("the case changed since it was read")
    stated = load(FactsRequest, json_body(request))
    withdrawn = stated.withdrawn or ()
    if not set(withdrawn) <= set(Facts.__dataclass_fields__):
        raise InvalidRequest("/withdrawn: must name facts")
    add_facts(case_id, Facts(**{part.name: getattr(stated, part.name) for part in fields(Facts)}), withdrawn)
    case = services().store.case(case_id)
    return json_text_response(case_json(case), headers={"ETag": etag_of(case)})


@route(
    BLUEPRINT,
    "GET",
    "/<case_id>/documents/<document_id>/content",
    Says(HTTPStatus.OK, "application/octet-stream"),
)
def get_content(case_id: str, document_id: str) -> Response:
    """Return a document of the case exactly as it arrived."""
    ref = document_of(case_id, document_id)
    services().log.info("document fetched", case=case_id, document=document_id, by=g.caller.name)
    ending = _ENDINGS.get(ref.media_type or "", "bin")
    headers = {
        "Content-Disposition": f'attachment; filename="{document_id[:12]}.{ending}"',
        "Content-Security-Policy": DOCUMENT_POLICY,
    }
    return Response(services().store.content(document_id), mimetype="application/octet-stream", headers=headers)


@route(BLUEPRINT, "GET", "/<case_id>/documents/<document_id>/pages/<int:page>.png", Says(HTTPStatus.OK, "image/png"))
def get_page(case_id: str, document_id: str, page: int) -> Response:
    """Return one page of a document of the case as a picture; pages of all PDFs in it count on from 1."""
    document_of(case_id, document_id)
    return Response(services().picture(document_id, page), mimetype="image/png")


def filter_of(query: CaseQuery) -> CaseFilter:
    """Return the store's filter for a query."""
    return CaseFilter(
        status=query.status,
        code=query.finding,
        severity=query.severity,
        patient_id=query.patient,
        performed_from=query.performed_from,
        performed_to=query.performed_to,
    )


def add_facts(case_id: str, facts: Facts, withdrawn: tuple[str, ...]) -> None:
    """Append facts in the caller's name and assess the case with them."""
    of = services()
    if facts == Facts() and not withdrawn:
        raise InvalidRequest("no fact was stated")
    of.pipeline.add_facts(case_id, facts, g.caller.name, withdrawn=withdrawn)
    of.log.info("facts added", case=case_id, by=g.caller.name)


def document_of(case_id: str, document_id: str) -> DocumentRef:
    """Return a document of a case.

    Raises:
        NotFound: no such case, or the document is not part of it.
    """
    refs = visible_case(case_id).documents
    found = next((ref for ref in refs if ref.id == document_id), None)
    if found is None:
        raise NotFound("the case has no such document")
    return found


def visible_case(case_id: str) -> StoredCase:
    """Return a case; a sender sees only those it sent a document of.

    Raises:
        NotFound: no such case, or not for this caller to find out.
    """
    case = services().store.case(case_id)
    if g.caller.roles == {Role.SENDER} and g.caller.name not in {ref.sender for ref in case.documents}:
        raise NotFound("no such case")
    return case


def case_json(case: StoredCase, **more: DocumentRef) -> str:
    """Return a case as JSON with what else belongs to the answer; report and assessment are the stored texts."""
    facts = [
        FactsStatement(facts=entry.facts, said_by=entry.said_by, said_at=entry.said_at, withdrawn=entry.withdrawn)
        for entry in case.facts
    ]
    around: dict[str, Any] = {
        "case": dump(case.summary),
        **{name: dump(ref) for name, ref in more.items()},
        "stale": case.stale,
        "assessed_revision": case.assessed_revision,
        "facts": [dump(entry) for entry in facts],
        "documents": [dump(ref) for ref in case.documents],
    }
    return f'{json.dumps(around)[:-1]}, "report": {case.report}, "assessment": {case.assessment}}}'


def etag_of(case: StoredCase) -> str:
    """Return the ETag of a case as it stands."""
    return f'"{case.summary.revision}.{case.assessed_revision}"'
