"""A report assessed without storing anything."""

from hashlib import sha256
from http import HTTPStatus

from flask import Response, request

from api.routes.interface import Says, blueprint, json_of, route
from api.routes.requests import body_of, json_body, object_of
from api.routes.wire import AssessmentRequest, json_response
from api.services import services
from assess import assess
from dxa.assessment import Assessment
from dxa.errors import InvalidRequest
from dxa.facts import Facts
from dxa.report import DxaReport
from dxa.schema import dump, load_facts, load_report
from parsers.narrative.completing import completed

BLUEPRINT = blueprint("assessments", "/api/v1", "Assessments")
_PARTS = {"report", "facts", "priors", "packs"}


@route(BLUEPRINT, "POST", "/assessments", Says(HTTPStatus.OK, Assessment), body=json_of(AssessmentRequest))
def post_assessment() -> Response:
    """Assess a normalized report with the given facts and earlier reports; nothing is stored.

    A measurement may leave out its id and provenance: it is then numbered and traced by its place in the body.
    What the report's findings and impression say and it does not state itself (its class, claims of change, clinical
    facts) is read from them; numbers are not.
    """
    body = object_of(json_body(request))
    unknown = set(body) - _PARTS
    if unknown or "report" not in body:
        raise InvalidRequest("/: must hold report, and may hold facts, priors and packs; nothing else")
    digest = sha256(body_of(request)).hexdigest()
    report = completed(load_report(body["report"], document=digest, pointer="/report"), digest, "/report")
    facts = Facts() if body.get("facts") is None else load_facts(body["facts"])
    facts = services().pipeline.site.beneath(facts, report.study.device)
    assessment = assess(report, facts, _priors(body.get("priors"), digest), _packs(body.get("packs")))
    services().metrics.assessed(assessment)
    return json_response(dump(assessment))


def _priors(given: object, digest: str) -> tuple[DxaReport, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise InvalidRequest("/priors: must be a list of reports")
    return tuple(load_report(prior, document=digest, pointer=f"/priors/{number}") for number, prior in enumerate(given))


def _packs(given: object) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise InvalidRequest("/packs: must be a list of pack ids")
    return tuple(given)
