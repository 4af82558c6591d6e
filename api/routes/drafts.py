"""The draft report text of a case over HTTP."""

from http import HTTPStatus

from flask import Response, g, request

from api.routes.cases import visible_case
from api.routes.interface import Says, blueprint, route
from api.routes.wire import json_response
from api.services import services
from api.views.draft_view import audience_of, draft_of_case
from dxa.draft import Audience, DraftReport
from dxa.schema import dump

BLUEPRINT = blueprint("drafts", "/api/v1/cases", "Drafts")
_AUDIENCE = {
    "in": "query",
    "name": "audience",
    "schema": {"type": "string", "enum": [str(one) for one in Audience], "default": str(Audience.RADIOLOGIST)},
    "description": "Whom the text is for; patient for a signed case only, else 409.",
}


@route(BLUEPRINT, "GET", "/<case_id>/draft", Says(HTTPStatus.OK, DraftReport), parameters=[_AUDIENCE])
def get_draft(case_id: str) -> Response:
    """Return a draft report text of a case; every sentence names the numbers, rules and checks it rests on."""
    audience = audience_of(request.args.get("audience"))
    draft = draft_of_case(visible_case(case_id), audience, services().pipeline.site)
    services().log.info("draft viewed", case=case_id, audience=audience.value, by=g.caller.name)
    return json_response(dump(draft))
