"""Sentences that go on in the next line, put back together so that a name broken by the margin is read whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dxa.site_names import SIDE_WORDS
from parsers.pdf.letters.said import SaidLine
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.lines import WIDE, Line

_FEWEST_WORDS = 5
_WIDEST_STEP = 1.9
_SAME_LEFT = 1.0
_BLANK = 0.25
"""Heights of a character, as the two above it."""
_SHARE = 0.55
"""Least share of the page's width that a column of running text takes."""
_NUMBER = re.compile(r"\d[.,]\d")
_SCORE = re.compile(r"[TZ]-?(?:score|wert)\b", re.IGNORECASE)
_THIRD = re.compile(r"33 ?%|1/3\b|(?:SD|DS|DE)\b")
"""The rest of the name of the radius, and the unit of a score."""
_HALF = frozenset(
    (
        *(
            "total",
            "femoral",
            "femur",
            "lumbar",
            "proximal",
            "distal",
            "ultradistal",
            "gesamt",
            "col",
            "cuello",
            "colo",
        ),
        *(
            "collo",
            "hanche",
            "cadera",
            "quadril",
            "rachis",
            "columna",
            "coluna",
            "colonna",
            "r\u00e1dio",
            "radio",
            "radius",
        ),
        *("heup", "femore", "f\u00e9mur", "f\u00eamur", "bmd", "dmo", "t-score", "z-score"),
    )
)
"""The first words of a site's name, and labels whose number is still to come."""
_SMALL = re.compile(r"[^\W\d_A-Z]{1,3}")
"""An article or a preposition."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Lines that are one sentence, or several that only the margin parts."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines with blanks between them."""
        return " ".join(line.text for line in self.lines)

    def box(self, start: int, end: int) -> Box:
        """Return the place of a span; what goes over a line end is the part before it, as of any text."""
        at = 0
        for line in self.lines:
            if start < at + len(line.text) + 1:
                return line.box(start - at, max(start - at, min(end - at, len(line.text))))
            at += len(line.text) + 1
        return union([line.box(0, len(line.text)) for line in self.lines])


def rejoined(lines: Sequence[Line | SaidLine], width: float) -> list[Line | SaidLine | Wrapped]:
    """Return lines, those joined that only the right margin parts; `width` is that of the page, points."""
    joined: list[list[Line | SaidLine]] = []
    for line in lines:
        before = joined[-1][-1] if joined else None
        if isinstance(before, Line) and isinstance(line, Line) and _is_cut(before, line, lines, width):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [Wrapped(tuple(part)) if len(part) > 1 else part[0] for part in joined]  # type: ignore[arg-type]


def _is_cut(line: Line, after: Line, lines: Sequence[Line | SaidLine], width: float) -> bool:
    """Whether a line is full, so that the first word after it did not fit, and stops in the middle of a sentence."""
    first, last, size = after.words[0], line.words[-1], line.words[0].size
    step = first.base - line.words[0].base
    if len(line.words) < _FEWEST_WORDS or not 0 < step <= _WIDEST_STEP * size or abs(first.size - size) > 1.0:
        return False
    if _is_tabular(line) or _is_tabular(after) or abs(first.x0 - line.words[0].x0) > _SAME_LEFT * size:
        return False
    if len(_NUMBER.findall(after.text)) > len(_NUMBER.findall(line.text)) == 0:
        # What looks like a row below a line of headings.
        return False
    column = [other for other in lines if isinstance(other, Line) and _is_beside(other, line, size)]
    right = max(other.words[-1].x1 for other in column)
    full = last.x1 + _BLANK * size + (first.x1 - first.x0) > right and right - line.words[0].x0 >= _SHARE * width
    return full and (_goes_on_with(first.text) or _dangles(last.text))


def _goes_on_with(word: str) -> bool:
    return word[:1].islower() or word[:1] == "(" or bool(_SCORE.match(word) or _THIRD.match(word))


def _dangles(word: str) -> bool:
    """Whether a sentence cannot end with a word: half the name of a site, a label, an article, a preposition."""
    plain = word.casefold()
    return plain in _HALF or any(plain in names for names in SIDE_WORDS.values()) or bool(_SMALL.fullmatch(word))


def _is_tabular(line: Line) -> bool:
    return WIDE in line.text or "|" in line.text


def _is_beside(other: Line, line: Line, size: float) -> bool:
    return abs(other.words[0].x0 - line.words[0].x0) <= _SAME_LEFT * size
