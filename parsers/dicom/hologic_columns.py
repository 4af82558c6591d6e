"""What the columns of a Hologic results table hold, by the words of its header row and never by their position."""

import re
from dataclasses import dataclass

from dxa.report import Quantity, Unit
from dxa.sites import plain
from parsers.dicom.hologic_text import Cell, Table

_UNIT = re.compile(r"[\[(]\s*\(?\s*(?P<unit>[^\])]*?)\s*\)?\s*[\])]")

# "PR" is the peak reference (young adult), "AM" the age-matched mean; both are printed in per cent.
_QUANTITIES: dict[str, tuple[Quantity, Unit]] = {
    "area": (Quantity.AREA, Unit.CM2),
    "bmc": (Quantity.BMC, Unit.G),
    "bmd": (Quantity.BMD, Unit.G_PER_CM2),
    "t-score": (Quantity.T_SCORE, Unit.ONE),
    "t score": (Quantity.T_SCORE, Unit.ONE),
    "tscore": (Quantity.T_SCORE, Unit.ONE),
    "z-score": (Quantity.Z_SCORE, Unit.ONE),
    "z score": (Quantity.Z_SCORE, Unit.ONE),
    "zscore": (Quantity.Z_SCORE, Unit.ONE),
    "pr": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "% pr": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "% am": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "pr%": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am%": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "pr %": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am %": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
}
_REGION = frozenset({"region", "regions", "roi", "site"})
_BONES = {
    "radius": "radius",
    "ulna": "ulna",
    "radius+ulna": "radius+ulna",
    "r+u": "radius+ulna",
    "u+r": "radius+ulna",
    "ulna+radius": "radius+ulna",
}
"""Headings over the row labels of a forearm table, in place of Region."""
_DATE = frozenset({"date", "scan date", "exam date", "study date"})
_IGNORED = frozenset({"age", "fat", "lean", "lean+bmc", "lean + bmc", "total", "total mass", "% fat", "%fat", "fat %"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers."""

    quantity: Quantity
    unit: Unit
    """What this vendor's format prints it in."""
    printed: str
    """The unit in the header; empty if none stands there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The header row of a table."""

    header: int
    """Its row."""
    region: int | None
    bones: str
    """The bones its first heading names in place of Region; empty for Region."""
    date: int | None
    values: dict[int, Column]
    changes: tuple[tuple[int, str, str], ...]
    """Columns of changes: position, plain heading, unit printed in it."""
    unknown: tuple[Cell, ...]


def columns_of(table: Table) -> Columns | None:
    """Return what the columns hold, None if the first rows are no header."""
    for number in sorted(table.rows)[:3]:
        cells = table.rows[number]
        columns = _read(number, cells)
        if (columns.region is not None or columns.date is not None) and (columns.values or columns.changes):
            return columns
    return None


def _read(number: int, cells: dict[int, Cell]) -> Columns:
    region = date = None
    bones = ""
    values: dict[int, Column] = {}
    changes: list[tuple[int, str, str]] = []
    unknown: list[Cell] = []
    for position, cell in sorted(cells.items()):
        name, unit = heading(cell.words)
        if name in _REGION:
            region = position if region is None else region
        elif (named := _BONES.get(name.replace(" ", ""))) and region is None:
            region, bones = position, named
        elif name in _DATE:
            date = position if date is None else date
        elif name in _QUANTITIES:
            quantity, expected = _QUANTITIES[name]
            values[position] = Column(quantity, expected, unit)
        elif "change" in name:
            changes.append((position, name, unit))
        elif name and name not in _IGNORED:
            unknown.append(cell)
    return Columns(number, region, bones, date, values, tuple(changes), tuple(unknown))


def heading(words: str) -> tuple[str, str]:
    """Return the plain name of a heading and the unit in its brackets.

    >>> heading("BMD[g/cm2]"), heading("% Fat[(%)]"), heading("PR (%)")
    (('bmd', 'g/cm2'), ('% fat', '%'), ('pr', '%'))
    """
    found = _UNIT.search(words)
    name = re.sub(r"\s*-\s*", "-", plain(_UNIT.sub(" ", words)).strip(" :"))
    return name, found["unit"].strip() if found else ""
