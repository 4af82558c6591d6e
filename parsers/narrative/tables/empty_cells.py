"""Cells of a row that hold a mark instead of a number: "L1-L4  0.912  -  -0.7", "Neck 0.801 -1.2 -0.4 - -"."""

import re
from collections.abc import Sequence

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column

_PLACEHOLDERS = frozenset(["-", "--", "\u2013", "\u2014", "n/a", "na", "***", "---"])
_NO_VALUE = re.compile(
    r"(?<!\S)(?:[-\u2013\u2014]{2,}|\*{2,}|n/a)(?!\S)|(?<=  )[-\u2013\u2014](?=[ ]*(?:\r?\n|$))"
    r"|(?<!\S)[-\u2013\u2014](?=[ ]+[-+\u2212]\d)",
    re.IGNORECASE,
)
"""A mark that can be nothing but an empty cell; a lone dash within a line may be a minus or stand between numbers."""
_LAST = re.compile(r"(?<!\S)[-\u2013\u2014](?=(?:[ ]+[-\u2013\u2014])*[ ]*(?:\r?\n|$))")
"""A dash behind which nothing but dashes follows: no minus, and where the cells are counted an empty one."""
_APART = re.compile(r"(?<=  )[-\u2013\u2014](?=  )")


def is_empty_mark(token: Token) -> bool:
    """Return whether a token may be the mark of an empty cell."""
    return token.text in _PLACEHOLDERS and not token.is_a("number")


def with_empty_cells(
    text: str, line: int, numbers: Sequence[Token], listed: Sequence[Column]
) -> list[tuple[int, Token | None]]:
    """Return numbers and empty cells of a row in order, each with its place; None stands for an empty cell.

    Args:
        text: the whole text.
        line: where the line of the row begins.
        numbers: the numbers of the row.
        listed: the columns of its table. Dashes at the end of the row are cells only where they and the numbers are
            as many as the columns.
    """
    found = [(token.start, token) for token in numbers]
    marks = _matches(_NO_VALUE, text, line)
    ending = sorted({*marks, *_matches(_LAST, text, line)})
    if len(found) + len(ending) == len(listed):
        marks = ending
    return sorted([*found, *((mark, None) for mark in marks or _lone_dashes(text, line, numbers, listed))], key=_place)


def _place(cell: tuple[int, Token | None]) -> int:
    return cell[0]


def _matches(mark: re.Pattern[str], text: str, line: int) -> list[int]:
    end = text.find("\n", line)
    return [found.start() for found in mark.finditer(text, line, end if end >= 0 else len(text))]


def _lone_dashes(text: str, line: int, numbers: Sequence[Token], listed: Sequence[Column]) -> list[int]:
    """Return the lone dashes that stand under headings of their own, apart from every number: empty cells."""
    dashes = _matches(_APART, text, line)
    places = [*((dash - line, dash - line + 1) for dash in dashes), *((n.start - line, n.end - line) for n in numbers)]
    under = [[column for column in listed if start < column.end and last > column.start] for start, last in places]
    one_each = all(len(columns) == 1 for columns in under)
    return dashes if one_each and len({columns[0] for columns in under}) == len(under) else []
