"""The forms of the interface that are more than one thing of the vocabulary; their schemas are derived as its are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response

from dxa.assessment import Assessment, Severity
from dxa.case import CaseStatus, CaseSummary, DocumentRef
from dxa.errors import Remedy
from dxa.facts import Facts
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.schema import schema_class
from store.delivery_records import Delivery, DeliveryState

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong (RFC 9457), without patient data."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    """Stable name of the error."""
    remedy: Remedy
    locator: Locator | None = None
    """Where in the document."""
    document: str | None = None
    """Id of the stored document, when it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A document that is safe and part of no case so far: not read yet, or an order that waits for its report."""

    case: CaseSummary | None
    document: DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """What became of one document of several handed in together."""

    status: int
    """The HTTP status it would have been answered with alone."""
    document: DocumentRef | None
    """None: it was not stored."""
    case: str | None
    """Id of the case it became part of; None when that is not known yet."""
    problem: Problem | None
    """None: nothing is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of several documents, in the order they were handed in."""

    documents: tuple[BatchItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """What became of a document."""

    document: DocumentRef
    cases: tuple[str, ...]
    """Ids of the cases it is part of."""
    attempts: int
    error_locator: Locator | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Filters of the case list; each narrows it, none is required."""

    status: CaseStatus | None = None
    finding: str | None = None
    """Code of a finding that is met or of a check that fires."""
    severity: Severity | None = None
    """Severity of such a finding or check."""
    patient: str | None = None
    """Patient id. Addresses may be logged on their way here: the search form of the pages sends it in the body."""
    performed_from: date | None = None
    """Examined on that day or later."""
    performed_to: date | None = None
    """Examined on that day or earlier."""
    cursor: str | None = None
    """next_cursor of the page before."""
    limit: int = 50
    """Most cases in the answer, 1 to 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """Cases, newest first."""

    items: tuple[CaseSummary, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuery:
    """Filters of the list of deliveries; each narrows it, none is required."""

    state: DeliveryState | None = None
    destination: str | None = None
    """Name of a destination."""
    case: str | None = None
    """Id of a case."""
    cursor: str | None = None
    """next_cursor of the page before."""
    limit: int = 50
    """Most deliveries in the answer, 1 to 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """Deliveries, newest first."""

    items: tuple[Delivery, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsStatement:
    """Facts as somebody stated them."""

    facts: Facts
    said_by: str
    said_at: datetime
    withdrawn: tuple[str, ...]
    """Facts stated before that are unknown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRequest(Facts):
    """Facts about the patient of a case."""

    withdrawn: tuple[str, ...] | None = None
    """Names of facts stated before that are unknown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRequest:
    """A signature under a case."""

    revision: int
    """The revision of the case that was looked at."""
    reason: str
    """Why it is signed, in the signer's words, 1 to 500 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """One case with everything known about it."""

    case: CaseSummary
    stale: bool
    """True while facts were added that the assessment does not know."""
    assessed_revision: int
    report: DxaReport
    assessment: Assessment
    facts: tuple[FactsStatement, ...]
    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(CaseDetail):
    """A document and the case it became part of, with everything known about that."""

    document: DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRequest:
    """A report to assess without storing anything."""

    report: DxaReport
    facts: Facts | None = None
    """Absent or null means unknown."""
    priors: tuple[DxaReport, ...] | None = None
    """Earlier reports, newest first."""
    packs: tuple[str, ...] | None = None
    """Packs to evaluate; absent means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The answer of a probe."""

    status: str


def describe_field(_: object, field: Any, **__: object) -> dict[str, Any]:
    """Return what OpenAPI should say of the field kinds `dxa.schema` makes itself."""
    codes = getattr(field, "codes", None)
    if codes is not None:
        return {"type": _nullable("string", field), "enum": [*codes, *([None] if field.allow_none else [])]}
    kinds = {"DecimalString": "string", "_FlagField": "boolean", "_FractionField": "number"}
    kind = kinds.get(type(field).__name__)
    return {"type": _nullable(kind, field)} if kind else {}


def _nullable(kind: str, field: Any) -> str | list[str]:
    return [kind, "null"] if field.allow_none else kind


def query_parameters(dataclass: type[Any]) -> list[dict[str, Any]]:
    """Return the OpenAPI parameters of a query that is one dataclass."""
    return [{"in": "query", "name": name, "schema": _query_schema(field)} for name, field in _fields(dataclass)]


def _fields(dataclass: type[Any]) -> list[tuple[str, Any]]:
    return list(schema_class(dataclass)().fields.items())


def _query_schema(field: Any) -> dict[str, Any]:
    codes = getattr(field, "codes", None)
    if codes is not None:
        return {"type": "string", "enum": [str(code) for code in codes]}
    kind = type(field).__name__
    if kind == "Integer":
        return {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": 50}
    return {"type": "string", "format": "date"} if kind == "Date" else {"type": "string", "minLength": 1}


def json_response(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return JSON-ready data as a response."""
    return json_text_response(json.dumps(body, ensure_ascii=False), status, headers)


def json_text_response(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return JSON text as a response, as it is."""
    return Response(text, status=status, content_type="application/json", headers=dict(headers or {}))
