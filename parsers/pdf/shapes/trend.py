"""Tables of earlier examinations: their values are priors, never current ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import site_of
from parsers.pdf.headings.header import Heading
from parsers.pdf.headings.heading import plain_headings
from parsers.pdf.naming.governing import side_of_page
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import is_value
from parsers.pdf.naming.titles import Title
from parsers.pdf.shapes.trend_words import COLUMN, DATES, DAY, EARLIER, MAY_BE_TITLE, TITLE, TrendColumn, column_of
from parsers.pdf.text.frame import Box
from parsers.pdf.text.lines import Line, lines_of
from parsers.pdf.text.words import Word, text_of

_HEADING_LINES = 4
_INDENT = 4
"""Heights of a character by which a table may begin left of its title."""
_LARGEST_STEP = 2.6
_FAR = 1e9
"""Right of everything, points."""
_TITLE_ABOVE = 2.5
"""Heights of a character between a title and the headings below it."""


TrendCell = tuple[TrendColumn, tuple[Word, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The rows of one trend table, each with the cells that hold something."""

    site: Site | None
    titled: bool = True
    """False for a table whose region its values have to tell; `site` is then what its title may mean."""
    box: Box
    rows: tuple[tuple[TrendCell, ...], ...]
    is_turned: bool = False
    """Whether its days stand over columns."""
    lacks_side: bool = False
    """Whether it is of a limb, and of which of the sides its page names is not said."""

    @property
    def is_named(self) -> bool:
        """Whether the title names a whole region: the vertebrae of a spine, the side of a limb."""
        return self.site is not None and bool(self.site.levels or self.site.side)


def trends_of(words: Sequence[Word], titles: Sequence[Title]) -> list[Trend]:
    """Return the trend tables of a page: a title that names a site, headings with a date and BMD, dated rows."""
    lines = lines_of(words)
    found: list[Trend] = []
    for number, line in enumerate(lines):
        named = list(TITLE.finditer(line.text)) if MAY_BE_TITLE.search(line.text) else []
        places = [line.box(title.start(), title.end()) for title in named]
        below = lines[number + 1 :]
        edges = [*(_left_edge(below, box)[0] for box in places[1:]), _FAR]
        for title, box, right in zip(named, places, edges, strict=True) if named else ():
            if rows := _rows(_below(below, box, right)):
                # Beside another trend, only the titles over a table are its own.
                own = titles if len(named) == 1 else _over(titles, _left_edge(below, box)[0], right)
                found.append(Trend(site=_site(title["site"], own), box=box, rows=rows))
    return [_with_doubt(trend, titles) for trend in found or _untitled(lines, titles)]


def _with_doubt(trend: Trend, titles: Sequence[Title]) -> Trend:
    site = trend.site
    if site is None or site.side or SCAN_OF_REGION[site.region] not in {Scan.HIP, Scan.FOREARM}:
        return trend
    return replace(trend, lacks_side=any(title.side or title.both for title in titles))


def _untitled(lines: Sequence[Line], titles: Sequence[Title]) -> list[Trend]:
    """Return the tables of dated rows without "Trend" over them, as Hologic prints earlier scans."""
    trends: list[Trend] = []
    for number, line in enumerate(lines):
        if DAY.search(line.text):
            continue
        named = list(EARLIER.finditer(line.text))
        places = [line.box(found.start(), found.end()) for found in named]
        edges = [*(box[0] for box in places[1:]), _FAR]
        for title, box, right in zip(named, places, edges, strict=True) if named else ():
            if rows := _rows(_below(lines[number + 1 :], box, right)):
                site = _site(title["site"], titles) if title["site"] else None
                _add(Trend(site=site, titled=False, box=box, rows=rows), trends)
        if not named and (column := COLUMN.search(line.text)):
            box = line.box(column.start(), column.end())
            # The word over the dates may stand in the last line of its heading.
            start = number - ("BMD" in lines[number - 1].text if number else 0)
            if rows := _rows(_below(lines[start:], box)):
                _add(Trend(site=_site_above(lines[:start], box, titles), titled=False, box=box, rows=rows), trends)
    return trends


def _add(trend: Trend, trends: list[Trend]) -> None:
    """Add a trend unless its rows were found before, by another of their words."""
    if not any(other.rows[0][0][1] == trend.rows[0][0][1] for other in trends):
        trends.append(trend)


def _site_above(lines: Sequence[Line], heading: Box, titles: Sequence[Title]) -> Site | None:
    """Return the whole region, with its vertebrae or its side, that the line right above a table names alone.

    "Total" or "Neck" is one on a page whose titles name one limb and its side.
    """
    size = heading[3] - heading[1]
    near = [line for line in lines if 0 < heading[1] - line.words[0].bottom < _TITLE_ABOVE * size]
    own = [line for line in near if abs(line.words[0].x0 - heading[0]) < _INDENT * size]
    if not own:
        return None
    name = own[-1].text.strip(" :.")
    site = labelled_site(name)
    if site and (site.levels or site.side in {Side.LEFT, Side.RIGHT}):
        return site
    scans = {title.scan for title in titles}
    scan = scans.pop() if len(scans) == 1 else None
    part = site_of(name, scan) if scan in {Scan.HIP, Scan.FOREARM} else None
    side = side_of_page(titles, scan) if scan and part and part.side is None else None
    return replace(part, side=side) if part and side else None


def _below(lines: Sequence[Line], title: Box, right: float = _FAR) -> list[Line]:
    """Return what of lines stands below a title or right of it; a centred title begins right of its table's dates.

    `right` is where the title of the next table beside it begins.
    """
    size = title[3] - title[1]
    left, edge = _left_edge(lines, title)
    return [
        Line(part)
        for line in lines
        if (
            part := tuple(word for word in line.words if (left <= word.x0 or word.x1 > edge) and word.x0 < right - size)
        )
    ]


def _over(titles: Sequence[Title], left: float, right: float) -> list[Title]:
    return [title for title in titles if left <= (title.box[0] + title.box[2]) / 2 < right]


def _left_edge(lines: Sequence[Line], title: Box) -> tuple[float, float]:
    """Return where a table begins, and what a word that begins left of it has to reach to be one of its days.

    A day is wider than the word over it, and begins left of it.
    """
    size, width = title[3] - title[1], title[2] - title[0]
    left = title[0] - _INDENT * size
    words = [word for line in lines[:_HEADING_LINES] for word in line.words if DATES.fullmatch(word.text)]
    starts = [word.x0 - size for word in words if title[0] - width < word.x0 < left]
    if starts:
        return max(starts), max(starts) + size
    # Where the word itself stands close below the title, the days under it may still begin left of both.
    return left, min((word.x0 for word in words if left <= word.x0 < title[0] + size), default=_FAR)


def _site(text: str, titles: Sequence[Title]) -> Site | None:
    # The row "Spine" of a whole-body scan looks like a caption.
    scans = {title.scan for title in titles if title.firm} or {title.scan for title in titles}
    scan = scans.pop() if len(scans) == 1 else None
    plain = re.sub(r"\s*\(BMD\)\s*", " ", text)
    site = site_of(plain, scan) or site_of(plain)
    if site is None or site.side is not None or SCAN_OF_REGION[site.region] not in {Scan.HIP, Scan.FOREARM}:
        return site
    return replace(site, side=side_of_page(titles, SCAN_OF_REGION[site.region]))


def _rows(lines: Sequence[Line]) -> tuple[tuple[TrendCell, ...], ...]:
    first = next((number for number, line in enumerate(lines) if DAY.search(line.text)), None)
    if first is None or not 0 < first <= _HEADING_LINES:
        return ()
    headings = plain_headings([list(line.words) for line in lines[:first]])
    named = [(column_of(heading.text), heading) for heading in headings]
    if not {TrendColumn.DATE, TrendColumn.BMD} <= {column for column, _ in named}:
        return ()
    rows: list[tuple[TrendCell, ...]] = []
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


def _cells(line: Line, named: Sequence[tuple[TrendColumn, Heading]]) -> tuple[TrendCell, ...]:
    placed: dict[int, list[Word]] = {}
    date = DAY.search(line.text)
    dated = line.within(*date.span()) if date else ()
    at = next((at for at, (column, _) in enumerate(named) if column is TrendColumn.DATE), None)
    if at is not None and dated and _meets(dated, named[at][1]):
        # A day written out is wider than the word over it.
        placed[at] = list(dated)
    if at is not None and dated and (full := _in_order(line, dated, at, named)):
        return full
    for word in (word for word in line.words if at not in placed or word not in dated):
        shares = [min(word.x1, heading.x1) - max(word.x0, heading.x0) for _, heading in named]
        best = max(range(len(named)), key=shares.__getitem__)
        if shares[best] > 0:
            placed.setdefault(best, []).append(word)
    return tuple((named[at][0], tuple(words)) for at, words in sorted(placed.items()))


def _in_order(
    line: Line, dated: Sequence[Word], at: int, named: Sequence[tuple[TrendColumn, Heading]]
) -> tuple[TrendCell, ...]:
    """Return the cells of a full line that stand aside of their headings, by their order; empty for any other line.

    One that stands under the heading of another cell says that a column is not the one its number makes it.
    """
    others = [[word] for word in line.words if word not in dated]
    cells = [*others[:at], list(dated), *others[at:]]
    aside = [own for own, (_, heading) in zip(cells, named, strict=False) if not _meets(own, heading)]
    if len(cells) != len(named) or not aside or not all(is_value(own[0].text) for own in others):
        return ()
    if any(_meets(own, heading) for own in aside for _, heading in named):
        return ()
    return tuple((column, tuple(own)) for own, (column, _) in zip(cells, named, strict=True))


def _meets(words: Sequence[Word], heading: Heading) -> bool:
    return words[0].x0 < heading.x1 and words[-1].x1 > heading.x0
