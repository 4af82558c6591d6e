"""Pages that print the tables of several examinations below each other, each under a title with its day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dxa.issues import IssueCode
from parsers.pdf.examination.dates import Order, PrintedDate, first_date
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.tables.table import Table
from parsers.pdf.tables.views import When
from parsers.pdf.text.lines import Line

_WORDS = re.compile(
    r"(?:current|present|today'?s?|new|latest|most|recent|previous|prior|earlier|last|baseline|first|initial|"
    r"follow-?up|dxa|dexa|bmd|bone|density|densitometry|exam(?:ination)?|scan|study|visit|results?|measurements?|"
    r"date|of|on|from|the|"
    r"aktuelle?r?|untersuchung|messung|voruntersuchung|vorbefund|ergebnisse?|werte|vom|"
    r"examen|actuel|ant\u00e9rieur|pr\u00e9c\u00e9dent|r\u00e9sultats?|mesures?|du|de|la|"
    r"actual|previ[oa]|anterior|estudio|fecha|resultados?|del|esame|attuale|precedente|risultati|data|"
    r"exame|atual|estudo|do|onderzoek|meting|huidige?|vorige?|eerdere?|resultaten|van)",
    re.IGNORECASE,
)
_LINES = 3
"""Lines above a table among which its title stands."""
_NEAR = 8.0
"""Heights of a character between the lines of a title and its table."""
_SAME_EXAMINATION = timedelta(days=92)
"""Our own bound: the sites of one examination may be measured on several days."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Title:
    """The line that dates a table."""

    line: Line
    printed: PrintedDate


def dated_blocks(tables: Sequence[Table], lines: Sequence[Line], order: Order | None, today: date | None) -> list[When]:
    """Return for each table of a page which examination it is of; nothing unless each of several has a day above it.

    `today` is the day of the examination as the page names it elsewhere. Where it is none of the newest, or where the
    days cannot be told apart, what the tables print is held back.
    """
    if len(tables) < _FEWEST or not all(table.header.is_plain for table in tables):
        return []
    titles = _titles(tables, lines, order)
    days = {_text(title) for title in titles}
    if len(titles) < len(tables) or len(days) < _FEWEST:
        return []
    known = {title.printed.day for title in titles}
    if not _share_a_site(tables, titles):
        return [] if _is_one_examination(known) else _all_held(titles)
    if None in known:
        return _by_year(titles)
    newest = max(day for day in known if day)
    if today not in {newest, None}:
        return _all_held(titles)
    return [When(current=title.printed.day == newest, day=title.printed.day) for title in titles]


def _text(title: _Title) -> str:
    return title.line.text[title.printed.start : title.printed.end]


def _titles(tables: Sequence[Table], lines: Sequence[Line], order: Order | None) -> list[_Title]:
    """Return the title of each table, that of the table above it where it has none; too few where one has neither."""
    found: dict[int, _Title] = {}
    last: _Title | None = None
    for table in sorted(tables, key=lambda table: table.header.top):
        own = _title_above(table, lines, order) or last
        if own is not None:
            found[id(table)] = last = own
    return [found[id(table)] for table in tables if id(table) in found]


def _title_above(table: Table, lines: Sequence[Line], order: Order | None) -> _Title | None:
    header = table.header
    x0, x1, top = header.headings[0].x0, header.headings[-1].x1, header.top
    seen = 0
    for line in reversed(lines):
        own = Line(tuple(word for word in line.words if x0 - 4 * header.size <= word.x0 <= x1))
        if not own.words or own.words[0].bottom > header.top + 0.2 * header.size:
            continue
        seen += 1
        if top - own.words[0].bottom > _NEAR * header.size or seen > _LINES:
            return None
        if len(own.words) == len(line.words) and (title := _title(own, order)):
            return title
        top = own.words[0].top
    return None


def _title(line: Line, order: Order | None) -> _Title | None:
    """Return a line that says nothing but the day of an examination, and perhaps of which scan; None for others."""
    printed = first_date(line.text, order)
    if printed is None or printed.issue is IssueCode.DATE_UNREADABLE:
        return None
    rest = re.sub(r"[^\w' -]", " ", f"{line.text[: printed.start]} {line.text[printed.end :]}").strip(" -")
    words = [word for word in rest.split() if word.strip("-")]
    is_said = bool(words) and all(_WORDS.fullmatch(word) for word in words)
    is_site = bool(rest) and (labelled_site(rest) is not None or scan_named(rest) is not None)
    return _Title(line, printed) if is_said or is_site else None


def _share_a_site(tables: Sequence[Table], titles: Sequence[_Title]) -> bool:
    """Whether a site stands in the tables of two days."""
    days: dict[str, set[str]] = {}
    for table, title in zip(tables, titles, strict=True):
        for row in table.rows:
            days.setdefault(" ".join(row.label.casefold().split()), set()).add(_text(title))
    return any(len(own) > 1 for own in days.values())


def _is_one_examination(days: set[date | None]) -> bool:
    known = [day for day in days if day]
    return len(known) == len(days) and max(known) - min(known) <= _SAME_EXAMINATION


def _all_held(titles: Sequence[_Title]) -> list[When]:
    return [When(current=True, held=IssueCode.DATE_AMBIGUOUS) for _ in titles]


def _by_year(titles: Sequence[_Title]) -> list[When]:
    """Return the examinations where a day cannot be told: the years say which one is the newest, or nothing does."""
    years = [int(found[-1]) if (found := re.findall(r"(?:19|20)\d\d", _text(title))) else 0 for title in titles]
    if 0 in years or len(set(years)) < len({_text(title) for title in titles}):
        return _all_held(titles)
    return [When(current=year == max(years), day=title.printed.day) for year, title in zip(years, titles, strict=True)]
