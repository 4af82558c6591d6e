"""One place that two readings name differently: one exact density, left and right, or of L1-L4 and of L2-L4."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from dxa.issues import IssueCode
from dxa.regions import Region, Side
from dxa.report import DxaReport, Issue, Measurement, Quantity

_EXACT = -3
"""Decimals of a density that two places do not share by chance."""
_SIDES = frozenset({Side.LEFT, Side.RIGHT})


def held_where_mirrored(
    rows: Sequence[Measurement], reports: Sequence[DxaReport]
) -> tuple[tuple[Measurement, ...], list[Issue]]:
    """Return the measurements, those held back that one report gives of the left and another of the right side.

    So are those that one gives of some vertebrae and another of others. Only where no number of the two differs, and
    neither report knows the other's side or vertebrae.
    """
    torn = {region for one, other in permutations(map(_sided, reports), 2) for region in _mirrored(one, other)}
    moved = {levels for one, other in combinations(map(_spines, reports), 2) for levels in _moved(one, other)}
    issues: list[Issue] = []
    if torn:
        text = "the same numbers are given of the left and of the right side; held back"
        issues.append(Issue(code=IssueCode.SIDE_CONFLICT, text=text))
        rows = [_doubted(row, IssueCode.SIDE_CONFLICT) if row.region in torn else row for row in rows]
    if moved:
        text = "the same numbers are given of different vertebrae; held back"
        issues.append(Issue(code=IssueCode.VALUE_CONFLICT, text=text))
        rows = [
            _doubted(row, IssueCode.VALUE_CONFLICT) if _is_spine(row) and row.levels in moved else row for row in rows
        ]
    return tuple(rows), issues


def _doubted(row: Measurement, code: IssueCode) -> Measurement:
    return replace(row, held=row.held or code) if row.current else row


_Values = dict[Quantity, Measurement]
_Spines = dict[tuple[str, ...], _Values]


def _is_spine(row: Measurement) -> bool:
    return row.region is Region.LUMBAR_SPINE and len(row.levels) > 1


def _spines(report: DxaReport) -> _Spines:
    """Return the present values of each combination of vertebrae."""
    found: _Spines = {}
    for row in report.measurements:
        if row.current and _is_spine(row):
            found.setdefault(row.levels, {})[row.quantity] = row
    return found


def _moved(one: _Spines, other: _Spines) -> Iterable[tuple[str, ...]]:
    """Yield the vertebrae of numbers that the other reading gives of others."""
    for levels in one.keys() - other.keys():
        for moved in other.keys() - one.keys():
            if _are_the_same(one[levels], other[moved]):
                yield from (levels, moved)


_Numbers = dict[Region, dict[Side, _Values]]


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
        if _are_the_same(one[region][Side.LEFT], other[region][Side.RIGHT]):
            yield region


def _are_the_same(one: _Values, other: _Values) -> bool:
    """Whether two readings share an exact density, and differ in no number both give."""
    shared = one.keys() & other.keys()
    density = one.get(Quantity.BMD)
    exponent = density.value.as_tuple().exponent if density is not None else 0
    is_exact = Quantity.BMD in shared and isinstance(exponent, int) and exponent <= _EXACT
    return is_exact and all(one[name].value == other[name].value for name in shared)
