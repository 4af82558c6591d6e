"""Columns that do not say they are percentages, but hold nothing else: "Age-matched" over 88%."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.headings.columns import Column, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.text.words import Word

_SHARE = re.compile(r"\d{2,3} ?%")
_DEEP = 12.0
"""Heights of a character below the heading that are looked at."""
_FEWEST = 2


def with_percents(header: Header, words: Sequence[Word]) -> Header:
    """Return a header, an unknown column whose heading and cells together mean a percentage as that."""
    headings = [_known(heading, header, words) for heading in header.headings]
    kinds = [heading.column for heading in headings]
    shares = [kind for kind in kinds if kind in {Column.YOUNG, Column.MATCHED}]
    return header if len(set(shares)) < len(shares) else replace(header, headings=tuple(headings))


def _known(heading: Heading, header: Header, words: Sequence[Word]) -> Heading:
    if heading.column is not Column.UNKNOWN or not heading.text:
        return heading
    meaning = meaning_of(f"{heading.text} %", {})
    if meaning is None or meaning.column not in {Column.YOUNG, Column.MATCHED}:
        return heading
    below = [
        word
        for word in words
        if header.bottom < word.base < header.bottom + _DEEP * header.size
        and word.x0 < heading.x1
        and heading.x0 < word.x1
        and re.search(r"\d", word.text)
    ]
    first = below[:_FEWEST]
    if len(first) < _FEWEST or not all(_SHARE.fullmatch(word.text) for word in first):
        return heading
    return replace(heading, column=meaning.column, unit="%")
