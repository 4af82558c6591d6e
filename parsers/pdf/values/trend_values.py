"""What trend tables say: the region their values tell, and those values, never current ones of another day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Region, Side, Site
from dxa.report import DxaReport, Issue, Measurement, Provenance, Quantity, Unit
from parsers.numbers import read_number
from parsers.pdf.examination.dates import Order, PrintedDate, first_date
from parsers.pdf.shapes.trend import Trend, TrendCell
from parsers.pdf.shapes.trend_words import TrendColumn
from parsers.pdf.tables.views import same_or_earlier
from parsers.pdf.text.frame import Box
from parsers.pdf.text.words import Word, box_of, text_of
from parsers.pdf.values.changes import checked_changes
from parsers.pdf.values.measurements import PARSER_NAME, Circumstances

_QUANTITIES = {
    TrendColumn.BMD: (Quantity.BMD, Unit.G_PER_CM2),
    TrendColumn.T_SCORE: (Quantity.T_SCORE, Unit.ONE),
    TrendColumn.Z_SCORE: (Quantity.Z_SCORE, Unit.ONE),
    TrendColumn.YOUNG: (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    TrendColumn.CHANGE: (Quantity.CHANGE, Unit.G_PER_CM2),
    TrendColumn.CHANGE_PERCENT: (Quantity.CHANGE_PERCENT, Unit.PERCENT),
    TrendColumn.CHANGE_UNMARKED: (Quantity.CHANGE_PERCENT, Unit.PERCENT),
}


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
    if trend.titled or (trend.is_named and not results):
        # A page of histories alone has nothing to tell their regions by but their titles.
        return trend
    printed = _printed(trend, order)
    present = [row for row in results if row.quantity is Quantity.BMD and row.held is None and _may_mean(trend, row)]
    repeated = [row for row in present if (row.exam_date, row.value) in printed and _agrees(trend, order, row, results)]
    # A table of earlier scans alone repeats nothing; then its title has to name one of the present regions.
    chosen = repeated if repeated or trend.site is None else present
    sites = {Site(row.region, row.side, row.levels) for row in chosen}
    spine = [site for site in sites if site.region is Region.LUMBAR_SPINE]
    if len(sites) > 1 and len(spine) == len(sites):
        # A single vertebra may happen to have the BMD of the whole; histories are kept of the whole.
        longest = max(len(site.levels) for site in spine)
        sites = {site for site in spine if len(site.levels) == longest}
    return replace(trend, site=sites.pop() if len(sites) == 1 else None)


def _agrees(trend: Trend, order: Order | None, density: Measurement, results: Sequence[Measurement]) -> bool:
    """Whether a trend prints no other T-score beside a density of the page; two regions may have the same density."""
    scores = {value for day, value in _printed(trend, order, TrendColumn.T_SCORE) if day == density.exam_date}
    place = (density.region, density.side, density.levels)
    own = {
        row.value for row in results if (row.region, row.side, row.levels) == place and row.quantity is Quantity.T_SCORE
    }
    return not (scores and own) or bool(scores & own)


def _printed(
    trend: Trend, order: Order | None, wanted: TrendColumn = TrendColumn.BMD
) -> set[tuple[date | None, Decimal]]:
    return {
        (when.day, reading.value)
        for cells in trend.rows
        if (when := _date(cells, order))
        for column, words in cells
        if column is wanted and (reading := read_number(text_of(words)))
    }


def without_excluded(trend: Trend, order: Order | None, results: Sequence[Measurement]) -> Site | None:
    """Return the region of a trend; one called L1-L4 is of L1, L2 and L4 where it repeats "L1-L4 (L3)" of its page."""
    site = trend.site
    if site is None or site.region is not Region.LUMBAR_SPINE or not site.levels:
        return site
    own = [row for row in results if row.quantity is Quantity.BMD and row.region is site.region and row.levels]
    if any(row.levels == site.levels for row in own):
        return site
    ends = site.levels[0], site.levels[-1]
    printed = _printed(trend, order)
    used = {
        row.levels
        for row in own
        if (row.levels[0], row.levels[-1]) == ends
        and (row.exam_date, row.value) in printed
        and _agrees(trend, order, row, results)
    }
    return replace(site, levels=used.pop()) if len(used) == 1 else site


def _may_mean(trend: Trend, row: Measurement) -> bool:
    """Whether the title of a trend, as far as it names a region, may mean that of a measurement."""
    named = trend.site
    if named is None:
        return True
    same = named.region is row.region and named.side in {None, row.side}
    return same and row.side in {None, Side.LEFT, Side.RIGHT, named.side} and named.levels in {(), row.levels}


@dataclass(slots=True)
class _Findings:
    """What is read from the rows of a trend, and what has to be said about them."""

    place: Circumstances
    measurements: list[Measurement] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def report(self, code: IssueCode, text: str, box: Box) -> None:
        self.issues.append(Issue(code=code, text=text, locator=self.place.locate(box), document=self.place.digest))


def report_of_trend(trend: Trend, order: Order | None, place: Circumstances) -> DxaReport:
    """Return the values of a trend table; those of another day than the examination's are priors."""
    found = _Findings(place)
    if trend.site is None:
        text = "earlier examinations of a region that is not named or not known; not read"
        found.report(IssueCode.UNKNOWN_ROW, text, trend.box)
        return DxaReport(issues=tuple(found.issues))
    for cells in trend.rows:
        _read_row(cells, trend.site, order, found)
    measurements = checked_changes(found.measurements)
    if trend.lacks_side and measurements:
        text = "a history of a limb that does not say of which side it is; held back until a reviewer decides"
        found.report(IssueCode.SITE_AMBIGUOUS, text, trend.box)
        measurements = [replace(row, held=row.held or IssueCode.SITE_AMBIGUOUS) for row in measurements]
    if place.exam_date is None and place.unsure_day is None:
        measurements = _newest_held(measurements)
    numbered = (replace(row, id=f"m{number}") for number, row in enumerate(measurements, 1))
    return DxaReport(measurements=tuple(numbered), issues=tuple(found.issues))


def _read_row(cells: Sequence[TrendCell], site: Site, order: Order | None, found: _Findings) -> None:
    """Add the values of one day of a trend, or why they cannot be used."""
    printed = _date(cells, order)
    current = _unsure(cells, found.place)
    if (printed is None or printed.day is None) and current is None:
        text = "the date of a trend row cannot be read for certain; its values were left out"
        code = (printed.issue if printed else None) or IssueCode.PRIOR_WITHOUT_DATE
        found.report(code, text, box_of([word for _, words in cells for word in words]))
        return
    moment = _Moment(printed.day if printed else None, current)
    for column, words in cells:
        measurement = _measurement(site, column, words, moment, found.place) if column in _QUANTITIES else None
        if measurement:
            found.measurements.append(measurement)
        elif column in _QUANTITIES and re.search(r"\d", text_of(words)):
            found.report(IssueCode.NOT_A_NUMBER, "a trend cell that is not one number; not used", box_of(words))


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


def _unsure(cells: Sequence[TrendCell], place: Circumstances) -> bool | None:
    """Return whether a row is of the present examination, where no order of day and month is known for either."""
    if place.unsure_day is None:
        return None
    found = next((text_of(words) for column, words in cells if column is TrendColumn.DATE), "")
    return same_or_earlier(found, place.unsure_day)


def _date(cells: Sequence[TrendCell], order: Order | None) -> PrintedDate | None:
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
    unsure = place.exam_date is None and place.unsure_day is not None
    current = moment.current if unsure else place.exam_date == moment.day
    if current is None:
        # A day known for certain, beside one of the examination that may be the same.
        held = held or IssueCode.DATE_AMBIGUOUS
    return Measurement(
        id="m0",
        region=site.region,
        side=site.side,
        levels=site.levels,
        quantity=quantity,
        value=reading.value,
        unit=unit,
        exam_date=moment.day,
        current=bool(current),
        held=held or _implausible(site.region, quantity, reading.value),
        confirmed_by=place.readers if agrees else place.readers[:1],
        provenance=Provenance(document=place.digest, parser=PARSER_NAME, locator=place.locate(box), raw=reading.raw),
    )


def _implausible(region: Region, quantity: Quantity, value: Decimal) -> IssueCode | None:
    low, high = Decimal("0.2"), Decimal("2.0")
    if quantity in {Quantity.T_SCORE, Quantity.Z_SCORE}:
        low, high = Decimal(-8), Decimal(8)
    is_bounded = quantity in {Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE}
    odd = is_bounded and region is not Region.PATIENT and not low <= value <= high
    return IssueCode.IMPLAUSIBLE_VALUE if odd else None
