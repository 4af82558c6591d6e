"""Heads of a table that were too long for their line: the last ones stand at the left of the next line."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column


def in_one_line(columns: Sequence[Column], places: Sequence[int], tokens: Sequence[Token], text: str) -> list[Column]:
    """Return the columns with those of a later line behind the others, where they stand left of all of these.

    Nothing but the names of rows stands left of the first column, so that such a head is the last one, wrapped.
    `places` are those of their labels among the tokens.
    """
    lines = [text.rfind("\n", 0, tokens[place].start) for place in places]
    first = min(lines, default=0)
    heads = [column for column, line in zip(columns, lines, strict=True) if line == first]
    left, right = min((head.start for head in heads), default=0), max((head.end for head in heads), default=0) + 1
    return [
        replace(column, start=column.start + right, end=column.end + right)
        if line != first and column.end <= left
        else column
        for column, line in zip(columns, lines, strict=True)
    ]
