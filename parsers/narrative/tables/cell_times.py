"""When the cells of a row were measured, by their heads and by one another."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.examinations.times import Moment, Time, dated
from parsers.narrative.language.dates import When
from parsers.narrative.tables.tables import Cell


def moments_of_cells(cells: Sequence[Cell], study: When | None, *, in_grid: bool) -> list[Moment]:
    """Return the moment of each cell of a row; `study` is the date of the examination, None when it is not known.

    In a grid only the word over a column makes it one of today.
    """
    return [_moment(cell, cells, study, in_grid=in_grid) for cell in cells]


def _moment(cell: Cell, cells: Sequence[Cell], study: When | None, *, in_grid: bool) -> Moment:
    told = cell.time is Time.PRIOR or (in_grid and cell.time is Time.CURRENT)
    if cell.when is None or told:
        return Moment(cell.time, cell.when, worded=cell.time is Time.PRIOR)
    if study is None and cell.time is Time.UNSURE and any(_is_of_today(other, cell) for other in cells):
        # "T-score now   T-score 14/11/2020": one row holds two examinations, and the other one is of today.
        return Moment(Time.PRIOR, cell.when, said=True, worded=True, heads=True)
    return replace(dated(cell.when, study), heads=True)


def _is_of_today(other: Cell, cell: Cell) -> bool:
    """Whether another cell of the row is the same quantity of the same site, today."""
    if other is cell or isinstance(other.wanted, str) or isinstance(cell.wanted, str):
        return False
    same = other.site == cell.site and other.wanted.quantity is cell.wanted.quantity
    return same and other.time is Time.CURRENT and other.when is None
