"""What a caller is told when something fails (RFC 9457), one line per error; never patient data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

from api.routes.wire import Problem
from dxa import errors
from dxa.case import DocumentRef
from dxa.errors import OsteonError, Remedy
from dxa.locator import Locator
from dxa.schema import dump

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The HTTP status and title an error class is answered with."""

    status: HTTPStatus
    title: str


ANSWERS: Mapping[type[OsteonError], Answer] = {
    errors.OsteonError: Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, title="Defect in the service"),
    errors.Defect: Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, title="Defect in the service"),
    errors.DocumentError: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="The document cannot be used"),
    errors.UnrecognisedDocument: Answer(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, title="Unknown kind of document"),
    errors.AmbiguousDocument: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="Ambiguous kind of document"),
    errors.UnreadableDocument: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="Unreadable document"),
    errors.LimitExceeded: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="The document breaks a limit"),
    errors.NotDensitometry: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="Not a densitometry document"),
    errors.NoStructuredResults: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="No readable results"),
    errors.InvalidRequest: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="Invalid request"),
    errors.NotFound: Answer(status=HTTPStatus.NOT_FOUND, title="Not found"),
    errors.RevisionConflict: Answer(status=HTTPStatus.CONFLICT, title="Changed by somebody else meanwhile"),
    errors.StoreUnavailable: Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, title="The store is not available"),
    errors.TooBusy: Answer(status=HTTPStatus.TOO_MANY_REQUESTS, title="Too much waits already"),
    errors.NotDelivered: Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, title="A destination did not take the result"),
    errors.DeliveryRefused: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="A destination refused the result"),
    errors.SettingsError: Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, title="The service is set up wrongly"),
}
"""Remedy to status: CHANGE_DOCUMENT 422 (415 unrecognised, 404 not there), RETRY_LATER 503 (429 when too much waits,
409 for a lost race, which may be repeated at once), AWAIT_FIX 500. 400 (not JSON), 401, 403, 405, 412 and 413 are
refused before any of these errors can arise and carry the same form."""


def answer_of(error: OsteonError) -> Answer:
    """Return the line of the table for an error; a class without one answers as its nearest ancestor."""
    return next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)


def problem(error: OsteonError, document: str | None = None) -> Response:
    """Return the problem document of a domain error; `document` is the id of what was kept in spite of it."""
    answer = answer_of(error)
    response = _response(problem_of(error, document))
    if answer.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def problem_of(error: OsteonError, document: str | None = None) -> Problem:
    """Return what a caller is told about a domain error."""
    answer = answer_of(error)
    return Problem(
        type=_type(error.code),
        title=answer.title,
        status=answer.status.value,
        detail=error.text,
        code=error.code,
        remedy=error.remedy,
        locator=error.locator,
        document=document,
    )


def error_of(ref: DocumentRef, locator: Locator | None) -> OsteonError:
    """Return the error a document was put in quarantine with."""
    kinds = {kind.code: kind for kind in ANSWERS}
    return kinds.get(ref.error_code or "", errors.Defect)(ref.error_text or "the document could not be read", locator)


def document_problem(ref: DocumentRef, locator: Locator | None, headers: Mapping[str, str]) -> Response:
    """Return the problem document of a document that was kept in quarantine, as of the error it was put there with."""
    response = problem(error_of(ref, locator), document=ref.id)
    response.headers.update(headers)
    return response


def http_problem(error: HTTPException) -> Response:
    """Return the problem document of an error of the protocol itself, such as 405 or 413, with its own headers."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    told = Problem(
        type=_type(status.name),
        title=status.phrase,
        status=status.value,
        detail=error.description or status.description,
        code=status.name,
        remedy=Remedy.AWAIT_FIX if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Remedy.CHANGE_DOCUMENT,
    )
    response = _response(told)
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "www-authenticate", "retry-after"}:
            response.headers[name] = value
    return response


def _type(code: str) -> str:
    return f"urn:osteon:problem:{code.lower().replace('_', '-')}"


def _response(told: Problem) -> Response:
    # A member that says nothing is left out: most problems have neither place nor document.
    body = {name: value for name, value in dump(told).items() if value is not None}
    return Response(json.dumps(body), status=told.status, content_type=MEDIA_TYPE)
