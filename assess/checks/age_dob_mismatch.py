"""M02: the stated age disagrees with birth date and examination date by a year or more."""

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import COMMON_ERRORS
from assess.situation import Situation
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
    return silent() if situation.age_years is not None else undecided("age_years")


CHECK = Check(
    id="M02",
    code=Caveat.AGE_DOB_MISMATCH,
    severity=Severity.CRITICAL,
    says="Stated age, birth date and examination date do not fit together; the age counts as unknown.",
    cite=COMMON_ERRORS,
    run=_run,
)
