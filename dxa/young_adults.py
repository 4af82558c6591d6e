"""Young-adult reference constants, for plausibility only: several accepted candidates, each with its provenance.

A T-score is never computed from these for a decision; docs/sources.md says where each pair comes from.
"""

from dataclasses import dataclass
from decimal import Decimal

from dxa.assessment import Evidence
from dxa.regions import Region
from dxa.report import Sex

WHOLE_SPINE = ("L1", "L2", "L3", "L4")


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
    levels: tuple[str, ...] = ()
    """The vertebrae of a spine; empty for L1 to L4 and for every other region."""


def _row(  # noqa: PLR0917 - the rows of one table, column by column
    name: str, maker: str, region: Region, sex: Sex, mean: str, sd: str, evidence: Evidence
) -> YoungAdult:
    return YoungAdult(name, maker, region, sex, Decimal(mean), Decimal(sd), evidence)


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


def _part(maker: str, levels: str, mean: str, sd: str) -> YoungAdult:
    name = f"{maker} women, {levels}"
    used = tuple(levels.split("+"))
    return YoungAdult(name, maker, _SPINE, _WOMEN, Decimal(mean), Decimal(sd), Evidence.RECALLED, used)


PARTS_OF_SPINE: tuple[YoungAdult, ...] = (
    _part("hologic", "L1", "0.925", "0.110"),
    _part("hologic", "L2", "1.028", "0.110"),
    _part("hologic", "L3", "1.084", "0.110"),
    _part("hologic", "L4", "1.116", "0.110"),
    _part("ge", "L1", "1.130", "0.120"),
    _part("ge", "L2", "1.200", "0.120"),
    _part("ge", "L3", "1.200", "0.120"),
    _part("ge", "L4", "1.200", "0.120"),
    _part("ge", "L2+L3+L4", "1.200", "0.120"),
)
"""References of vertebrae, all recalled: they may explain a printed score, and nothing else may lean on them."""
