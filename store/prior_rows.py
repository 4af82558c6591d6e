"""Earlier examinations of a patient as an assessment knows them, inside one transaction."""

from sqlalchemy import Connection, Select, or_, select, update

from dxa.case import CaseStatus
from dxa.errors import RevisionConflict
from store.engine import lock
from store.records import PriorsSeen
from store.tables import CASES

PRIORS = 20
"""Most earlier examinations an assessment is given."""


def prior_cases(connection: Connection, seen: PriorsSeen) -> tuple[tuple[str, int], ...]:
    """Return ids and revisions of the earlier cases an assessment has to know, newest examination first."""
    if seen.patient_id is None or seen.before is None:
        return ()
    return tuple((row.id, row.revision) for row in connection.execute(_wanted(seen, seen.before.isoformat())))


def _wanted(seen: PriorsSeen, before: str) -> Select[tuple[str, int]]:
    cases = CASES.c
    wanted = (
        select(cases.id, cases.revision)
        .where(cases.patient_id == seen.patient_id, cases.performed_on < before)
        .where(cases.status != CaseStatus.WITHDRAWN)
        .order_by(cases.performed_on.desc(), cases.number.desc())
        .limit(PRIORS)
    )
    if seen.issuer is not None:
        wanted = wanted.where(or_(cases.issuer.is_(None), cases.issuer == seen.issuer))
    return wanted if seen.excluding is None else wanted.where(cases.id != seen.excluding)


def require_priors(connection: Connection, seen: PriorsSeen | None) -> None:
    """Refuse an assessment made without an earlier examination that came meanwhile.

    Raises:
        RevisionConflict: the earlier cases are not those that were seen.
    """
    if seen is None or seen.patient_id is None:
        return
    lock(connection, f"patient:{seen.patient_id}")
    if prior_cases(connection, seen) != seen.cases:
        raise RevisionConflict("an earlier examination changed while the case was assessed")


def earliest_day(connection: Connection, case_id: str | None) -> str | None:
    """Return the day a case is known by so far, or None."""
    day: str | None = connection.scalar(select(CASES.c.performed_on).where(CASES.c.id == case_id)) if case_id else None
    return day


def overtake(connection: Connection, case_id: str, before: str | None) -> None:
    """Mark the later cases of the patient as stale, because one of their priors is new or changed.

    `before` is the day the case was known by until now.
    """
    cases = CASES.c
    row = connection.execute(select(CASES).where(cases.id == case_id)).one()
    days = [day for day in (row.performed_on, before) if day is not None]
    if row.patient_id is None or not days:
        return
    later = update(CASES).where(cases.patient_id == row.patient_id, cases.performed_on > min(days))
    later = later.where(cases.id != case_id, cases.status != CaseStatus.WITHDRAWN)
    if row.issuer is not None:
        later = later.where(or_(cases.issuer.is_(None), cases.issuer == row.issuer))
    connection.execute(later.values(stale=1))
