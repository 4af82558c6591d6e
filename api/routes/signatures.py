"""Signing a case: over HTTP and from its page."""

from http import HTTPStatus

from flask import Response, g, request
from werkzeug.exceptions import Conflict

from api.routes.cases import case_json, etag_of, visible_case
from api.routes.interface import Says, blueprint, json_of, route
from api.routes.requests import json_body
from api.routes.wire import CaseDetail, SignRequest, json_text_response
from api.services import services
from dxa.case import CaseStatus
from dxa.errors import InvalidRequest
from dxa.schema import load
from store.records import Decision, Review, StoredCase

BLUEPRINT = blueprint("signatures", "/api/v1/cases", "Signatures")
_LONGEST = 500


@route(BLUEPRINT, "POST", "/<case_id>/sign", Says(HTTPStatus.OK, CaseDetail), body=json_of(SignRequest))
def post_signature(case_id: str) -> Response:
    """Sign a case as it stands, with a reason; from then on plain language for the patient exists.

    `revision` is the one that was looked at: 409 if the case changed since. New facts or documents open the case again.
    """
    asked = load(SignRequest, json_body(request))
    sign(visible_case(case_id), asked.revision, asked.reason)
    case = services().store.case(case_id)
    return json_text_response(case_json(case), headers={"ETag": etag_of(case)})


def sign(case: StoredCase, revision: int, reason: str) -> None:
    """Append the caller's signature to the revision that was looked at; audit trail and outbox tell it.

    Raises:
        InvalidRequest: the reason is blank or longer than 500 characters.
        Conflict: the case is withdrawn or already signed.
        RevisionConflict: the case changed since, or its new facts are not assessed yet.
    """
    said = " ".join(reason.split())
    if not said or len(said) > _LONGEST:
        raise InvalidRequest(f"/reason: a signature says why, in 1 to {_LONGEST} characters")
    if case.summary.status in {CaseStatus.WITHDRAWN, CaseStatus.SIGNED}:
        raise Conflict(f"the case is {case.summary.status.value}")
    of = services()
    review = Review(
        revision=revision, subject=None, decision=Decision.SIGN, reason=said, said_by=g.caller.name, said_at=of.clock()
    )
    of.store.add_review(case.summary.id, review)
    of.log.info("case signed", case=case.summary.id, by=g.caller.name)
