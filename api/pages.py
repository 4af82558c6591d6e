"""The review pages, rendered on the server."""

from collections.abc import Mapping

from flask import Blueprint, Response, g, render_template, request

from api.access.gate import see_other
from api.routes.cases import add_facts, filter_of
from api.routes.guidelines import guideline
from api.routes.pack_wire import pack_detail, pack_summary
from api.routes.requests import case_query
from api.routes.signatures import sign
from api.services import services
from api.views.case_view import case_page
from api.views.draft_view import audience_of, draft_page, is_signed
from api.views.fact_fields import facts_of_form
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.registry import all_guidelines
from assess.rules.phrasing import outline
from dxa.assessment import Severity
from dxa.case import CaseStatus
from dxa.draft import Audience
from dxa.errors import InvalidRequest, RevisionConflict
from dxa.vocabulary import Caveat, Recommendation
from ingest.statements import facts_in_force
from store.delivery_records import DeliveryFilter

BLUEPRINT = Blueprint("pages", __name__)
_FILTERS = ("patient", "status", "severity", "finding", "performed_from", "performed_to")
_FLAGS = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)


@BLUEPRINT.get("/")
def home() -> Response:
    """Go to the cases."""
    return see_other("/cases")


@BLUEPRINT.get("/cases")
def worklist() -> str:
    """List the newest cases."""
    return _worklist({})


@BLUEPRINT.post("/cases/search")
def search() -> str:
    """List the cases a form asks for; the filters travel in the body, because a patient id is none of an address's."""
    return _worklist(request.form)


@BLUEPRINT.get("/cases/<case_id>")
def case(case_id: str) -> str:
    """Show one case beside its source."""
    of = services()
    page = case_page(of.store.case(case_id), of.view, of.clock().date())
    of.log.info("case viewed", case=case_id, by=g.caller.name)
    told = of.store.deliveries(DeliveryFilter(case_id=case_id)).items
    return render_template("case.html", page=page, told=told, caller=g.caller)


@BLUEPRINT.post("/cases/<case_id>/facts")
def state_facts(case_id: str) -> Response:
    """Add what the form states and show the case again."""
    stored = services().store.case(case_id)
    if request.form.get("revision") != str(stored.summary.revision):
        raise RevisionConflict("the case changed while you were looking at it; load it again")
    add_facts(case_id, facts_of_form(request.form, facts_in_force(stored.facts)), ())
    return see_other(f"/cases/{case_id}")


@BLUEPRINT.post("/cases/<case_id>/sign")
def sign_case(case_id: str) -> Response:
    """Sign the case as the page showed it and show it again."""
    revision = request.form.get("revision", "")
    if not revision.isdecimal():
        raise InvalidRequest("/revision: must be the revision the page showed")
    sign(services().store.case(case_id), int(revision), request.form.get("reason", ""))
    return see_other(f"/cases/{case_id}")


@BLUEPRINT.get("/cases/<case_id>/draft")
def draft(case_id: str) -> str:
    """Show a draft report text of a case, each sentence with what it rests on."""
    of = services()
    stored = of.store.case(case_id)
    page = draft_page(stored, audience_of(request.args.get("audience")), services().pipeline.site)
    of.log.info("draft viewed", case=case_id, audience=page.draft.audience.value, by=g.caller.name)
    audiences = [one for one in Audience if one is not Audience.PATIENT or is_signed(stored)]
    return render_template("draft.html", page=page, audiences=audiences, caller=g.caller)


@BLUEPRINT.get("/quarantine")
def quarantine() -> str:
    """List the documents that could not be read."""
    page = services().store.quarantined(request.args.get("cursor") or None)
    return render_template("quarantine.html", documents=page.items, next_cursor=page.next_cursor, caller=g.caller)


@BLUEPRINT.get("/guidelines")
def guidelines() -> str:
    """List the packs with their review status."""
    packs = [pack_summary(pack) for pack in all_guidelines()]
    return render_template("guidelines.html", packs=packs, caller=g.caller)


@BLUEPRINT.get("/guidelines/<pack_id>")
def pack(pack_id: str) -> str:
    """Show a pack with every rule, figure and citation, and the claims of its source that were rejected."""
    found = guideline(pack_id)
    conditions = {rule.id: (_outlined(rule.when), _outlined(rule.applies)) for rule in found.rules}
    return render_template("guideline.html", detail=pack_detail(found), conditions=conditions, caller=g.caller)


def _outlined(expression: Expression[Situation] | None) -> str | None:
    """Return a condition that is too long for one line as the lines of a list; None where one line does."""
    lines = list(outline(expression)) if expression is not None else []
    return "\n".join(lines) if len(lines) > 1 else None


def _worklist(given: Mapping[str, str]) -> str:
    asked = {name: given.get(name, "").strip() for name in _FILTERS}
    query = case_query({**asked, "cursor": given.get("cursor", "")})
    page = services().store.cases(filter_of(query), query.cursor, query.limit)
    return render_template(
        "worklist.html",
        cases=page.items,
        critical=services().store.critical_codes([case.id for case in page.items]),
        next_cursor=page.next_cursor,
        filters=asked,
        filtered=any(asked.values()),
        statuses=tuple(CaseStatus),
        severities=_FLAGS,
        codes=sorted([*Recommendation, *Caveat]),
        caller=g.caller,
    )
