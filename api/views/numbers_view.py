"""The numbers of a report as one table: a row per site and examination, a cell per quantity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.views import words
from dxa.assessment import Deciding
from dxa.regions import Region, Side
from dxa.report import DxaReport, Measurement, Quantity

MAIN = (Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE)
"""Quantities with a column of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCell:
    """One number and how it may be used."""

    key: str
    """Id of the measurement; the link to its place in the source."""
    text: str
    """Digits as printed, with a real minus sign."""
    name: str
    """Quantity, such as BMD."""
    unit: str
    """Printed unit; empty for plain numbers."""
    held: str | None
    """Why rules do not use it, in words; None when they may."""
    deciding: bool
    rejected: str | None
    """Why it did not take part in the decision; None when it did or was not a candidate."""
    reference: str | None
    read_by: tuple[str, ...]
    """Every independent reading that gave this number."""
    place: str
    """Where it stands, as a person would point at it."""
    raw: str
    """The characters there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """Everything measured at one site in one examination."""

    site: str
    current: bool
    exam_date: date | None
    excluded: str | None
    """The report's own reason for leaving the site out."""
    cells: Mapping[Quantity, tuple[NumberCell, ...]]
    """Two numbers in one cell contradict each other."""

    @property
    def main(self) -> tuple[tuple[NumberCell, ...], ...]:
        """The cells of the main columns, in order; an empty tuple where nothing was printed."""
        return tuple(self.cells.get(quantity, ()) for quantity in MAIN)

    @property
    def other(self) -> tuple[NumberCell, ...]:
        """Every number without a column of its own."""
        return tuple(cell for quantity, cells in self.cells.items() if quantity not in MAIN for cell in cells)


def rows(report: DxaReport, deciding: Deciding | None) -> tuple[SiteRow, ...]:
    """Return the table in the order of the report, current examination first."""
    grouped: dict[_Group, list[Measurement]] = {}
    for row in report.measurements:
        grouped.setdefault(_group(row), []).append(row)
    table = [_site_row(group, members, deciding) for group, members in grouped.items()]
    return tuple(sorted(table, key=lambda row: not row.current))


@dataclass(frozen=True, slots=True)
class _Group:
    region: Region
    side: Side | None
    levels: tuple[str, ...]
    current: bool
    exam_date: date | None
    excluded: str | None


def _group(row: Measurement) -> _Group:
    # A current value is of this examination, whether or not its own reading found the date.
    exam_date = None if row.current else row.exam_date
    return _Group(row.region, row.side, row.levels, row.current, exam_date, row.excluded)


def _site_row(group: _Group, members: list[Measurement], deciding: Deciding | None) -> SiteRow:
    cells: dict[Quantity, tuple[NumberCell, ...]] = {}
    for row in members:
        cells[row.quantity] = (*cells.get(row.quantity, ()), _cell(row, deciding))
    return SiteRow(
        site=words.site(group.region, group.side, group.levels),
        current=group.current,
        exam_date=group.exam_date,
        excluded=group.excluded,
        cells=cells,
    )


def _cell(row: Measurement, deciding: Deciding | None) -> NumberCell:
    reasons = {left.measurement: left.reason for left in deciding.rejected} if deciding else {}
    rejected = reasons.get(row.id)
    return NumberCell(
        key=row.id,
        text=words.number(row.value),
        name=words.quantity(row.quantity),
        unit=words.unit(row.unit),
        held=words.phrase(row.held) if row.held else None,
        deciding=deciding is not None and deciding.measurement == row.id,
        rejected=words.phrase(rejected) if rejected else None,
        reference=row.reference,
        read_by=row.confirmed_by or (row.provenance.parser,),
        place=words.place(row.provenance.locator),
        raw=row.provenance.raw,
    )
