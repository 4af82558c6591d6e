"""What happens to the rows of a case inside one transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Row,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from dxa.assessment import Assessment
from dxa.case import CaseStatus
from dxa.errors import NotFound
from dxa.facts import Facts
from dxa.report import DxaReport, ReportStatus
from store.identity import StudyIdentity
from store.order_rows import Waiting, waiting_for
from store.outbox import telling_assessed
from store.prepared import Prepared, Statement
from store.records import Basis, CaseRevision, FactsEntry, Reading
from store.steps import Step, run_all
from store.summary import Digest, digest_of
from store.tables import ASSESSMENTS, CASE_CODES, CASE_DOCUMENTS, CASE_TERMS, CASES, DOCUMENTS, FACTS, REPORTS
from store.wire import canonical, from_json, json_text


def locked(connection: Connection, case_id: str) -> Row[Any]:
    """Return the row of a case, held until the transaction ends.

    Raises:
        NotFound: no such case.
    """
    row = connection.execute(select(CASES).where(CASES.c.id == case_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("no such case")
    return row


def basis_of(connection: Connection, case_id: str | None) -> Basis:
    """Return the documents, facts and revision of a case.

    Raises:
        NotFound: no such case.
    """
    if case_id is None:
        return Basis(case_id=None, revision=0, readings=(), facts=())
    revision = connection.scalar(select(CASES.c.revision).where(CASES.c.id == case_id))
    if revision is None:
        raise NotFound("no such case")
    return Basis(
        case_id=case_id,
        revision=revision,
        readings=_readings(connection, case_id),
        facts=facts_of(connection, case_id),
    )


def orders_for(connection: Connection, identities: Sequence[StudyIdentity], known: Waiting) -> tuple[Reading, ...]:
    """Return what the orders say that wait for a case whose documents state these identities."""
    waiting = waiting_for(connection, identities, known)
    if not waiting:
        return ()
    last = select(func.max(REPORTS.c.number)).where(REPORTS.c.document_id.in_(waiting)).group_by(REPORTS.c.document_id)
    rows = connection.execute(
        select(DOCUMENTS.c.id, DOCUMENTS.c.number, REPORTS.c.report)
        .join(REPORTS, REPORTS.c.document_id == DOCUMENTS.c.id)
        .where(REPORTS.c.number.in_(last))
    )
    return tuple(
        Reading(document_id=row.id, number=row.number, report=from_json(DxaReport, row.report)) for row in rows
    )


def _readings(connection: Connection, case_id: str) -> tuple[Reading, ...]:
    last = select(func.max(REPORTS.c.number)).group_by(REPORTS.c.document_id)
    rows = connection.execute(
        select(DOCUMENTS.c.id, DOCUMENTS.c.number, REPORTS.c.report)
        .join(CASE_DOCUMENTS, CASE_DOCUMENTS.c.document_id == DOCUMENTS.c.id)
        .join(REPORTS, REPORTS.c.document_id == DOCUMENTS.c.id)
        .where(CASE_DOCUMENTS.c.case_id == case_id)
        .where(
            REPORTS.c.number.in_(
                last.where(
                    REPORTS.c.document_id.in_(
                        select(CASE_DOCUMENTS.c.document_id).where(CASE_DOCUMENTS.c.case_id == case_id)
                    )
                )
            )
        )
        .order_by(DOCUMENTS.c.number)
    )
    return tuple(
        Reading(document_id=row.id, number=row.number, report=from_json(DxaReport, row.report)) for row in rows
    )


def facts_of(connection: Connection, case_id: str) -> tuple[FactsEntry, ...]:
    """Return the facts entries of a case, oldest first."""
    rows = connection.execute(select(FACTS).where(FACTS.c.case_id == case_id).order_by(FACTS.c.number))
    return tuple(
        FactsEntry(
            facts=from_json(Facts, row.facts),
            said_by=row.said_by,
            said_at=row.said_at,
            withdrawn=tuple(json.loads(row.withdrawn)),
        )
        for row in rows
    )


def latest_report(connection: Connection, case_id: str) -> str:
    """Return the merged report of a case as of its latest assessment, as JSON."""
    text: str = _LATEST_REPORT.run(connection, {"case_id": case_id}).scalar_one()
    return text


def latest_texts(connection: Connection, case_id: str) -> tuple[str, str]:
    """Return report and assessment of a case as of its latest assessment, in the forms they are stored in."""
    rows = ASSESSMENTS.c
    wanted = select(rows.report, rows.assessment).where(rows.case_id == case_id)
    row = connection.execute(wanted.order_by(rows.revision.desc()).limit(1)).one()
    return row.report, row.assessment


def change(connection: Connection, row: Row[Any], now: datetime, **values: object) -> CaseRevision:
    """Write the next revision of a case whose row is held."""
    revision = row.revision + 1
    connection.execute(update(CASES).where(CASES.c.id == row.id).values(revision=revision, updated_at=now, **values))
    return CaseRevision(case_id=row.id, revision=revision)


def next_status(current: CaseStatus, report: DxaReport, *, new_document: bool) -> CaseStatus:
    """Return where a case stands after a new assessment: what was signed is not what now stands there."""
    if report.study.status is ReportStatus.CANCELLED:
        return CaseStatus.WITHDRAWN
    if current is CaseStatus.WITHDRAWN or (new_document and current is CaseStatus.SIGNED):
        return CaseStatus.ASSESSED
    return current


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A merged report and its assessment as the store keeps them."""

    report: DxaReport
    report_text: str
    assessment_text: str
    """In the form it is stored in."""
    digest: Digest
    terms: str | None


def judged(report: DxaReport, assessment: Assessment, terms: str | None, stored: str) -> Judged:
    """Return what is kept of an assessment; done before a transaction begins, which others may wait for.

    `stored` is the assessment in the form it is stored in.
    """
    return Judged(
        report=report,
        report_text=json_text(report),
        assessment_text=stored,
        digest=digest_of(report, assessment),
        terms=terms,
    )


def assessment_steps(
    connection: Connection, revised: CaseRevision, status: CaseStatus, kept: Judged, now: datetime
) -> list[Step]:
    """Return what writes the assessment of a revision, the codes and terms of the case, and the outbox row."""
    case_id, revision = revised.case_id, revised.revision
    texts = {"report": kept.report_text, "assessment": kept.assessment_text}
    steps = [Step(_ASSESSED, {"case_id": case_id, "revision": revision, "assessed_at": now, **texts})]
    if revision > 1:
        _NO_CODES.run(connection, {"of_case": case_id})
        _NO_TERMS.run(connection, {"of_case": case_id})
    if kept.digest.codes:
        steps.append(Step(_CODES, {"of_case": case_id, "codes": canonical(kept.digest.codes)}))
    return [*steps, *_terms(case_id, kept), telling_assessed(connection, revised, status, now)]


def shown(digest: Digest) -> dict[str, Any]:
    """Return what the worklist shows of a case, by column."""
    return {name: getattr(digest, name) for name in SHOWN}


def renew_terms(connection: Connection, case_id: str, kept: Judged) -> None:
    """Replace what the rules ask of a case."""
    _NO_TERMS.run(connection, {"of_case": case_id})
    run_all(connection, _terms(case_id, kept))


def _terms(case_id: str, kept: Judged) -> list[Step]:
    if kept.terms is None:
        return []
    row = {"case_id": case_id, "measurements": len(kept.report.measurements), "terms": kept.terms}
    return [Step(_TERMS, row)]


def _coding(dialect: str) -> Statement:
    """Return what writes all codes of a case, given as JSON: with a value for each a driver parses the text anew."""
    case, given = bindparam("of_case", type_=Text), bindparam("codes", type_=Text)
    parts: list[ColumnElement[Any]]
    if dialect == "postgresql":
        pair = func.json_array_elements(cast(given, JSON)).column_valued("pair")
        parts = [pair.op("->>")(literal_column(place)) for place in ("0", "1")]
    else:
        value = func.json_each(given).table_valued("value").c.value
        parts = [func.json_extract(value, literal_column(place)) for place in ("'$[0]'", "'$[1]'")]
    return insert(CASE_CODES).from_select(["case_id", "code", "severity"], select(case, *parts))


def _latest_report(_dialect: str) -> Statement:
    rows = ASSESSMENTS.c
    wanted = select(rows.report).where(rows.case_id == bindparam("case_id"))
    return wanted.order_by(rows.revision.desc()).limit(1)


SHOWN = tuple(name for name in Digest.__dataclass_fields__ if name != "codes")
"""Columns of a case that say what its latest assessment does."""
_LATEST_REPORT = Prepared(_latest_report, ("case_id",))
_ASSESSED = Prepared(lambda _: insert(ASSESSMENTS), ("case_id", "revision", "assessed_at", "report", "assessment"))
_NO_CODES = Prepared(lambda _: delete(CASE_CODES).where(CASE_CODES.c.case_id == bindparam("of_case")), ("of_case",))
_NO_TERMS = Prepared(lambda _: delete(CASE_TERMS).where(CASE_TERMS.c.case_id == bindparam("of_case")), ("of_case",))
_CODES = Prepared(_coding, ("of_case", "codes"))
_TERMS = Prepared(lambda _: insert(CASE_TERMS), ("case_id", "measurements", "terms"))
