"""Results in boxes of a portal: the site and the quantity in one line, "Result: -2.1" in the next."""

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.pdf.headings.columns import Column, Meaning
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.names import is_value
from parsers.pdf.shapes.components import VALUE, joined, labelled_cell, named
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import union
from parsers.pdf.text.words import Word, box_of, phrases, text_of

_WIDEST_STEP = 3.0
"""Heights of a character between the name of a result and its value."""
_DECIMAL = re.compile(r"\d[.,]\d")


def answers_of(rows: Sequence[list[Word]]) -> list[Table]:
    """Return the results of a page that stand below a line of nothing but their site and quantity, each as a table."""
    found: list[Table] = []
    for row, below in pairwise(rows):
        near = below[0].base - row[0].base <= _WIDEST_STEP * max(row[0].size, below[0].size)
        if not near or not any(_DECIMAL.search(word.text) for word in below):
            continue
        names = phrases(row)
        meant = [named(text_of(name)) for name in names]
        if not all(meant):
            continue
        edges = [*(name[0].x0 - name[0].size for name in names), float("inf")]
        for at, (name, own) in enumerate(zip(names, meant, strict=True)):
            value = _value([word for word in below if edges[at] <= word.x0 < edges[at + 1]])
            if own and value:
                found.append(_table(name, own[0], own[1], value))
    return found


def _value(words: Sequence[Word]) -> list[Word] | None:
    """Return the number of a line that says "Result: -2.1", with its unit; None for any other line."""
    at = next((at for at, word in enumerate(words) if is_value(word.text)), None)
    if not at or not VALUE.fullmatch(text_of(words[:at]).strip(" :")):
        return None
    own = list(words[at:])
    return own if len(joined(own)) == 1 and _DECIMAL.search(text_of(own)) else None


def _table(name: Sequence[Word], site: str, meaning: Meaning, value: list[Word]) -> Table:
    x0, top, x1, bottom = union([box_of(name), box_of(value)])
    region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=box_of(name)[2])
    heading = Heading(column=meaning.column, text="", unit=meaning.unit, x0=x0, x1=x1)
    cell = labelled_cell(heading, value)
    cells, faults = ((cell,), ()) if cell and cell.fault is None else ((), (cell,) if cell else ())
    row = Row(label=site, group=None, section=None, box=(x0, top, x1, bottom), cells=cells, faults=faults)
    header = Header(headings=(region, heading), top=top, bottom=box_of(name)[3], size=max(word.size for word in name))
    return Table(header=header, rows=(row,), is_card=True)
