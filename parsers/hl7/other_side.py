"""Numbers of a limb that the fields of a message give for one side and its words for the other."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Region, Side
from dxa.report import DxaReport, Issue, Measurement, Quantity

_SIDED = frozenset({Side.LEFT, Side.RIGHT})
_TEXT = "the fields give this number for one side and the words for the other; held back from rules"


def held_over_sides(base: DxaReport, readings: Sequence[DxaReport]) -> tuple[DxaReport, list[DxaReport]]:
    """Return the fields and the readings of words, numbers held back that are told of one side here, the other there.

    Only where each of the two knows one side of a region: two hips may well have one T-score.
    """
    told = [row for reading in readings for row in reading.measurements if row.current]
    known = [row for row in base.measurements if row.current]
    torn = {
        (row.region, row.quantity, row.value)
        for row in known
        for other in told
        if _is_mirrored(row, other) and _sides(row, known) == {row.side} and _sides(other, told) == {other.side}
    }
    if not torn:
        return base, list(readings)
    return _held(base, torn), [_held(reading, torn) for reading in readings]


def _is_mirrored(row: Measurement, other: Measurement) -> bool:
    same = (row.region, row.quantity, row.value) == (other.region, other.quantity, other.value)
    return same and {row.side, other.side} == _SIDED


def _sides(row: Measurement, rows: Sequence[Measurement]) -> set[Side | None]:
    return {other.side for other in rows if other.region is row.region}


def _held(report: DxaReport, torn: set[tuple[Region, Quantity, Decimal]]) -> DxaReport:
    rows: list[Measurement] = []
    issues: list[Issue] = []
    for row in report.measurements:
        if row.current and row.held is None and (row.region, row.quantity, row.value) in torn:
            where = row.provenance
            issues.append(
                Issue(code=IssueCode.SIDE_CONFLICT, text=_TEXT, locator=where.locator, document=where.document)
            )
            rows.append(replace(row, held=IssueCode.SIDE_CONFLICT))
        else:
            rows.append(row)
    return replace(report, measurements=tuple(rows), issues=(*report.issues, *issues))
