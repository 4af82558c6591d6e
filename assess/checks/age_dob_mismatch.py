"""M02: the stated age disagrees with birth date and examination date by a year or more."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import COMMON_ERRORS
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if situation.conflicts.get("age_years") == Caveat.AGE_DOB_MISMATCH:
        reason = Reason(
            term="stated age against birth date and examination date",
            value=None,
            operator="==",
            threshold=None,
            verdict=Truth.FALSE,
            source="report, facts",
        )
        return fires(reason)
    if situation.age_years is None:
        return undecided("age_years")
    # An age and a birth date that nothing dates cannot be compared.
    undated = situation.report.patient.birth_date is not None and situation.exam_date is None
    return undecided("exam_date") if undated else silent()


CHECK = Check(
    id="M02",
    code=Caveat.AGE_DOB_MISMATCH,
    severity=Severity.CRITICAL,
    says="Stated age, birth date and examination date do not fit together; the age counts as unknown.",
    cite=COMMON_ERRORS,
    run=_run,
)
