"""Whether a T-score above zero fits the BMD beside it only with the opposite sign: a minus may have been lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assess.values.references import Expected, expected_t, partner
from dxa.regions import Side
from dxa.report import DxaReport, Measurement, Quantity, Sex

_NOISE = Decimal("0.3")
"""Below the widest tolerance both signs fit, so nothing can be said."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A T-score above zero beside the one its BMD gives."""

    row: Measurement
    bmd: Measurement
    nearest: Expected
    """The reference the printed number fits with the opposite sign, or else the first candidate."""
    may_be_lost: bool


def signs_of(report: DxaReport, sex: Sex | None) -> Iterator[tuple[Measurement, Sign | None]]:
    """Yield every T-score above zero, with how it stands to its BMD; None where BMD or a reference is missing.

    A difference of two sides has no sign to lose.
    """
    for row in report.measurements:
        if row.quantity is Quantity.T_SCORE and row.value > 0 and row.side is not Side.DIFFERENCE:
            yield row, _sign(report, sex, row)


def _sign(report: DxaReport, sex: Sex | None, row: Measurement) -> Sign | None:
    bmd = partner(report, row, Quantity.BMD)
    expected = expected_t(report, sex, bmd) if bmd is not None else ()
    if bmd is None or not expected:
        return None
    as_it_is = any(one.fits(row.value) for one in expected)
    opposite = [one for one in expected if one.fits(-row.value)]
    lost = bool(opposite) and not as_it_is and row.value > _NOISE
    return Sign(row=row, bmd=bmd, nearest=(opposite or list(expected))[0], may_be_lost=lost)


def lost_signs(report: DxaReport, sex: Sex | None) -> frozenset[str]:
    """Return the ids of the T-scores whose minus may have been lost."""
    return frozenset(row.id for row, sign in signs_of(report, sex) if sign is not None and sign.may_be_lost)
