"""M20: the facility's precision error exceeds what ISCD accepts at least."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Severity, Truth
from dxa.regions import Region
from dxa.vocabulary import Caveat

LIMITS = {
    region: Parameter(
        name=f"PRECISION_{region.name}", value=Decimal(value), operator=Operator.GT, unit="%", cite=ISCD_MONITORING
    )
    for region, value in ((Region.LUMBAR_SPINE, "1.9"), (Region.TOTAL_HIP, "1.8"), (Region.FEMORAL_NECK, "2.5"))
}
"""Least acceptable precision, per cent."""


def _run(situation: Situation) -> Judged:
    stated = situation.facts.facility.precision_error_percent
    reasons = [
        compared(f"precision error of {region.value}", Known(stated[region.value], "facts"), Operator.GT, limit, "")
        for region, limit in LIMITS.items()
        if region.value in stated
    ]
    if not reasons:
        return undecided("facility.precision_error_percent")
    worse = [reason for reason in reasons if reason.verdict is Truth.TRUE]
    return fires(*(reason.because[0] for reason in worse)) if worse else silent()


CHECK = Check(
    id="M20",
    code=Caveat.PRECISION_WORSE_THAN_ISCD_MINIMUM,
    severity=Severity.MINOR,
    says="The facility's precision error exceeds the least acceptable one: its changes are uncertain.",
    cite=ISCD_MONITORING,
    run=_run,
    figures=tuple(LIMITS.values()),
)
