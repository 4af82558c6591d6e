"""What the words of a document say beside its tables: letters over several pages, remarks on printouts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Context, DxaReport, Issue, Measurement, Quantity, ReportText, Study
from parsers.pdf.letters.letter import LetterPage, narrative_of, outside, remarks_of
from parsers.pdf.naming.names import is_value
from parsers.pdf.pages import Page
from parsers.pdf.tables.table import Table
from parsers.pdf.text.frame import Box
from parsers.pdf.text.words import Word


def prose_of(pages: Sequence[Page], digest: str) -> dict[tuple[int, int], DxaReport]:
    """Return what the words of each page say: all of them where a person wrote, only remarks on a printout.

    The pages of a letter are one text: a heading at the foot of one holds for the next.
    """
    found: dict[tuple[int, int], DxaReport] = {}
    for is_written, group in groupby(pages, key=lambda page: page.is_written or not page.is_printout):
        run = list(group)
        if not is_written:
            for page in run:
                reads_all = page.has_results or page.is_furnished
                report = remarks_of(_beside(page), page.text.frame, digest, has_results=reads_all)
                found[page.place] = _of_printout(report, page)
        else:
            letter = [LetterPage(words=_beside(page), frame=page.text.frame, tables=page.said) for page in run]
            found |= _by_page(narrative_of(letter, digest), run)
    return found


_OWN = frozenset({Quantity.TBS, Quantity.FRAX_MAJOR, Quantity.FRAX_HIP})
"""Printed with their names beside the tables."""


def _of_printout(report: DxaReport, page: Page) -> DxaReport:
    """Return what the words of a printout say, without scores and densities where none of its tables could be read.

    Loose numbers beside a word such as COMMENTS are then the labels of a chart's axes or parts of the lost table.
    """
    if page.has_results or not page.is_furnished:
        return report
    return replace(report, measurements=tuple(row for row in report.measurements if row.quantity in _OWN))


def _beside(page: Page) -> list[Word]:
    """Return the words outside the tables of a page; none of a page whose densities are of volume."""
    if page.is_volumetric:
        return []
    tables = [table for table in page.tables if table.rows or page.is_printout]
    if page.continuation:
        tables.append(page.continuation.table)
    histories = [trend for trend in page.trends if trend.site or trend.is_turned]
    dated = {word for trend in histories for cells in trend.rows for _, own in cells for word in own}
    words = outside([word for word in page.text.words if word not in dated], [_extent(table) for table in tables])
    return [word for word in words if not any(_is_cell_beyond(word, table) for table in tables)]


def _extent(table: Table) -> Box:
    header, size = table.header, table.header.size
    right = max(heading.x1 for heading in (*header.headings, *header.doubled))
    return (header.headings[0].x0 - 2 * size, header.top - size, right + size, table.bottom)


def _is_cell_beyond(word: Word, table: Table) -> bool:
    """Whether a word is a number in the line of a row, right of the columns that are understood."""
    beyond = word.x0 > table.header.headings[-1].x1 and is_value(word.text)
    return beyond and any(row.box[1] <= (word.top + word.bottom) / 2 <= row.box[3] for row in table.rows)


def _by_page(report: DxaReport, pages: Sequence[Page]) -> dict[tuple[int, int], DxaReport]:
    """Return what was read from each of several pages; what is of the whole text stands with the first."""
    found: dict[tuple[int, int], DxaReport] = {}
    for page in pages:
        number, first = page.number, page is pages[0]
        rows = [_held(row, page) for row in report.measurements if row.provenance.locator.page == number]
        issues = [issue for issue in report.issues if _page(issue, pages[0].number) == number]
        if any(row.held == IssueCode.UNVERIFIED_TABLE for row in rows):
            text = "rows of a table of an unknown kind of printout, with nothing to check them by; held back"
            issues.append(Issue(code=IssueCode.UNVERIFIED_TABLE, text=text, locator=Locator(page=number)))
        found[page.place] = replace(
            report,
            measurements=tuple(replace(row, id=f"m{at}") for at, row in enumerate(rows, 1)),
            issues=tuple(issues),
            study=report.study if first else Study(),
            context=report.context if first else Context(),
            text=report.text if first else ReportText(),
        )
    return found


_LIMB = re.compile(r"(?:l|r|left|right)\.? (?:arm|leg|ribs)\b|t(?:horacic)? spine\b|pelvis\b|subtotal\b", re.IGNORECASE)
_LIMBS = 3
"""Lines from which a page holds the rows of a whole body."""
_AREAL = re.compile(r"g/cm", re.IGNORECASE)
_SAID = re.compile(r"bmd|score|wert|dichte|dmo|tbs|frax|risk", re.IGNORECASE)
_SAID_OF_RISK = re.compile(r"probabilit|wahrscheinlichkeit|fra[ck]tu|frattur|kans\b", re.IGNORECASE)
"""Words that name a risk where no density or score does."""
_RISKS = frozenset({Quantity.FRAX_MAJOR, Quantity.FRAX_HIP})
_NUMBER = re.compile(r"\d[.,]\d")
_COLUMNS = 2


def _held(row: Measurement, page: Page) -> Measurement:
    """Return a value held back where it stands in a row of a printout's table that could not be read as one.

    Below the limbs of a whole body, "L Spine" and "Total" are none of the lumbar spine.
    """
    box = row.provenance.locator.box
    if row.quantity not in _OWN and sum(bool(_LIMB.match(line.text)) for line in page.lines) >= _LIMBS:
        return replace(row, held=row.held or IssueCode.UNVERIFIED_TABLE)
    if page.is_letter or box is None or not any(_AREAL.search(line.text) for line in page.lines):
        return row
    x0, top, x1, bottom = page.text.frame.from_fractions(box)
    own = [line for line in page.lines if any(_meets(word, (x0, top, x1, bottom)) for word in line.words)]
    rows = [line for line in own if len(_NUMBER.findall(line.text)) >= _COLUMNS and not _SAID.search(line.text)]
    if row.quantity in _RISKS:
        rows = [line for line in rows if not _SAID_OF_RISK.search(line.text)]
    return replace(row, held=row.held or IssueCode.UNVERIFIED_TABLE) if rows else row


def _meets(word: Word, box: Box) -> bool:
    across = min(word.x1, box[2]) - max(word.x0, box[0])
    return across > 0 and box[1] <= (word.top + word.bottom) / 2 <= box[3]


def _page(issue: Issue, otherwise: int) -> int:
    return (issue.locator.page if issue.locator else None) or otherwise
