"""M02: a report given as an earlier one is of somebody else."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.checking.check_codes import CheckCode
from assess.over_time.earlier import other_patients
from assess.values.check_sources import COMMON_ERRORS
from dxa.assessment import Reason, Severity, Truth


def _run(situation: Situation) -> Judged:
    differing = other_patients(situation)
    return fires(*(_reason(name) for name in differing)) if differing else silent()


def _reason(name: str) -> Reason:
    # What the two say stands in neither reason nor text: it names the patient.
    return Reason(
        term=f"{name} of this and the earlier report",
        value=None,
        operator="==",
        threshold=None,
        verdict=Truth.FALSE,
        source="report, prior",
    )


CHECK = Check(
    id="M02",
    code=CheckCode.PRIOR_OF_ANOTHER_PATIENT,
    severity=Severity.CRITICAL,
    says="A report given as an earlier one differs in patient id, birth date or sex: it was compared with nothing.",
    cite=COMMON_ERRORS,
    run=_run,
)
