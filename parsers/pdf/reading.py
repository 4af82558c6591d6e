"""A PDF as a normalized report: tables of known printouts, comments beside them, letters, and nothing by guessing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dxa.errors import NoStructuredResults, NotDensitometry
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue
from dxa.settings import Limits
from parsers.merge import merge
from parsers.pdf.engines import pdfium, plumber
from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.examination.dates import Order, first_date, order_fitting
from parsers.pdf.examination.reference import reference_of
from parsers.pdf.examination.subject import is_densitometry
from parsers.pdf.file.halves import halves_of
from parsers.pdf.file.integrity import is_damaged
from parsers.pdf.file.opening import opened, page_of
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts import layout_for
from parsers.pdf.naming.earlier import earlier_title, may_be_earlier
from parsers.pdf.naming.governing import title_of
from parsers.pdf.page_issues import issues_of, older, several_patients, unread
from parsers.pdf.pages import Page, order_of_document, pages_of
from parsers.pdf.prose import prose_of
from parsers.pdf.tables.dated_blocks import dated_blocks
from parsers.pdf.tables.ruled import in_cells
from parsers.pdf.tables.table import Table
from parsers.pdf.tables.views import View, When, views_of
from parsers.pdf.text.lines import lines_of
from parsers.pdf.text.visibility import Unseen
from parsers.pdf.values.by_reference import borne_out
from parsers.pdf.values.captions import completed
from parsers.pdf.values.histories import judged_history
from parsers.pdf.values.measurements import Circumstances, report_of
from parsers.pdf.values.rows import PlacedRow, placed_rows
from parsers.pdf.values.second import SecondReading, confirmed_text
from parsers.pdf.values.trend_values import order_of_trend, report_of_trend, settled_trend, without_excluded
from parsers.taking_back import held_back


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
    pages = pages_of(texts, lines)
    told = prose_of(pages, digest)
    seconds = _second_readings(content, pages, told) if confirm else {}
    report = _merged(pages, told, digest, seconds)
    if report.measurements and is_damaged(content):
        report = _all_held(report, IssueCode.DAMAGED_STREAM)
        text = "a compressed part of the PDF fails its checksum; every value is held back until a reviewer compares it"
        issue = Issue(code=IssueCode.DAMAGED_STREAM, text=text, locator=Locator(page=1), document=digest)
        report = replace(report, issues=(*report.issues, issue))
    if not report.measurements and not report.issues and not report.text.impression and not report.text.findings:
        raise NoStructuredResults("the PDF speaks of bone densitometry but holds no readable result")
    return report


def _texts(content: bytes, limits: Limits) -> list[PageText]:
    texts: list[PageText] = []
    with opened(content, limits) as document:
        for number in range(1, len(document) + 1):
            with page_of(document, number) as page:
                texts += halves_of(in_cells(pdfium.read_page(page, number, limits)))
    return texts


def _no_text(texts: Sequence[PageText]) -> str:
    if any(why is Unseen.INVISIBLE for page in texts for why, _ in page.hidden):
        return "the PDF shows pictures over an invisible text layer; recognised text is not read"
    if any(words for page in texts for _, words in page.hidden):
        return "none of the text of the PDF can be seen on its pages"
    return "the PDF has no text layer: its pages are pictures, and pictures are not read"


def _second_readings(
    content: bytes, pages: Sequence[Page], told: Mapping[tuple[int, int], DxaReport]
) -> dict[int, SecondReading]:
    """Return the second reading of every page with values; the others are not worth its time."""
    wanted = [page.text for page in pages if page.has_results or told[page.place].measurements]
    if not wanted:
        return {}
    chars = plumber.read_pages(content, tuple(page.frame for page in wanted))
    return {page.frame.page: SecondReading(page, chars[page.frame.page]) for page in wanted}


def _merged(
    pages: Sequence[Page], told: Mapping[tuple[int, int], DxaReport], digest: str, seconds: Mapping[int, SecondReading]
) -> DxaReport:
    order = order_of_document([page.lines for page in pages])
    dates = [day for page in pages if (day := page.box.study.performed_on)] or _days_told(told)
    newest = max(dates, default=None)
    order = order or order_fitting((line.text for page in pages for line in page.lines), newest)
    reports: list[DxaReport] = []
    printed: list[tuple[int, object]] = []
    for page in pages:
        day = page.box.study.performed_on or (newest if len(set(dates)) == 1 else None)
        second, words = seconds.get(page.number), told[page.place]
        place = _circumstances(page, digest, second, day, current=day is None or day == newest)
        own = _reports(page, place, order, [*issues_of(page, second), *unread(page, words)])
        printed += [(len(reports) + at, (page.place, source)) for at, (source, _) in enumerate(own)]
        reports += [report for _, report in own]
        seen = confirmed_text(words, page.text.frame, second) if second and second.count else words
        # Rows that only the reader of sentences understood are held for want of a check as those of tables are.
        printed.append((len(reports), (page.place, "words")))
        reports.append(_owned(seen, digest))
    sexes = {page.box.patient.sex for page in pages} - {None}
    sources = [source for _, source in printed]
    checked = borne_out([reports[at] for at, _ in printed], sources, sexes.pop() if len(sexes) == 1 else None)
    for (at, _), report in zip(printed, checked, strict=True):
        reports[at] = report
    several = several_patients([page.box.patient for page in pages], digest)
    report = _joined([*reports, DxaReport(issues=(*several, *older(pages, newest, digest)))])
    return _all_held(report, IssueCode.SEVERAL_PATIENTS) if several else report


def _days_told(told: Mapping[tuple[int, int], DxaReport]) -> list[date]:
    """Return the days the sentences of a document say the examination was done on, each once."""
    return list(dict.fromkeys(day for report in told.values() if (day := report.study.performed_on)))


def _all_held(report: DxaReport, code: IssueCode) -> DxaReport:
    return replace(report, measurements=tuple(replace(row, held=code) for row in report.measurements))


def _joined(reports: Sequence[DxaReport]) -> DxaReport:
    """Return one report; the values of a single table without repeated rows need no comparison with others."""
    filled = [report for report in reports if report.measurements]
    if len(filled) == 1:
        values = filled[0].measurements
        places = {(row.region, row.side, row.levels, row.quantity, row.exam_date) for row in values}
        if len(places) == len(values):
            words = merge([replace(report, measurements=()) for report in reports])
            return held_back(replace(words, measurements=values))
    return merge(reports)


def _circumstances(
    page: Page, digest: str, second: SecondReading | None, day: date | None, *, current: bool
) -> Circumstances:
    return Circumstances(
        digest=digest,
        exam_date=day,
        current=current,
        reference=reference_of(page.lines),
        layout=None,
        unsure_day=page.box.unsure_day,
        locate=page.text.frame.locator,
        strokes=page.text.strokes,
        agrees=second.agrees if second else lambda _text, _box: None,
        # A page the second reader cannot see at all is reported once, not for every value.
        readers=(pdfium.NAME, plumber.NAME) if second and second.count else (pdfium.NAME,),
    )


def _reports(
    page: Page, place: Circumstances, order: Order | None, issues: Iterable[Issue]
) -> list[tuple[int, DxaReport]]:
    """Return what the box, each table and each trend of a page say, with the number of the table it stands in."""
    study = page.box.study if place.current else replace(page.box.study, performed_on=None)
    parts = [[DxaReport(patient=page.box.patient, study=study, issues=(*page.box.issues, *issues))]]
    tables = () if page.is_volumetric else page.tables
    whens = dated_blocks(tables, page.lines, order, page.box.study.performed_on)
    placed = zip(tables, [_within(when, place) for when in whens] or [place] * len(tables), strict=True)
    parts += [_of_table(table, page, order, own) for table, own in placed]
    if page.continuation:
        parts.append([_of_continuation(page, place)])
    # An unknown maker's dates and values alone do not tell a region.
    present = [row for part in parts for report in part for row in report.measurements if row.current]
    results = present if page.layouts else []
    for printed in page.trends:
        days = order_of_trend(printed, order, place.exam_date)
        trend = replace(printed, site=without_excluded(printed, days, present))
        if page.layouts or not trend.is_named:
            parts.append([report_of_trend(settled_trend(trend, days, results), days, place)])
        else:
            report = report_of_trend(replace(trend, titled=True), days, place)
            checked = replace(report, measurements=judged_history(report.measurements))
            parts.append([report if trend.titled or page.is_letter else checked])
    return [(number, _owned(report, place.digest)) for number, part in enumerate(parts) for report in part]


def _within(when: When, place: Circumstances) -> Circumstances:
    """Return the circumstances of a table under the day of its own examination."""
    return replace(place, current=place.current and when.current, exam_date=when.day, held=when.held, unsure_day=None)


def _of_table(table: Table, page: Page, order: Order | None, place: Circumstances) -> list[DxaReport]:
    """Return what a table says; under the title of an earlier examination its values are priors."""
    layout = layout_for(table.header.columns, page.layouts)
    title = title_of(table.header, page.titles)
    place = replace(place, layout=layout, needs_check=_needs_check(table, page))
    if (earlier := earlier_title(table.header, page.lines)) is not None:
        printed = first_date(earlier.text, order)
        place = replace(place, current=False, exam_date=printed.day if printed else None)
    elif may_be_earlier(table.header, page.lines, is_first=_is_first(table, page)):
        place = replace(place, held=place.held or IssueCode.DATE_AMBIGUOUS)
    reports: list[DxaReport] = []
    today, unsure = (place.exam_date, place.unsure_day) if place.current else (None, None)
    for view in views_of(table, order, today, unsure):
        rows = placed_rows(view.table, title, layout.skipped if layout else {}, view.side)
        rows = completed(rows, table.header, page.lines, page.titles)
        reports.append(_of_view(view, rows, place))
    return reports


def _is_first(table: Table, page: Page) -> bool:
    """Whether a caption of a comparison over a table is a remark: it is the first of its page, or itself compares."""
    if not table.header.is_plain or Column.CHANGED in table.header.columns:
        return True
    return not any(other.rows and other.header.bottom < table.header.top for other in page.tables)


def _needs_check(table: Table, page: Page) -> bool:
    """Whether values of an unknown maker's printout have to be borne out by their row; a letter's writer vouches."""
    return (table.header.has_density or table.is_transposed) and not (page.is_letter or table.is_card)


def _of_view(view: View, rows: Sequence[PlacedRow], place: Circumstances) -> DxaReport:
    when = view.when
    if when is None:
        return report_of(view.table, rows, place)
    if when.refused:
        cells = [cell.box for row in view.table.rows for cell in row.cells]
        text = f"{when.refused}; not used"
        issues = (Issue(code=IssueCode.DATE_AMBIGUOUS, text=text, locator=place.locate(box)) for box in cells[:1])
        return DxaReport(issues=tuple(issues))
    current = place.current and when.current
    day = (when.day or place.exam_date) if when.current else when.day
    report = report_of(view.table, rows, replace(place, current=current, exam_date=day, held=when.held))
    return report if current or day else _undated(report)


def _undated(report: DxaReport) -> DxaReport:
    text = "values of an earlier examination without its day"
    place = next((row.provenance.locator for row in report.measurements), None)
    return replace(report, issues=(*report.issues, Issue(code=IssueCode.PRIOR_WITHOUT_DATE, text=text, locator=place)))


def _of_continuation(page: Page, place: Circumstances) -> DxaReport:
    """Return what the rows say that go on from the page before; their names depend on the rows there."""
    found = page.continuation
    if found is None:
        return DxaReport()
    layout = layout_for(found.table.header.columns, page.layouts)
    whole = replace(found.table, rows=(*found.before, *found.table.rows))
    rows = placed_rows(whole, found.title, layout.skipped if layout else {})[len(found.before) :]
    return report_of(found.table, rows, replace(place, layout=layout, needs_check=_needs_check(found.table, page)))


def _owned(report: DxaReport, digest: str) -> DxaReport:
    issues = tuple(issue if issue.document else replace(issue, document=digest) for issue in report.issues)
    return replace(report, issues=issues)
