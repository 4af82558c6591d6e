"""M10: fewer than two vertebrae can be evaluated, so the spine is not diagnostic."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import ISCD_ADULT
from assess.values.spine import excluded_vertebrae
from dxa.assessment import Severity, Truth
from dxa.regions import Region
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat

EVALUABLE = Parameter(
    name="EVALUABLE_VERTEBRAE", value=Decimal(2), operator=Operator.LT, unit="vertebrae", cite=ISCD_ADULT
)
_LUMBAR = frozenset({"L1", "L2", "L3", "L4"})
_MEASURED = frozenset({Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE})


def _run(situation: Situation) -> Judged:
    rows = [row for row in situation.report.measurements if _spine(row)]
    if not rows:
        return silent()
    # A spine value that names no vertebrae stands for L1 to L4, as everywhere.
    levels = {level for row in rows if row.excluded is None for level in row.levels or _LUMBAR}
    evaluable = sorted(levels & _LUMBAR - excluded_vertebrae(rows))
    known = Known(Decimal(len(evaluable)), source="counted in the report")
    found = compared("evaluable vertebrae", known, Operator.LT, EVALUABLE, "levels")
    if found.verdict is Truth.FALSE:
        return silent(*found.because)
    named = ", ".join(evaluable) or "none"
    return fires(
        *found.because, says=f"Evaluable vertebrae: {named}. The spine is not diagnostic; another site has to serve."
    )


def _spine(row: Measurement) -> bool:
    return row.region is Region.LUMBAR_SPINE and row.current and row.quantity in _MEASURED


CHECK = Check(
    id="M10",
    code=Caveat.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE,
    severity=Severity.MAJOR,
    says="Fewer than two vertebrae can be evaluated: the spine is not diagnostic.",
    cite=ISCD_ADULT,
    run=_run,
    figures=(EVALUABLE,),
)
