"""Histories whose examinations stand over the columns: a line of days, and below it quantities with a cell for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dxa.regions import Site
from parsers.pdf.headings.columns import Column, meaning_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, is_value
from parsers.pdf.shapes.trend import Trend, TrendCell
from parsers.pdf.shapes.trend_words import DAY, TrendColumn
from parsers.pdf.text.frame import union
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of

_QUANTITIES = {
    Column.BMD: TrendColumn.BMD,
    Column.T: TrendColumn.T_SCORE,
    Column.Z: TrendColumn.Z_SCORE,
    Column.YOUNG: TrendColumn.YOUNG,
}
_FEWEST_DAYS = 2
_WIDEST_STEP = 3.2
"""Heights of a character between lines of one history."""
_TITLE_LINES = 6
"""Lines above the days in which the region may be named."""
_AROUND = re.compile(
    r"(?i)\b(?:history|historical|trends?|serial|follow-?up|comparison|results?|bone (?:mineral )?density|bmd|dxa|dexa|"
    r"scans?|"
    r"verlauf|evoluci[o\u00f3]n|[\u00e9e]volution|evolu[c\u00e7][a\u00e3]o|andamento|verloop)\b"
)


@dataclass(frozen=True, slots=True)
class _Days:
    """The line of days: where each stands, from the left."""

    cells: tuple[tuple[Word, ...], ...]
    label: str
    """What stands left of them."""

    @property
    def base(self) -> float:
        return self.cells[0][0].base

    @property
    def room(self) -> float:
        """Half the least distance of two days."""
        middles = [_middle(cell) for cell in self.cells]
        return min(after - before for before, after in pairwise(middles)) / 2


def _middle(words: Sequence[Word]) -> float:
    return (words[0].x0 + words[-1].x1) / 2


def turned_histories(words: Sequence[Word]) -> list[Trend]:
    """Return the histories of a page with a column for each day, one for each region they name.

    Where a number stands under no day, or the region is not named, the history is one without a region: it is not
    read, and nobody else may take its numbers for those of the present examination.
    """
    rows = rows_of(words)
    found: list[Trend] = []
    after = 0
    for number, row in enumerate(rows):
        days = _days(row) if number >= after else None
        if days is None:
            continue
        site = labelled_site(days.label) or _site_above(rows[max(0, number - _TITLE_LINES) : number])
        block = _Block(days, site)
        taken = block.read(rows[number + 1 :])
        found += block.trends()
        after = number + 1 + taken
    return found


def _days(row: Sequence[Word]) -> _Days | None:
    """Return the days a line is made of, None for a line with anything else behind the first of them."""
    runs = phrases(row)
    text = [text_of(run) for run in runs]
    first = next((at for at, part in enumerate(text) if DAY.fullmatch(part)), None)
    if first is None or first > 1 or not all(DAY.fullmatch(part) for part in text[first:]):
        return None
    days = tuple(tuple(run) for run in runs[first:])
    label = text_of(runs[0]) if first else ""
    different = len({text_of(run) for run in days}) == len(days) >= _FEWEST_DAYS
    return _Days(days, label) if different and not re.search(r"\d{3}", label) else None


def _site_above(rows: Sequence[Sequence[Word]]) -> Site | None:
    """Return the region that the nearest line above names among words such as "history", None without one."""
    for row in reversed(rows):
        named = [site for run in phrases(row) if (site := labelled_site(_bare(text_of(run))))]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _bare(text: str) -> str:
    return re.sub(r"[\s:,;\-\u2013]+$|^[\s:,;\-\u2013]+", "", _AROUND.sub(" ", text))


class _Block:
    """The lines below a line of days, put together region by region."""

    def __init__(self, days: _Days, site: Site | None) -> None:
        self._days = days
        self._site = site
        self._cells: dict[Site | None, list[tuple[TrendColumn, list[tuple[Word, ...] | None]]]] = {}
        self._is_sound = True

    def read(self, rows: Sequence[Sequence[Word]]) -> int:
        """Take lines up to the first that does not belong; return how many."""
        base = self._days.base
        for number, row in enumerate(rows):
            size = row[0].size
            if row[0].base - base > _WIDEST_STEP * size or not self._takes(row):
                return number
            base = row[0].base
        return len(rows)

    def _takes(self, row: Sequence[Word]) -> bool:
        edge = self._days.cells[0][0].x0 - self._days.room
        label = [word for word in row if word.x0 < edge or not (is_value(word.text) or DAY.search(word.text))]
        start = next((at for at, word in enumerate(row) if word not in label), len(row))
        label, cells = list(row[:start]), _joined(row[start:])
        name = text_of(label).strip(" :")
        if not cells:
            site = labelled_site(_bare(name))
            self._site = site or self._site
            return site is not None
        if not name:
            return False
        self._add(name, cells)
        return True

    def _add(self, name: str, cells: Sequence[tuple[Word, ...]]) -> None:
        site, column = _named(name)
        kind = _QUANTITIES.get(column) if column else None
        if kind is None:
            return
        placed = self._placed(cells)
        self._is_sound &= placed is not None
        if placed is not None:
            self._cells.setdefault(site or self._site, []).append((kind, placed))

    def _placed(self, cells: Sequence[tuple[Word, ...]]) -> list[tuple[Word, ...] | None] | None:
        """Return the cell under each day; None where one stands under no day, or two under one."""
        found: list[tuple[Word, ...] | None] = [None] * len(self._days.cells)
        for cell in cells:
            under = [at for at, day in enumerate(self._days.cells) if self._is_under(cell, day)]
            if len(under) != 1 or found[under[0]] is not None:
                return None
            found[under[0]] = cell
        return found

    def _is_under(self, cell: Sequence[Word], day: Sequence[Word]) -> bool:
        meets = cell[0].x0 < day[-1].x1 and cell[-1].x1 > day[0].x0
        return meets and abs(_middle(cell) - _middle(day)) < self._days.room

    def trends(self) -> list[Trend]:
        """Return a history for each region, or one without a region where something is not certain."""
        sites = self._cells if self._is_sound else {None: [line for lines in self._cells.values() for line in lines]}
        return [self._trend(site, lines) for site, lines in sites.items() if lines]

    def _trend(self, site: Site | None, lines: Sequence[tuple[TrendColumn, list[tuple[Word, ...] | None]]]) -> Trend:
        kinds = [kind for kind, _ in lines]
        rows: list[tuple[TrendCell, ...]] = []
        for at, day in enumerate(self._days.cells):
            own = [(kind, cells[at]) for kind, cells in lines]
            rows.append(((TrendColumn.DATE, day), *((kind, cell) for kind, cell in own if cell is not None)))
        box = union([box_of(cell) for row in rows for _, cell in row])
        # The same quantity twice under one region is of two regions, one of which is not named.
        known = site if len(set(kinds)) == len(kinds) else None
        return Trend(site=known, box=box, rows=tuple(rows), is_turned=True)


def _joined(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Return cells: a sign goes with its number, a unit or a mark with the number before it."""
    cells: list[list[Word]] = []
    for word in words:
        signs = bool(cells) and cells[-1][-1].text in LONE_SIGNS and word.text[:1].isdigit()
        near = bool(cells) and word.x0 - cells[-1][-1].x1 <= word.size
        if near and (signs or not is_value(word.text)):
            cells[-1].append(word)
        else:
            cells.append([word])
    return [tuple(cell) for cell in cells]


def _named(name: str) -> tuple[Site | None, Column | None]:
    """Return the region and the quantity a line is of: "T-score", or "Left Total Hip BMD (g/cm2)" in either order."""
    whole = meaning_of(name, {})
    if whole is not None:
        return None, whole.column if whole.qualifier is None else None
    words = name.split()
    for cut in range(1, len(words)):
        for site_words, quantity in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            site = labelled_site(" ".join(site_words).strip(" ,:-"))
            meaning = meaning_of(" ".join(quantity).strip(" ,:-"), {})
            if site and meaning and meaning.column in _QUANTITIES and meaning.qualifier is None:
                return site, meaning.column
    return None, None
