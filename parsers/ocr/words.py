"""Recognised words as the words of a page: on level lines, with the height their characters have."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from parsers.ocr.picture import View
from parsers.ocr.tsv import Seen
from parsers.pdf.text.words import Word

_FLAT = re.compile(r"[A-Zabcdehiklmnorstuvwxz0-9.%'+:*-]*[A-Zbdhkl0-9][A-Zabcdehiklmnorstuvwxz0-9.%'+:*-]*")
"""Words that stand on the baseline and reach the height of a capital: their boxes show both."""
# Shares of the height of a capital: a character box reaches from ascent to descent, as the readers of text see it.
_ABOVE, _BELOW = 1.27, 0.35
CAPITAL = 1 / (_ABOVE + _BELOW)
"""Height of a capital or digit as a share of the size of a word."""
_CAPITAL_OF_ANY = 0.8
_RULE = re.compile(r"[_|.:;,'\"\u2018\u2019\u201c\u201d]+")
"""Lines and specks the program takes for characters; nothing that could be a sign, a digit or a missing value."""
_CERTAIN = 80.0
_LETTERS = re.compile(r"[^\W\d_]{4}")
_LONG_LINE = 0.25
_STEEPEST = 0.06
_UNIT = re.compile(r"(?i)(?<=g/cm)[?*'\u2019\"\u201d\u00b0]|(?<=^\(cm)[?*'\u2019\"\u201d\u00b0](?=\)$)")
"""The raised 2 of a unit, which the program takes for a mark; a mg/cm3 is left as it is and refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The words of one reading of a picture, straightened."""

    view: View
    words: tuple[Word, ...]
    certain: int
    """How many words of letters the program is sure of: few on a page that is not upright."""


def sheet_of(seen: Sequence[Seen], view: View) -> Sheet:
    """Return recognised words as words of a page."""
    lines: dict[tuple[int, int, int], list[Seen]] = {}
    for word in seen:
        if not _RULE.fullmatch(word.text):
            lines.setdefault(word.line, []).append(word)
    view = replace(view, slope=_slope(lines.values(), view))
    words = [word for line in lines.values() for word in _words(line, view)]
    certain = sum(word.confidence >= _CERTAIN and bool(_LETTERS.search(word.text)) for word in seen)
    return Sheet(view=view, words=tuple(sorted(words, key=lambda word: (word.base, word.x0))), certain=certain)


def _flat(line: Sequence[Seen]) -> list[Seen]:
    return [word for word in line if _FLAT.fullmatch(word.text)]


def _slope(lines: Iterable[Sequence[Seen]], view: View) -> float:
    """Return how far lines fall to the right: the median over those that cross a good part of the page."""
    width = view.height if view.turns % 2 else view.width
    slopes = []
    for line in lines:
        flat = _flat(line)
        if len(flat) > 1 and flat[-1].left - flat[0].left > _LONG_LINE * width:
            slopes.append((flat[-1].bottom - flat[0].bottom) / (flat[-1].left - flat[0].left))
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) <= _STEEPEST else 0.0


def _words(line: Sequence[Seen], view: View) -> list[Word]:
    """Return the words of a line on their baseline; one below or above it, such as a minus, is put on it."""
    flat = _flat(line)
    share = 1.0 if flat else _CAPITAL_OF_ANY
    capital = median(share * (word.bottom - word.top) for word in flat or line)
    base = median(view.straightened(word.left, word.bottom)[1] for word in flat or line)
    return [_word(seen, view, capital, None if seen in flat else base) for seen in line]


def _word(seen: Seen, view: View, capital: float, base: float | None) -> Word:
    """Return a word; without `base` it stands on its own."""
    x0, own_base = view.straightened(seen.left, seen.bottom)
    x1, _ = view.straightened(seen.right, seen.bottom)
    base = own_base if base is None else base
    text = _UNIT.sub("\u00b2", seen.text)
    step = (x1 - x0) / len(text)
    starts = tuple(x0 + step * number for number in range(len(text)))
    own = seen.bottom - seen.top
    # A raised mark stays small, so that it is taken for a footnote and not for a digit.
    size = capital if own > 0.75 * capital or not text.isdigit() else own
    return Word(text, x0, base - _ABOVE * size, x1, base + _BELOW * size, base, starts)
