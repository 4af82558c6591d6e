"""What the words of a document say beside its tables: letters over several pages, remarks on printouts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from dxa.report import Context, DxaReport, Issue, ReportText, Study
from parsers.pdf.frame import Box
from parsers.pdf.letter import LetterPage, narrative_of, outside, remarks_of
from parsers.pdf.pages import Page
from parsers.pdf.tables import Table
from parsers.pdf.words import Word


def prose_of(pages: Sequence[Page], digest: str) -> dict[int, DxaReport]:
    """Return what the words of each page say: all of them on a letter, only remarks on a printout.

    The pages of a letter are one text: a heading at the foot of one holds for the next.
    """
    found: dict[int, DxaReport] = {}
    for is_printout, group in groupby(pages, key=lambda page: page.is_printout):
        run = list(group)
        if is_printout:
            for page in run:
                report = remarks_of(_beside(page), page.text.frame, digest, has_results=page.has_results)
                found[page.number] = report
        else:
            letter = [LetterPage(words=_beside(page), frame=page.text.frame, tables=page.said) for page in run]
            found |= _by_page(narrative_of(letter, digest), [page.number for page in run])
    return found


def _beside(page: Page) -> list[Word]:
    """Return the words outside the tables of a page."""
    tables = [table for table in page.tables if table.rows or page.is_printout]
    if page.continuation:
        tables.append(page.continuation.table)
    return outside(page.text.words, [_extent(table) for table in tables])


def _extent(table: Table) -> Box:
    header, size = table.header, table.header.size
    return (header.headings[0].x0 - 2 * size, header.top - size, header.headings[-1].x1 + size, table.bottom)


def _by_page(report: DxaReport, numbers: Sequence[int]) -> dict[int, DxaReport]:
    """Return what was read from each of several pages; what is of the whole text stands with the first."""
    found: dict[int, DxaReport] = {}
    for number in numbers:
        rows = [row for row in report.measurements if row.provenance.locator.page == number]
        issues = [issue for issue in report.issues if _page(issue, numbers[0]) == number]
        first = number == numbers[0]
        found[number] = replace(
            report,
            measurements=tuple(replace(row, id=f"m{at}") for at, row in enumerate(rows, 1)),
            issues=tuple(issues),
            study=report.study if first else Study(),
            context=report.context if first else Context(),
            text=report.text if first else ReportText(),
        )
    return found


def _page(issue: Issue, otherwise: int) -> int:
    return (issue.locator.page if issue.locator else None) or otherwise
