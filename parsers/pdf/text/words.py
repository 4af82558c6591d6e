"""Words with their places, built from the characters an engine gives, and the rows words stand in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from parsers.pdf.text.frame import Box, union

# Fractions of the height of a character (ascent to descent, about 1.17 of the type size).
_WORD_GAP = 0.19
_SAME_BASELINE = 0.12
_SAME_ROW = 0.42
_SAME_PRINT = 0.25
_SMALLER = 0.8
_TOUCHING = 0.12
# Share of a character's width by which the next one begins too early to be of the same word.
_OVERPRINT = 0.4
_MOST_RUNS = 3
# Points: no two characters that are read apart begin closer together.
_ASIDE = 0.5
FOOTNOTE = 0.75
"""A digit below this share of its row's median size is a raised footnote mark, not part of a value."""


class Char(NamedTuple):
    """One character in reading positions."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    """How far down its baseline lies."""


_BASE, _LEFT = attrgetter("base"), attrgetter("x0")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that touch; `starts` holds the left edge of each."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    starts: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The place in reading positions."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def size(self) -> float:
        """Height from ascent to descent, points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    def split(self, at: int) -> "tuple[Word, Word]":
        """Return the words before and from character `at`."""
        edge = self.starts[at]
        first = Word(self.text[:at], self.x0, self.top, edge, self.bottom, self.base, self.starts[:at])
        return first, Word(self.text[at:], edge, self.top, self.x1, self.bottom, self.base, self.starts[at:])


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Return the words of a page, line by line from the top; text printed twice to look bold counts once."""
    words: list[Word] = []
    for line in _lines(chars):
        words += _words_of_line(line)
    words.sort(key=lambda word: (word.base, word.x0))
    return _once(words)


def _once(words: list[Word]) -> list[Word]:
    """Return the words without those printed a second time a little below the first; a row is never that close."""
    latest: dict[str, Word] = {}
    kept: list[Word] = []
    for word in words:
        first = latest.get(word.text)
        if first and abs(word.x0 - first.x0) < 1.0 and word.base - first.base < _SAME_PRINT * word.size:
            continue
        latest[word.text] = word
        kept.append(word)
    return kept


def _lines(chars: Iterable[Char]) -> list[list[Char]]:
    lines: list[list[Char]] = []
    base = height = 0.0
    for char in sorted(chars, key=_BASE):
        own = char.bottom - char.top
        if lines and char.base - base <= _SAME_BASELINE * max(height, own):
            lines[-1].append(char)
        else:
            lines.append([char])
            base, height = char.base, own
    return lines


def _words_of_line(line: list[Char]) -> list[Word]:
    words: list[Word] = []
    held: list[Char] = []
    over = 0
    for char in sorted(line, key=_LEFT):
        if char.text.isspace():
            _part(held, words, over, line)
            held, over = [], 0
            continue
        if held:
            last = held[-1]
            # Sorted by their left edges, a character and its twin stand next to each other.
            if char.x0 - last.x0 < 1.0 and any(is_twin(char, earlier) for earlier in held[-3:]):
                continue
            if char.x0 < last.x1 - _OVERPRINT * (last.x1 - last.x0):
                over += 1
            elif _breaks(last, char):
                _part(held, words, over, line)
                held, over = [], 0
        held.append(char)
    _part(held, words, over, line)
    return words


def _part(held: list[Char], words: list[Word], over: int, drawn: Sequence[Char]) -> None:
    """Add the word that characters make, or the words, where a name and a number are printed over each other."""
    # An accent drawn over its letter is no second word.
    tangled = over and any(char.text.isdigit() for char in held) and any(char.text.isalpha() for char in held)
    for run in _untangled(held, drawn) if tangled else [held]:
        _close(run, words)


def _untangled(chars: Sequence[Char], drawn: Sequence[Char]) -> list[list[Char]]:
    """Return the words printed over each other, told apart by the order they were drawn in.

    Each character of a word begins where the one before it ends.
    """
    own = {id(char) for char in chars}
    runs: list[list[Char]] = []
    for char in (char for char in drawn if id(char) in own):
        if runs and abs(char.x0 - runs[-1][-1].x1) <= _TOUCHING * (char.bottom - char.top):
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs if len(runs) <= _MOST_RUNS else [list(chars)]


def is_twin(char: Char, earlier: Char) -> bool:
    """Return whether a character is the same one printed again, slightly aside, to look bold."""
    aside = abs(char.x0 - earlier.x0)
    return char.text == earlier.text and aside < max(_ASIDE, min(1.0, (earlier.x1 - earlier.x0) / 2))


def _breaks(last: Char, char: Char) -> bool:
    height, other = last.bottom - last.top, char.bottom - char.top
    low, high = (height, other) if height < other else (other, height)
    if char.x0 - last.x1 > _WORD_GAP * high:
        return True
    return low < _SMALLER * high and not _is_of_ligature(last if height < other else char)


_LIGATURES = frozenset("fijlt")
_INK = 0.1


def _is_of_ligature(char: Char) -> bool:
    """Return whether a character is one of a ligature such as "fi".

    PDFium gives its letters a box close around their ink, which ends at the baseline; that of any other letter goes on
    below it. Without them "classification" falls into three words.
    """
    return char.text in _LIGATURES and abs(char.bottom - char.base) < _INK * (char.bottom - char.top)


def _close(held: list[Char], words: list[Word]) -> None:
    if not held:
        return
    text = "".join([char.text for char in held])
    starts = tuple([char.x0 for char in held])
    if len(text) > len(held):
        # A ligature may be several code points at one place.
        starts = tuple(char.x0 for char in held for _ in char.text)
    top, bottom = min([char.top for char in held]), max([char.bottom for char in held])
    right = max([char.x1 for char in held])
    words.append(Word(text, starts[0], top, right, bottom, held[0].base, starts))


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Return words that stand side by side, row by row from the top, each from left to right."""
    rows: list[list[Word]] = []
    base = height = 0.0
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - base <= _SAME_ROW * max(height, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
            base, height = word.base, word.size
    for row in rows:
        row.sort(key=lambda word: word.x0)
    return rows


def phrases(row: Sequence[Word], gap: float = 0.68) -> list[list[Word]]:
    """Return the runs of a row whose words stand no further apart than `gap` heights."""
    runs: list[list[Word]] = []
    for word in row:
        if runs and word.x0 - runs[-1][-1].x1 <= gap * word.size:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def text_of(words: Iterable[Word]) -> str:
    """Return the words with single blanks between them."""
    return " ".join(word.text for word in words)


def box_of(words: Sequence[Word]) -> Box:
    """Return the place of at least one word."""
    return union([word.box for word in words])


def without_footnotes(row: Sequence[Word]) -> list[Word]:
    """Return a row without its raised footnote marks: digits much smaller than the words around them."""
    if not any(_MARK.fullmatch(word.text) for word in row):
        return list(row)
    usual = median(word.size for word in row for _ in word.text)
    return [word for word in row if word.size >= FOOTNOTE * usual or not _MARK.fullmatch(word.text)]


def plain_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Return the rows of words without raised footnote marks; none is empty."""
    return [row for row in map(without_footnotes, rows_of(words)) if row]


_MARK = re.compile(r"[(]?[\d,*\u2020\u2021\u00b9\u00b2\u00b3\u2070-\u2079]+[)]?")
