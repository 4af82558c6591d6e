"""M31: a value outside what can be measured in a living person."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.checking.check_codes import CheckCode
from assess.expressions.known import Known
from assess.expressions.logic import compared, fulfils
from assess.values.plausible import BMD_HIGH, BMD_LOW, OLDEST, SCORE_HIGH, SCORE_LOW
from dxa.assessment import Reason, Severity, Truth
from dxa.issues import IssueCode
from dxa.regions import Side
from dxa.report import Measurement, Quantity

_STATED = (
    "A stated number cannot be true, such as a negative dose, a probability above 100 % or a fracture at an age the "
    "patient has not reached: it counts as unknown."
)
_SWAPPED = (
    "The hip fracture probability is above the major one, which contains it: one of the two is wrong, and what rests "
    "on them is in doubt."
)
_BOUNDS = {
    Quantity.BMD: (BMD_LOW, BMD_HIGH),
    Quantity.T_SCORE: (SCORE_LOW, SCORE_HIGH),
    Quantity.Z_SCORE: (SCORE_LOW, SCORE_HIGH),
}


def _run(situation: Situation) -> Judged:
    reasons = [reason for row in situation.report.measurements for reason in _outside(row)]
    stated = [_impossible(name) for name, code in situation.conflicts.items() if code == IssueCode.IMPLAUSIBLE_VALUE]
    if not stated:
        return fires(*reasons) if reasons else silent()
    swapped = "frax" in situation.conflicts
    words = _SWAPPED if swapped else _STATED
    return fires(*reasons, *stated, says=words)


def _impossible(name: str) -> Reason:
    words = name.replace("[]", "").replace("_", " ").replace(".", " ")
    return Reason(
        term=f"stated {words}",
        value=None,
        operator="possible",
        threshold=None,
        verdict=Truth.FALSE,
        source="facts, report",
    )


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
    cite=BMD_LOW.cite,
    run=_run,
    figures=(BMD_LOW, BMD_HIGH, SCORE_LOW, SCORE_HIGH, OLDEST),
)
