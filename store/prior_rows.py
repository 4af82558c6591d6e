"""Earlier examinations of a patient as an assessment knows them, inside one transaction."""

from collections.abc import Collection

from sqlalchemy import Connection, Text, bindparam, cast, or_, select, update

from dxa.case import CaseStatus
from dxa.errors import RevisionConflict
from store.engine import lock
from store.prepared import Prepared, Statement
from store.records import PriorsSeen
from store.summary import Digest
from store.tables import CASES

PRIORS = 20
"""Most earlier examinations an assessment is given."""


def prior_cases(connection: Connection, seen: PriorsSeen) -> tuple[tuple[str, int], ...]:
    """Return ids and revisions of the earlier cases an assessment has to know, newest examination first."""
    if seen.patient_id is None or seen.before is None:
        return ()
    asked = {
        "patient_id": seen.patient_id,
        "issuer": seen.issuer,
        "before": seen.before.isoformat(),
        "excluding": seen.excluding or "",
    }
    return tuple((row.id, row.revision) for row in _EARLIER.run(connection, asked))


def _earlier(_dialect: str) -> Statement:
    cases = CASES.c
    return (
        select(cases.id, cases.revision)
        .where(cases.patient_id == bindparam("patient_id"), cases.performed_on < bindparam("before"))
        .where(cases.status != CaseStatus.WITHDRAWN, cases.id != bindparam("excluding"), _ISSUER)
        .order_by(cases.performed_on.desc(), cases.number.desc())
        .limit(PRIORS)
    )


def _later(_dialect: str) -> Statement:
    cases = CASES.c
    return (
        update(CASES)
        .where(cases.patient_id == bindparam("patient"), cases.performed_on > bindparam("after"))
        .where(cases.status != CaseStatus.WITHDRAWN, cases.id != bindparam("excluding"), _ISSUER)
        .values(stale=1)
    )


_ISSUER = or_(
    cast(bindparam("issuer"), Text).is_(None), CASES.c.issuer.is_(None), CASES.c.issuer == bindparam("issuer")
)
"""A patient id without issuer may be anybody's of that id."""
_EARLIER = Prepared(_earlier, ("patient_id", "issuer", "before", "excluding"))
_LATER = Prepared(_later, ("patient", "issuer", "after", "excluding"))


def require_priors(connection: Connection, seen: PriorsSeen | None, held: Collection[str] = ()) -> None:
    """Refuse an assessment made without an earlier examination that came meanwhile.

    `held` names the locks this transaction has already.

    Raises:
        RevisionConflict: the earlier cases are not those that were seen.
    """
    if seen is None or seen.patient_id is None:
        return
    name = f"patient:{seen.patient_id}"
    if name not in held:
        lock(connection, name)
    if prior_cases(connection, seen) != seen.cases:
        raise RevisionConflict("an earlier examination changed while the case was assessed")


def overtake(connection: Connection, case_id: str, now: Digest, before: str | None) -> bool:
    """Mark the later cases of the patient as stale, because one of their priors is new or changed; are there any?

    `now` is what the case is known by from now on, `before` the day it was known by until now.
    """
    days = [day for day in (now.performed_on, before) if day is not None]
    if now.patient_id is None or not days:
        return False
    asked = {"patient": now.patient_id, "issuer": now.issuer, "after": min(days), "excluding": case_id}
    return _LATER.run(connection, asked).rowcount > 0
