"""The rows of a result table: every word belongs to the heading above it, and what belongs to none is reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median

from dxa.sites import site_of
from parsers.numbers import MINUS_SIGNS, read_number
from parsers.pdf.alignment import aligned
from parsers.pdf.columns import LABELS, Column
from parsers.pdf.frame import Box
from parsers.pdf.header import Header, Heading
from parsers.pdf.names import LONE_SIGNS, Parts, RowNames, is_missing, is_value, parts_of
from parsers.pdf.scans import scan_named
from parsers.pdf.words import Word, box_of, rows_of, text_of, without_footnotes

_GLUED = re.compile(
    rf"(?P<first>[+{re.escape(MINUS_SIGNS)}]?\d+(?:[.,]\d+)?)(?P<second>[{re.escape(MINUS_SIGNS)}][\d.,]+)"
)
_WITH_UNIT = re.compile(r"(?P<number>.*?\d)\s?(?P<unit>mg/cm[2\u00b2]|gm?/cm[2\u00b2]|mg|g|cm[2\u00b2]|%)")
_AREAL = re.compile(r"m?g/cm[2\u00b2]")
# Heights of a character.
_LABEL_INDENT = 4.0
_BEYOND = 2.5
_FAR_BEYOND = 6.0
_FIRST_ROW = 4.0
_REACH = 0.35
_MINUS_REACH = 0.7
_WIDEST_STEP = 3.2
_WRAP = 0.95
_WORDY = frozenset({Column.OTHER, Column.UNKNOWN, Column.BODY, Column.PART, Column.DATE})
_UNEVEN = 0.62
_SECOND_LINE, _SHORT = 0.87, 12
_SENTENCE = 2
"""Words without a label from which a line below rows is another block."""
_SHARED = 0.3
"""Share of a word under a second heading from which it is no longer clear whose it is."""


class Fault(StrEnum):
    """Why a cell cannot be used."""

    NO_COLUMN = "a number that stands under no heading or between two"
    SEVERAL = "two numbers in one cell"
    NOT_A_NUMBER = "a cell that does not hold a number"
    SHIFTED = "a cell under another heading than its place among the cells of its row says"
    GLUED = "two numbers printed without a gap that fit no pair of columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one column of one row."""

    heading: Heading
    text: str
    box: Box
    unit: str | None = None
    """A unit printed with the number itself."""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table that names a site."""

    label: str
    group: str | None
    """The group heading above it, such as Neck over Left and Right."""
    section: str | None
    """The scan named above it or in a first cell, such as Left Hip over Neck and Total."""
    box: Box
    """Place of the label."""
    cells: tuple[Cell, ...]
    """Cells that are not empty."""
    faults: tuple[Cell, ...] = ()
    date: str | None = None
    """What stands in the column of dates; None for a table without one, empty for a row without a date."""

    @property
    def label_is_cut(self) -> bool:
        """Whether words stand among the results: the label may lack its "Left", or the L4 that touches "L40.850"."""
        words = [word for cell in self.faults for word in cell.text.split()]
        return any(re.fullmatch(r"\W*(?:[^\W\d_]{2,}\W*|[LT]1?\d\S*)", word) for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and its rows."""

    header: Header
    rows: tuple[Row, ...]
    is_doubled: bool = False
    """Whether further columns of the same names hold numbers beside its own."""

    @property
    def bottom(self) -> float:
        """How far down its last row stands."""
        return max((row.box[3] for row in self.rows), default=self.header.bottom)


def table_under(header: Header, words: Sequence[Word], *, strict: bool = False) -> Table:
    """Return the rows that follow a header, up to the first line that is none.

    Cells that stand aside of their headings are followed where the whole table does so, unless `strict`.
    """
    table, lines = _read(header, words)
    if not strict and any(fault.fault is Fault.NO_COLUMN for row in table.rows for fault in row.faults):
        moved = aligned(header, _wide(header, lines, words))
        if moved is not None:
            return _read(moved, words)[0]
    return table


def _wide(header: Header, cells: Sequence[Sequence[Word]], words: Sequence[Word]) -> list[list[Word]]:
    """Return the cells of rows with numbers that stand far right of the last heading, as a column set aside does."""
    edge = header.headings[-1].x1 + _FAR_BEYOND * header.size
    found: list[list[Word]] = []
    for row in cells:
        right = max((word.x1 for word in row), default=edge)
        more = [
            word
            for word in words
            if right < word.x0 and word.x1 <= edge and is_value(word.text) and abs(word.base - row[0].base) < 1.0
        ]
        found.append([*row, *more])
    return found


def _read(header: Header, words: Sequence[Word]) -> tuple[Table, list[list[Word]]]:
    """Return the table and the words of its rows that stand right of the labels."""
    rows: list[Row] = []
    cells: list[list[Word]] = []
    group: str | None = None
    names = RowNames(header)
    last = header.bottom
    lines = _lines(header, words)
    step = _usual_step(lines)
    for line in lines:
        widest = _WIDEST_STEP * step if rows or group or names.section else _FIRST_ROW * header.size
        if line[0].base - last > widest:
            break
        parts = parts_of(line, header)
        label, rest = parts.label, parts.rest
        if not _cells_only(rest, header) and not (label and _is_damaged(label, rest)):
            if rows and (label or _is_other_block(rest)):
                break
            continue
        last = line[0].base
        if rest:
            cells.append([word for word in rest if word.text not in LONE_SIGNS])
            rows.append(_row(parts, names, group, header))
        elif scan_named(text_of(label)):
            names.section, group = text_of(label), None
        elif _is_group(label):
            group = text_of(label)
        elif rows and not re.fullmatch(r"\W*\w{1,7}\W*(?:-\W*\w{1,3})?", text_of(label)):
            break
    table = Table(header=header, rows=_certain(rows, names), is_doubled=_is_doubled(header, rows, words))
    return table, cells


def _is_other_block(rest: Sequence[Word]) -> bool:
    return sum(word.text.isalpha() for word in rest) >= _SENTENCE


def _certain(rows: Sequence[Row], names: RowNames) -> tuple[Row, ...]:
    """Return the rows, without the names and dates that may stand beside the middle of the rows they are for."""
    if "name" in names.gaps:
        rows = [replace(row, label="", section=None) for row in rows]
    if "date" in names.gaps:
        rows = [replace(row, date="") for row in rows]
    return tuple(rows)


def _is_doubled(header: Header, rows: Sequence[Row], words: Sequence[Word]) -> bool:
    """Whether numbers stand in further columns of the same names beside at least half of the rows."""
    if not header.doubled:
        return False

    def filled(row: Row) -> bool:
        return any(
            abs(word.top - row.box[1]) < header.size
            and any(word.x0 < heading.x1 and word.x1 > heading.x0 for heading in header.doubled)
            and read_number(word.text) is not None
            for word in words
        )

    return 2 * sum(map(filled, rows)) >= len(rows)


def _lines(header: Header, words: Sequence[Word]) -> list[list[Word]]:
    left = header.headings[0].x0 - _LABEL_INDENT * header.size
    right = header.headings[-1].x1 + _BEYOND * header.size
    own = [word for word in words if word.base > header.bottom and word.x0 >= left and word.x1 <= right]
    rows = [without_footnotes(row) for row in _levelled(rows_of(own))]
    return _unwrapped([row for row in rows if row], header)


def _levelled(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return rows with those joined that fill each other's gaps at nearly one height, as on a page set unevenly.

    A minus would else stand in another row than its number.
    """
    joined: list[list[Word]] = []
    for row in rows:
        before = joined[-1] if joined else []
        near = bool(before) and row[0].base - before[0].base < _UNEVEN * max(word.size for word in (*before, *row))
        if near and not any(min(one.x1, two.x1) > max(one.x0, two.x0) for one in before for two in row):
            joined[-1] = sorted([*before, *row], key=lambda word: word.x0)
        else:
            joined.append(list(row))
    return joined


def _unwrapped(lines: list[list[Word]], header: Header) -> list[list[Word]]:
    """Return the lines with labels of two lines (Norland's Fem / Neck around their numbers) put back together."""
    joined: list[list[Word]] = []
    skip = False
    for number, line in enumerate(lines):
        if skip:
            skip = False
            continue
        if joined and _is_second_line(lines, number, header):
            joined[-1] = [*joined[-1], *line]
            continue
        parts = parts_of(line, header)
        label, rest = parts.label, parts.rest
        before, after = (lines[at] if 0 <= at < len(lines) else [] for at in (number - 1, number + 1))
        if rest and not label and _wraps(before, line, header) and _wraps(after, line, header):
            joined[-1:] = [[*before, *after, *line]]
            skip = True
        else:
            joined.append(line)
    return joined


def _is_second_line(lines: Sequence[Sequence[Word]], number: int, header: Header) -> bool:
    """Whether a line is the second one of the label before it: alone, short, and nearer to it than to the next row."""
    line, before = lines[number], lines[number - 1]
    if parts_of(line, header).rest or not parts_of(before, header).rest or not parts_of(before, header).label:
        return False
    after = lines[number + 1][0].base if number + 1 < len(lines) else line[0].base + 2 * line[0].size
    gap = line[0].base - before[0].base
    return gap < _SECOND_LINE * (after - line[0].base) and len(text_of(line)) <= _SHORT


def _wraps(part: list[Word], line: list[Word], header: Header) -> bool:
    near = bool(part) and abs(part[0].base - line[0].base) <= _WRAP * line[0].size
    return near and not parts_of(part, header).rest


def _usual_step(lines: Sequence[Sequence[Word]]) -> float:
    steps = [after[0].base - before[0].base for before, after in pairwise(lines)]
    return median(steps[:12]) if steps else 0.0


def _cells_only(rest: Sequence[Word], header: Header) -> bool:
    """Whether the words right of a label are results, or stand in a column of words such as a comment.

    A damaged cell among good ones leaves the line a row, so that it is reported and not taken for prose.
    """
    wanted = [
        word
        for word in rest
        if word.x0 <= header.headings[-1].x1 and ((home := _home(word, header)) is None or home.column not in _WORDY)
    ]
    good = sum(_looks_like_cell(word.text) for word in wanted)
    return 2 * good >= len(wanted)


def _is_damaged(label: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Whether the only result of a site is no number: the row is one all the same, and is reported."""
    return len(rest) == 1 and bool(re.search(r"\d", rest[0].text)) and site_of(text_of(label)) is not None


def _looks_like_cell(text: str) -> bool:
    return is_value(text) or bool(_GLUED.fullmatch(text) or _WITH_UNIT.fullmatch(text))


def _is_group(label: Sequence[Word]) -> bool:
    return bool(
        re.fullmatch(
            r"(?i)(?:femoral |upper |lower )?(?:neck|total|ward['\u2019]?s?|troch\w*|inter\w*|shaft)", text_of(label)
        )
    )


def _row(parts: Parts, names: RowNames, group: str | None, header: Header) -> Row:
    placed: dict[int, list[Word]] = {}
    faults: list[Cell] = []
    words = [part for word in sorted(parts.rest, key=lambda word: word.x0) for part in _parts(word, header)]
    shifted = _shifted(words, header)
    for number, part in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        # A minus set apart belongs to its number, even where it stands under no heading or under the one before.
        home = _home(after if after and _is_part_of(part, after) else part, header)
        if number in shifted:
            faults.append(_fault(header.region, [part], Fault.SHIFTED))
        elif home is not None and home.column not in LABELS:
            placed.setdefault(header.headings.index(home), []).append(part)
        elif home is not None and home.column is Column.PART:
            parts.label.append(part)
        elif part.x0 <= header.headings[-1].x1 and not is_missing(part.text):
            faults.append(_fault(header.region, [part], Fault.NO_COLUMN))
    cells = [cell for at, own in sorted(placed.items()) if (cell := _cell(header.headings[at], own))]
    label, date = names.name(parts)
    return Row(
        label=label,
        group=group,
        section=names.section,
        box=box_of(parts.label or parts.rest),
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=(*faults, *(cell for cell in cells if cell.fault)),
        date=date,
    )


def _shifted(words: Sequence[Word], header: Header) -> frozenset[int]:
    """Return which cells of a full row stand under another heading than their number among the cells makes theirs.

    In a table typed in a proportional face a Z-score may slip under the T-score; marks for missing values count too.
    """
    results = [heading for heading in header.headings if heading.column not in LABELS]
    cells = [
        (number, word)
        for number, word in enumerate(words)
        if not (number + 1 < len(words) and _is_part_of(word, words[number + 1]))
    ]
    if len(cells) != len(results) or any(heading.column in _WORDY for heading in results):
        return frozenset()
    homes = [_home(word, header) for _, word in cells]
    return frozenset(
        number
        for (number, word), home, own in zip(cells, homes, results, strict=True)
        # A sign is never taken away from what it may be the sign of.
        if home is not None and home is not own and word.text not in LONE_SIGNS
    )


def _is_part_of(part: Word, after: Word) -> bool:
    """Whether a word belongs to the one behind it: a minus to its number, a number to its unit."""
    near = 0 <= after.x0 - part.x1 <= _MINUS_REACH * after.size
    signs = part.text in LONE_SIGNS and after.text.lstrip(".,")[:1].isdigit()
    return near and (signs or (part.text[-1:].isdigit() and bool(_AREAL.fullmatch(after.text))))


def _parts(word: Word, header: Header) -> tuple[Word, ...]:
    """Return a word, or the two numbers it is when they were printed without a gap and stand in two columns."""
    found = _GLUED.fullmatch(word.text)
    if not found:
        return (word,)
    first, second = word.split(found.start("second"))
    homes = _home(first, header), _home(second, header)
    return (first, second) if None not in homes and homes[0] is not homes[1] else (word,)


def _home(word: Word, header: Header) -> Heading | None:
    """Return the heading above a word, or None if there is none or two share it."""
    reach = _REACH * header.size
    shares = [(min(word.x1, item.x1) - max(word.x0, item.x0), item) for item in header.headings]
    over = sorted(((share, item) for share, item in shares if share > 0), key=lambda pair: -pair[0])
    if not over:
        near = [item for share, item in shares if share > -reach]
        return near[0] if len(near) == 1 else None
    if len(over) > 1 and over[1][0] > _SHARED * (word.x1 - word.x0):
        return None
    return over[0][1]


def _cell(heading: Heading, words: Sequence[Word]) -> Cell | None:
    """Return the cell of these words, or None if it says that there is no value."""
    if heading.column in _WORDY:
        return None
    words = sorted(words, key=lambda word: word.x0)
    text = text_of(words)
    if all(is_missing(word.text) for word in words):
        return None
    values = [word for word in words if word.text not in LONE_SIGNS]
    if sum(bool(re.search(r"\d", word.text)) for word in words) > 1:
        # A raised mark of full size, such as "(1)", is part of how one number is printed.
        return (
            Cell(heading=heading, text=text, box=box_of(words))
            if read_number(text)
            else _fault(heading, words, Fault.SEVERAL)
        )
    found = _WITH_UNIT.fullmatch(text.strip())
    if found and values:
        return Cell(heading=heading, text=found["number"], unit=found["unit"], box=box_of(words))
    if read_number(text) is None:
        return _fault(heading, words, Fault.GLUED if _GLUED.fullmatch(text) else Fault.NOT_A_NUMBER)
    return Cell(heading=heading, text=text, box=box_of(words))


def _fault(heading: Heading, words: Sequence[Word], fault: Fault) -> Cell:
    return Cell(heading=heading, text=text_of(words), box=box_of(words), fault=fault)
