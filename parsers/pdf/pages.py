"""A page and everything found on it before its numbers are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.examination.ages import order_of_age
from parsers.pdf.examination.box import BoxContent, box_of_page, labelled_of
from parsers.pdf.examination.dates import Order, orders_in
from parsers.pdf.examination.furniture import is_furnished
from parsers.pdf.examination.plain_dates import plain_dates
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.heading import headers_of
from parsers.pdf.layouts import layouts_of
from parsers.pdf.layouts.layout import Layout
from parsers.pdf.naming.earlier import earlier_title
from parsers.pdf.naming.governing import title_of
from parsers.pdf.naming.titles import Title, titles_of
from parsers.pdf.shapes.answers import answers_of
from parsers.pdf.shapes.cards import cards_of
from parsers.pdf.shapes.compared import compared_of
from parsers.pdf.shapes.components import components_of
from parsers.pdf.shapes.dated_sites import dated_sites_of
from parsers.pdf.shapes.days_by_site import days_by_site_of
from parsers.pdf.shapes.names_last import names_last_of
from parsers.pdf.shapes.tiles import tiles_of
from parsers.pdf.shapes.transposed import transposed_of
from parsers.pdf.shapes.trend import Trend, trends_of
from parsers.pdf.shapes.turned import turned_histories
from parsers.pdf.shapes.typed import is_typed_loosely
from parsers.pdf.tables.continued import Continuation, continuation_of
from parsers.pdf.tables.noted import notes_of, with_noted_unit
from parsers.pdf.tables.spanned import respanned
from parsers.pdf.tables.stacked import words_of_table
from parsers.pdf.tables.table import Table, table_under
from parsers.pdf.text.lines import Line, is_prose
from parsers.pdf.text.words import plain_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its tables and fields."""

    text: PageText
    lines: tuple[Line, ...]
    layouts: tuple[Layout, ...]
    titles: tuple[Title, ...]
    tables: tuple[Table, ...]
    said: tuple[Table, ...]
    """Tables of scores alone in a letter, which are read with its sentences."""
    trends: tuple[Trend, ...]
    box: BoxContent
    is_typed: bool = False
    """Whether a table was left to the reader of sentences because its cells stand under no heading."""
    continuation: Continuation | None = None
    """Rows of the last table of the page before, printed on without their heading."""

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return self.text.frame.page

    @property
    def place(self) -> tuple[int, int]:
        """The page's number and which half of the sheet it is; no other page has the same."""
        return self.text.frame.page, self.text.half

    @property
    def has_results(self) -> bool:
        """Whether a table with rows stands on it."""
        return bool(self.trends or self.continuation) or any(table.rows for table in self.tables)

    @property
    def is_printout(self) -> bool:
        """Whether a known maker's software printed it; a letter may name the maker too."""
        if self.is_furnished:
            return True
        if self.is_typed and not self.has_results:
            return False
        if not self.layouts or self.has_results:
            return bool(self.layouts)
        # Who writes "BMD: 0.912" line by line only names the device.
        return not (is_prose(self.lines) or any(_LABELLED.search(line.text) for line in self.lines))

    @property
    def is_furnished(self) -> bool:
        """Whether it carries what only a scanner's software prints, such as the axis of a chart."""
        return is_furnished(self.lines)

    @property
    def is_letter(self) -> bool:
        """Whether a person wrote it, and named no maker."""
        return self.is_written and not (self.layouts and self.is_printout)

    @property
    def is_written(self) -> bool:
        """Whether it holds sentences or the headings of a report, and nothing of a scanner's software."""
        if self.is_furnished:
            return False
        weak = {found.group().casefold() for line in self.lines if (found := _REPORT.match(line.text))}
        return is_prose(self.lines) or any(_SECTION.match(line.text) for line in self.lines) or len(weak) > 1

    @property
    def is_volumetric(self) -> bool:
        """Whether its densities are of volume (mg/cm3), as of computed tomography: none of its scores is of DXA."""
        return any(_VOLUME.search(line.text) for line in self.lines)


_RULE = re.compile(r"[|\u00a6\u2502]+|[-_=\u2500\u2014]{5,}")
"""Bars and lines typed between the cells of a table."""
_VOLUME = re.compile(r"\bmg/(?:cm(?:3|\u00b3|\^3)|cc|ml)\b|mg/cm\u00b3", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:BMD|[TZ][ -]?score)\s*(?:[:=]|\.{3,}|\u2026+)?\s*[+\-\u2010-\u2015\u2212]?\s?\d", re.IGNORECASE
)
_REPORT = re.compile(
    r"(?:examination|exam|study|procedure|results?|interpretation|diagnosis|summary)\s?:", re.IGNORECASE
)
"""Headings of which a printout may have one, and only a report several."""
_SECTION = re.compile(
    # What a report of a person has and a printout has not, in the languages the reader of sentences knows.
    r"(?:impression|conclusion|findings|assessment|recommendations?|technique|comparison|opinion|narrative|"
    r"(?:clinical )?(?:indication|history)|clinical (?:information|data|details)|idx|beurteilung|befund|"
    r"indikation|anamnese|"
    r"fragestellung|zusammenfassung|klinische (?:angaben|gegevens)|technik|vergleich|verfahren|"
    r"conclusi[o\u00f3]n|hallazgos|indicaci[o\u00f3]n|datos cl\u00ednicos|motivo|"
    r"impresi[o\u00f3]n|t\u00e9cnica|comparaci[o\u00f3]n|"
    r"antecedentes|conclus[a\u00e3]o|impress[a\u00e3]o|indica[c\u00e7][a\u00e3]o|opini[a\u00e3]o|achados|"
    r"hist\u00f3ria|dados cl\u00ednicos|compara\u00e7\u00e3o|r\u00e9sultats?|renseignements|"
    r"indications?|ant\u00e9c\u00e9dents|"
    r"interpr\u00e9tation|comparatif|motif|synth\u00e8se|avis|indicazion[ei]|conclusioni|referto|quesito|anamnesi|"
    r"tecnica|confronto|reperti|giudizio|conclusie|indicatie|bevindingen|vraagstelling|samenvatting|techniek|"
    r"vergelijking|beoordeling|verslag)[^:]{0,24}:|"
    r"(?:dear|sehr geehrte\w*|cher|ch\u00e8re|estimad[oa]|prezad[oa]|gentile|egregi[oa]|geachte|beste)\b",
    re.IGNORECASE,
)


def pages_of(texts: Sequence[PageText], lines: Sequence[tuple[Line, ...]]) -> list[Page]:
    """Return the pages of a document."""
    order = order_of_document(lines)
    # A document of one page names its maker there or nowhere.
    whole = layouts_of("\n".join(line.text for page in lines for line in page)) if len(texts) > 1 else ()
    pages = [_page(text, own, order, whole) for text, own in zip(texts, lines, strict=True)]
    for at in range(1, len(pages)):
        pages[at] = _continued(pages[at - 1], pages[at])
    return pages


def order_of_document(lines: Sequence[Sequence[Line]]) -> Order | None:
    """Return which number of its slashed dates is the day: what is possible, else what the age beside them says."""
    orders = orders_in(line.text for page in lines for line in page)
    # Where dates of both orders stand on a document, an age says nothing about the others.
    told = orders or {found for page in lines if (found := order_of_age(labelled_of(page)))}
    return told.pop() if len(told) == 1 else None


def _page(text: PageText, lines: tuple[Line, ...], order: Order | None, whole: tuple[Layout, ...]) -> Page:
    layouts = layouts_of("\n".join(line.text for line in lines)) or whole
    extra = {name: column for layout in layouts for name, column in layout.headings.items()}
    titles = tuple(titles_of(lines))
    manufacturer = layouts[0].manufacturer if layouts else None
    fields = labelled_of(lines)
    notes = notes_of(lines)
    noted = {word for line in notes for word in line.words}
    cells = [word for word in text.words if not _RULE.fullmatch(word.text) and word not in noted]
    headers = headers_of(cells, extra, always_named=bool(layouts))
    placed = [table_under(*respanned(header, words_of_table(header, headers, cells, titles))) for header in headers]
    tables = [table for table in placed if not is_typed_loosely(table, text.words)]
    said = [table for table in tables if not layouts and _is_told(table, lines)]
    rows = plain_rows(cells)
    turned = [*transposed_of(rows), *components_of(rows), *cards_of(cells), *dated_sites_of(rows)]
    turned += [*names_last_of(rows, extra), *answers_of(rows), *days_by_site_of(rows)]
    turned += [
        tile for tile in tiles_of(cells, text.cards) if not layouts and not any(_meet(tile, other) for other in turned)
    ]
    tables = [*(table for table in tables if not any(_meet(table, other) for other in turned)), *turned]
    said = [table for table in said if table in tables]
    tables += [table for table in compared_of(rows, tables) if not any(_meet(table, other) for other in tables)]
    return Page(
        text=text,
        lines=lines,
        layouts=layouts,
        titles=titles,
        tables=tuple(with_noted_unit(table, notes, lines) for table in tables if table not in said),
        said=tuple(said),
        is_typed=len(tables) < len(placed),
        # A table of results with a column of dates is no history of one region.
        trends=(
            *(
                trend
                for trend in trends_of(text.words, titles)
                if trend.titled or not any(Column.DATE in table.header.columns and table.rows for table in tables)
            ),
            *turned_histories(cells),
        ),
        box=box_of_page(lines, [*fields, *plain_dates(lines, fields)], order, text.frame, manufacturer),
    )


def _meet(table: Table, other: Table) -> bool:
    """Whether two tables take the same part of a page."""
    across = table.header.headings[0].x0 < other.header.headings[-1].x1
    back = other.header.headings[0].x0 < table.header.headings[-1].x1
    return across and back and table.header.top < other.bottom and other.header.top < table.bottom


def _is_told(table: Table, lines: Sequence[Line]) -> bool:
    """Whether a table is one of plain scores that a sentence could say as well."""
    header = table.header
    sectioned = any(row.section for row in table.rows)
    bare = header.is_plain and not (header.has_density or table.is_doubled or sectioned)
    return bare and earlier_title(header, lines) is None


def _continued(before: Page, page: Page) -> Page:
    """Return a page with the rows that go on from the page before, if it has no table of its own."""
    tables = [table for table in before.tables if table.rows]
    if page.has_results or not page.text.words or not (tables or before.continuation):
        return page
    strangers = page.layouts != before.layouts or page.text.frame.reading != before.text.frame.reading
    if strangers or page.text.frame.bounds != before.text.frame.bounds or not _goes_on(before.box, page.box):
        return page
    if tables:
        lowest = max(tables, key=lambda table: table.bottom)
        title, rows = title_of(lowest.header, before.titles), lowest.rows
        header = lowest.header
    else:
        assert before.continuation is not None  # noqa: S101 - guarded above
        title, header = before.continuation.title, before.continuation.table.header
        rows = (*before.continuation.before, *before.continuation.table.rows)
    skipped = {name for layout in page.layouts for name in layout.skipped}
    found = continuation_of(header, rows, title, page.text.words, page.titles, skipped)
    return replace(page, continuation=found, said=() if found else page.said)


def _goes_on(before: BoxContent, after: BoxContent) -> bool:
    """Whether nothing printed on two pages says that they are of different patients or days."""
    pairs = (
        (before.patient.id, after.patient.id),
        (before.patient.name, after.patient.name),
        (before.patient.birth_date, after.patient.birth_date),
        (before.study.performed_on, after.study.performed_on),
    )
    return all(one == other or other is None for one, other in pairs)
