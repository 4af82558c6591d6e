"""Units as headings and cells print them."""

from dataclasses import dataclass

from dxa.report import Unit
from parsers.pdf.headings.columns import Column


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A unit of the report, and what a printed number has to be divided by to stand in it."""

    unit: Unit
    divisor: int = 1


_AREAL = {"g/cm2": 1, "gm/cm2": 1, "gms/cm2": 1, "g/cm^2": 1, "gm/cm^2": 1, "gcm2": 1, "mg/cm2": 1000}

_DEVIATIONS = {None, "sd", "ds", "de", "dp", "et"}
"""Standard deviations in the languages read here."""


def unit_of(column: Column, printed: str | None) -> PrintedUnit | None:
    """Return the unit of a column's values, or None if it is not stated or does not fit the quantity.

    Scores and percentages need no unit: they have only one.
    """
    plain = printed.replace("\u00b2", "2").lower() if printed else None
    if column is Column.BMD:
        return PrintedUnit(Unit.G_PER_CM2, _AREAL[plain]) if plain in _AREAL else None
    if column is Column.BMC:
        return PrintedUnit(Unit.G) if plain in {"g", "gm", "gram", "grams"} else None
    if column is Column.AREA:
        return PrintedUnit(Unit.CM2) if plain in {"cm2", "sqcm", "sq.cm"} else None
    if column in {Column.T, Column.Z, Column.TBS}:
        return PrintedUnit(Unit.ONE) if plain in _DEVIATIONS else None
    return PrintedUnit(Unit.PERCENT) if plain in {None, "%"} else None
