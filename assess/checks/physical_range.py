"""M31: a value outside what can be measured in a living person."""

from decimal import Decimal

from assess.check import Check, Judged, fires, silent
from assess.check_codes import CheckCode
from assess.check_sources import convention
from assess.known import Known
from assess.logic import Operator, Parameter, compared, fulfils
from assess.situation import Situation
from dxa.assessment import Reason, Severity
from dxa.regions import Side
from dxa.report import Measurement, Quantity

_SOURCE = convention("Engineering choice of this service", "Parse check: physical range")


def _bound(name: str, value: str, operator: Operator, unit: str) -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=_SOURCE)


BMD_LOW = _bound("BMD_LOW", "0.2", Operator.LT, "g/cm2")
BMD_HIGH = _bound("BMD_HIGH", "2.0", Operator.GT, "g/cm2")
SCORE_LOW = _bound("SCORE_LOW", "-8", Operator.LT, "SD")
SCORE_HIGH = _bound("SCORE_HIGH", "8", Operator.GT, "SD")
_BOUNDS = {
    Quantity.BMD: (BMD_LOW, BMD_HIGH),
    Quantity.T_SCORE: (SCORE_LOW, SCORE_HIGH),
    Quantity.Z_SCORE: (SCORE_LOW, SCORE_HIGH),
}


def _run(situation: Situation) -> Judged:
    reasons = [reason for row in situation.report.measurements for reason in _outside(row)]
    return fires(*reasons) if reasons else silent()


def _outside(row: Measurement) -> list[Reason]:
    bounds = [bound for bound in _BOUNDS.get(row.quantity, ()) if fulfils(row.value, bound)]
    if not bounds or row.side is Side.DIFFERENCE:
        # The difference of two sides is small by nature.
        return []
    known = Known(row.value, measurement=row.id)
    words = f"{row.quantity.value.replace('_', '-')} of {row.region.value.replace('_', ' ')}"
    return [compared(words, known, bound.operator, bound, "site").because[0] for bound in bounds]


CHECK = Check(
    id="M31",
    code=CheckCode.PHYSICAL_RANGE,
    severity=Severity.CRITICAL,
    says="A value lies outside what can be measured: most likely misread or misprinted, and kept from every rule.",
    cite=_SOURCE,
    run=_run,
    figures=(BMD_LOW, BMD_HIGH, SCORE_LOW, SCORE_HIGH),
)
