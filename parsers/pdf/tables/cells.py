"""The cells of a table's line: every number belongs to the heading above it, and what belongs to none is a fault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from parsers.numbers import MINUS_SIGNS, read_number
from parsers.pdf.headings.columns import LABELS, Column
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.names import LONE_SIGNS, is_missing, is_value
from parsers.pdf.tables.pairs import single
from parsers.pdf.tables.shares import beside, is_share, shares_of
from parsers.pdf.text.frame import Box
from parsers.pdf.text.words import Word, box_of, text_of

_GLUED = re.compile(
    rf"(?P<first>[+{re.escape(MINUS_SIGNS)}]?\d+(?:[.,]\d+)?)(?P<second>[{re.escape(MINUS_SIGNS)}][\d.,]+)"
)
_WITH_UNIT = re.compile(
    r"(?P<number>.*?\d)\s?(?P<unit>mg/cm(?:\^?2|\u00b2)|gm?/cm(?:\^?2|\u00b2)|mg|g|cm[2\u00b2]|%|SD|DS|DE|DP|ET)"
)
_UNIT_ALONE = re.compile(r"m?gm?/cm(?:\^?2|\u00b2)|SD|DS|DE|DP|ET")
_REMARK = re.compile(r"\([a-f]\)")
"""The mark of a remark below the table."""
# Heights of a character.
_REACH = 0.35
_MINUS_REACH = 0.7
WORDY = frozenset({Column.OTHER, Column.UNKNOWN, Column.BODY, Column.PART, Column.DATE})
"""Columns that may hold words; nothing in them is a result."""
_SHARED = 0.3
"""Share of a word under a second heading from which it is no longer clear whose it is."""


class Fault(StrEnum):
    """Why a cell cannot be used."""

    NO_COLUMN = "a number that stands under no heading or between two"
    SEVERAL = "two numbers in one cell"
    NOT_A_PAIR = "a cell of two scores that does not hold two"
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


def are_cells(rest: Sequence[Word], header: Header) -> bool:
    """Whether the words right of a label are results, or stand in a column of words such as a comment.

    A damaged cell among good ones leaves the line a row, so that it is reported and not taken for prose.
    """
    wanted = [
        word
        for word in rest
        if word.x0 <= header.headings[-1].x1 and ((home := home_of(word, header)) is None or home.column not in WORDY)
    ]
    good = sum(_looks_like_cell(word.text) for word in wanted)
    return 2 * good >= len(wanted)


def _looks_like_cell(text: str) -> bool:
    return is_value(text) or is_share(text) or bool(_GLUED.fullmatch(text) or _WITH_UNIT.fullmatch(text))


def cells_of(words: Sequence[Word], header: Header, classes: Sequence[Word] = ()) -> tuple[list[Cell], list[Word]]:
    """Return the cells of the words right of a label, faulty ones included, and the words that belong to the label.

    `classes` are words taken out behind the numbers of cells; a cell stands where both of them do.
    """
    placed: dict[int, list[Word]] = {}
    faults: list[Cell] = []
    named: list[Word] = []
    parts = [part for word in sorted(words, key=lambda word: word.x0) for part in _parts(word, header)]
    shared = shares_of(parts, header)
    paired = [cell for heading, word in shared if (cell := _share_cell(heading, word))]
    parts = beside(parts, shared, header)
    shifted = _shifted(parts, header)
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else None
        before = parts[number - 1] if number else None
        home = _home(before, part, after, header) or _home_of_class(part, classes, header)
        if number in shifted:
            faults.append(_fault(header.region, [part], Fault.SHIFTED))
        elif home is not None and home.column not in LABELS:
            placed.setdefault(header.headings.index(home), []).append(part)
        elif home is not None and home.column is Column.PART:
            named.append(part)
        elif part.x0 <= header.headings[-1].x1 and not is_missing(part.text):
            faults.append(_fault(header.region, [part], Fault.NO_COLUMN))
    cells: list[Cell] = []
    for at, own in sorted(placed.items()):
        columns = single(header.headings[at], own)
        cells += [cell for heading, part in columns if (cell := cell_of(heading, part))]
        if not columns and not all(is_missing(word.text) for word in own):
            faults.append(_fault(header.headings[at], own, Fault.NOT_A_PAIR))
    good = [*(cell for cell in cells if cell.fault is None), *paired]
    return [*good, *faults, *(cell for cell in cells if cell.fault)], named


def _share_cell(heading: Heading, word: Word) -> Cell | None:
    """Return the cell of a score, or of the percentage behind it; one in brackets is not read."""
    return cell_of(heading, [word]) if word.text[:1] != "(" else None


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
    if len(cells) != len(results) or any(heading.column in WORDY for heading in results):
        return frozenset()
    homes = [home_of(word, header) for _, word in cells]
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
    return near and (signs or (part.text[-1:].isdigit() and bool(_UNIT_ALONE.fullmatch(after.text))))


def _home(before: Word | None, part: Word, after: Word | None, header: Header) -> Heading | None:
    """Return the heading above a word, of a number with its unit the one above either of them.

    A minus set apart belongs to its number, even where it stands under no heading or under the one before.
    """
    if after and part.text in LONE_SIGNS and _is_part_of(part, after):
        return home_of(after, header)
    own = home_of(part, header)
    other = next(
        (
            two
            for one, two in ((part, after), (part, before))
            if two and (_is_part_of(one, two) or _is_part_of(two, one))
        ),
        None,
    )
    return own or (home_of(other, header) if other and other.text not in LONE_SIGNS else None)


def _home_of_class(part: Word, classes: Sequence[Word], header: Header) -> Heading | None:
    """Return the heading above a number and the class behind it, where the number alone stands under none."""
    behind = [word for word in classes if 0 <= word.x0 - part.x1 <= _CLASS_REACH * part.size]
    return home_of(replace(part, x1=behind[0].x1), header) if behind and read_number(part.text) else None


_CLASS_REACH = 1.0


def _parts(word: Word, header: Header) -> tuple[Word, ...]:
    """Return a word, or the two numbers it is when they were printed without a gap and stand in two columns."""
    found = _GLUED.fullmatch(word.text)
    if not found:
        return (word,)
    first, second = word.split(found.start("second"))
    homes = home_of(first, header), home_of(second, header)
    return (first, second) if None not in homes and homes[0] is not homes[1] else (word,)


def home_of(word: Word, header: Header) -> Heading | None:
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


def cell_of(heading: Heading, words: Sequence[Word]) -> Cell | None:
    """Return the cell of these words, or None if it says that there is no value."""
    if heading.column in WORDY:
        return None
    words = sorted(words, key=lambda word: word.x0)
    if len(words) > 1 and _REMARK.fullmatch(words[-1].text):
        words = words[:-1]
    text = text_of(words)
    if all(is_missing(word.text) for word in words):
        return None
    values = [word for word in words if word.text not in LONE_SIGNS]
    if sum(bool(re.search(r"\d", word.text)) and not _UNIT_ALONE.fullmatch(word.text) for word in words) > 1:
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
