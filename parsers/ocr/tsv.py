"""The table of words Tesseract answers with."""

import math
from dataclasses import dataclass

from dxa.errors import UnreadableDocument

_HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
_FIELDS = 12
_WORD = "5"
_MOST_WORDS = 20_000
_LARGEST = 100_000
"""Pixels; no picture is that wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One recognised word; pixels of the picture the program was given, y downwards."""

    text: str
    line: tuple[int, int, int]
    """Block, paragraph and line, as the program counts them."""
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    """0 to 100, by the program's own account."""


def seen_words(table: str) -> tuple[Seen, ...]:
    """Return the words of a table, in its order.

    Raises:
        UnreadableDocument: it is not such a table.
    """
    heading, _, rest = table.partition("\n")
    if heading.rstrip("\r") != _HEADING:
        raise _broken()
    found: list[Seen] = []
    for line in rest.split("\n"):
        fields = line.rstrip("\r").split("\t")
        if fields == [""] or fields[0] != _WORD:
            continue
        if len(fields) != _FIELDS or len(found) == _MOST_WORDS:
            raise _broken()
        word = _word(fields)
        if word.text:
            found.append(word)
    return tuple(found)


def _word(fields: list[str]) -> Seen:
    numbers = [field for field in fields[2:10] if field.isascii() and field.isdecimal() and int(field[:9]) < _LARGEST]
    if len(numbers) != len(fields[2:10]):
        raise _broken()
    block, paragraph, line, _, left, top, width, height = (int(number) for number in numbers)
    try:
        confidence = float(fields[10])
    except ValueError as error:
        raise _broken() from error
    if not (math.isfinite(confidence) and width and height):
        raise _broken()
    text = "".join(char for char in fields[11] if char.isprintable()).strip()
    return Seen(
        text=text,
        line=(block, paragraph, line),
        left=left,
        top=top,
        right=left + width,
        bottom=top + height,
        confidence=confidence,
    )


def _broken() -> UnreadableDocument:
    return UnreadableDocument("the recognition program answered with something that is no table of words")
