"""What the second text reader saw at the place of a value."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from parsers.numbers import MINUS_SIGNS
from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.frame import Box
from parsers.pdf.words import FOOTNOTE, Char, Word, words_of

_ASIDE = 0.7
"""How far beside a value, in heights, a character the first reader gave to no word still counts as part of it."""
_FEWER = 0.7
# The two libraries name the minus of some fonts differently, and agree on what it is.
_ONE_MINUS = dict.fromkeys(map(ord, MINUS_SIGNS + "\u00ad"), "-")


class SecondReading:
    """The second reader's characters of one page, without those a person cannot see."""

    def __init__(self, page: PageText, chars: Sequence[Char]) -> None:
        hidden = [
            (word.x0 - 1, word.top - 1, word.x1 + 1, word.bottom + 1) for _, words in page.hidden for word in words
        ]
        visible = [char for char in chars if not char.text.isspace()]
        if hidden:
            visible = [char for char in visible if not any(_inside(char, box) for box in hidden)]
        self._words = sorted(words_of(visible), key=_height)
        self._heights = [_height(word) for word in self._words]
        self._first = sorted(page.words, key=_height)
        self._first_heights = [_height(word) for word in self._first]
        self.count = sum(len(word.text) for word in self._words)
        self.first_count = sum(len(word.text) for word in page.words)

    @property
    def sees_as_much(self) -> bool:
        """Whether both readers saw about as many characters; a stream one of them cannot read makes a difference."""
        low, high = sorted((self.count, self.first_count))
        return low >= _FEWER * high

    def at(self, box: Box) -> str:
        """Return the characters at a place, without blanks; empty if the second reader saw none."""
        size = box[3] - box[1]
        reach = (box[0] - _ASIDE * size, box[1], box[2] + _ASIDE * size, box[3])
        others = [word.box for word in _between(self._first, self._first_heights, box) if not _overlaps(word.box, box)]
        kept: list[tuple[float, str, float]] = []
        for word in _between(self._words, self._heights, box):
            for number, start in enumerate(word.starts):
                end = word.starts[number + 1] if number + 1 < len(word.starts) else word.x1
                middle = (start + max(start, end)) / 2
                if reach[0] <= middle <= reach[2] and not any(left <= middle <= right for left, _, right, _ in others):
                    kept.append((start, word.text[number], word.size))
        if not kept:
            return ""
        tall = max(size for _, _, size in kept)
        return "".join(text for _, text, size in sorted(kept) if size >= FOOTNOTE * tall)

    def agrees(self, text: str, box: Box) -> bool | None:
        """Return whether the second reader saw the same characters; None if it saw none there."""
        seen = self.at(box)
        return None if not seen else seen.translate(_ONE_MINUS) == re.sub(r"\s", "", text).translate(_ONE_MINUS)


def _height(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _inside(char: Char, box: Box) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _between(words: Sequence[Word], heights: Sequence[float], box: Box) -> Sequence[Word]:
    return words[bisect_left(heights, box[1]) : bisect_right(heights, box[3])]


def _overlaps(first: Box, second: Box) -> bool:
    return min(first[2], second[2]) - max(first[0], second[0]) > 0.0
