"""The row of differences between two sides is of the group whose left and right differ by it, and of no other."""

from collections.abc import Sequence
from decimal import Decimal

from dxa.regions import Region, Side
from parsers.pdf.checks.check import Check, Failure, Figures
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_SLACK = Decimal("0.0015")
"""Software subtracts before it rounds each of the three numbers to a thousandth."""


def _failures(rows: Sequence[Figures], _layout: Layout | None) -> tuple[Failure, ...]:
    if not any(row.site.side in {Side.LEFT, Side.RIGHT} for row in rows):
        return ()
    text = "a row of differences whose group's left and right side do not differ by it"
    return tuple(
        Failure(row=number, columns=tuple(row.values), text=text)
        for number, row in enumerate(rows)
        if row.site.side is Side.DIFFERENCE and not _is_borne_out(row, rows)
    )


def _is_borne_out(row: Figures, rows: Sequence[Figures]) -> bool:
    stated = row.values.get(Column.BMD)
    left, right = _densities(rows, row.site.region, Side.LEFT), _densities(rows, row.site.region, Side.RIGHT)
    if stated is None or max(len(left), len(right)) != 1:
        return False
    if len(left) + len(right) == 1:
        # The group prints one side only: it is the right group, and there is nothing to subtract.
        return True
    return abs(abs(left[0] - right[0]) - abs(stated)) <= _SLACK


def _densities(rows: Sequence[Figures], region: Region, side: Side) -> list[Decimal]:
    return [
        value
        for row in rows
        if row.site.region is region and row.site.side is side and (value := row.values.get(Column.BMD)) is not None
    ]


def _confirms(_figures: Figures) -> frozenset[Column]:
    return frozenset()


CHECK = Check(name="differences", failures=_failures, confirms=_confirms)
