"""What the second text reader saw at the place of a value."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement
from parsers.numbers import MINUS_SIGNS
from parsers.pdf.engines import pdfium, plumber
from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.text.frame import Box, Frame
from parsers.pdf.text.words import FOOTNOTE, Char, Word, is_twin

_ASIDE = 0.7
"""How far beside a value, in heights, a character the first reader gave to no word still counts as part of it."""
_FEWER = 0.7
# The two libraries name the minus of some fonts differently, and agree on what it is.
_ONE_MINUS = dict.fromkeys(map(ord, MINUS_SIGNS + "\u00ad"), "-")

# Codes without a meaning are bullets (ISO 32000-1 Annex D.2), which pdfminer does not know and gives no width.
_UNNAMED = re.compile(r"\(cid:\d+\)|[\u2022\u00b7]")
_BULLETS = re.compile(r"[\u2022\u00b7]")

_Item = TypeVar("_Item", Char, Word)


class SecondReading:
    """The second reader's characters of one page, without those a person cannot see."""

    def __init__(self, page: PageText, chars: Sequence[Char]) -> None:
        visible = [char for char in chars if not char.text.isspace()]
        for _, words in page.hidden:
            visible = _without(visible, words)
        self._chars = sorted(visible, key=_height)
        self._heights = [_height(char) for char in self._chars]
        self._first = sorted(page.printed, key=_height)
        self._first_heights = [_height(word) for word in self._first]
        self.count = len(visible)
        self.first_count = sum(len(word.text) for word in page.printed) + page.aside

    @property
    def sees_enough(self) -> bool:
        """Whether the second reader saw most characters; it sees none of a stream it cannot decode.

        More characters than the first reader's are no sign of a fault: text printed twice counts twice here.
        """
        return self.count >= _FEWER * self.first_count

    def at(self, box: Box, aside: float = _ASIDE) -> str:
        """Return the characters at a place and up to `aside` heights beside it, without blanks."""
        reach = aside * (box[3] - box[1])
        left, right = box[0] - reach, box[2] + reach
        others = [word for word in _between(self._first, self._first_heights, box) if not _overlaps(word, box)]
        kept: list[Char] = []
        for char in _between(self._chars, self._heights, box):
            middle = (char.x0 + char.x1) / 2
            if left <= middle <= right and not any(word.x0 <= middle <= word.x1 for word in others):
                kept.append(char)
        kept.sort(key=lambda char: char.x0)
        tall = max((char.bottom - char.top for char in kept), default=0.0)
        told: list[Char] = []
        for char in kept:
            if char.bottom - char.top >= FOOTNOTE * tall and not any(is_twin(char, earlier) for earlier in told[-3:]):
                told.append(char)
        return "".join(char.text for char in told)

    def agrees(self, text: str, box: Box) -> bool | None:
        """Return whether the second reader saw the same characters; None if it saw none there."""
        return self._judged(_same(self.at(box), text), box)

    def agrees_inside(self, text: str, box: Box) -> bool | None:
        """Return the same for a part of a line of text, whose neighbours stand close on both sides."""
        return self._judged(_same(self.at(box, 0.0), text), box)

    def _judged(self, same: bool | None, box: Box) -> bool | None:
        """Return the verdict; a difference of places alone is none.

        pdfminer knows no widths for some fonts (Symbol), which moves what follows in the line; where both readers
        see the same characters from the left edge to the right one, they agree.
        """
        return True if same is False and self._same_line(box) else same

    def _same_line(self, box: Box) -> bool:
        # Letter by letter, as words may be printed over each other.
        words = _between(self._first, self._first_heights, box)
        first = sorted((place for word in words for place in zip(word.starts, word.text, strict=True)), key=_start)
        second = sorted(_between(self._chars, self._heights, box), key=lambda char: char.x0)
        seen = "".join(char.text for char in second if not _UNNAMED.fullmatch(char.text))
        return bool(_same(seen, _BULLETS.sub("", "".join(char for _, char in first))))


def _start(place: tuple[float, str]) -> float:
    return place[0]


def _same(seen: str, text: str) -> bool | None:
    return None if not seen else _plain(seen) == _plain(text)


def _plain(text: str) -> str:
    """Return characters for comparison: the power of a unit may be a raised digit, which is left out beside a value."""
    return _POWER.sub("cm", re.sub(r"\s", "", text).translate(_ONE_MINUS))


_POWER = re.compile(r"cm[23\u00b2\u00b3]")


def _height(item: Char | Word) -> float:
    return (item.top + item.bottom) / 2


_SAME_PLACE = 1.5
"""Points by which two readers may place one character differently."""


def _without(chars: Sequence[Char], hidden: Sequence[Word]) -> list[Char]:
    """Return the characters but those the first reader saw and a person does not; visible ones may stand there too."""
    unseen = sorted(
        (start, text, _height(word), word.size)
        for word in hidden
        for start, text in zip(word.starts, word.text, strict=True)
    )
    places = [start for start, *_ in unseen]
    kept: list[Char] = []
    gone: set[int] = set()
    for char in chars:
        near = range(bisect_left(places, char.x0 - _SAME_PLACE), bisect_right(places, char.x0 + _SAME_PLACE))
        twin = next((at for at in near if at not in gone and _is_at(char, *unseen[at][1:])), None)
        if twin is None:
            kept.append(char)
        else:
            gone.add(twin)
    return kept


def _is_at(char: Char, text: str, height: float, size: float) -> bool:
    return char.text.translate(_ONE_MINUS) == text.translate(_ONE_MINUS) and abs(_height(char) - height) < size / 2


def _between(items: Sequence[_Item], heights: Sequence[float], box: Box) -> Sequence[_Item]:
    return items[bisect_left(heights, box[1]) : bisect_right(heights, box[3])]


def _overlaps(word: Word, box: Box) -> bool:
    return min(word.x1, box[2]) - max(word.x0, box[0]) > 0.0


def confirmed_text(report: DxaReport, frame: Frame, second: SecondReading) -> DxaReport:
    """Return what a running text says, with the values confirmed or held back by the second reader's characters."""
    rows: list[Measurement] = []
    issues: list[Issue] = []
    for row in report.measurements:
        place = row.provenance.locator
        agrees = second.agrees_inside(row.provenance.raw, frame.from_fractions(place.box)) if place.box else None
        if agrees:
            names = {pdfium.NAME, plumber.NAME, *row.confirmed_by}
            rows.append(replace(row, confirmed_by=tuple(sorted(names))))
            continue
        held = row.held if agrees is None else row.held or IssueCode.TEXT_ENGINES_DISAGREE
        seen = "no" if agrees is None else "other"
        text = f"the second text reader sees {seen} characters where a value was read in the text"
        issues.append(Issue(code=IssueCode.TEXT_ENGINES_DISAGREE, text=text, locator=place))
        rows.append(replace(row, held=held))
    return replace(report, measurements=tuple(rows), issues=(*report.issues, *issues))
