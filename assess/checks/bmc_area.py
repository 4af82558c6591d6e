"""M30: BMC divided by area is not the printed BMD."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checking.check_codes import CheckCode
from assess.expressions.evaluation import Evaluation
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import convention
from assess.values.references import partner
from dxa.assessment import Severity, Truth
from dxa.regions import Side
from dxa.report import Measurement, Quantity

_DEFINITION = convention("Definition of areal density", "BMD = BMC / area")
LIMIT = Parameter(name="BMC_AREA", value=Decimal("0.005"), operator=Operator.GT, unit="g/cm2", cite=_DEFINITION)


def _run(situation: Situation) -> Judged:
    # The difference of two densities is not that of their contents over that of their areas.
    densities = (row for row in situation.report.measurements if row.quantity is Quantity.BMD)
    rows = [row for row in densities if row.side is not Side.DIFFERENCE]
    found = [reason for row in rows if (reason := _compared(situation, row)) is not None]
    if rows and not found:
        return undecided("bmc", "area")
    off = [reason.because[0] for reason in found if reason.verdict is Truth.TRUE]
    return fires(*off) if off else silent()


def _compared(situation: Situation, row: Measurement) -> Evaluation | None:
    bmc, area = partner(situation.report, row, Quantity.BMC), partner(situation.report, row, Quantity.AREA)
    if bmc is None or area is None or not area.value:
        return None
    difference = abs(bmc.value / area.value - row.value).quantize(Decimal("0.0001"))
    words = f"difference of BMC {bmc.value} g / area {area.value} cm2 from BMD {row.value} g/cm2"
    return compared(words, Known(difference, measurement=row.id), Operator.GT, LIMIT, "area")


CHECK = Check(
    id="M30",
    code=CheckCode.BMC_AREA_CHECK,
    severity=Severity.MAJOR,
    says="BMC divided by area is not the printed BMD: a number may be copied wrongly.",
    cite=_DEFINITION,
    run=_run,
    figures=(LIMIT,),
)
