"""Cases as they are listed and looked at."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from dxa.assessment import Assessment, Severity
from dxa.case import CaseStatus, CaseSummary, DocumentStatus
from dxa.errors import NotFound
from store.case_rows import facts_of
from store.columns import storable
from store.cursor import number_of, page_of
from store.database import Database
from store.document_rows import ON_THE_WAY, ref_of
from store.events import events_of
from store.outbox import PENDING
from store.pieces import written_out
from store.records import Backlog, CaseFilter, CasePage, Counts, Decision, Review, StoredCase
from store.tables import ASIDE, ASSESSMENTS, CASE_CODES, CASE_DOCUMENTS, CASES, DOCUMENTS, OUTBOX, REVIEWS, WAITING
from store.wire import from_json


class Worklist(Database):
    """What a reader of cases asks for."""

    def cases(self, chosen: CaseFilter | None = None, cursor: str | None = None, limit: int = 50) -> CasePage:
        """Return cases, newest first; the order does not move while somebody works on them.

        Raises:
            InvalidRequest: the cursor is not one of ours.
        """
        wanted = select(CASES).where(*_conditions(chosen or CaseFilter()))
        if cursor is not None:
            wanted = wanted.where(CASES.c.number < number_of(cursor))
        wanted = wanted.order_by(CASES.c.number.desc()).limit(limit + 1)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        shown, next_cursor = page_of(rows, limit)
        return CasePage(items=tuple(_summary(row) for row in shown), next_cursor=next_cursor)

    def critical_codes(self, case_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the codes of the critical findings and checks of each case that has any, sorted."""
        codes = CASE_CODES.c
        wanted = (
            select(codes.case_id, codes.code)
            .where(codes.case_id.in_(case_ids), codes.severity == str(Severity.CRITICAL))
            .order_by(codes.case_id, codes.code)
        )
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return {case_id: tuple(row.code for row in own) for case_id, own in groupby(rows, attrgetter("case_id"))}

    def case(self, case_id: str, revision: int | None = None) -> StoredCase:
        """Return a case with its latest assessment, or the one in force at an earlier revision.

        Raises:
            NotFound: no such case or revision.
        """
        return self.read(lambda connection: _case(connection, case_id, revision))

    def assessment(self, case_id: str) -> Assessment:
        """Return the latest assessment of a case.

        Raises:
            NotFound: no such case.
        """
        return from_json(Assessment, self.case(case_id).assessment)

    def counts(self) -> Counts:
        """Return how much of everything there is; it walks over every document."""
        return self.read(_counts)

    def backlog(self) -> Backlog:
        """Return how much waits for somebody.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return self.read(_backlog)


def _conditions(chosen: CaseFilter) -> list[ColumnElement[bool]]:
    cases, codes = CASES.c, CASE_CODES.c
    conditions: list[ColumnElement[bool]] = []
    if chosen.status is not None:
        conditions.append(cases.status == chosen.status)
    if chosen.patient_id is not None:
        conditions.append(cases.patient_id == storable(chosen.patient_id).strip())
    if chosen.performed_from is not None:
        conditions.append(cases.performed_on >= chosen.performed_from.isoformat())
    if chosen.performed_to is not None:
        conditions.append(cases.performed_on <= chosen.performed_to.isoformat())
    marks = [
        column == str(value)
        for column, value in ((codes.code, chosen.code), (codes.severity, chosen.severity))
        if value is not None
    ]
    if marks:
        conditions.append(cases.id.in_(select(codes.case_id).where(*marks)))
    return conditions


def _summary(row: Row[Any]) -> CaseSummary:
    values = {name: getattr(row, name) for name in CaseSummary.__dataclass_fields__ if name != "status"}
    return CaseSummary(**values, status=CaseStatus(row.status))


def _case(connection: Connection, case_id: str, revision: int | None) -> StoredCase:
    row = connection.execute(select(CASES).where(CASES.c.id == case_id)).one_or_none()
    if row is None:
        raise NotFound("no such case")
    columns = ASSESSMENTS.c
    wanted = select(ASSESSMENTS).where(columns.case_id == case_id).order_by(columns.revision.desc()).limit(1)
    if revision is not None:
        wanted = wanted.where(columns.revision <= revision)
    assessed = connection.execute(wanted).one_or_none()
    if assessed is None or (revision is not None and revision > row.revision):
        raise NotFound("the case has no such revision")
    documents = (
        select(DOCUMENTS)
        .join(CASE_DOCUMENTS, CASE_DOCUMENTS.c.document_id == DOCUMENTS.c.id)
        .where(CASE_DOCUMENTS.c.case_id == case_id)
        .order_by(DOCUMENTS.c.number)
    )
    return StoredCase(
        summary=_summary(row),
        stale=bool(row.stale),
        assessed_revision=assessed.revision,
        report=assessed.report,
        assessment=written_out(connection, assessed.assessment),
        facts=facts_of(connection, case_id),
        reviews=_reviews(connection, case_id),
        documents=tuple(ref_of(document) for document in connection.execute(documents)),
        events=events_of(connection, case_id),
    )


def _reviews(connection: Connection, case_id: str) -> tuple[Review, ...]:
    rows = connection.execute(select(REVIEWS).where(REVIEWS.c.case_id == case_id).order_by(REVIEWS.c.number))
    return tuple(
        Review(
            revision=row.revision,
            subject=row.subject,
            decision=Decision(row.decision),
            reason=row.reason,
            said_by=row.said_by,
            said_at=row.said_at,
        )
        for row in rows
    )


def _counts(connection: Connection) -> Counts:
    states = DOCUMENTS.c.status
    by_status = {row[0]: row[1] for row in connection.execute(select(states, func.count()).group_by(states))}
    waiting = states.in_([DocumentStatus.RECEIVED, DocumentStatus.READING])
    oldest: datetime | None = connection.scalar(select(func.min(DOCUMENTS.c.received_at)).where(waiting))
    return Counts(
        **{str(status): by_status.get(status, 0) for status in DocumentStatus},
        cases=connection.execute(select(func.count()).select_from(CASES)).scalar_one(),
        stale_cases=connection.execute(select(func.count()).where(CASES.c.stale == 1)).scalar_one(),
        outbox_pending=connection.execute(select(func.count()).where(OUTBOX.c.state == PENDING)).scalar_one(),
        oldest_waiting=oldest,
    )


def _backlog(connection: Connection) -> Backlog:
    # Each condition is the one its index is made for.
    states, documents = DOCUMENTS.c.status, DOCUMENTS.c
    waiting = select(states, func.count(), func.min(documents.received_at)).where(WAITING).group_by(states)
    found = {row[0]: (row[1], row[2]) for row in connection.execute(waiting)}
    received, reading = (found.get(status, (0, None)) for status in ON_THE_WAY)
    return Backlog(
        received=received[0],
        reading=reading[0],
        quarantined=connection.scalar(select(func.count()).select_from(DOCUMENTS).where(ASIDE)) or 0,
        stale_cases=connection.scalar(select(func.count()).where(CASES.c.stale == 1)) or 0,
        outbox_pending=connection.scalar(select(func.count()).where(OUTBOX.c.state == PENDING)) or 0,
        oldest_waiting=min((at for _, at in (received, reading) if at is not None), default=None),
    )
