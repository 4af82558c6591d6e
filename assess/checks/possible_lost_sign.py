"""M04: a printed T-score above zero fits the BMD only with the opposite sign."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import convention
from assess.values.signs import Sign, signs_of
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    judged = list(signs_of(situation.report, situation.sex.value if situation.sex else None))
    if not judged:
        return silent()
    signs = [sign for _, sign in judged if sign is not None]
    lost = [_reason(sign) for sign in signs if sign.may_be_lost]
    if lost:
        return fires(*lost)
    return silent(*(_reason(sign) for sign in signs)) if signs else undecided("bmd_g_cm2", "sex")


def _reason(sign: Sign) -> Reason:
    near = sign.nearest
    return Reason(
        term=f"T-score expected from BMD {sign.bmd.value} g/cm2 ({near.reference}, tolerance {near.tolerance})",
        value=str(sign.row.value),
        operator="== -1 x",
        threshold=str(near.t_score),
        verdict=Truth.TRUE if sign.may_be_lost else Truth.FALSE,
        measurement=sign.row.id,
    )


CHECK = Check(
    id="M04",
    code=Caveat.POSSIBLE_LOST_SIGN,
    severity=Severity.CRITICAL,
    says="A T-score above zero fits its BMD only with the opposite sign: a minus may be lost. Nothing was flipped.",
    cite=convention("Arithmetic on BMD and published young-adult references", "T = (BMD - mean) / SD"),
    run=_run,
)
