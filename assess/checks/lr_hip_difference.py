"""M15: the total hips differ by more than the facility's least significant change."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checking.check_codes import CheckCode
from assess.over_time.least_change import least_change
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.regions import Region, Side
from dxa.report import Quantity


def _run(situation: Situation) -> Judged:
    hips = {
        row.side: row
        for row in reversed(situation.usable)
        if row.region is Region.TOTAL_HIP and row.quantity is Quantity.BMD
    }
    left, right = hips.get(Side.LEFT), hips.get(Side.RIGHT)
    if left is None or right is None:
        return silent()
    difference = abs(left.value - right.value)
    lsc = least_change(situation, left, right.value).decided(difference)
    if lsc is None:
        return undecided("facility.lsc_g_cm2.total_hip")
    reason = Reason(
        term=f"difference of the total hips, {left.value} and {right.value} g/cm2",
        value=str(difference),
        operator=">",
        threshold=str(lsc),
        verdict=Truth.TRUE if difference > lsc else Truth.FALSE,
        measurement=left.id,
    )
    return fires(reason) if difference > lsc else silent(reason)


CHECK = Check(
    id="M15",
    code=CheckCode.LR_HIP_DIFFERENCE,
    severity=Severity.MINOR,
    says="The total hips differ by more than the least significant change: positioning, prosthesis or asymmetry.",
    cite=ISCD_MONITORING,
    run=_run,
)
