"""One limb that two readings put on different sides: the same density to the third decimal, left and right."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations

from dxa.issues import IssueCode
from dxa.regions import Region, Side
from dxa.report import DxaReport, Issue, Measurement, Quantity

_EXACT = -3
"""Decimals of a density that two sides do not share by chance."""
_SIDES = frozenset({Side.LEFT, Side.RIGHT})


def held_where_mirrored(
    rows: Sequence[Measurement], reports: Sequence[DxaReport]
) -> tuple[tuple[Measurement, ...], list[Issue]]:
    """Return the measurements, those of a region held back that one report gives of the left and another of the right.

    Only where no number of the two differs, and neither report knows the other side.
    """
    torn = {region for one, other in permutations(map(_sided, reports), 2) for region in _mirrored(one, other)}
    if not torn:
        return tuple(rows), []
    text = "the same numbers are given of the left and of the right side; held back"
    held = (
        replace(row, held=row.held or IssueCode.SIDE_CONFLICT) if row.current and row.region in torn else row
        for row in rows
    )
    return tuple(held), [Issue(code=IssueCode.SIDE_CONFLICT, text=text)]


_Numbers = dict[Region, dict[Side, dict[Quantity, Measurement]]]


def _sided(report: DxaReport) -> _Numbers:
    """Return the present values of each limb by side."""
    found: _Numbers = {}
    for row in report.measurements:
        if row.current and row.side in _SIDES:
            found.setdefault(row.region, {}).setdefault(row.side, {})[row.quantity] = row
    return found


def _mirrored(one: _Numbers, other: _Numbers) -> Iterable[Region]:
    for region in one.keys() & other.keys():
        if set(one[region]) != {Side.LEFT} or set(other[region]) != {Side.RIGHT}:
            continue
        left, right = one[region][Side.LEFT], other[region][Side.RIGHT]
        shared = left.keys() & right.keys()
        density = left.get(Quantity.BMD)
        exponent = density.value.as_tuple().exponent if density is not None else 0
        is_exact = Quantity.BMD in shared and isinstance(exponent, int) and exponent <= _EXACT
        if is_exact and all(left[name].value == right[name].value for name in shared):
            yield region
