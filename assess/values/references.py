"""The T-scores a density may have by the young-adult references, for plausibility only: never for a decision."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dxa.assessment import Evidence
from dxa.regions import Region
from dxa.report import DxaReport, Measurement, Quantity, Sex
from dxa.young_adults import REFERENCES, WHOLE_SPINE

EXACT = Decimal("0.15")
"""Tolerance for constants as printed: T is rounded to 0.1, and editions of one reference differ a little."""
CONVERTED = Decimal("0.3")
"""Tolerance for constants converted by standardised BMD equations."""
_TOLERANCE = {Evidence.DERIVED: CONVERTED}


@dataclass(frozen=True, slots=True)
class Expected:
    """The T-score a BMD has by one reference."""

    t_score: Decimal
    reference: str
    tolerance: Decimal
    sex: Sex
    """Of the reference population."""

    def fits(self, t_score: Decimal) -> bool:
        """Return whether a printed T-score may come from this reference."""
        return abs(t_score - self.t_score) <= self.tolerance


_NECK, _HIP, _SPINE = Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.LUMBAR_SPINE
_BY_REGION = {region: tuple(row for row in REFERENCES if row.region is region) for region in (_NECK, _HIP, _SPINE)}


def expected_t(report: DxaReport, sex: Sex | None, bmd: Measurement) -> tuple[Expected, ...]:
    """Return the T-scores a BMD may have, one per candidate of its maker, site and sex; empty if none is known.

    An unknown maker or sex widens the candidates, so that a fit is found sooner than a misfit.
    """
    if bmd.region is _SPINE and bmd.levels not in {(), WHOLE_SPINE}:
        return ()
    maker = _maker(report.study.device.manufacturer)
    rows = (
        row
        for row in _BY_REGION.get(bmd.region, ())
        if (maker is None or maker == row.maker) and (row.sex is Sex.FEMALE or sex is not Sex.FEMALE)
    )
    return tuple(
        Expected(
            ((bmd.value - row.mean) / row.sd).quantize(Decimal("0.01")),
            row.name,
            _TOLERANCE.get(row.evidence, EXACT),
            row.sex,
        )
        for row in rows
    )


def partner(report: DxaReport, row: Measurement, quantity: Quantity) -> Measurement | None:
    """Return the value of another quantity measured at the same place and time as `row`; None if there is none."""
    region, place = row.region, _place(row)
    for other in report.measurements:
        if other.region is region and other.quantity is quantity and _place(other) == place:
            return other
    return None


def _place(row: Measurement) -> tuple[object, ...]:
    return row.side, row.levels, row.current, row.exam_date


@lru_cache(maxsize=256)
def _maker(manufacturer: str | None) -> str | None:
    words = (manufacturer or "").casefold().replace(",", " ").split()
    if not words:
        return None
    return "ge" if words[0] in {"ge", "lunar"} else words[0]
