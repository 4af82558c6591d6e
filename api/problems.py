"""What a caller is told when something fails (RFC 9457), one line per error; never patient data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

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
    errors.NotDelivered: Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, title="A destination did not take the result"),
    errors.DeliveryRefused: Answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, title="A destination refused the result"),
    errors.SettingsError: Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, title="The service is set up wrongly"),
}
"""Remedy to status: CHANGE_DOCUMENT 422 (415 unrecognised, 404 not there), RETRY_LATER 503 (409 for a lost race,
which may be repeated at once), AWAIT_FIX 500. 400 (not JSON), 401, 403, 405, 412 and 413 are refused before any of
these errors can arise and carry the same form."""


def answer_of(error: OsteonError) -> Answer:
    """Return the line of the table for an error; a class without one answers as its nearest ancestor."""
    return next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)


def problem(error: OsteonError, document: str | None = None) -> Response:
    """Return the problem document of a domain error; `document` is the id of what was kept in spite of it."""
    answer = answer_of(error)
    more: dict[str, object] = {"code": error.code, "remedy": error.remedy.value}
    if error.locator is not None:
        more["locator"] = dump(error.locator)
    if document is not None:
        more["document"] = document
    response = _problem(answer.status, answer.title, error.text, more)
    if answer.status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def document_problem(ref: DocumentRef, locator: Locator | None, headers: Mapping[str, str]) -> Response:
    """Return the problem document of a document that was kept in quarantine, as of the error it was put there with."""
    kinds = {kind.code: kind for kind in ANSWERS}
    kind = kinds.get(ref.error_code or "", errors.Defect)
    response = problem(kind(ref.error_text or "the document could not be read", locator), document=ref.id)
    response.headers.update(headers)
    return response


def http_problem(error: HTTPException) -> Response:
    """Return the problem document of an error of the protocol itself, such as 405 or 413, with its own headers."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    remedy = Remedy.AWAIT_FIX if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Remedy.CHANGE_DOCUMENT
    more: dict[str, object] = {"code": status.name, "remedy": remedy.value}
    detail = error.description or status.description
    response = _problem(status, status.phrase, detail, more)
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "www-authenticate", "retry-after"}:
            response.headers[name] = value
    return response


def _problem(status: HTTPStatus, title: str, detail: str, more: Mapping[str, object]) -> Response:
    kind = f"urn:osteon:problem:{str(more['code']).lower().replace('_', '-')}"
    body = {"type": kind, "title": title, "status": status.value, "detail": detail, **more}
    return Response(json.dumps(body), status=status, content_type=MEDIA_TYPE)
