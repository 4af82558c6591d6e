"""The guideline packs over HTTP: every rule, figure, citation and review status."""

from http import HTTPStatus

from flask import Response

from api.routes.interface import Says, blueprint, route
from api.routes.pack_wire import PackDetail, PackList, pack_detail, pack_summary
from api.routes.wire import json_response
from assess.registry import all_guidelines
from assess.rules.rule import Guideline
from dxa.errors import NotFound
from dxa.schema import dump

BLUEPRINT = blueprint("guidelines", "/api/v1/guidelines", "Guideline packs")


@route(BLUEPRINT, "GET", "", Says(HTTPStatus.OK, PackList))
def list_guidelines() -> Response:
    """List the packs with their review status."""
    return json_response(dump(PackList(items=tuple(pack_summary(pack) for pack in all_guidelines()))))


@route(BLUEPRINT, "GET", "/<pack_id>", Says(HTTPStatus.OK, PackDetail))
def get_guideline(pack_id: str) -> Response:
    """Return one pack: every rule, figure and citation, and the claims of its source that were rejected."""
    return json_response(dump(pack_detail(guideline(pack_id))))


def guideline(pack_id: str) -> Guideline:
    """Return a pack.

    Raises:
        NotFound: no such pack.
    """
    found = next((pack for pack in all_guidelines() if pack.id == pack_id), None)
    if found is None:
        raise NotFound("no such guideline pack")
    return found
