"""The tables of one reading of a picture, read by the rules for printed text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue, Measurement
from parsers.ocr.consistency import Fault, faults_of
from parsers.ocr.labels import trusted
from parsers.ocr.words import CAPITAL, Sheet
from parsers.pdf.headings.header import Header
from parsers.pdf.headings.heading import headers_of
from parsers.pdf.layouts import layout_for, layouts_of
from parsers.pdf.layouts.layout import Layout
from parsers.pdf.naming.earlier import earlier_title
from parsers.pdf.naming.governing import title_of
from parsers.pdf.naming.titles import Title, titles_of
from parsers.pdf.tables.table import table_under
from parsers.pdf.text.lines import lines_of
from parsers.pdf.values.measurements import Circumstances, report_of
from parsers.pdf.values.rows import placed_rows

NAME = "ocr"
PARSER_NAME = f"{NAME}/1"
Place = tuple[str, str | None, tuple[str, ...], str]
"""Region, side, levels and quantity: what a number says it is."""
_KEPT = frozenset({IssueCode.UNKNOWN_ROW, IssueCode.NOT_A_NUMBER, IssueCode.UNKNOWN_UNIT, IssueCode.PERCENT_AS_SCORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One number of one reading."""

    measurement: Measurement
    fault: Fault | None
    """Why it does not count; None when its row bears it out."""

    @property
    def place(self) -> Place:
        """What the number says it is."""
        row = self.measurement
        return (row.region.value, row.side, row.levels, row.quantity.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reading of a picture gave."""

    capital: float
    """Height of the digits of its smallest table in pixels of the picture it was given; 0 without a table."""
    has_table: bool
    values: tuple[Recognised, ...]
    issues: tuple[Issue, ...]


def read_sheet(sheet: Sheet, digest: str) -> Reading:
    """Return the numbers of the result tables on a sheet; tables of earlier examinations are left out."""
    lines = lines_of(sheet.words)
    layouts = layouts_of("\n".join(line.text for line in lines))
    extra = {name: column for layout in layouts for name, column in layout.headings.items()}
    titles = titles_of(lines)
    headers = [header for header in headers_of(sheet.words, extra) if earlier_title(header, lines) is None]
    capital = min((header.size * CAPITAL for header in headers), default=0.0)
    values: list[Recognised] = []
    issues: list[Issue] = []
    for header in headers:
        found, met = _table(header, sheet, layouts, titles, digest)
        values += found
        issues += met
    return Reading(capital=capital, has_table=bool(headers), values=tuple(values), issues=tuple(issues))


def _table(
    header: Header, sheet: Sheet, layouts: tuple[Layout, ...], titles: Sequence[Title], digest: str
) -> tuple[list[Recognised], list[Issue]]:
    table = table_under(header, sheet.words)
    layout = layout_for(header.columns, layouts)
    rows = trusted(placed_rows(table, title_of(header, titles), layout.skipped if layout else {}))
    place = Circumstances(
        digest=digest,
        # Dates and names of a picture are not read: a wrong one would put true numbers at a wrong day or person.
        exam_date=None,
        current=True,
        reference=None,
        layout=layout,
        locate=sheet.view.locator,
        strokes=(),
        agrees=lambda _text, _box: None,
        readers=(NAME,),
    )
    report = report_of(table, rows, place)
    reasons = {(issue.code, issue.locator): issue.text for issue in report.issues}
    # A row that says it is of another day would need its date read, and dates are not.
    rows_of_today = [row for row in report.measurements if row.current and row.exam_date is None]
    faults = faults_of(rows_of_today)
    values = [_recognised(row, faults.get(row.id), reasons) for row in rows_of_today]
    return values, [issue for issue in report.issues if issue.code in _KEPT]


def _recognised(row: Measurement, fault: Fault | None, reasons: Mapping[tuple[str, Locator | None], str]) -> Recognised:
    signed = replace(row.provenance, parser=PARSER_NAME)
    if fault and not fault.text:
        text = reasons.get((fault.code, row.provenance.locator), "the number contradicts its row")
        fault = Fault(fault.code, text.partition(";")[0])
    return Recognised(measurement=replace(row, provenance=signed), fault=fault)
