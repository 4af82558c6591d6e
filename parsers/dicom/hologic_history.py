"""Earlier examinations in a Hologic table: dated rows, of which the one of the present day is current."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import Quantity, Unit
from dxa.sites import site_of
from parsers.agreement import agree
from parsers.dicom.exams import Exam, calendar
from parsers.dicom.hologic_columns import Columns
from parsers.dicom.hologic_text import Cell, ResultsText, Table
from parsers.dicom.values import Draft, Found, issue
from parsers.numbers import read_decimal

_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
_LONGEST_CHANGE = 80
_AGAINST_PREVIOUS = re.compile(r"\bprev|\bprior\b|\blast\b")
_PER_YEAR = re.compile(r"\brate\b|\bper year\b|/ ?(?:yr|year|a)\b|\bannual")
_MARKS = " *#\u2020\u2021"
_CHANGE = re.compile(r"(?P<absolute>[^()%]*?)\s*(?:\(\s*(?P<bracketed>[^()]*?)\s*%\s*\*?\)|(?P<percent>%))?\s*[*#]?\s*")


def history_in(  # noqa: PLR0917 - what a table of dates needs from the rest of the text
    text: ResultsText,
    table: Table,
    columns: Columns,
    today: date | None,
    mode: tuple[Scan | None, Side | None],
    results: Sequence[Draft],
) -> Iterator[Found]:
    """Yield the values of dated rows.

    `results` are the values of the present examination: where the rows name no region, the one whose BMD stands in
    the row of the present day is theirs.
    """
    rows = [table.rows[number] for number in sorted(table.rows) if number > columns.header]
    for cell in columns.unknown:
        yield issue(IssueCode.UNKNOWN_ROW, "a column whose heading is unknown; not read", text.place(cell))
    at = columns.date or 0
    days = calendar(today, [_day(cells[at]) for cells in rows if at in cells])
    exams = [(cells, *days.exam(_day(cells[at]), text.place(cells[at]))) for cells in rows if at in cells]
    dated = [(cells, exam) for cells, exam, _ in exams]
    sites = _sites(columns, dated, _labels(rows, columns, dated), mode, results)
    for (cells, exam, issues), site in zip(exams, sites, strict=True):
        values = [cells[position].words for position in columns.values if position in cells]
        if not any(values):
            continue
        yield from issues
        if site is None:
            place = text.place(cells[at])
            yield issue(IssueCode.UNKNOWN_ROW, "a dated row whose region is not known; not used", place)
            continue
        yield from _row(text, columns, cells, site, exam)


def _labels(
    rows: Sequence[dict[int, Cell]], columns: Columns, exams: Sequence[tuple[dict[int, Cell], Exam]]
) -> list[Cell | None]:
    """Return the label of each dated row: below a name, blanks stand for it as long as the days run on one way."""
    exam_of = {id(cells): exam for cells, exam in exams}
    labels: list[Cell | None] = []
    label: Cell | None = None
    days: list[date] = []
    for cells in rows:
        own = cells.get(columns.region) if columns.region is not None else None
        exam = exam_of.get(id(cells))
        if own and own.words:
            label, days = own, []
        elif exam is None or exam.day is None or not _one_way([*days, exam.day]):
            # An empty line or the same day again begins something else.
            label = None
        days += [exam.day] if exam and exam.day else []
        labels += [label] if exam else []
    return labels


def _one_way(days: Sequence[date]) -> bool:
    pairs = list(pairwise(days))
    return all(one > other for one, other in pairs) or all(one < other for one, other in pairs)


def _sites(
    columns: Columns,
    exams: Sequence[tuple[dict[int, Cell], Exam]],
    labels: Sequence[Cell | None],
    mode: tuple[Scan | None, Side | None],
    results: Sequence[Draft],
) -> list[Site | None]:
    """Return the site of each dated row: the named one, or the one of all; a spine has the vertebrae it has today."""
    if columns.region is None:
        return [_common_site(columns, exams, results)] * len(exams)
    named = [_site(label, mode) for label in labels]
    whole: dict[Site | None, Site | None] = {site: site for site in named}
    for site in set(named):
        if site is not None and site.region is Region.LUMBAR_SPINE and not site.levels:
            alike = [exam for exam, other in zip(exams, named, strict=True) if other == site]
            today = _common_site(columns, alike, [row for row in results if row.site.region is site.region])
            whole[site] = today or site
    return [whole[site] for site in named]


def _day(cell: Cell) -> str:
    return cell.words.strip(_MARKS)


def _site(cell: Cell | None, mode: tuple[Scan | None, Side | None]) -> Site | None:
    scan, side = mode
    site = _site_named(cell.words, scan) if cell else None
    if site is None or site.side is not None or SCAN_OF_REGION.get(site.region) not in _SIDED:
        return site
    return Site(site.region, side, site.levels)


def _site_named(words: str, scan: Scan | None) -> Site | None:
    """Return the site of a row; a history may also name one of another scan in full, but not under a whole body."""
    return site_of(words, scan) or (site_of(words) if scan is not Scan.TOTAL_BODY else None)


def _common_site(
    columns: Columns, exams: Sequence[tuple[dict[int, Cell], Exam]], results: Sequence[Draft]
) -> Site | None:
    """Return the one site whose present BMD is the one in the row of the present day; None if none or several are."""
    bmd = next((at for at, column in columns.values.items() if column.quantity is Quantity.BMD), None)
    if bmd is None:
        return None
    printed = [read_decimal(cells[bmd].number_text) for cells, exam in exams if exam.current and bmd in cells]
    sites = {
        draft.site
        for draft in results
        if draft.quantity is Quantity.BMD
        and (value := read_decimal(draft.text)) is not None
        and any(number is not None and agree(number, value) for number in printed)
    }
    spine = [site for site in sites if site.region is Region.LUMBAR_SPINE]
    if len(sites) > 1 and len(spine) == len(sites):
        # A single vertebra may happen to have the BMD of the whole; histories are kept of the whole.
        sites = {max(spine, key=lambda site: len(site.levels))}
    return sites.pop() if len(sites) == 1 else None


def _row(text: ResultsText, columns: Columns, cells: dict[int, Cell], site: Site, exam: Exam) -> Iterator[Found]:
    for at, column in columns.values.items():
        if at in cells and cells[at].words:
            cell = cells[at]
            yield Draft(
                site=site,
                quantity=column.quantity,
                text=cell.number_text,
                locate=_locate(text, cell, 0),
                units=(column.printed,) if column.printed else (),
                fixed_unit=column.unit,
                current=exam.current,
                exam_date=exam.day,
            )
    for at, name, unit in columns.changes:
        if at in cells and any(char.isdigit() for char in cells[at].words):
            yield from _changes(text, cells[at], (name, unit), site, exam)


def _changes(text: ResultsText, cell: Cell, heading: tuple[str, str], site: Site, exam: Exam) -> Iterator[Found]:
    """Yield a change against the previous examination: `-2.3%`, or `-0.015 (-1.7%)`."""
    name, unit = heading
    if not _AGAINST_PREVIOUS.search(name):
        remark = "a change against the first examination is not taken over"
        yield issue(IssueCode.CHANGE_FROM_BASELINE, remark, text.place(cell))
        return
    found = _CHANGE.fullmatch(cell.number_text) if len(cell.number_text) <= _LONGEST_CHANGE else None
    if found is None:
        yield issue(IssueCode.NOT_A_NUMBER, "a change that is not a number", text.place(cell))
        return
    if _PER_YEAR.search(f"{name} {unit}"):
        yield issue(IssueCode.NOT_A_RESULT, "a rate of change, which is no change; not taken over", text.place(cell))
        return
    in_percent = "%" in unit or "%" in name or "percent" in name
    is_percent = bool(found["percent"]) or (in_percent and found["bracketed"] is None)
    parts = [(found["absolute"], found.start("absolute"), is_percent)]
    if found["bracketed"] is not None:
        parts.append((found["bracketed"], found.start("bracketed"), True))
    for part, start, percent in parts:
        yield Draft(
            site=site,
            quantity=Quantity.CHANGE_PERCENT if percent else Quantity.CHANGE,
            text=part,
            locate=_locate(text, cell, start),
            units=() if percent or not unit or in_percent else (unit,),
            # A bare number may be a change in per cent as well: only one beside its percentage is one in g/cm2.
            fixed_unit=Unit.PERCENT if percent else (Unit.G_PER_CM2 if found["bracketed"] is not None else None),
            current=exam.current,
            exam_date=exam.day,
        )


def _locate(text: ResultsText, cell: Cell, offset: int) -> Callable[[int, int], Locator]:
    return lambda start, end: text.place(cell, offset + start, offset + end)
