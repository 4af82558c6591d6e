"""Cells that hold the T-score and the Z-score, parted by a slash or by brackets."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.numbers import read_number
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.names import LONE_SIGNS, is_missing
from parsers.pdf.text.words import Word, text_of

_MARKS = "/|;("
_ROOM = 4.0
"""Heights of a character by which a cell of two scores may stand out of its heading."""


def single(heading: Heading, words: Sequence[Word]) -> list[tuple[Heading, Sequence[Word]]]:
    """Return the words under a heading, those of a heading of two scores as the words of each.

    Empty where they are not two scores: one number alone may be either of them.
    """
    if heading.second is None:
        return [(heading, words)]
    first = replace(heading, second=None)
    one, two = _halves(words)
    return [(first, one), (replace(first, column=heading.second), two)] if _is_score(one) and _is_score(two) else []


def with_room(header: Header) -> Header:
    """Return a header whose headings of two scores reach over their cells, which may stand out."""
    headings = header.headings
    room = _ROOM * header.size
    made = []
    for at, heading in enumerate(headings):
        if heading.second is None:
            made.append(heading)
            continue
        right = headings[at + 1].x0 - 0.5 * header.size if at + 1 < len(headings) else heading.x1 + room
        left = (headings[at - 1].x1 + heading.x0) / 2 if at else heading.x0
        x0, x1 = max(left, heading.x0 - room), min(right, heading.x1 + room)
        made.append(replace(heading, x0=min(heading.x0, x0), x1=max(heading.x1, x1)))
    return replace(header, headings=tuple(made))


def spans_of_pairs(row: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the left and right edges of the cells of a row, what a slash or a bracket joins as one cell."""
    spans: list[tuple[float, float]] = []
    joins = False
    for word in sorted(row, key=lambda word: word.x0):
        if spans and (joins or word.text[0] in _MARKS):
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
        joins = word.text[-1] in _MARKS
    return spans


def _halves(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Return the words before and behind the first mark, without the marks."""
    one: list[Word] = []
    for at, word in enumerate(words):
        cut = next((place for place, char in enumerate(word.text) if char in _MARKS), None)
        if cut is None:
            one.append(word)
            continue
        before, after = _cut(word, cut), _without_bracket([_behind(word, cut), *words[at + 1 :]])
        return [*one, *filter(None, [before])], after
    return one, []


def _cut(word: Word, at: int) -> Word | None:
    return word.split(at)[0] if at else None


def _behind(word: Word, at: int) -> Word | None:
    return word.split(at + 1)[1] if at + 1 < len(word.text) else None


def _without_bracket(words: Sequence[Word | None]) -> list[Word]:
    """Return words without a bracket at their end."""
    kept = [word for word in words if word is not None]
    if kept and kept[-1].text.endswith(")"):
        last = kept.pop()
        if len(last.text) > 1:
            kept.append(last.split(len(last.text) - 1)[0])
    return kept


def _is_score(words: Sequence[Word]) -> bool:
    """Whether words are one number, or a mark for a missing one."""
    values = [word for word in words if word.text not in LONE_SIGNS]
    return bool(words) and (read_number(text_of(words)) is not None or all(map(is_missing, [w.text for w in values])))
