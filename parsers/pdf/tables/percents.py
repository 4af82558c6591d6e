"""Columns whose headings are not known, but whose cells are: "Age-matched" over 88%, a word of its own over Neck."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.headings.columns import SCORES, Column, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.text.words import Word

_SHARE = re.compile(r"\d{2,3} ?%")
_SCORE = re.compile(r"[+\-\u2010-\u2015\u2212\uff0d]?\d{1,2}[.,]\d{1,2}")
_BRACKETED = re.compile(r"\(\d{2,3} ?%?\)")
_DEEP = 12.0
"""Heights of a character below the heading that are looked at."""
_FEWEST = 2
_ROOM = 0.5
"""Heights of a character by which such a cell may stand out of its heading."""


def with_percents(header: Header, words: Sequence[Word]) -> Header:
    """Return a header, an unknown column whose heading and cells together mean a percentage as that."""
    headings = [_known(_scored(heading, header, words), header, words) for heading in header.headings]
    kinds = [heading.column for heading in headings]
    shares = [kind for kind in kinds if kind in {Column.YOUNG, Column.MATCHED}]
    return header if len(set(shares)) < len(shares) else replace(header, headings=tuple(headings))


def _scored(heading: Heading, header: Header, words: Sequence[Word]) -> Heading:
    """Return "T-score (%)" as a score, where each cell holds one with decimals and the percentage in brackets."""
    if heading.column not in SCORES or heading.unit != "%":
        return heading
    texts = [word.text for word in _below(heading, header, words)]
    pairs = list(zip(texts[::2], texts[1::2], strict=False))[:_FEWEST]
    paired = all(_SCORE.fullmatch(score) and _BRACKETED.fullmatch(share) for score, share in pairs)
    return replace(heading, unit=None) if len(pairs) == _FEWEST and paired else heading


def _below(heading: Heading, header: Header, words: Sequence[Word]) -> list[Word]:
    """Return the words with a digit close below a heading, in reading order."""
    return [
        word
        for word in words
        if header.bottom < word.base < header.bottom + _DEEP * header.size
        and word.x0 < heading.x1 + _ROOM * header.size
        and heading.x0 - _ROOM * header.size < word.x1
        and re.search(r"\d", word.text)
    ]


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


def with_parts(header: Header, words: Sequence[Word]) -> Header:
    """Return a header, an unknown column between the names of rows and their results as part of the names.

    What stands there in words may be the levels or the side; a name without it would be that of another site.
    """
    count = len(header.labels)
    first = next((at for at, item in enumerate(header.headings) if item.column in _RESULTS), count)
    headings = list(header.headings)
    for at in range(count, first):
        if headings[at].column is Column.UNKNOWN and _holds_names(headings[at], header, words):
            headings[at] = replace(headings[at], column=Column.PART)
        elif headings[at].column is not Column.PART:
            break
    return replace(header, headings=tuple(headings))


_RESULTS = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.T, Column.Z, Column.YOUNG, Column.TBS})
_LEVEL = re.compile(r"[LT]1?\d")


def _holds_names(heading: Heading, header: Header, words: Sequence[Word]) -> bool:
    own = [
        word.text
        for word in words
        if header.bottom < word.base < header.bottom + _DEEP * header.size
        and word.x0 < heading.x1
        and heading.x0 < word.x1
        and any(char.isalnum() for char in word.text)
    ]
    first = own[:_FEWEST]
    return bool(first) and all(sum(char.isalpha() for char in text) > 1 or _LEVEL.match(text) for text in first)
