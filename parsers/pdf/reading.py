"""A PDF as a normalized report: tables of known printouts, comments beside them, letters, and nothing by guessing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dxa.errors import NoStructuredResults, NotDensitometry
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue, Patient
from dxa.settings import Limits
from parsers.merge import merge
from parsers.pdf.box import BoxContent, box_of_page, labelled_of
from parsers.pdf.dates import Order, first_date, order_of
from parsers.pdf.earlier import earlier_title
from parsers.pdf.engines import pdfium, plumber
from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.frame import Box
from parsers.pdf.headings import Header, headers_of
from parsers.pdf.layouts import layout_for, layouts_of
from parsers.pdf.layouts.layout import Layout
from parsers.pdf.letter import narrative_of, outside, remarks_of
from parsers.pdf.lines import Line, is_prose, lines_of
from parsers.pdf.opening import opened
from parsers.pdf.reference import reference_of
from parsers.pdf.rows import placed_rows
from parsers.pdf.scans import Title, title_of, titles_of
from parsers.pdf.second import SecondReading, confirmed_text
from parsers.pdf.subject import is_densitometry
from parsers.pdf.tables import Table, table_under
from parsers.pdf.trend import Trend, order_of_trend, report_of_trend, settled_trend, trends_of
from parsers.pdf.unread import unread_scores
from parsers.pdf.values import Circumstances, report_of
from parsers.pdf.visibility import Unseen
from parsers.pdf.words import box_of

_HEADING = re.compile(r"\bBMD\b.*\bT ?-|\bRegion\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page and everything found on it before its numbers are read."""

    text: PageText
    lines: tuple[Line, ...]
    layouts: tuple[Layout, ...]
    titles: tuple[Title, ...]
    tables: tuple[Table, ...]
    said: tuple[Table, ...]
    """Tables of scores alone in a letter, which are read with its sentences."""
    trends: tuple[Trend, ...]
    box: BoxContent

    @property
    def has_results(self) -> bool:
        return bool(self.trends) or any(table.rows for table in self.tables)

    @property
    def is_printout(self) -> bool:
        """Whether a known maker's software printed it; a letter may name the maker too."""
        return bool(self.layouts) and (self.has_results or not is_prose(self.lines))


def read_pdf(content: bytes, digest: str, limits: Limits, *, confirm: bool = True) -> DxaReport:
    """Return what a PDF says about one examination.

    `confirm` asks a second text reader about every value, which costs most of the time; without it every value
    has one witness.

    Raises:
        UnreadableDocument: damaged, truncated or locked.
        LimitExceeded: too many pages, characters or shapes.
        NoStructuredResults: no text layer, or a densitometry document without a readable number.
        NotDensitometry: a document about something else.
    """
    texts = _texts(content, limits)
    if not any(page.words for page in texts):
        raise NoStructuredResults(_no_text(texts), Locator(page=1))
    lines = [tuple(lines_of(page.words)) for page in texts]
    if not is_densitometry("\n".join(line.text for page in lines for line in page)):
        raise NotDensitometry("the PDF has text, but none of it is about bone densitometry")
    pages = _pages(texts, lines)
    words = {page.text.frame.page: _text_report(page, digest) for page in pages}
    seconds = _second_readings(content, pages, words) if confirm else {}
    report = _merged(pages, words, digest, seconds)
    if not report.measurements and not report.issues and not report.text.impression and not report.text.findings:
        raise NoStructuredResults("the PDF speaks of bone densitometry but holds no readable result")
    return report


def _texts(content: bytes, limits: Limits) -> list[PageText]:
    texts: list[PageText] = []
    with opened(content, limits) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            try:
                texts.append(pdfium.read_page(page, number, limits))
            finally:
                page.close()
    return texts


def _no_text(texts: Sequence[PageText]) -> str:
    if any(why is Unseen.INVISIBLE for page in texts for why, _ in page.hidden):
        return "the PDF shows pictures over an invisible text layer; recognised text is not read"
    if any(words for page in texts for _, words in page.hidden):
        return "none of the text of the PDF can be seen on its pages"
    return "the PDF has no text layer: its pages are pictures, and pictures are not read"


def _pages(texts: Sequence[PageText], lines: Sequence[tuple[Line, ...]]) -> list[_Page]:
    order = order_of(line.text for page in lines for line in page)
    whole = layouts_of("\n".join(line.text for page in lines for line in page))
    return [_page(text, own, order, whole) for text, own in zip(texts, lines, strict=True)]


def _page(text: PageText, lines: tuple[Line, ...], order: Order | None, whole: tuple[Layout, ...]) -> _Page:
    layouts = layouts_of("\n".join(line.text for line in lines)) or whole
    extra = {name: column for layout in layouts for name, column in layout.headings.items()}
    titles = tuple(titles_of(lines))
    manufacturer = layouts[0].manufacturer if layouts else None
    tables = [table_under(header, text.words) for header in headers_of(text.words, extra)]
    said = [
        table for table in tables if not (layouts or table.header.has_density or earlier_title(table.header, lines))
    ]
    return _Page(
        text=text,
        lines=lines,
        layouts=layouts,
        titles=titles,
        tables=tuple(table for table in tables if table not in said),
        said=tuple(said),
        trends=tuple(trends_of(text.words, titles)),
        box=box_of_page(lines, labelled_of(lines), order, text.frame, manufacturer),
    )


def _second_readings(
    content: bytes, pages: Sequence[_Page], words: Mapping[int, DxaReport]
) -> dict[int, SecondReading]:
    """Return the second reading of every page with values; the others are not worth its time."""
    wanted = [page.text for page in pages if page.has_results or words[page.text.frame.page].measurements]
    if not wanted:
        return {}
    chars = plumber.read_pages(content, tuple(page.frame for page in wanted))
    return {page.frame.page: SecondReading(page, chars[page.frame.page]) for page in wanted}


def _merged(
    pages: Sequence[_Page], words: Mapping[int, DxaReport], digest: str, seconds: Mapping[int, SecondReading]
) -> DxaReport:
    order = order_of(line.text for page in pages for line in page.lines)
    dates = [day for page in pages if (day := page.box.study.performed_on)]
    newest = max(dates, default=None)
    reports: list[DxaReport] = []
    for page in pages:
        day = page.box.study.performed_on or (newest if len(set(dates)) == 1 else None)
        place = _circumstances(
            page, digest, seconds.get(page.text.frame.page), day, current=day is None or day == newest
        )
        told = words[page.text.frame.page]
        second = seconds.get(page.text.frame.page)
        reports += _reports(page, place, order, [*_page_issues(page, second), *_unread(page, told)])
        reports.append(
            _owned(confirmed_text(told, page.text.frame, second) if second and second.count else told, digest)
        )
    several = _several_patients([page.box.patient for page in pages], digest)
    older = _older(pages, newest, digest)
    report = _joined([*reports, DxaReport(issues=(*several, *older))])
    if several:
        held = tuple(replace(row, held=IssueCode.SEVERAL_PATIENTS) for row in report.measurements)
        report = replace(report, measurements=held)
    return report


def _joined(reports: Sequence[DxaReport]) -> DxaReport:
    """Return one report; the values of a single table without repeated rows need no comparison with others."""
    filled = [report for report in reports if report.measurements]
    if len(filled) == 1:
        values = filled[0].measurements
        places = {(row.region, row.side, row.levels, row.quantity, row.exam_date) for row in values}
        if len(places) == len(values):
            return replace(merge([replace(report, measurements=()) for report in reports]), measurements=values)
    return merge(reports)


def _circumstances(
    page: _Page, digest: str, second: SecondReading | None, day: date | None, *, current: bool
) -> Circumstances:
    return Circumstances(
        digest=digest,
        exam_date=day,
        current=current,
        reference=reference_of(page.lines),
        layout=None,
        locate=page.text.frame.locator,
        strokes=page.text.strokes,
        agrees=second.agrees if second else lambda _text, _box: None,
        # A page the second reader cannot see at all is reported once, not for every value.
        readers=(pdfium.NAME, plumber.NAME) if second and second.count else (pdfium.NAME,),
    )


def _reports(page: _Page, place: Circumstances, order: Order | None, issues: Sequence[Issue]) -> list[DxaReport]:
    """Return what the box, each table, each trend and the words of a page say."""
    study = page.box.study if place.current else replace(page.box.study, performed_on=None)
    reports = [DxaReport(patient=page.box.patient, study=study, issues=(*page.box.issues, *issues))]
    for table in page.tables:
        layout = layout_for(table.header.columns, page.layouts)
        rows = placed_rows(table, title_of(table.header, page.titles), layout.skipped if layout else {})
        own = _of_table(table, page, order, replace(place, layout=layout))
        reports.append(report_of(table, rows, own))
    # An unknown maker's dates and values alone do not tell a region.
    results = [row for report in reports for row in report.measurements if row.current and page.layouts]
    for trend in page.trends:
        days = order_of_trend(trend, order, place.exam_date)
        reports.append(report_of_trend(settled_trend(trend, days, results), days, place))
    return [_owned(report, place.digest) for report in reports]


def _of_table(table: Table, page: _Page, order: Order | None, place: Circumstances) -> Circumstances:
    """Return the circumstances of a table; under the title of an earlier examination its values are priors."""
    title = earlier_title(table.header, page.lines)
    if title is None:
        return place
    printed = first_date(title.text, order)
    return replace(place, current=False, exam_date=printed.day if printed else None)


def _text_report(page: _Page, digest: str) -> DxaReport:
    """Return what the words of a page say: all of them on a letter, only remarks on a printout."""
    if page.is_printout:
        boxes = [_extent(table.header, table) for table in page.tables]
        words = outside(page.text.words, boxes)
        return remarks_of(words, page.text.frame, digest, has_results=page.has_results)
    boxes = [_extent(table.header, table) for table in page.tables if table.rows]
    return narrative_of(outside(page.text.words, boxes), page.text.frame, digest, page.said)


def _extent(header: Header, table: Table) -> Box:
    size = header.size
    return (header.headings[0].x0 - 2 * size, header.top - size, header.headings[-1].x1 + size, table.bottom)


def _page_issues(page: _Page, second: SecondReading | None) -> list[Issue]:
    frame = page.text.frame
    issues = [
        Issue(
            code=IssueCode.TEXT_NOT_VISIBLE,
            text=f"text {why} was not used",
            locator=frame.locator(box_of(words)),
        )
        for why, words in page.text.hidden
        if words
    ]
    if not page.text.words:
        issues.append(
            Issue(
                code=IssueCode.NO_TEXT_LAYER,
                text="a page without text; pictures are not read",
                locator=Locator(page=frame.page),
            )
        )
    if page.is_printout and not page.has_results and _HEADING.search(" ".join(line.text for line in page.lines)):
        issues.append(
            Issue(
                code=IssueCode.HEADER_MISSING,
                text="a page of a known kind of printout without a heading row that says what its columns are",
                locator=Locator(page=frame.page),
            )
        )
    if second and not second.sees_enough:
        text = f"two text readers see {second.first_count} and {second.count} characters on a page"
        issues.append(Issue(code=IssueCode.TEXT_ENGINES_DISAGREE, text=text, locator=Locator(page=frame.page)))
    return issues


def _unread(page: _Page, told: DxaReport) -> list[Issue]:
    """Return an issue for scores in a column that neither the tables nor the words of a page gave."""
    if page.has_results or told.measurements or told.issues:
        return []
    box = unread_scores(page.lines)
    if box is None:
        return []
    text = "a column of scores whose rows name no known site, or not the column; not read"
    return [Issue(code=IssueCode.HEADER_MISSING, text=text, locator=page.text.frame.locator(box))]


def _owned(report: DxaReport, digest: str) -> DxaReport:
    issues = tuple(issue if issue.document else replace(issue, document=digest) for issue in report.issues)
    return replace(report, issues=issues)


def _several_patients(patients: Iterable[Patient], digest: str) -> list[Issue]:
    known = list(patients)
    for name in ("id", "name", "birth_date"):
        stated = {str(value).casefold() for patient in known if (value := getattr(patient, name)) is not None}
        if len(stated) > 1:
            text = f"the pages name patients with different {name.replace('_', ' ')}s; every value is held back"
            return [Issue(code=IssueCode.SEVERAL_PATIENTS, text=text, document=digest)]
    return []


def _older(pages: Sequence[_Page], newest: date | None, digest: str) -> list[Issue]:
    return [
        Issue(
            code=IssueCode.STUDY_CONFLICT,
            text="a page is of an earlier day than the newest one; its values are taken as priors",
            locator=Locator(page=page.text.frame.page),
            document=digest,
        )
        for page in pages
        if page.box.study.performed_on not in {None, newest}
    ]
