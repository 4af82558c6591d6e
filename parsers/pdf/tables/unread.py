"""Columns of scores that nothing was read from, so that no page loses its results in silence."""

import re
from collections.abc import Sequence

from dxa.regions import Scan
from dxa.sites import site_of
from parsers.numbers import read_number
from parsers.pdf.headings.columns import Column, heading_of
from parsers.pdf.tables.table import Table
from parsers.pdf.text.frame import Box
from parsers.pdf.text.lines import Line
from parsers.pdf.text.words import box_of, phrases, text_of

_SCORES = {Column.T, Column.Z}
_LINES = 4
"""How many lines below a heading its first number may stand."""


def unread_scores(lines: Sequence[Line]) -> Box | None:
    """Return the place of a heading such as "T-score" with a number below it, None if there is none."""
    for number, line in enumerate(lines):
        for run in phrases(line.words):
            named = heading_of(text_of(run), {}) if len(run) < _LINES else None
            if named is None or named[0] not in _SCORES:
                continue
            x0, _, x1, _ = box = box_of(run)
            below = [word for other in lines[number + 1 : number + 1 + _LINES] for word in other.words]
            if any(word.x0 < x1 and word.x1 > x0 and read_number(word.text) for word in below):
                return box
    return None


_QUANTITY = re.compile(r"(?<![^\W_])(?:[tz][ -]?(?:score|wert|value)|bmd|dmo)(?![^\W_])", re.IGNORECASE)


def unknown_columns(table: Table) -> list[Box]:
    """Return the places of the headings of a table with rows that name a score or density and are not understood."""
    header = table.header
    named = [head for head in header.headings if head.column is Column.UNKNOWN and _QUANTITY.search(head.text)]
    return [(head.x0, header.top, head.x1, header.bottom) for head in named if table.rows]


_FEWEST_NUMBERS = 2


def unread_rows(lines: Sequence[Line]) -> Box | None:
    """Return the place of the first line that is a site and numbers, None if there is none."""
    return next((box for line in lines if (box := _row(line)) is not None), None)


def _row(line: Line) -> Box | None:
    label = phrases(line.words)[0]
    numbers = [word for word in line.words[len(label) :] if read_number(word.text) is not None and "." in word.text]
    named = len(numbers) >= _FEWEST_NUMBERS and any(site_of(text_of(label), scan) for scan in (None, *Scan))
    return box_of(label) if named else None
