"""BMD is BMC divided by area, within what rounding allows."""

from collections.abc import Sequence

from dxa.regions import Side
from parsers.pdf.checks.check import Check, Failure, Figures, half_unit
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_USED = (Column.BMD, Column.BMC, Column.AREA)


def _holds(figures: Figures) -> bool | None:
    bmd, bmc, area = (figures.values.get(column) for column in _USED)
    if bmd is None or bmc is None or area is None or area <= 0 or figures.is_difference:
        return None
    # The mean of two sides is taken of each column, so the quotient of means is only near it.
    slack = half_unit(bmd) * (4 if figures.site.side else 2)
    low = (bmc - half_unit(bmc)) / (area + half_unit(area)) - slack
    high = (bmc + half_unit(bmc)) / (area - half_unit(area)) + slack
    return low <= bmd <= high


def _failures(rows: Sequence[Figures], _layout: Layout | None) -> tuple[Failure, ...]:
    return tuple(
        Failure(row=number, columns=(Column.BMD,), text="the BMD of a row is not its BMC divided by its area")
        for number, figures in enumerate(rows)
        if _holds(figures) is False and not _is_mean(figures, rows)
    )


def _is_mean(figures: Figures, rows: Sequence[Figures]) -> bool:
    """Whether a row is the mean of the two sides of its region, each column by itself, whose sides differ widely."""
    if figures.site.side is not Side.MEAN:
        return False
    found = [_sides(figures, rows, column) for column in _USED]
    return all(found)


def _sides(figures: Figures, rows: Sequence[Figures], column: Column) -> bool:
    """Whether one column of a row is the mean of a left and a right one, within what rounding of all three allows."""
    own, region = figures.values[column], figures.site.region
    pair = {row.site.side: row.values.get(column) for row in rows if row.site.region is region}
    left, right = pair.get(Side.LEFT), pair.get(Side.RIGHT)
    return left is not None and right is not None and abs((left + right) / 2 - own) <= 2 * half_unit(own)


def _confirms(figures: Figures) -> frozenset[Column]:
    return frozenset(_USED) if _holds(figures) else frozenset()


CHECK = Check(name="BMD is BMC over area", failures=_failures, confirms=_confirms)
