"""Tables of earlier examinations: their values are priors, never current ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import DxaReport, Issue, Measurement, Provenance, Quantity, Unit
from dxa.sites import site_of
from parsers.numbers import read_number
from parsers.pdf.changes import checked_changes
from parsers.pdf.columns import plain_heading
from parsers.pdf.dates import Order, PrintedDate, first_date
from parsers.pdf.frame import Box
from parsers.pdf.header import Heading
from parsers.pdf.headings import plain_headings
from parsers.pdf.labels import labelled_site
from parsers.pdf.lines import Line, lines_of
from parsers.pdf.scans import Title
from parsers.pdf.values import PARSER_NAME, Circumstances
from parsers.pdf.views import same_or_earlier
from parsers.pdf.words import Word, box_of, text_of

_TITLE = re.compile(
    r"(?:\b(?:densitometry|BMD) )?\btrend(?: results)?(?::|,| -| \u2013)\s*(?P<site>\S.*?)(?=   |$)", re.IGNORECASE
)
_COLUMN = re.compile(r"(?:^|   )(?:(?:measured|scan|exam|study) )?date(?=   |$)", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:(?:previous|prior) (?:scans?|exam\w*|results?|studies)(?: results?)?|results? history|history of results?)"
    r"\b[ :(-]*(?P<site>[^():]*?(?: \([^()]*\))?)\)?:?(?=   |$)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\b[^\W\d_]{3,10}\.? \d{1,2}, ?\d{4}|\b\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}"
)
_DATES = re.compile(r"(?:measured|date)", re.IGNORECASE)
_HEADING_LINES = 4
_INDENT = 4
"""Heights of a character by which a table may begin left of its title."""
_LARGEST_STEP = 2.6
_FAR = 1e9
"""Right of everything, points."""
_TITLE_ABOVE = 2.5
"""Heights of a character between a title and the headings below it."""


class TrendColumn(StrEnum):
    """What a column of a trend table holds."""

    DATE = "date"
    BMD = "bmd"
    T_SCORE = "t_score"
    YOUNG = "young_adult_percent"
    CHANGE = "change"
    CHANGE_PERCENT = "change_percent"
    CHANGE_UNMARKED = "change_unmarked"
    """A change whose heading names no unit: a percentage where the cell says so."""
    SKIPPED = "skipped"


_HEADINGS = (
    (TrendColumn.DATE, r"(?:measured|scan|exam|study)?date"),
    (TrendColumn.BMD, r"(?:bmd|dmo)[(\[]?g/cm2[)\]]?"),
    (TrendColumn.T_SCORE, r"(?:ya)?t-?score"),
    (TrendColumn.YOUNG, r"(?:ya|youngadult)[(\[]?%[)\]]?|%ya"),
    (TrendColumn.CHANGE, r"(?:bmd)?changevsprevious[(\[]?g/cm2[)\]]?"),
    (TrendColumn.CHANGE_UNMARKED, r"(?:bmd)?changevs(?:previous|prev)"),
    (TrendColumn.CHANGE_PERCENT, r"%?(?:bmd)?changevs(?:previous|prev)[(\[]?%?[)\]]?"),
)
_QUANTITIES = {
    TrendColumn.BMD: (Quantity.BMD, Unit.G_PER_CM2),
    TrendColumn.T_SCORE: (Quantity.T_SCORE, Unit.ONE),
    TrendColumn.YOUNG: (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    TrendColumn.CHANGE: (Quantity.CHANGE, Unit.G_PER_CM2),
    TrendColumn.CHANGE_PERCENT: (Quantity.CHANGE_PERCENT, Unit.PERCENT),
    TrendColumn.CHANGE_UNMARKED: (Quantity.CHANGE_PERCENT, Unit.PERCENT),
}


_Cell = tuple[TrendColumn, tuple[Word, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The rows of one trend table, each with the cells that hold something."""

    site: Site | None
    titled: bool = True
    """False for a table whose region its values have to tell; `site` is then what its title may mean."""
    box: Box
    rows: tuple[tuple[_Cell, ...], ...]

    @property
    def is_named(self) -> bool:
        """Whether the title names a whole region: the vertebrae of a spine, the side of a limb."""
        return self.site is not None and bool(self.site.levels or self.site.side)


def trends_of(words: Sequence[Word], titles: Sequence[Title]) -> list[Trend]:
    """Return the trend tables of a page: a title that names a site, headings with a date and BMD, dated rows."""
    lines = lines_of(words)
    found: list[Trend] = []
    for number, line in enumerate(lines):
        if "trend" in line.text.lower() and (title := _TITLE.search(line.text)):
            box = line.box(title.start(), title.end())
            rows = _rows(_below(lines[number + 1 :], box))
            if rows:
                found.append(Trend(site=_site(title["site"], titles), box=box, rows=rows))
    return found or _untitled(lines, titles)


def _untitled(lines: Sequence[Line], titles: Sequence[Title]) -> list[Trend]:
    """Return the tables of dated rows without "Trend" over them, as Hologic prints earlier scans."""
    trends: list[Trend] = []
    for number, line in enumerate(lines):
        if _DATE.search(line.text):
            continue
        named = list(_EARLIER.finditer(line.text))
        places = [line.box(found.start(), found.end()) for found in named]
        edges = [*(box[0] for box in places[1:]), _FAR]
        for title, box, right in zip(named, places, edges, strict=True) if named else ():
            if rows := _rows(_below(lines[number + 1 :], box, right)):
                site = _site(title["site"], titles) if title["site"] else None
                _add(Trend(site=site, titled=False, box=box, rows=rows), trends)
        if not named and (column := _COLUMN.search(line.text)):
            box = line.box(column.start(), column.end())
            # The word over the dates may stand in the last line of its heading.
            start = number - ("BMD" in lines[number - 1].text if number else 0)
            if rows := _rows(_below(lines[start:], box)):
                _add(Trend(site=_site_above(lines[:start], box), titled=False, box=box, rows=rows), trends)
    return trends


def _add(trend: Trend, trends: list[Trend]) -> None:
    """Add a trend unless its rows were found before, by another of their words."""
    if not any(other.rows[0][0][1] == trend.rows[0][0][1] for other in trends):
        trends.append(trend)


def _site_above(lines: Sequence[Line], heading: Box) -> Site | None:
    """Return the whole region, with its vertebrae or its side, that the line right above a table names alone."""
    size = heading[3] - heading[1]
    near = [line for line in lines if 0 < heading[1] - line.words[0].bottom < _TITLE_ABOVE * size]
    own = [line for line in near if abs(line.words[0].x0 - heading[0]) < _INDENT * size]
    site = labelled_site(own[-1].text.strip(" :.")) if own else None
    return site if site and (site.levels or site.side in {Side.LEFT, Side.RIGHT}) else None


def _below(lines: Sequence[Line], title: Box, right: float = _FAR) -> list[Line]:
    """Return what of lines stands below a title or right of it; a centred title begins right of its table's dates.

    `right` is where the title of the next table beside it begins.
    """
    size, width = title[3] - title[1], title[2] - title[0]
    left = title[0] - _INDENT * size
    words = [word for line in lines[:_HEADING_LINES] for word in line.words if _DATES.fullmatch(word.text)]
    starts = [word.x0 - size for word in words if title[0] - width < word.x0 < left]
    left = max(starts, default=left)
    return [
        Line(part) for line in lines if (part := tuple(word for word in line.words if left <= word.x0 < right - size))
    ]


def _site(text: str, titles: Sequence[Title]) -> Site | None:
    # The row "Spine" of a whole-body scan looks like a caption.
    scans = {title.scan for title in titles if title.firm} or {title.scan for title in titles}
    scan = scans.pop() if len(scans) == 1 else None
    plain = re.sub(r"\s*\(BMD\)\s*", " ", text)
    site = site_of(plain, scan) or site_of(plain)
    if site is None or site.side is not None or SCAN_OF_REGION[site.region] not in {Scan.HIP, Scan.FOREARM}:
        return site
    sides = {title.side for title in titles if title.firm}
    side: Side | None = sides.pop() if len(sides) == 1 else None
    return replace(site, side=side)


def _rows(lines: Sequence[Line]) -> tuple[tuple[_Cell, ...], ...]:
    first = next((number for number, line in enumerate(lines) if _DATE.search(line.text)), None)
    if first is None or not 0 < first <= _HEADING_LINES:
        return ()
    headings = plain_headings([list(line.words) for line in lines[:first]])
    named = [(_meaning(heading.text), heading) for heading in headings]
    if not {TrendColumn.DATE, TrendColumn.BMD} <= {column for column, _ in named}:
        return ()
    rows: list[tuple[_Cell, ...]] = []
    last = lines[first - 1].words[0].base
    for line in lines[first:]:
        cells = _cells(line, named)
        base, size = line.words[0].base, line.words[0].size
        dated = any(column is TrendColumn.DATE and re.search(r"\d", text_of(words)) for column, words in cells)
        if base - last > _LARGEST_STEP * size or not dated:
            break
        rows.append(cells)
        last = base
    return tuple(rows)


def _meaning(text: str) -> TrendColumn:
    plain = plain_heading(text)
    return next((column for column, name in _HEADINGS if re.fullmatch(name, plain)), TrendColumn.SKIPPED)


def _cells(line: Line, named: Sequence[tuple[TrendColumn, Heading]]) -> tuple[_Cell, ...]:
    placed: dict[int, list[Word]] = {}
    date = _DATE.search(line.text)
    dated = line.within(*date.span()) if date else ()
    at = next((at for at, (column, _) in enumerate(named) if column is TrendColumn.DATE), None)
    if at is not None and dated and _meets(dated, named[at][1]):
        # A day written out is wider than the word over it.
        placed[at] = list(dated)
    for word in (word for word in line.words if at not in placed or word not in dated):
        shares = [min(word.x1, heading.x1) - max(word.x0, heading.x0) for _, heading in named]
        best = max(range(len(named)), key=shares.__getitem__)
        if shares[best] > 0:
            placed.setdefault(best, []).append(word)
    return tuple((named[at][0], tuple(words)) for at, words in sorted(placed.items()))


def _meets(words: Sequence[Word], heading: Heading) -> bool:
    return words[0].x0 < heading.x1 and words[-1].x1 > heading.x0


def order_of_trend(trend: Trend, order: Order | None, today: date | None) -> Order | None:
    """Return the order of day and month in a trend: the document's, else the one that makes a row the present day's."""
    if order or today is None:
        return order
    fitting = [
        other
        for other in Order
        if any((when := _date(cells, other)) is not None and when.day == today for cells in trend.rows)
    ]
    return fitting[0] if len(fitting) == 1 else None


def settled_trend(trend: Trend, order: Order | None, results: Sequence[Measurement]) -> Trend:
    """Return a trend with the region whose present BMD it repeats on that day, unless none or several have it."""
    if trend.titled:
        return trend
    printed = {
        (when.day, reading.value)
        for cells in trend.rows
        if (when := _date(cells, order))
        for column, words in cells
        if column is TrendColumn.BMD and (reading := read_number(text_of(words)))
    }
    present = [row for row in results if row.quantity is Quantity.BMD and row.held is None and _may_mean(trend, row)]
    repeated = [row for row in present if (row.exam_date, row.value) in printed]
    # A table of earlier scans alone repeats nothing; then its title has to name one of the present regions.
    chosen = repeated if repeated or trend.site is None else present
    sites = {Site(row.region, row.side, row.levels) for row in chosen}
    spine = [site for site in sites if site.region is Region.LUMBAR_SPINE]
    if len(sites) > 1 and len(spine) == len(sites):
        # A single vertebra may happen to have the BMD of the whole; histories are kept of the whole.
        longest = max(len(site.levels) for site in spine)
        sites = {site for site in spine if len(site.levels) == longest}
    return replace(trend, site=sites.pop() if len(sites) == 1 else None)


def _may_mean(trend: Trend, row: Measurement) -> bool:
    """Whether the title of a trend, as far as it names a region, may mean that of a measurement."""
    named = trend.site
    if named is None:
        return True
    same = named.region is row.region and named.side in {None, row.side}
    return same and row.side in {None, Side.LEFT, Side.RIGHT, named.side} and named.levels in {(), row.levels}


def report_of_trend(trend: Trend, order: Order | None, place: Circumstances) -> DxaReport:
    """Return the values of a trend table; those of another day than the examination's are priors."""
    issues: list[Issue] = []

    def report(code: IssueCode, text: str, box: Box) -> None:
        issues.append(Issue(code=code, text=text, locator=place.locate(box), document=place.digest))

    if trend.site is None:
        report(
            IssueCode.UNKNOWN_ROW,
            "earlier examinations of a region that is not named or not known; not read",
            trend.box,
        )
        return DxaReport(issues=tuple(issues))
    measurements: list[Measurement] = []
    for cells in trend.rows:
        printed = _date(cells, order)
        current = _unsure(cells, place)
        if (printed is None or printed.day is None) and current is None:
            text = "the date of a trend row cannot be read for certain; its values were left out"
            code = (printed.issue if printed else None) or IssueCode.PRIOR_WITHOUT_DATE
            report(code, text, box_of([word for _, words in cells for word in words]))
            continue
        for column, words in cells:
            if column in _QUANTITIES:
                measurement = _measurement(
                    trend.site, column, words, _Moment(printed.day if printed else None, current), place
                )
                if measurement:
                    measurements.append(measurement)
                elif re.search(r"\d", text_of(words)):
                    report(IssueCode.NOT_A_NUMBER, "a trend cell that is not one number; not used", box_of(words))
    measurements = checked_changes(measurements)
    if place.exam_date is None and place.unsure_day is None:
        measurements = _newest_held(measurements)
    numbered = (replace(row, id=f"m{number}") for number, row in enumerate(measurements, 1))
    return DxaReport(measurements=tuple(numbered), issues=tuple(issues))


def _newest_held(rows: Sequence[Measurement]) -> list[Measurement]:
    """Hold back the newest values of a trend on a page without its day: they may be of the present examination."""
    newest = max((row.exam_date for row in rows if row.exam_date), default=None)
    return [
        replace(row, held=row.held or IssueCode.STUDY_CONFLICT) if row.exam_date and row.exam_date == newest else row
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The day of a row; where it cannot be told, whether the row is of the present examination."""

    day: date | None
    current: bool | None


def _unsure(cells: Sequence[_Cell], place: Circumstances) -> bool | None:
    """Return whether a row is of the present examination, where no order of day and month is known for either."""
    if place.unsure_day is None:
        return None
    found = next((text_of(words) for column, words in cells if column is TrendColumn.DATE), "")
    return same_or_earlier(found, place.unsure_day)


def _date(cells: Sequence[_Cell], order: Order | None) -> PrintedDate | None:
    return next((first_date(text_of(words), order) for column, words in cells if column is TrendColumn.DATE), None)


def _measurement(
    site: Site, column: TrendColumn, words: Sequence[Word], moment: _Moment, place: Circumstances
) -> Measurement | None:
    text = text_of(words)
    reading = read_number(re.sub(r"\s*%(?=\s*[*#]?$)", "", text))
    if reading is None or (column is TrendColumn.CHANGE_UNMARKED and "%" not in text):
        return None
    quantity, unit = _QUANTITIES[column]
    box = box_of(words)
    agrees = place.agrees(text, box) if len(place.readers) > 1 else None
    held = IssueCode.TEXT_ENGINES_DISAGREE if agrees is False else None
    return Measurement(
        id="m0",
        region=site.region,
        side=site.side,
        levels=site.levels,
        quantity=quantity,
        value=reading.value,
        unit=unit,
        exam_date=moment.day,
        current=place.exam_date == moment.day if moment.day else bool(moment.current),
        held=held or _implausible(site.region, quantity, reading.value),
        confirmed_by=place.readers if agrees else place.readers[:1],
        provenance=Provenance(document=place.digest, parser=PARSER_NAME, locator=place.locate(box), raw=reading.raw),
    )


def _implausible(region: Region, quantity: Quantity, value: Decimal) -> IssueCode | None:
    low, high = Decimal("0.2"), Decimal("2.0")
    if quantity is Quantity.T_SCORE:
        low, high = Decimal(-8), Decimal(8)
    is_bounded = quantity in {Quantity.BMD, Quantity.T_SCORE}
    odd = is_bounded and region is not Region.PATIENT and not low <= value <= high
    return IssueCode.IMPLAUSIBLE_VALUE if odd else None
