"""M04: a printed T-score above zero fits the BMD only with the opposite sign."""

from decimal import Decimal

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import convention
from assess.references import expected_t, partner
from assess.situation import Situation
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    rows = [row for row in situation.report.measurements if row.quantity is Quantity.T_SCORE and row.value > 0]
    if not rows:
        return silent()
    judged = [(row, _reason(situation, row)) for row in rows]
    lost = [reason for _, reason in judged if reason is not None and reason.verdict is Truth.TRUE]
    if lost:
        return fires(*lost)
    if all(reason is None for _, reason in judged):
        return undecided("bmd_g_cm2", "sex")
    return silent(*(reason for _, reason in judged if reason is not None))


def _reason(situation: Situation, row: Measurement) -> Reason | None:
    """Return how the T-score compares with the one its BMD gives; None where BMD, sex or a reference is missing."""
    bmd = partner(situation, row, Quantity.BMD)
    if bmd is None:
        return None
    expected = expected_t(situation, bmd)
    if not expected:
        return None
    as_it_is = any(one.fits(row.value) for one in expected)
    opposite = [one for one in expected if one.fits(-row.value)]
    lost = bool(opposite) and not as_it_is and row.value > _NOISE
    shown = (opposite or list(expected))[0]
    return Reason(
        term=f"T-score expected from BMD {bmd.value} g/cm2 ({shown.reference}, tolerance {shown.tolerance})",
        value=str(row.value),
        operator="== -1 x",
        threshold=str(shown.t_score),
        verdict=Truth.TRUE if lost else Truth.FALSE,
        measurement=row.id,
    )


_NOISE = Decimal("0.3")
"""Below the widest tolerance both signs fit, so nothing can be said."""


CHECK = Check(
    id="M04",
    code=Caveat.POSSIBLE_LOST_SIGN,
    severity=Severity.CRITICAL,
    says="A T-score above zero fits its BMD only with the opposite sign: a minus may be lost. Nothing was flipped.",
    cite=convention("Arithmetic on BMD and published young-adult references", "T = (BMD - mean) / SD"),
    run=_run,
)
