"""Whether the rows of a history are borne out by what is printed beside them, where its maker is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Site
from dxa.report import Measurement, Quantity
from parsers.pdf.checks import all_checks
from parsers.pdf.checks.check import Figures
from parsers.pdf.headings.columns import Column
from parsers.pdf.values.changes import fits_densities

_COLUMNS = {
    Quantity.BMD: Column.BMD,
    Quantity.T_SCORE: Column.T,
    Quantity.YOUNG_ADULT_PERCENT: Column.YOUNG,
}


def judged_history(rows: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """Return the values of one history, those of days held back that nothing beside them bears out.

    A day is borne out by its percentage, which has to fit its T-score, or by a change that is the difference of its
    density from that of the day before or after it.
    """
    days: dict[date | None, list[Measurement]] = {}
    for row in rows:
        days.setdefault(row.exam_date, []).append(row)
    densities = {row.exam_date: row.value for row in rows if row.quantity is Quantity.BMD and row.exam_date}
    certain = {day for day, own in days.items() if _is_consistent(own)} | _linked(rows, densities)
    doubted = {day for day, own in days.items() if _is_contradicted(own)}
    return tuple(
        row if row.exam_date in certain - doubted else replace(row, held=row.held or IssueCode.UNVERIFIED_TABLE)
        for row in rows
    )


def _figures(rows: Sequence[Measurement]) -> Figures:
    site = Site(rows[0].region, rows[0].side, rows[0].levels)
    values: dict[Column, Decimal] = {
        _COLUMNS[row.quantity]: row.value for row in rows if row.quantity in _COLUMNS and row.held is None
    }
    return Figures(site=site, scan=SCAN_OF_REGION.get(site.region), values=values)


def _is_consistent(rows: Sequence[Measurement]) -> bool:
    figures = _figures(rows)
    return any(check.confirms(figures) for check in all_checks())


def _is_contradicted(rows: Sequence[Measurement]) -> bool:
    figures = _figures(rows)
    return any(check.failures([figures], None) for check in all_checks())


def _linked(rows: Sequence[Measurement], densities: Mapping[date, Decimal]) -> set[date | None]:
    """Return the days whose density and that of the day before differ by the change printed with them."""
    found: set[date | None] = set()
    for row in rows:
        before = max((day for day in densities if row.exam_date and day < row.exam_date), default=None)
        if before is not None and row.held is None and fits_densities(row, densities):
            found |= {row.exam_date, before}
    return found
