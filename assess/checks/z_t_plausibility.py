"""M29: the Z-score of a postmenopausal woman over 50 lies below her T-score."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checking.check_codes import CheckCode
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, all_of, compared, fulfils
from assess.terms.population import POSTMENOPAUSAL_WOMEN
from assess.terms.terms import AGE
from assess.values.check_sources import convention
from assess.values.references import partner
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Measurement, Quantity

_SOURCE = convention("General experience: bone density falls with age", "Z-scores rise above T-scores with age")
GAP = Parameter(name="Z_BELOW_T", value=Decimal("0.3"), operator=Operator.GT, unit="SD", cite=_SOURCE)
FROM_AGE = Parameter(name="Z_T_FROM_AGE", value=Decimal(50), operator=Operator.GT, unit="year", cite=_SOURCE)
_WHO = all_of(POSTMENOPAUSAL_WOMEN, AGE > FROM_AGE)


def _run(situation: Situation) -> Judged:
    scores = [row for row in situation.usable if row.quantity is Quantity.T_SCORE]
    pairs = [(row, z) for row in scores if (z := partner(situation.report, row, Quantity.Z_SCORE)) is not None]
    who = situation.evaluated(_WHO)
    if not pairs or who.verdict is Truth.FALSE:
        return silent()
    if who.verdict is Truth.UNKNOWN:
        return undecided(*who.missing)
    odd = [_reason(t, z) for t, z in pairs if fulfils(t.value - z.value, GAP)]
    return fires(*odd) if odd else silent()


def _reason(t: Measurement, z: Measurement) -> Reason:
    known = Known(t.value - z.value, measurement=z.id)
    return compared(f"T-score {t.value} minus Z-score {z.value}", known, Operator.GT, GAP, "").because[0]


CHECK = Check(
    id="M29",
    code=CheckCode.Z_T_PLAUSIBILITY,
    severity=Severity.INFO,
    says="The Z-score lies below the T-score by more than 0.3, which is unusual after 50: look at sex and reference.",
    cite=_SOURCE,
    run=_run,
    figures=(GAP, FROM_AGE),
)
