"""Lines of words as text, with the way back from a span of the text to its place on the page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.pdf.text.frame import Box
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of

WIDE = "   "
"""What a wide gap between two words becomes."""
_WIDE_GAP = 1.0


_WIDEST_BLANK, _EVEN, _FEWEST_EVEN = 3.0, 0.1, 4
"""Heights of a character up to which blanks are spread in a line set to both margins, and by which they differ."""


def _is_justified(words: Sequence[Word]) -> bool:
    """Whether a line is spread evenly to reach its right margin."""
    blanks = [after.x0 - word.x1 for word, after in pairwise(words)]
    size = words[0].size if words else 0.0
    spread = len(words) >= _FEWEST_EVEN and max(blanks) <= _WIDEST_BLANK * size
    return spread and max(blanks) - min(blanks) <= _EVEN * size


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line; a gap wider than a character is high is three blanks."""

    words: tuple[Word, ...]
    text: str = field(init=False, compare=False)
    """The words with blanks between them."""
    _gaps: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Put the text together, which every question about a line asks for."""
        gaps: list[str] = []
        pieces: list[str] = []
        before: Word | None = None
        widest = _WIDE_GAP if not _is_justified(self.words) else _WIDEST_BLANK
        for word in self.words:
            wide = before is not None and word.x0 - before.x1 > widest * word.size
            gaps.append(WIDE if wide else " " if before is not None else "")
            pieces += (gaps[-1], word.text)
            before = word
        object.__setattr__(self, "_gaps", tuple(gaps))
        object.__setattr__(self, "text", "".join(pieces))

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that stand at least partly in `text[start:end]`."""
        found: list[Word] = []
        at = 0
        for gap, word in zip(self._gaps, self.words, strict=True):
            at += len(gap)
            if at < end and at + len(word.text) > start:
                found.append(word)
            at += len(word.text)
        return tuple(found)

    def box(self, start: int, end: int) -> Box:
        """Return the place of `text[start:end]`, cut to the characters; that of the line when the span is blank."""
        words = self.within(start, end)
        if not words:
            return box_of(self.words)
        x0, top, x1, bottom = box_of(words)
        first = self._offset(words[0])
        last = self._offset(words[-1])
        if start > first:
            x0 = words[0].starts[start - first]
        if end < last + len(words[-1].text):
            x1 = words[-1].starts[end - last]
        return (x0, top, max(x0, x1), bottom)

    def _offset(self, wanted: Word) -> int:
        at = 0
        for gap, word in zip(self._gaps, self.words, strict=True):
            at += len(gap)
            if word is wanted:
                return at
            at += len(word.text)
        raise ValueError("a word of another line")


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return the rows of a page as lines over its full width."""
    return [Line(tuple(row)) for row in rows_of(words)]


def blocks_of(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page in reading order: where a gutter parts it, the left column before the right one."""
    lines = lines_of(words)
    gutter = _gutter(lines) or _headed_gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    pending: list[list[Line]] = [[], []]
    for line in lines:
        left = tuple(word for word in line.words if word.middle < gutter)
        right = tuple(word for word in line.words if word.middle >= gutter)
        across = any(word.x0 < gutter < word.x1 for word in line.words)
        if across or (left and right and (not _parted(line, gutter) or _QUANTITY.match(text_of(right)))):
            # A line across both columns ends them.
            ordered += [*pending[0], *pending[1], line]
            pending = [[], []]
        else:
            for side, part in zip(pending, (left, right), strict=True):
                if part:
                    side.append(Line(part))
    return [*ordered, *pending[0], *pending[1]]


_QUANTITY = re.compile(r"(?i)(?:BMD|DMO|[TZ][ -]?(?:score|wert))\W{0,3}[+\-\u2010-\u2015\u2212]? ?\d")
"""A quantity with its number: what stands left of it on its line is its name, and no column of text."""


def _parted(line: Line, gutter: float) -> bool:
    before = max((word.x1 for word in line.words if word.middle < gutter), default=gutter)
    after = min((word.x0 for word in line.words if word.middle >= gutter), default=gutter)
    return after - before > _WIDE_GAP * line.words[0].size


_PROSE_WORDS = 6
_PROSE_SHARE = 0.45


def is_prose(lines: Sequence[Line]) -> bool:
    """Return whether about half of the words of a page stand in sentences, as in a letter and on no printout."""
    runs = [run for line in lines for run in phrases(line.words)]
    prose = sum(len(run) for run in runs if len(run) >= _PROSE_WORDS)
    return prose >= _PROSE_SHARE * sum(len(run) for run in runs)


def is_sentence(line: Line) -> bool:
    """Return whether so many words begin a line without a gap as no cells of a table do."""
    return len(phrases(line.words)[0]) >= _PROSE_WORDS


_FEWEST = 4
_STEPS = 60
_MIDDLE = (0.3, 0.7)
_MOST_CROSSING = 0.35


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where two columns of running text part, or None if the page has one column.

    Both sides need lines of several words at the gutter; a table, whose cells are short, has no columns of text.
    """
    if not lines:
        return None
    left = min(line.words[0].x0 for line in lines)
    width = max(line.words[-1].x1 for line in lines) - left
    best: tuple[int, float] | None = None
    for step in range(_STEPS):
        at = left + width * (_MIDDLE[0] + (_MIDDLE[1] - _MIDDLE[0]) * step / _STEPS)
        crossing = sum(any(word.x0 < at < word.x1 for word in line.words) or _runs_through(line, at) for line in lines)
        both = sum(_is_text(line, at) for line in lines) + _staggered(lines, at)
        if both >= _FEWEST and crossing <= _MOST_CROSSING * len(lines) and (best is None or both - crossing > best[0]):
            best = (both - crossing, at)
    return best[1] if best else None


def _staggered(lines: Sequence[Line], at: float) -> int:
    """Return how many lines of two columns stand between lines of the other, none on the height of one of those.

    Columns with headings of their own seldom share their baselines.
    """
    left = [line for line in lines if line.words[-1].x1 <= at and _is_sentence(line)]
    right = [line for line in lines if line.words[0].x0 >= at and _is_sentence(line)]
    if len(left) < _FEWEST or len(right) < _FEWEST:
        return 0
    return _between(right, left) + _between(left, right)


def _between(lines: Sequence[Line], others: Sequence[Line]) -> int:
    first, last = others[0].words[0].base, others[-1].words[0].base
    return sum(first < line.words[0].base < last for line in lines)


def _is_sentence(line: Line) -> bool:
    return sum(map(_is_word, line.words)) >= _WORDS_A_SIDE


_HEADING = re.compile(r"[^\W\d_a-z]{5,}(?: [^\W\d_a-z]+){0,2}:?")
_BELOW = 3


def _headed_gutter(lines: Sequence[Line]) -> float | None:
    """Return where a second column begins under a heading of its own in capitals, however short its neighbours are.

    Without such a heading, what stands beside each other may be labels and what is said of them.
    """
    for number, line in enumerate(lines):
        for run in phrases(line.words)[1:]:
            edge, size = run[0].x0, run[0].size
            below = lines[number + 1 :]
            own = [other for other in below if any(abs(word.x0 - edge) < 0.5 * size for word in other.words)]
            at = edge - 0.3 * size
            across = [other for other in own if _runs_through(other, at) or any(w.x0 < at < w.x1 for w in other.words)]
            if _HEADING.fullmatch(text_of(run)) and len(own) >= _BELOW and not across:
                return at
    return None


def _runs_through(line: Line, at: float) -> bool:
    before = [word for word in line.words if word.x1 <= at]
    after = [word for word in line.words if word.x0 >= at]
    return bool(before and after) and after[0].x0 - before[-1].x1 <= _WIDE_GAP * after[0].size


_WORDS_A_SIDE = 3


def _is_text(line: Line, at: float) -> bool:
    """Whether words of running text stand on both sides; numbers, units and what a label names are none."""
    before = [word for word in line.words if word.x1 <= at and _is_word(word)]
    after = [word for word in line.words if word.x0 >= at and _is_word(word)]
    return len(before) >= _WORDS_A_SIDE and len(after) >= _WORDS_A_SIDE and not _runs_through(line, at)


def _is_word(word: Word) -> bool:
    letters = sum(char.isalpha() for char in word.text)
    return letters > 1 and 2 * letters > len(word.text) and not word.text.endswith(":")
