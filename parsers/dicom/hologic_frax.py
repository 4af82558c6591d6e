"""FRAX results in a Hologic table, found by their labels: with a printed history the table has another number."""

import re
from collections.abc import Iterator
from datetime import date

from dxa.issues import IssueCode
from dxa.regions import Region, Site
from dxa.report import Quantity, Unit
from dxa.sites import plain
from parsers.dicom.hologic_text import Cell, ResultsText, Table
from parsers.dicom.values import Draft, Found, issue

_ROWS = (
    (Quantity.FRAX_MAJOR, re.compile(r"major\b.*(?:osteo|fracture)|\bmof\b")),
    (Quantity.FRAX_HIP, re.compile(r"^hip\b.*fracture|^hip$|hip fracture")),
)
_TABLE = re.compile(r"frax|fracture risk|fracture probability|major osteoporotic|prior fracture")
_NOT_REPORTED = re.compile(r"not reported|not calculated|not available|n/?a$", re.IGNORECASE)


def is_frax(table: Table) -> bool:
    """Return whether the words of a table say that it is about fracture risk."""
    words = " | ".join(cell.words for cells in table.rows.values() for cell in cells.values())
    return _TABLE.search(plain(words)) is not None


def frax_in(text: ResultsText, table: Table, today: date | None) -> Iterator[Found]:
    """Yield the ten-year probabilities of a table.

    Where the table prints them once without and once with a prior fracture, it does not say which holds for the
    patient, so both are held back.
    """
    for cells in (table.rows[number] for number in sorted(table.rows)):
        columns = sorted(cells)
        label = plain(cells[columns[0]].words)
        quantity = next((quantity for quantity, form in _ROWS if form.search(label)), None)
        if quantity is None or _NOT_REPORTED.search(label):
            continue
        printed = [cells[at] for at in columns[1:] if cells[at].words and not _NOT_REPORTED.search(cells[at].words)]
        doubt = IssueCode.FRAX_DEPENDS_ON_HISTORY if _numbers(printed) > 1 else None
        if doubt:
            remark = "FRAX is printed with and without a prior fracture; held back"
            yield issue(doubt, remark, text.place(printed[0]))
        for cell in printed:
            yield _draft(text, cell, quantity, today, doubt)


def _numbers(cells: list[Cell]) -> int:
    return sum(any(char.isdigit() for char in cell.words) for cell in cells)


def _draft(text: ResultsText, cell: Cell, quantity: Quantity, today: date | None, held: IssueCode | None) -> Draft:
    return Draft(
        site=Site(Region.PATIENT),
        quantity=quantity,
        text=cell.number_text,
        locate=lambda start, end: text.place(cell, start, end),
        fixed_unit=Unit.PERCENT,
        exam_date=today,
        held=held,
    )
