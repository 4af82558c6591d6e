"""Area and BMC of several vertebrae are the sums of the single ones, where all of them are listed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dxa.regions import Region
from parsers.pdf.checks.check import Check, Failure, Figures, half_unit
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout


def _failures(rows: Sequence[Figures], _layout: Layout | None) -> tuple[Failure, ...]:
    spine = [(number, row) for number, row in enumerate(rows) if row.site.region is Region.LUMBAR_SPINE]
    found: list[Failure] = []
    for column in (Column.AREA, Column.BMC):
        single = {row.site.levels[0]: row.values.get(column) for _, row in spine if len(row.site.levels) == 1}
        found += [
            Failure(
                row=number, columns=(column, Column.BMD), text=f"the {column} of several vertebrae is not their sum"
            )
            for number, row in spine
            if len(row.site.levels) > 1 and _differs(row, column, single)
        ]
    return tuple(found)


def _differs(row: Figures, column: Column, single: Mapping[str, Decimal | None]) -> bool:
    stated = row.values.get(column)
    parts = [single.get(level) for level in row.site.levels]
    known = [part for part in parts if part is not None]
    if stated is None or len(known) < len(parts):
        return False
    # Twice what rounding of every part explains: analysis software sums before it rounds.
    slack = 2 * (half_unit(stated) + sum(half_unit(part) for part in known))
    return abs(sum(known) - stated) > slack


def _confirms(_figures: Figures) -> frozenset[Column]:
    return frozenset()


CHECK = Check(name="spine sums", failures=_failures, confirms=_confirms)
