"""What happens to the rows of a case inside one transaction."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from dxa.assessment import Assessment
from dxa.case import CaseStatus, DocumentStatus
from dxa.errors import NotFound, RevisionConflict
from dxa.facts import Facts
from dxa.report import DxaReport, ReportStatus
from store.document_rows import case_ids, finish
from store.engine import lock
from store.events import append
from store.identity import IDENTITY_COLUMNS, Member, StudyIdentity, case_of
from store.order_rows import attach, waiting_for
from store.outbox import tell_assessed
from store.prior_rows import earliest_day, overtake, require_priors
from store.records import Basis, CaseRevision, Completion, FactsEntry, Reading
from store.summary import digest_of
from store.tables import ASSESSMENTS, CASE_CODES, CASE_DOCUMENTS, CASE_TERMS, CASES, DOCUMENTS, FACTS, REPORTS
from store.wire import from_json, json_text


def locked(connection: Connection, case_id: str) -> Row[Any]:
    """Return the row of a case, held until the transaction ends.

    Raises:
        NotFound: no such case.
    """
    row = connection.execute(select(CASES).where(CASES.c.id == case_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("no such case")
    return row


def case_for(connection: Connection, document_id: str, identity: StudyIdentity) -> str | None:
    """Return the case a document is part of already or would join; None when it founds its own."""
    joined = case_ids(connection, document_id)
    if joined:
        return joined[0]
    rows = CASE_DOCUMENTS.c
    near = [
        column == value
        for column, value in ((rows.patient_id, identity.patient_id), (rows.study_uid, identity.study_uid))
        if value is not None
    ]
    if not near:
        return None
    cases = select(rows.case_id).where(or_(*near))
    members = connection.execute(select(CASE_DOCUMENTS).where(rows.case_id.in_(cases)))
    return case_of(identity, [Member(case_id=row.case_id, identity=_identity(row)) for row in members])


def _identity(row: Row[Any]) -> StudyIdentity:
    return StudyIdentity(**{name: getattr(row, name) for name in IDENTITY_COLUMNS})


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


def identities_of(connection: Connection, case_id: str | None) -> list[StudyIdentity]:
    """Return the identities the documents of a case state; none for a case that does not exist yet."""
    rows = connection.execute(select(CASE_DOCUMENTS).where(CASE_DOCUMENTS.c.case_id == case_id)) if case_id else ()
    return [_identity(row) for row in rows]


def orders_for(connection: Connection, case_id: str | None, identity: StudyIdentity) -> tuple[Reading, ...]:
    """Return what the orders say that wait for a case once it holds a document of this identity."""
    waiting = waiting_for(connection, [*identities_of(connection, case_id), identity])
    last = select(func.max(REPORTS.c.number)).where(REPORTS.c.document_id.in_(waiting)).group_by(REPORTS.c.document_id)
    rows = connection.execute(
        select(DOCUMENTS.c.id, DOCUMENTS.c.number, REPORTS.c.report)
        .join(REPORTS, REPORTS.c.document_id == DOCUMENTS.c.id)
        .where(REPORTS.c.number.in_(last))
    )
    return tuple(
        Reading(document_id=row.id, number=row.number, report=from_json(DxaReport, row.report))
        for row in (rows if waiting else ())
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
    rows = ASSESSMENTS.c
    wanted = select(rows.report).where(rows.case_id == case_id).order_by(rows.revision.desc()).limit(1)
    text: str = connection.execute(wanted).scalar_one()
    return text


def latest_texts(connection: Connection, case_id: str) -> tuple[str, str]:
    """Return report and assessment of a case as of its latest assessment, as JSON."""
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


def append_assessment(
    connection: Connection,
    revised: CaseRevision,
    report: DxaReport,
    assessment: Assessment,
    now: datetime,
    *,
    kind: str,
    document_id: str | None = None,
    terms: str | None = None,
) -> None:
    """Write the assessment of a revision, what the worklist shows of it, the outbox row and the event."""
    case_id, revision = revised.case_id, revised.revision
    texts = {"report": json_text(report), "assessment": json_text(assessment)}
    connection.execute(insert(ASSESSMENTS).values(case_id=case_id, revision=revision, assessed_at=now, **texts))
    digest = digest_of(report, assessment)
    codes = [{"case_id": case_id, "code": code, "severity": severity} for code, severity in digest.codes]
    connection.execute(delete(CASE_CODES).where(CASE_CODES.c.case_id == case_id))
    if codes:
        connection.execute(insert(CASE_CODES), codes)
    keep_terms(connection, case_id, report, terms)
    count = select(func.count()).where(CASE_DOCUMENTS.c.case_id == case_id).scalar_subquery()
    shown = {name: getattr(digest, name) for name in type(digest).__dataclass_fields__ if name != "codes"}
    connection.execute(update(CASES).where(CASES.c.id == case_id).values(**shown, documents=count))
    tell_assessed(connection, revised, now)
    detail = {"revision": revision}
    append(connection, at=now, kind=kind, actor="work", case_id=case_id, document_id=document_id, detail=detail)


def keep_terms(connection: Connection, case_id: str, report: DxaReport, terms: str | None) -> None:
    """Replace what the rules ask of a case."""
    connection.execute(delete(CASE_TERMS).where(CASE_TERMS.c.case_id == case_id))
    if terms is not None:
        row = {"case_id": case_id, "measurements": len(report.measurements), "terms": terms}
        connection.execute(insert(CASE_TERMS).values(**row))


def complete(connection: Connection, done: Completion, now: datetime) -> CaseRevision:
    """Write everything one read document changes."""
    lock(connection, f"document:{done.document_id}", *done.identity.lock_names())
    status = connection.scalar(select(DOCUMENTS.c.status).where(DOCUMENTS.c.id == done.document_id))
    if status is None:
        raise NotFound("no such document")
    case_id = case_for(connection, done.document_id, done.identity)
    if status == DocumentStatus.READ and case_id is not None:
        return CaseRevision(case_id=case_id, revision=locked(connection, case_id).revision)
    if case_id != done.basis.case_id:
        raise RevisionConflict("another document founded the case meanwhile")
    require_priors(connection, done.priors)
    before = earliest_day(connection, case_id)
    revised = _founded(connection, done, now) if case_id is None else _joined(connection, case_id, done, now)
    connection.execute(
        insert(REPORTS).values(document_id=done.document_id, read_at=now, report=json_text(done.reading))
    )
    _join(connection, revised.case_id, done)
    expected = [reading.document_id for reading in done.basis.orders]
    orders = attach(connection, revised.case_id, expected, identities_of(connection, revised.case_id))
    finish(connection, done.document_id, done.media_type)
    append_assessment(
        connection,
        revised,
        done.report,
        done.assessment,
        now,
        kind="DOCUMENT_READ",
        document_id=done.document_id,
        terms=done.terms,
    )
    overtake(connection, revised.case_id, before)
    for order in orders:
        append(connection, at=now, kind="ORDER_ATTACHED", actor="work", case_id=revised.case_id, document_id=order)
    return revised


def _joined(connection: Connection, case_id: str, done: Completion, now: datetime) -> CaseRevision:
    row = locked(connection, case_id)
    if row.revision != done.basis.revision:
        raise RevisionConflict("the case changed while the document was assessed")
    status = next_status(CaseStatus(row.status), done.report, new_document=True)
    return change(connection, row, now, status=status, stale=0)


def _founded(connection: Connection, done: Completion, now: datetime) -> CaseRevision:
    # From the founding document, so that the same work done twice cannot make two cases.
    case_id = sha256(f"case:{done.document_id}".encode()).hexdigest()[:24]
    digest = digest_of(done.report, done.assessment)
    connection.execute(
        insert(CASES).values(
            id=case_id,
            revision=1,
            stale=0,
            status=next_status(CaseStatus.ASSESSED, done.report, new_document=True),
            classification=digest.classification,
            created_at=now,
            updated_at=now,
            critical=digest.critical,
            major=digest.major,
            issues=digest.issues,
            documents=1,
        )
    )
    return CaseRevision(case_id=case_id, revision=1)


def _join(connection: Connection, case_id: str, done: Completion) -> None:
    connection.execute(delete(CASE_DOCUMENTS).where(CASE_DOCUMENTS.c.document_id == done.document_id))
    identity = {name: getattr(done.identity, name) for name in IDENTITY_COLUMNS}
    connection.execute(insert(CASE_DOCUMENTS).values(document_id=done.document_id, case_id=case_id, **identity))
