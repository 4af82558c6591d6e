"""M09: neighbouring vertebrae differ by more than 1.0 in T-score."""

from decimal import Decimal
from itertools import pairwise

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import ISCD_VERTEBRAE
from dxa.assessment import Reason, Severity, Truth
from dxa.regions import Region
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat

JUMP = Parameter(name="T_JUMP", value=Decimal("1.0"), operator=Operator.GT, unit="T-score", cite=ISCD_VERTEBRAE)
_LEVELS = ("L1", "L2", "L3", "L4")


def vertebrae(situation: Situation, quantity: Quantity) -> dict[str, Measurement]:
    """Return the usable values of single vertebrae, by level; of a level given twice the first."""
    rows = (row for row in situation.usable if row.region is Region.LUMBAR_SPINE and row.quantity is quantity)
    found: dict[str, Measurement] = {}
    for row in rows:
        if len(row.levels) == 1:
            found.setdefault(row.levels[0], row)
    return found


def _run(situation: Situation) -> Judged:
    singles = vertebrae(situation, Quantity.T_SCORE)
    pairs = [(upper, lower) for upper, lower in pairwise(_LEVELS) if upper in singles and lower in singles]
    if not pairs:
        spine = any(row.region is Region.LUMBAR_SPINE for row in situation.usable)
        return undecided("levels") if spine else silent()
    reasons = [_reason(singles[upper], singles[lower]) for upper, lower in pairs]
    jumps = [reason for reason in reasons if reason.verdict is Truth.TRUE]
    if not jumps:
        return silent(*reasons)
    apart = (pair for pair, reason in zip(pairs, reasons, strict=True) if reason in jumps)
    where = ", ".join("/".join(pair) for pair in apart)
    return fires(*jumps, says=f"Neighbouring vertebrae differ by more than {JUMP.value} in T-score ({where}).")


def _reason(upper: Measurement, lower: Measurement) -> Reason:
    difference = abs(upper.value - lower.value)
    words = f"difference of the T-scores of {upper.levels[0]} ({upper.value}) and {lower.levels[0]} ({lower.value})"
    known = Known(difference, source="computed from the report", measurement=lower.id)
    return compared(words, known, Operator.GT, JUMP, "levels").because[0]


CHECK = Check(
    id="M09",
    code=Caveat.ADJACENT_VERTEBRA_T_JUMP,
    severity=Severity.MAJOR,
    says="Neighbouring vertebrae differ by more than 1.0 in T-score: a candidate for exclusion, never excluded here.",
    cite=ISCD_VERTEBRAE,
    run=_run,
    figures=(JUMP,),
)
