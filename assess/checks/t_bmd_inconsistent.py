"""M03: a printed T-score fits no known reference for its BMD, maker and site."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import convention
from assess.values.references import expected_t, partner
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    rows = [row for row in situation.usable if row.quantity is Quantity.T_SCORE]
    reasons = [reason for row in rows if (reason := _reason(situation, row)) is not None]
    misfits = [reason for reason in reasons if reason.verdict is Truth.FALSE]
    if misfits:
        return fires(*misfits)
    if rows and not reasons:
        return undecided("bmd_g_cm2")
    return silent(*reasons)


def _reason(situation: Situation, row: Measurement) -> Reason | None:
    """Return whether some reference gives this T-score; None where BMD or a reference is missing."""
    bmd = partner(situation.report, row, Quantity.BMD)
    expected = (
        expected_t(situation.report, situation.sex.value if situation.sex else None, bmd)
        if bmd is not None and bmd.held is None
        else ()
    )
    if bmd is None or not expected:
        return None
    fits = any(one.fits(row.value) for one in expected)
    nearest = min(expected, key=lambda one: abs(row.value - one.t_score))
    return Reason(
        term=f"T-score of BMD {bmd.value} g/cm2 by any reference, nearest {nearest.reference} "
        f"(tolerance {nearest.tolerance})",
        value=str(row.value),
        operator="==",
        threshold=str(nearest.t_score),
        verdict=Truth.TRUE if fits else Truth.FALSE,
        measurement=row.id,
    )


CHECK = Check(
    id="M03",
    code=Caveat.T_BMD_INCONSISTENT,
    severity=Severity.MAJOR,
    says="A T-score fits its BMD by none of the references known for this maker and site: one of the two may be wrong.",
    cite=convention("Arithmetic on BMD and published young-adult references", "T = (BMD - mean) / SD"),
    run=_run,
)
