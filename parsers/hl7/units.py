"""What OBX-6 means for a quantity; a unit that is not understood refuses the value."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dxa.report import Quantity, Unit

_SCORE = frozenset({
    "", "1", "sd", "sds", "de", "ds", "dp", "et", "s.d.", "std dev", "std. dev.", "standard deviation",
    "standard deviations", "t", "z", "score", "t-score", "z-score", "t score", "z score", "tscore", "zscore",
    "{t-score}", "{z-score}", "{tscore}", "{zscore}", "{score}", "{sd}", "unitless", "none", "no units",
    "sd units", "sd unit", "s.d.s.", "sd's", "t-scores", "z-scores", "n/a", "na", "not applicable",
})  # fmt: skip
"""Units of T- and Z-scores met or shown by LOINC and US Core; the empty one is common."""

_DENSITY = re.compile(
    r"(?P<mass>m(?:illi)?)?g(?:m|r|ms|rs|rams?)?\.?\s*(?:/|per)\s*"
    r"(?:cm\s*(?:2|\^2|\*{1,2}2|\u00b2|\(2\)|sq\.?)|sq\.?\s*cm|cm-2)"
    r"|(?P<milli>m?)g[.*\u00b7 ]cm-2"
)
_PLAIN: dict[Quantity, dict[str, Unit]] = {
    Quantity.BMC: {"g": Unit.G, "gm": Unit.G, "grams": Unit.G, "gram": Unit.G},
    Quantity.AREA: {"cm2": Unit.CM2, "cm^2": Unit.CM2, "cm\u00b2": Unit.CM2, "sq cm": Unit.CM2, "[cm2]": Unit.CM2},
    Quantity.CHANGE_PERCENT: {
        "%": Unit.PERCENT,
        "percent": Unit.PERCENT,
        "%/year": Unit.PERCENT_PER_YEAR,
        "%/yr": Unit.PERCENT_PER_YEAR,
        "%/a": Unit.PERCENT_PER_YEAR,
    },
}
_SHARE = frozenset({Quantity.YOUNG_ADULT_PERCENT, Quantity.AGE_MATCHED_PERCENT, Quantity.FRAX_MAJOR, Quantity.FRAX_HIP})
_BY_AREA = frozenset({Quantity.BMD, Quantity.CHANGE})
_WITHOUT = frozenset({Quantity.T_SCORE, Quantity.Z_SCORE, Quantity.TBS})


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit and the factor that brings a number in it to the unit of the schema."""

    unit: Unit
    factor: Decimal = Decimal(1)


_ONE_THOUSANDTH = Decimal("0.001")


@lru_cache(maxsize=512)
def unit_of(quantity: Quantity, text: str) -> Stated | None:
    """Return what a unit text means for a quantity, or None if it means nothing for it.

    >>> unit_of(Quantity.BMD, "mg/cm\u00b2").factor, unit_of(Quantity.BMD, ""), unit_of(Quantity.T_SCORE, "").unit.value
    (Decimal('0.001'), None, '1')
    """
    name = " ".join(text.casefold().split())
    if quantity in _WITHOUT:
        return Stated(Unit.ONE) if name in _SCORE else None
    if quantity in _SHARE:
        return Stated(Unit.PERCENT) if name in {"", "%", "percent", "{percent}"} else None
    if quantity in _BY_AREA:
        found = _DENSITY.fullmatch(name.strip("[]{}()"))
        if found is None:
            return None
        milli = found["mass"] or found["milli"]
        return Stated(Unit.G_PER_CM2, _ONE_THOUSANDTH if milli else Decimal(1))
    unit = _PLAIN.get(quantity, {}).get(name)
    return Stated(unit) if unit else None


def is_density(text: str) -> bool:
    """Return whether a unit can only be that of mass per area."""
    return unit_of(Quantity.BMD, text) is not None
