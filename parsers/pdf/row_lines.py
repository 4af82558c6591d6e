"""The lines of a table: rows of words set unevenly or broken within their cells are put back together."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from parsers.pdf.header import Header
from parsers.pdf.names import parts_of
from parsers.pdf.words import Word, rows_of, text_of, without_footnotes

# Heights of a character.
_LABEL_INDENT = 4.0
_BEYOND = 2.5
_WRAP = 0.95
_UNEVEN = 0.62
_SECOND_LINE, _SHORT = 0.87, 12


def lines_under(header: Header, words: Sequence[Word]) -> list[list[Word]]:
    """Return the lines below a header that may be rows of its table, each as the words of one row."""
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


def usual_step(lines: Sequence[Sequence[Word]]) -> float:
    """Return the distance most lines stand apart, 0 for fewer than two."""
    steps = [after[0].base - before[0].base for before, after in pairwise(lines)]
    return median(steps[:12]) if steps else 0.0
