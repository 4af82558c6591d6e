"""Columns of running text, and which of their lines end only because the margin does not let them go on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dxa.side_words import SIDE_WORDS
from parsers.pdf.text.lines import WIDE, Line

_FEWEST_WORDS = 5
_WIDEST_STEP = 1.9
_SAME_LEFT = 1.0
_BLANK = 0.25
"""Heights of a character, as the two above it."""
_SHARE = 0.55
"""Least share of the page's width that a column takes in which two lines may be one sentence by themselves."""
_FEWEST_CUTS, _SMALL_WORDS = 2, 0.1
"""Lines that surely go on, and the share of articles and prepositions, from which a column is running text."""
_FEWEST_FLOWING = 3
_CAPITALS = 0.9
"""Share of capital letters from which a text is written in them throughout."""
_NUMBER = re.compile(r"\d[.,]\d")
_SCORE = re.compile(r"[TZ]-?(?:score|wert)\b", re.IGNORECASE)
_THIRD = re.compile(r"33 ?%|1/3\b|(?:SD|DS|DE)\b")
"""The rest of the name of the radius, and the unit of a score."""
_HALF_NAMES = (
    "total femoral femur lumbar proximal distal ultradistal gesamt col cuello colo collo hanche cadera quadril rachis "
    "columna coluna colonna r\u00e1dio radio radius heup femore f\u00e9mur f\u00eamur bmd dmo t-score z-score"
)
_HALF = frozenset(_HALF_NAMES.split())
"""The first words of a site's name, and labels whose number is still to come."""
_SMALL = re.compile(r"[^\W\d_A-Z]{1,3}")
"""An article or a preposition."""
_BULLET = re.compile(r"[\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7*\-\u2013\u2014]|\(?(?:\d{1,2}|[a-z])[.)]")
_ENDS = re.compile(r"[.!?;]$")
_SYLLABLE = re.compile(r"[^\W\d_]{2,}-$")
_LABEL = re.compile(r"\(?[TZ]-$"), re.compile(r"(?:scores?|wert[en]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one type that begin at one left edge."""

    right: float
    is_wide: bool
    flows: bool
    """Whether it is running text, and no list whose rows are about as long as each other."""

    def parts(self, line: Line, after: Line) -> bool:
        """Whether the margin alone parts a line from the one after it."""
        if not _stand_close(line, after):
            return False
        first, last = after.words[0], line.words[-1]
        surely = _goes_on_with(first.text) or _dangles(last.text)
        if _is_syllable(line, after):
            return True
        if not is_full(line, after, self.right):
            return False
        if self.flows and len(line.words) >= _FEWEST_FLOWING:
            return surely or not _ENDS.search(last.text)
        # What looks like a row below a line of headings.
        headed = len(_NUMBER.findall(after.text)) > len(_NUMBER.findall(line.text)) == 0
        return self.is_wide and len(line.words) >= _FEWEST_WORDS and surely and not headed


def columns_of(lines: Sequence[Line], width: float) -> dict[Line, Column]:
    """Return the column of every line; `width` is that of the page, points."""
    found: dict[Line, Column] = {}
    for line in lines:
        if line not in found:
            own = [other for other in lines if _is_beside(other, line)]
            column = _column(own, line, width)
            for other in own:
                found.setdefault(other, column)
    return found


def _column(lines: Sequence[Line], line: Line, width: float) -> Column:
    right = max(other.words[-1].x1 for other in lines)
    is_wide = right - left_of(line) >= _SHARE * width
    pairs = [(one, other) for one, other in pairwise(lines) if _stand_close(one, other)]
    cuts = sum(_is_surely_cut(one, other, right) for one, other in pairs)
    words = [word.text for other in lines for word in other.words]
    if _is_in_capitals(words):
        words = [word.casefold() for word in words]
    small = sum(bool(_SMALL.fullmatch(word)) for word in words)
    return Column(right, is_wide, cuts >= _FEWEST_CUTS and small >= _SMALL_WORDS * len(words))


def _is_surely_cut(line: Line, after: Line, right: float) -> bool:
    """Whether a line stops between two words no list would part, both of letters."""
    if _is_syllable(line, after):
        return True
    last, first = line.words[-1].text.rstrip(","), after.words[0].text
    capitals = last.isupper() and first.isupper() and first.isalpha()
    return last.isalpha() and (first[:1].islower() or capitals) and is_full(line, after, right)


def _is_in_capitals(words: Sequence[str]) -> bool:
    letters = "".join(words)
    return sum(char.isupper() for char in letters) > _CAPITALS * sum(char.isalpha() for char in letters)


def _is_syllable(line: Line, after: Line) -> bool:
    """Whether a line ends within a word, or within "T-score"."""
    last, first = line.words[-1].text, after.words[0].text
    if _LABEL[0].fullmatch(last):
        return bool(_LABEL[1].match(first))
    return bool(_SYLLABLE.search(last)) and first[:1].islower()


def is_full(line: Line, after: Line, right: float) -> bool:
    """Return whether the first word after a line would not have fitted behind it."""
    first = after.words[0]
    return line.words[-1].x1 + _BLANK * line.words[0].size + (first.x1 - first.x0) > right


def left_of(line: Line) -> float:
    """Return where the text of a line begins, behind the mark of an item of a list."""
    marked = len(line.words) > 1 and bool(_BULLET.fullmatch(line.words[0].text))
    return line.words[1 if marked else 0].x0


def _stand_close(line: Line, after: Line) -> bool:
    size = line.words[0].size
    step = after.words[0].base - line.words[0].base
    if not 0 < step <= _WIDEST_STEP * size or abs(after.words[0].size - size) > 1.0:
        return False
    if _is_tabular(line) or WIDE in after.text or "|" in after.text:
        return False
    return abs(after.words[0].x0 - left_of(line)) <= _SAME_LEFT * size


def _goes_on_with(word: str) -> bool:
    return word[:1].islower() or word[:1] == "(" or bool(_SCORE.match(word) or _THIRD.match(word))


def _dangles(word: str) -> bool:
    """Whether a sentence cannot end with a word: half the name of a site, a label, an article, a preposition."""
    plain = word.casefold()
    return plain in _HALF or any(plain in names for names in SIDE_WORDS.values()) or bool(_SMALL.fullmatch(word))


def _is_tabular(line: Line) -> bool:
    """Whether wide gaps or bars part a line, and not only the mark of an item from its text."""
    words = line.words[1:] if left_of(line) > line.words[0].x0 else line.words
    return WIDE in Line(words).text or "|" in line.text


def _is_beside(other: Line, line: Line) -> bool:
    same = abs(other.words[0].size - line.words[0].size) <= 1.0
    return same and abs(left_of(other) - left_of(line)) <= _SAME_LEFT * line.words[0].size
