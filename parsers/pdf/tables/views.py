"""A table whose columns or rows are of several sides or examinations, as plain tables of one each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dxa.issues import IssueCode
from dxa.regions import Side
from parsers.pdf.examination.dates import Order, PrintedDate, first_date
from parsers.pdf.headings.columns import LABELS, SCORES, Column
from parsers.pdf.headings.header import Heading
from parsers.pdf.headings.qualifiers import Qualifier
from parsers.pdf.tables.cells import Cell
from parsers.pdf.tables.table import Row, Table

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Which examination values are of."""

    current: bool
    day: date | None = None
    """The day of an earlier one, None when only its year or nothing is printed; unused for the current one."""
    held: IssueCode | None = None
    """Why a reviewer has to say whether they are current."""
    refused: str | None = None
    """Why they cannot be used at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A plain table, with the side and the examination its table's headings or dates give it."""

    table: Table
    side: Side | None = None
    when: When | None = None


def views_of(table: Table, order: Order | None, today: date | None, unsure: str | None = None) -> list[View]:
    """Return the plain tables a table is made of; a table that is plain already is the only one.

    `unsure` is the examination's day as printed, where day and month of it cannot be told apart.
    """
    if priors := [row for row in table.rows if row.before]:
        return _with_rows_before(table, priors, order, today, unsure)
    if table.header.is_plain:
        return [View(table=table)]
    marks = _marks(table)
    settled = _Calendar(marks, order, today, unsure, beside=_beside_undated(table))
    views: list[View] = []
    # "Previous date" beside previous and present values is the day of the previous ones alone.
    of_before = any(item.column is Column.DATE and item.qualifier for item in table.header.headings)
    for qualifier in dict.fromkeys(heading.qualifier for heading in table.header.headings if _is_result(heading)):
        for printed in dict.fromkeys(row.date for row in table.rows):
            part = _part(table, qualifier, printed, with_faults=not views)
            if any(row.cells or row.faults for row in part.rows):
                side = qualifier.side if qualifier else None
                own = printed if not of_before or (qualifier and qualifier.earlier) else None
                views.append(View(table=part, side=side, when=settled.when(qualifier, own)))
    return views


def _with_rows_before(
    table: Table, priors: Sequence[Row], order: Order | None, today: date | None, unsure: str | None
) -> list[View]:
    """Return the views of a table whose rows are followed by those of earlier examinations, each day's by itself."""
    rows = tuple(row for row in table.rows if not row.before)
    views = views_of(replace(table, rows=rows), order, today, unsure)
    if not table.header.is_plain:
        return views
    for said in dict.fromkeys(row.before for row in priors):
        printed = first_date(said or "", order)
        part = replace(table, rows=tuple(row for row in priors if row.before == said))
        views.append(View(table=part, when=When(current=False, day=printed.day if printed else None)))
    return views


def _is_result(heading: Heading) -> bool:
    return heading.column not in LABELS


def _marks(table: Table) -> list[str]:
    """Return every day or year that headings or rows name."""
    days = [heading.qualifier.when for heading in table.header.headings if heading.qualifier]
    return [day for day in (*days, *(row.date for row in table.rows)) if day]


def _beside_undated(table: Table) -> bool:
    """Whether a quantity is printed with a day and without one or as today's: the day is of another examination."""
    headings = [heading for heading in table.header.headings if _is_result(heading)]
    dated = {heading.column for heading in headings if heading.qualifier and heading.qualifier.when}
    plain = {heading.column for heading in headings if _is_of_today(heading.qualifier)}
    return bool(dated & plain)


def _is_of_today(qualifier: Qualifier | None) -> bool:
    return qualifier is None or (qualifier.earlier is False and not qualifier.when)


def _part(table: Table, qualifier: Qualifier | None, printed: str | None, *, with_faults: bool) -> Table:
    headings = tuple(
        heading for heading in table.header.headings if not _is_result(heading) or heading.qualifier == qualifier
    )
    rows = tuple(
        replace(
            row,
            cells=tuple(cell for cell in row.cells if cell.heading.qualifier == qualifier),
            faults=_faults(row, qualifier, with_faults=with_faults),
            scored=any(cell.heading.column in SCORES for cell in row.cells),
            cut=row.label_is_cut,
        )
        for row in table.rows
        if row.date == printed
    )
    return replace(table, header=replace(table.header, headings=headings), rows=rows)


def _faults(row: Row, qualifier: Qualifier | None, *, with_faults: bool) -> tuple[Cell, ...]:
    return tuple(
        fault
        for fault in row.faults
        if (fault.heading.qualifier == qualifier if _is_result(fault.heading) else with_faults)
    )


class _Calendar:
    """Tells the current examination from earlier ones by the days and years a table names."""

    def __init__(
        self, marks: Iterable[str], order: Order | None, today: date | None, unsure: str | None, *, beside: bool
    ) -> None:
        self._today = today
        self._unsure = unsure if today is None else None
        texts = list(dict.fromkeys(marks))
        self._order = order or _fitting(texts, today)
        self._known = {text: self._read(text) for text in texts}
        spans = [span for span in self._known.values() if span is not None]
        self._newest = max(spans, key=lambda span: span[1], default=None)
        self._is_single = len(texts) == 1
        self._beside = beside

    def _read(self, text: str) -> tuple[date | None, tuple[int, int, int]] | None:
        """Return the day, if it is printed, and a key to sort by; None for what is no certain date."""
        if _YEAR.fullmatch(text):
            return None, (int(text), 0, 0)
        printed = first_date(text, self._order)
        if printed is None or printed.day is None:
            return None
        return printed.day, (printed.day.year, printed.day.month, printed.day.day)

    def when(self, qualifier: Qualifier | None, printed: str | None) -> When | None:
        """Return which examination values are of; None when neither the heading nor the row says it."""
        mark = (qualifier.when if qualifier else None) or printed
        if not mark:
            return _undated(qualifier, printed)
        if self._unsure and (current := same_or_earlier(mark, self._unsure)) is not None:
            known = self._known.get(mark)
            return When(current=current, day=known[0] if known else None)
        span = self._known.get(mark)
        if span is None:
            return When(current=False, refused="the date of values cannot be read for certain")
        if qualifier and qualifier.when and qualifier.earlier:
            # "Previous BMD (10/01/2023)" is an earlier one, also where its day is the only one of the page.
            return When(current=False, day=span[0])
        return self._placed(span)

    def _placed(self, span: tuple[date | None, tuple[int, int, int]]) -> When:
        day, key = span
        if self._today is None and self._beside:
            return When(current=False, day=day)
        if self._today is None:
            newest = span == self._newest
            if newest and self._is_single:
                return When(current=True, day=day)
            # The newest of several days may be that of the examination, or of the last one before it.
            return When(current=newest, day=day, held=IssueCode.DATE_AMBIGUOUS if newest else None)
        own = (self._today.year, self._today.month, self._today.day) if day else (self._today.year, 0, 0)
        if key > own:
            return When(current=False, refused="values of a later day than the examination's")
        return When(current=key == own, day=day)


def _undated(qualifier: Qualifier | None, printed: str | None) -> When | None:
    if printed == "":
        return When(current=False, refused="values in a table of several days without a day of their own")
    if qualifier is None or qualifier.earlier is None:
        return None
    return When(current=not qualifier.earlier)


def same_or_earlier(text: str, today: str) -> bool | None:
    """Return whether a day is that of the examination, where day and month of that one cannot be told apart.

    The same characters are the same day, and so is a day told for certain that is one of the two the examination's
    may be; a day of an earlier year, or before both, is an earlier one. Nothing else is certain.

    >>> same_or_earlier("03/04/2026", "03/04/2026"), same_or_earlier("05/04/2023", "03/04/2026")
    (True, False)
    >>> same_or_earlier("2026-03-04", "03/04/2026"), same_or_earlier("2026-05-01", "03/04/2026")
    (True, None)
    """
    if text == today:
        return True
    printed = first_date(text, None)
    day = printed.day if printed else None
    readings = [other.day for order in Order if (other := first_date(today, order)) and other.day]
    if day and readings and (day in readings or day < min(readings)):
        return day in readings
    years = [found for part in (text, today) if (found := re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", part))]
    return False if len(years) == _BOTH and years[0][0] < years[1][0] else None


_BOTH = 2


def _fitting(texts: Sequence[str], today: date | None) -> Order | None:
    """Return the order of day and month that makes one of several dates the day of the examination."""
    orders = [order for order in Order if any(_is_day(first_date(text, order), today) for text in texts)]
    return orders[0] if today is not None and len(orders) == 1 else None


def _is_day(printed: PrintedDate | None, today: date | None) -> bool:
    return printed is not None and printed.day is not None and printed.day == today
