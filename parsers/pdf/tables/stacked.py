"""Which words of a page may stand in a table: none below the headings of the next one, nor that one's caption."""

import re
from collections.abc import Sequence

from parsers.pdf.headings.header import Header
from parsers.pdf.naming.names import is_value
from parsers.pdf.naming.titles import Title
from parsers.pdf.text.words import Word, rows_of

_DECIMALS = re.compile(r"\d[.,]\d")


def words_of_table(
    header: Header, headers: Sequence[Header], words: Sequence[Word], titles: Sequence[Title]
) -> list[Word]:
    """Return the words above the next headings of the same part of a page: below them stand rows of another table.

    The title of that one is no name beside the last row of this one.
    """
    x0, x1 = header.headings[0].x0, header.headings[-1].x1
    below = [
        other
        for other in headers
        if other.top > header.bottom and other.headings[0].x0 < x1 and x0 < other.headings[-1].x1
    ]
    if not below:
        return list(words)
    following = min(below, key=lambda other: other.top)
    above = [word for word in words if word.base < following.top or _is_result(word, following, words)]
    under = [word for word in above if word.base > header.bottom]
    for row in reversed(rows_of(under)):
        if any(map(_has_decimals, row)) or not _is_title(row, titles):
            break
        named = {id(word) for word in row}
        above = [word for word in above if id(word) not in named]
    return above


def _is_result(word: Word, header: Header, words: Sequence[Word]) -> bool:
    """Whether a word stands in a row of results that reaches into headings: "Total" may be a word of them."""
    if not header.top <= word.base <= header.bottom:
        return False
    row = [other for other in words if abs(other.base - word.base) < 0.3 * word.size]
    return sum(map(_has_decimals, row)) > 1


def _has_decimals(word: Word) -> bool:
    return is_value(word.text) and bool(_DECIMALS.search(word.text))


def _is_title(row: Sequence[Word], titles: Sequence[Title]) -> bool:
    """Whether a line is a title; the second line of a name, as "hip" below "Left total", begins with a small letter."""
    inside = any(title.box[1] <= row[0].base <= title.box[3] for title in titles)
    return inside and not row[0].text[:1].islower()
