"""Tables typed as text, whose cells do not stand under their headings: in a proportional face nothing lines up."""

import re
from collections.abc import Sequence

from parsers.pdf.headings.columns import LABELS
from parsers.pdf.headings.header import Header
from parsers.pdf.naming.names import is_value
from parsers.pdf.tables.cells import Fault
from parsers.pdf.tables.table import Table
from parsers.pdf.text.words import Word, phrases, rows_of

_BAR = re.compile(r"[|\u00a6\u2502]+")
_ASIDE = 0.6
"""Heights of a character by which a bar may stand off the one above it and still part the same columns."""
_FEWEST = 2
_RESULTS = 2


def is_typed_loosely(table: Table, words: Sequence[Word]) -> bool:
    """Return whether a table's cells are parted by bars or single blanks that do not stand under each other.

    `words` are all of the page, bars included. Where such a cell stands says nothing of its heading.
    """
    header = table.header
    lines = _near(words, header.top, table.bottom)
    heads = [line for line in lines if _within(line, header.top, header.bottom)]
    head = max(heads, key=_count_bars, default=[])
    rows = [
        line
        for row in table.rows
        for line in lines
        if (row.cells or row.faults) and _within(line, row.box[1], row.box[3])
    ]
    if _count_bars(head) >= _FEWEST:
        return any(_count_bars(row) and not _lined_up(head, row, header.size) for row in rows)
    if len(heads) != 1:
        return False
    return any(_is_run(head, header) and _is_run(row, header) for row in rows) or _is_shifted(table, rows)


def _is_shifted(table: Table, rows: Sequence[Sequence[Word]]) -> bool:
    """Whether two cells stand under one heading while another is left empty, as tab stops set them under long words."""
    results = [heading for heading in table.header.headings if heading.column not in LABELS]
    filled = {cell.heading for row in table.rows for cell in (*row.cells, *row.faults)}
    doubled = [cell for row in table.rows for cell in row.faults if cell.fault in {Fault.SEVERAL, Fault.NOT_A_NUMBER}]
    pairs = sum(len(cell.text.split()) == _FEWEST and all(map(is_value, cell.text.split())) for cell in doubled)
    counted = all(len([word for word in row if is_value(word.text)]) == len(results) for row in rows)
    moved = any(cell.fault is Fault.SHIFTED for row in table.rows for cell in row.faults)
    return counted and (moved or (len(filled) < len(results) and pairs == len(table.rows) > 0))


def _near(words: Sequence[Word], top: float, bottom: float) -> list[list[Word]]:
    """Return the lines of the part of a page that a table takes; the others need no look."""
    return rows_of(word for word in words if top <= word.bottom and word.top <= bottom)


def _within(line: Sequence[Word], top: float, bottom: float) -> bool:
    return any(top <= (word.top + word.bottom) / 2 <= bottom for word in line)


def _bars(line: Sequence[Word]) -> list[float]:
    return [word.middle for word in line if _BAR.fullmatch(word.text)]


def _count_bars(line: Sequence[Word]) -> int:
    return len(_bars(line))


def _lined_up(head: Sequence[Word], row: Sequence[Word], size: float) -> bool:
    above, below = _bars(head), _bars(row)
    return len(above) == len(below) and all(
        abs(one - two) <= _ASIDE * size for one, two in zip(above, below, strict=True)
    )


def _is_run(line: Sequence[Word], header: Header) -> bool:
    """Whether the words of a line follow each other at single blanks, with a label and two results at least."""
    own = [word for word in line if word.x0 <= header.headings[-1].x1 + header.size]
    return len(own) > _RESULTS and len(phrases(own)) == 1
