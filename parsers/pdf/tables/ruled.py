"""Cells drawn with rules: what one holds in several lines, or for several rows, is set on the line of its numbers.

Word processors and browsers set cells to their middle, so that a name of two lines stands above and below its numbers,
and one that holds for three rows beside the second of them. Where the rules are drawn, they say whose each word is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parsers.numbers import MINUS_SIGNS, read_number
from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.naming.labels import in_two_tongues, labelled_site
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.words import Word, rows_of, text_of

_SAME = 2.0
"""Points within which two rules are one edge."""
_MOST_EDGES = 160
_MOST_RULES = 4000
_MOST_LINES = 4
_LONGEST = 70
"""Characters of a cell that is still a name or a heading, and no paragraph."""
_TWO = 2
_RESULT = re.compile(rf"[+{re.escape(MINUS_SIGNS)}]?\d{{1,2}}[.,]\d{{1,3}}%?")
# Heights of a character.
_PADDING, _BLANK, _APART, _HALF = 0.36, 0.25, 0.15, 0.5


@dataclass(slots=True, eq=False)
class _Cell:
    """A drawn cell with its words; edges are positions on the page."""

    box: Box
    words: list[Word] = field(default_factory=list)
    lines: list[list[Word]] = field(default_factory=list)

    @property
    def is_number(self) -> bool:
        """Whether it holds a result: a number, perhaps with its unit or a sign before it."""
        first = self.lines[0]
        text = first[0].text if len(first[0].text) > 1 or len(first) < _TWO else first[0].text + first[1].text
        return read_number(text) is not None or not any(char.isalnum() for char in text)

    @property
    def is_card(self) -> bool:
        """Whether results stand in it under or beside other words, or several of them under each other."""
        return len(self.lines) > 1 and any(_RESULT.fullmatch(word.text) for word in self.words)

    @property
    def is_name(self) -> bool:
        """Whether it is short enough for a name or a heading."""
        return len(self.lines) <= _MOST_LINES and sum(len(word.text) for word in self.words) <= _LONGEST

    @property
    def is_crossed(self) -> bool:
        """Whether a rule above or below runs through one of its words."""
        top, bottom = self.rows
        return any(
            word.base > bottom + _APART * word.size or word.base - _HALF * word.size < top for word in self.words
        )

    @property
    def is_tight(self) -> bool:
        """Whether one line of words fills it, so that what stands in the next cell seems to go on from it."""
        if len(self.lines) > 1 or self.is_number:
            return False
        room = _PADDING * self.words[0].size
        return self.lines[0][0].x0 < self.box[0] + room or self.lines[0][-1].x1 > self.box[2] - room

    @property
    def rows(self) -> tuple[float, float]:
        """The edges above and below it."""
        return self.box[1], self.box[3]


def in_cells(page: PageText) -> PageText:
    """Return a page whose words stand, cell by cell, in one line with the others of their row where rules part them.

    Numbers stay where they are. Words are as they were where the cells are not certain.
    """
    if not _TWO * _TWO <= len(page.rules) <= _MOST_RULES:
        return page
    cells = _cells(page.words, page.rules)
    moved = _moved(cells)
    gone = {id(word) for cell, _ in moved for word in cell.words}
    kept = [word for word in page.words if id(word) not in gone]
    made = [word for cell, bases in moved for base in bases for word in _in_one_line(cell, base)]
    words = sorted([*kept, *made], key=lambda word: (word.base, word.x0)) if moved else page.words
    return replace(page, words=tuple(words), cards=tuple(cell.box for cell in cells if cell.is_card))


def _moved(cells: Sequence[_Cell]) -> list[tuple[_Cell, list[float]]]:
    """Return the cells that have to be set anew, each with the lines it belongs on."""
    bands: dict[tuple[float, float], list[_Cell]] = defaultdict(list)
    for cell in cells:
        bands[cell.rows].append(cell)
    if any(cell.is_crossed for band in bands.values() if len(band) > 1 for cell in band):
        # Rules that run through words are not the edges of what holds them, as on a page set unevenly.
        return []
    lines = {rows: base for rows, band in bands.items() if (base := _base(band)) is not None}
    found: list[tuple[_Cell, list[float]]] = []
    for rows, band in bands.items():
        if rows in lines and len(band) > 1 and not _is_table_of_lines(band):
            found += [(cell, [lines[rows]]) for cell in band if len(cell.lines) > 1 and not cell.is_number]
        found += [(cell, [cell.lines[0][0].base]) for cell in band if len(band) > 1 and cell.is_tight]
    for cell in cells:
        bases = _spanned(cell, bands, lines)
        if bases and not (cell.is_number or cell.is_card) and cell.is_name:
            found = [(other, own) for other, own in found if other is not cell]
            found.append((cell, bases))
    return found


def _is_table_of_lines(band: Iterable[_Cell]) -> bool:
    """Whether a row of cells holds several rows of results, or a paragraph."""
    return any(cell.is_card or not cell.is_name for cell in band)


def _base(band: Sequence[_Cell]) -> float | None:
    """Return the line of the results of a row, or of the headings of one that holds none; None if there is no one."""
    numbers = [cell for cell in band if cell.is_number]
    single = [cell for cell in numbers or band if len(cell.lines) == 1]
    if numbers:
        bases = [cell.lines[0][0].base for cell in single]
    else:
        others = [line[0].base for cell in band if len(cell.lines) > 1 for line in cell.lines]
        size = band[0].words[0].size
        # Headings whose lines stand on the same heights are read as they are.
        bases = [
            cell.lines[0][0].base
            for cell in single
            if all(abs(cell.lines[0][0].base - other) > _APART * size for other in others)
        ]
        bases = bases if len(bases) == len(single) else []
        if not single and len({len(cell.lines) for cell in band}) > 1:
            bases = [(band[0].box[1] + band[0].box[3]) / 2]
    size = band[0].words[0].size
    return bases[0] if bases and max(bases) - min(bases) <= _TWO * _APART * size else None


def _spanned(
    cell: _Cell,
    bands: dict[tuple[float, float], list[_Cell]],
    lines: dict[tuple[float, float], float],
) -> list[float]:
    """Return the lines of the rows with results that a cell stands left of and holds for."""
    top, bottom = cell.rows
    inside = [
        (rows, [other for other in band if other.box[0] >= cell.box[2] - _SAME])
        for rows, band in bands.items()
        if top - _SAME <= rows[0] and rows[1] <= bottom + _SAME and rows != cell.rows
    ]
    inside = [(rows, band) for rows, band in inside if band]
    if len(inside) < _TWO:
        return []
    results = [lines[rows] for rows, band in inside if rows in lines and any(other.is_number for other in band)]
    if len(results) < len(inside) or _names_each(cell, results):
        return []
    return results


def _names_each(cell: _Cell, results: Sequence[float]) -> bool:
    """Whether the lines of a cell are the names of the rows beside them, between which no rule is drawn."""
    size = cell.words[0].size
    beside = [line for line in cell.lines if any(abs(line[0].base - base) <= 2 * _APART * size for base in results)]
    if len(beside) < _TWO:
        return False
    # "Lumbar spine" over "L1-L4" is one name; "L1" over "L2" is none.
    whole = text_of(word for line in cell.lines for word in line)
    return scan_named(whole) is None and labelled_site(whole) is None


def _in_one_line(cell: _Cell, base: float) -> list[Word]:
    """Return the words of a cell behind each other on one line, drawn together where they would not fit into it."""
    # A word that is the same in both languages of a heading is one.
    unlike = {text_of(line): line for line in reversed(cell.lines)}
    lines = [line for line in cell.lines if unlike[text_of(line)] is line]
    ordered = _mended(in_two_tongues(lines))
    size = ordered[0].size
    blank = _BLANK * size
    natural = sum(word.x1 - word.x0 for word in ordered) + blank * (len(ordered) - 1)
    left, _, right, _ = union([word.box for word in ordered])
    inner = (cell.box[0] + _PADDING * size, cell.box[2] - _PADDING * size)
    if inner[1] - inner[0] < size:
        inner = (cell.box[0], cell.box[2])
    scale = min(1.0, (inner[1] - inner[0]) / natural)
    at = min(max((left + right - natural * scale) / 2, inner[0]), inner[1] - natural * scale)
    made: list[Word] = []
    for word in ordered:
        made.append(_set(word, at, scale, base))
        at = made[-1].x1 + blank * scale
    return made


_BROKEN = re.compile(
    r"(?P<day>\d{1,2}([-./])\d{1,2}\2 (?:19|20)\d\d|(?:19|20)\d\d-(?:\d{1,2}-)? \d{1,2}(?:-\d{1,2})?)|[TZ]- score"
)
"""A day or the name of a score that the edge of its cell broke behind a hyphen, a stroke or a point."""


def _mended(words: Sequence[Word]) -> list[Word]:
    """Return the words of a cell, those put together that its edge broke: "26-04-" over "2025", "T-" over "score"."""
    made: list[Word] = []
    for word in words:
        if made and _BROKEN.fullmatch(f"{made[-1].text} {word.text}"):
            made[-1] = _joined(made[-1], word)
        else:
            made.append(word)
    return made


def _joined(word: Word, rest: Word) -> Word:
    """Return one word of two, the second set behind the first."""
    starts = (*word.starts, *(word.x1 + start - rest.x0 for start in rest.starts))
    return replace(word, text=word.text + rest.text, x1=word.x1 + rest.x1 - rest.x0, starts=starts)


def _set(word: Word, x0: float, scale: float, base: float) -> Word:
    down = base - word.base
    starts = tuple(x0 + (start - word.x0) * scale for start in word.starts)
    x1 = x0 + (word.x1 - word.x0) * scale
    return replace(word, x0=x0, x1=x1, starts=starts, top=word.top + down, bottom=word.bottom + down, base=base)


def _cells(words: Sequence[Word], rules: Sequence[Box]) -> list[_Cell]:
    """Return the cells the rules draw that hold words; a word outside of all of them is in none."""
    flat = [rule for rule in rules if rule[2] - rule[0] >= rule[3] - rule[1]]
    upright = [rule for rule in rules if rule[2] - rule[0] < rule[3] - rule[1]]
    xs = _edges((rule[0] + rule[2]) / 2 for rule in upright)
    ys = _edges((rule[1] + rule[3]) / 2 for rule in flat)
    if not (_TWO < len(xs) <= _MOST_EDGES and _TWO <= len(ys) <= _MOST_EDGES):
        return []
    walls = _drawn(upright, xs, ys, across=False)
    floors = _drawn(flat, ys, xs, across=True)
    found: dict[Box, _Cell] = {}
    known: dict[tuple[int, int], Box | None] = {}
    for word in words:
        place = _place(word.middle, xs), _place((word.top + word.bottom) / 2, ys)
        if None in place:
            continue
        if place not in known:
            known[place] = _room(place, xs, ys, walls, floors)  # type: ignore[arg-type,index]
        box = known[place]  # type: ignore[index]
        if box is not None:
            found.setdefault(box, _Cell(box)).words.append(word)
    for cell in found.values():
        cell.lines = rows_of(cell.words)
    return list(found.values())


def _edges(places: Iterable[float]) -> list[float]:
    """Return places in order, those that are nearly one as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME:
            found.append(place)
    return found


def _place(at: float, edges: Sequence[float]) -> int | None:
    """Return between which two edges a position lies, by the number of the first; None outside of them."""
    return next((number for number, (low, high) in enumerate(pairwise(edges)) if low <= at < high), None)


def _drawn(
    rules: Iterable[Box], edges: Sequence[float], along: Sequence[float], *, across: bool
) -> set[tuple[int, int]]:
    """Return which pieces of which edges are drawn, as number of the edge and of the piece along it."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        start, end, low, high = (rule[0], rule[2], rule[1], rule[3]) if across else (rule[1], rule[3], rule[0], rule[2])
        middle = (low + high) / 2
        edge = min(range(len(edges)), key=lambda at: abs(edges[at] - middle))
        for piece, (one, two) in enumerate(pairwise(along)):
            if start <= (one + two) / 2 <= end:
                found.add((edge, piece))
    return found


def _room(
    place: tuple[int, int],
    xs: Sequence[float],
    ys: Sequence[float],
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
) -> Box | None:
    """Return the cell around a place; None where it is open to one side."""
    column, row = place
    left = next((at for at in range(column, -1, -1) if (at, row) in walls), None)
    right = next((at for at in range(column + 1, len(xs)) if (at, row) in walls), None)
    top = next((at for at in range(row, -1, -1) if (at, column) in floors), None)
    bottom = next((at for at in range(row + 1, len(ys)) if (at, column) in floors), None)
    if left is None or right is None or top is None or bottom is None:
        return None
    return (xs[left], ys[top], xs[right], ys[bottom])
