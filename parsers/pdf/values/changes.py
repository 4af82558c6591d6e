"""Whether the changes a history prints are those between its own densities."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.report import Measurement, Quantity

_SLACK = {Quantity.CHANGE: Decimal("0.0015"), Quantity.CHANGE_PERCENT: Decimal("0.25")}
"""Our own allowance: software subtracts before it rounds densities to a thousandth and percentages to a tenth."""
_MOST = {Quantity.CHANGE: Decimal(1), Quantity.CHANGE_PERCENT: Decimal(100)}
"""Our own bounds, far beyond any change between two examinations."""


def checked_changes(rows: Sequence[Measurement]) -> list[Measurement]:
    """Return the values of one history, a change held back that its densities contradict.

    A change against the previous examination is the difference from the density right before it; where that one is
    not printed, nothing is known of it but its size.
    """
    densities = {row.exam_date: row.value for row in rows if row.quantity is Quantity.BMD and row.exam_date}
    return [_judged(row, densities) for row in rows]


def fits_densities(row: Measurement, densities: Mapping[date, Decimal]) -> bool:
    """Return whether a value is a change, and the one between its density and the one right before it."""
    expected = _expected(row, densities) if row.quantity in _SLACK else None
    return expected is not None and abs(row.value - expected) <= _SLACK[row.quantity]


def _judged(row: Measurement, densities: Mapping[date, Decimal]) -> Measurement:
    if row.quantity not in _SLACK:
        return row
    if abs(row.value) > _MOST[row.quantity]:
        return replace(row, held=row.held or IssueCode.IMPLAUSIBLE_VALUE)
    expected = _expected(row, densities)
    if expected is None or abs(row.value - expected) <= _SLACK[row.quantity]:
        return row
    return replace(row, held=row.held or IssueCode.CONSISTENCY_FAILED)


def _expected(row: Measurement, densities: Mapping[date, Decimal]) -> Decimal | None:
    if row.exam_date is None or row.exam_date not in densities:
        return None
    before = max((day for day in densities if day < row.exam_date), default=None)
    if before is None or densities[before] == 0:
        return None
    difference = densities[row.exam_date] - densities[before]
    return difference if row.quantity is Quantity.CHANGE else 100 * difference / densities[before]
