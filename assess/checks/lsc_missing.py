"""M20: a change would be judged, but the facility's least significant change is not known."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.over_time.changes import changes_of
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    without = sorted({change.region.value for change in situation.once(changes_of) if change.lsc_g_cm2 is None})
    reasons = (
        Reason(
            term=f"least significant change of {region}", value=None, operator="present", threshold=None,
            verdict=Truth.FALSE, source="facts",
        )
        for region in without
    )  # fmt: skip
    return fires(*reasons) if without else silent()


CHECK = Check(
    id="M20",
    code=Caveat.LSC_MISSING,
    severity=Severity.MAJOR,
    says="Without the facility's least significant change no difference between examinations can be called a change.",
    cite=ISCD_MONITORING,
    run=_run,
)
