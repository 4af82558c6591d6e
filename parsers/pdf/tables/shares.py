"""Percentages printed behind a score under the heading of the score, as QDR screens and DMS printouts have them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.headings.columns import SCORES, Column
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.text.words import Word

_SCORE = re.compile(r"[+\-\u2010-\u2015\u2212\uff0d]?\d{1,2}[.,]\d{1,2}")
_SHARE = re.compile(r"(?P<share>\(?\d{2,3} ?%\)?)(?P<peak>\(\d\d[.,]\d\))?|\(\d{2,3}\)")
"""A percentage, or a whole number in brackets."""
_PEAK = re.compile(r"\(\d\d[.,]\d\)")
"""The age of the peak density, which QDR screens of the hip print behind the percentage."""
_SHARE_OF = {Column.T: Column.YOUNG, Column.Z: Column.MATCHED}
_APART = 4.0
"""Heights of a character between a score and its percentage."""


def is_share(text: str) -> bool:
    """Return whether a word may be such a percentage, or the age behind it.

    >>> is_share("(84%)"), is_share("(25.0)"), is_share("84%(25.0)"), is_share("84")
    (True, True, True, False)
    """
    return bool(_SHARE.fullmatch(text) or _PEAK.fullmatch(text))


def shares_of(words: Sequence[Word], header: Header) -> list[tuple[Heading, Word]]:
    """Return the scores of a row and the percentages behind them, each with its heading; empty for any other row.

    Only where the scores are beside each other, in a table without percentages, and every score has its own: then they
    go by their order, whatever heading the percentage stands under.
    """
    headings = [heading for heading in header.headings if heading.column in SCORES]
    first = header.headings.index(headings[0]) if headings else 0
    before, rest = header.headings[:first], header.headings[first + len(headings) :]
    if not before or any(heading.column in SCORES for heading in rest):
        return []
    if {Column.YOUNG, Column.MATCHED, Column.PERCENT} & set(header.columns):
        return []
    behind = [word for word in words if word.middle > before[-1].x1 and not _PEAK.fullmatch(word.text)]
    behind = [word for word in behind if not (rest and word.x1 > rest[0].x0)]
    if len(behind) != 2 * len(headings):
        return []
    placed: list[tuple[Heading, Word]] = []
    for heading, score, share in zip(headings, behind[::2], behind[1::2], strict=True):
        near = share.x0 - score.x1 <= _APART * score.size
        if not (near and _SCORE.fullmatch(score.text) and _SHARE.fullmatch(share.text)):
            return []
        own = replace(heading, column=_SHARE_OF[heading.column], unit="%")
        placed += [(heading, score), (own, _without_peak(share))]
    return placed


def beside(words: Sequence[Word], shared: Sequence[tuple[Heading, Word]], header: Header) -> list[Word]:
    """Return the words of a row that are neither such scores nor percentages, nor the ages behind them."""
    if not shared:
        return list(words)
    start, end = shared[0][1].x0, shared[-1][1].x1
    is_last = header.headings[-1].column in SCORES
    return [word for word in words if word.middle < start or (word.x0 > end and not is_last)]


def _without_peak(word: Word) -> Word:
    """Return a percentage without the age of the peak density that touches it."""
    found = _SHARE.fullmatch(word.text)
    return word.split(found.start("peak"))[0] if found and found["peak"] else word
