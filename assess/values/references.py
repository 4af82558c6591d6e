"""Young-adult reference constants, for plausibility only: several accepted candidates, each with its provenance.

A T-score is never computed from these for a decision; docs/sources.md says where each pair comes from.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dxa.assessment import Evidence
from dxa.regions import Region
from dxa.report import DxaReport, Measurement, Quantity, Sex

EXACT = Decimal("0.15")
"""Tolerance for constants as printed: T is rounded to 0.1, and editions of one reference differ a little."""
CONVERTED = Decimal("0.3")
"""Tolerance for constants converted by standardised BMD equations."""


@dataclass(frozen=True, slots=True)
class YoungAdult:
    """Mean and standard deviation of one reference, g/cm2."""

    name: str
    maker: str
    """First word of the manufacturer, lower case."""
    region: Region
    sex: Sex
    mean: Decimal
    sd: Decimal
    evidence: Evidence
    tolerance: Decimal = EXACT


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


def _row(  # noqa: PLR0917 - the rows of one table, column by column
    name: str, maker: str, region: Region, sex: Sex, mean: str, sd: str, evidence: Evidence
) -> YoungAdult:
    tolerance = CONVERTED if evidence is Evidence.DERIVED else EXACT
    return YoungAdult(name, maker, region, sex, Decimal(mean), Decimal(sd), evidence, tolerance)


_NECK, _HIP, _SPINE = Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.LUMBAR_SPINE
_WOMEN, _MEN = Sex.FEMALE, Sex.MALE

REFERENCES: tuple[YoungAdult, ...] = (
    _row("NHANES III women", "hologic", _NECK, _WOMEN, "0.858", "0.120", Evidence.SECONDARY),
    _row("Hologic women", "hologic", _NECK, _WOMEN, "0.849", "0.111", Evidence.RECALLED),
    _row("NHANES III women", "hologic", _HIP, _WOMEN, "0.942", "0.122", Evidence.SECONDARY),
    _row("NHANES III men", "hologic", _NECK, _MEN, "0.934", "0.137", Evidence.RECALLED),
    _row("NHANES III men", "hologic", _HIP, _MEN, "1.041", "0.144", Evidence.RECALLED),
    _row("Hologic women", "hologic", _SPINE, _WOMEN, "1.047", "0.110", Evidence.RECALLED),
    _row("NHANES 2005+ women", "hologic", _SPINE, _WOMEN, "1.064", "0.106", Evidence.SEEN),
    _row("Hologic men", "hologic", _SPINE, _MEN, "1.091", "0.110", Evidence.RECALLED),
    _row("NHANES 2005+ men", "hologic", _SPINE, _MEN, "1.057", "0.110", Evidence.SEEN),
    _row("Lunar USA women", "ge", _SPINE, _WOMEN, "1.180", "0.120", Evidence.RECALLED),
    _row("Lunar men", "ge", _SPINE, _MEN, "1.220", "0.120", Evidence.RECALLED),
    _row("Lunar equivalent of NHANES III", "ge", _NECK, _WOMEN, "1.038", "0.139", Evidence.DERIVED),
    _row("Lunar equivalent of NHANES III", "ge", _HIP, _WOMEN, "1.008", "0.126", Evidence.DERIVED),
    _row("Norland equivalent of NHANES III", "norland", _NECK, _WOMEN, "0.960", "0.132", Evidence.DERIVED),
    _row("Norland equivalent of NHANES III", "norland", _HIP, _WOMEN, "0.919", "0.122", Evidence.DERIVED),
)
"""Women's references serve men too, as ISCD asks; both are candidates for a man."""
_BY_REGION = {region: tuple(row for row in REFERENCES if row.region is region) for region in (_NECK, _HIP, _SPINE)}


def expected_t(report: DxaReport, sex: Sex | None, bmd: Measurement) -> tuple[Expected, ...]:
    """Return the T-scores a BMD may have, one per candidate of its maker, site and sex; empty if none is known.

    An unknown maker or sex widens the candidates, so that a fit is found sooner than a misfit.
    """
    if bmd.region is _SPINE and bmd.levels not in {(), ("L1", "L2", "L3", "L4")}:
        return ()
    maker = _maker(report.study.device.manufacturer)
    rows = (
        row
        for row in _BY_REGION.get(bmd.region, ())
        if (maker is None or maker == row.maker) and (row.sex is _WOMEN or sex is not _WOMEN)
    )
    return tuple(
        Expected(((bmd.value - row.mean) / row.sd).quantize(Decimal("0.01")), row.name, row.tolerance, row.sex)
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
