"""The columns the words of a heading make, before it is known what they mean."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parsers.pdf.headings.columns import LABELS, SCORES, Column, Meaning, is_spanning, is_unit, meaning_of
from parsers.pdf.headings.header import Heading
from parsers.pdf.text.words import Word, rows_of, text_of

_TWO = 2
_GLUED = re.compile(
    r"(?:BMD|BMC|Area|Adult|Young-Adult|Matched|Age-Matched|[Dd]ensity|[Ss]ite|[Rr]egion|[TZ]-?[Ss]core)"
    r"(?P<second>(?:BMD|BMC|Area|Young|Age|[TZ]-|Width|Change|Previous|Prior|WHO|Class).*)"
)
_OVERLAP = 0.2
"""Share of the narrower of two headings from which one stands over the other."""


@dataclass(slots=True)
class Strip:
    """A column while its heading is being put together; `spanning` words stand over its neighbours too."""

    words: list[Word]
    spanning: list[Word] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words)

    def text(self) -> str:
        """Return its words from the top, line by line."""
        return text_of(word for row in rows_of([*self.words, *self.spanning]) for word in row)


def strips_of(lines: Iterable[list[list[Word]]]) -> list[Strip]:
    """Return columns: the fullest line makes them, words over or under them join by overlap."""
    strips: list[Strip] = []
    for line in sorted(lines, key=lambda line: -len(line)):
        made: list[Strip] = []
        for run in line:
            x0, x1 = run[0].x0, run[-1].x1
            over = _over(strips, x0, x1, is_group=is_spanning(text_of(run)))
            for strip in over:
                (strip.words if len(over) == 1 else strip.spanning).extend(run)
            if not over:
                made.append(Strip(list(run)))
        strips += made
    return sorted(strips, key=lambda strip: strip.x0)


def _over(strips: Sequence[Strip], x0: float, x1: float, *, is_group: bool) -> list[Strip]:
    """Return the columns a heading stands over; those it hardly touches only where there is no other.

    One of people is over both columns between which its middle stands: "Young-Adult" over "(%)   T-Score".
    """
    shares = [(strip, min(x1, strip.x1) - max(x0, strip.x0)) for strip in strips]
    touched = [strip for strip, share in shares if share > 0]
    if is_group and len(touched) == _PAIR and touched[0].x1 < (x0 + x1) / 2 < touched[1].x0:
        return touched
    clear = [strip for strip, share in shares if share > _OVERLAP * min(x1 - x0, strip.x1 - strip.x0)]
    return clear or touched


def parted(run: list[Word], extra: Mapping[str, Column]) -> list[list[Word]]:
    """Return the headings a run of close words is made of; the run itself when it cannot be told apart."""
    if len(run) > 1 and is_unit(run[-1].text) and _is_label(run[:-1], extra):
        # A region has no unit: the one close behind it is the second line of the next heading.
        return [run[:-1], run[-1:]]
    if len(run) == 1 or meaning_of(text_of(run), extra) is not None or is_spanning(text_of(run)):
        return [run]
    if _is_second_line(run):
        first = _first_end(run)
        return [run[:first], *parted(run[first:], extra)] if first < len(run) else [run]
    for cut in range(len(run) - 1, 0, -1):
        if _is_part(run[:cut], extra):
            rest = parted(run[cut:], extra)
            if all(_is_part(part, extra) for part in rest):
                return [run[:cut], *rest]
    return _at_gap(run, extra)


def rejoined(line: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the runs of a line, two as one that only together stand over a percentage and a score.

    The screens of Lunar DPX print "Young" over the percentage and "Adult" over the score.
    """
    joined: list[list[Word]] = []
    for run in line:
        near = bool(joined) and run[0].x0 - joined[-1][-1].x1 < _FAR * run[0].size
        if near and not is_spanning(text_of(joined[-1])) and is_spanning(text_of([*joined[-1], *run])):
            joined[-1] = [*joined[-1], *run]
        else:
            joined.append(run)
    return joined


_FAR = 7.0
"""Heights of a character between two words over neighbouring columns."""


def _is_label(run: Sequence[Word], extra: Mapping[str, Column]) -> bool:
    meaning = meaning_of(text_of(run), extra)
    return meaning is not None and meaning.column in LABELS


_PAIR = 2
_GAP = 0.38
"""Heights of a character from which a gap is wider than a blank."""


def _at_gap(run: list[Word], extra: Mapping[str, Column]) -> list[list[Word]]:
    """Return a run as two where a gap wider than a blank parts a heading from words that are none."""
    for cut in range(1, len(run)):
        wide = run[cut].x0 - run[cut - 1].x1 > _GAP * run[cut].size
        if wide and meaning_of(text_of(run[:cut]), extra) is not None:
            return [run[:cut], *parted(run[cut:], extra)]
    return [run]


def _is_part(run: Sequence[Word], extra: Mapping[str, Column]) -> bool:
    """Whether a run is a heading, or the upper line of one that may span two columns."""
    text = text_of(run)
    return meaning_of(text, extra) is not None or is_spanning(text)


def _is_second_line(run: Sequence[Word]) -> bool:
    """Whether a run begins with a unit alone, or with the first half of "T - score" and goes on with another column."""
    return is_unit(run[0].text) or (run[0].text in {"T", "Z"} and run[1].text in {"-", "\u2013"})


def _first_end(run: Sequence[Word]) -> int:
    return 1 if is_unit(run[0].text) else _TWO


def unglued(word: Word) -> list[Word]:
    """Return headings of neighbouring columns that were printed without a gap as two words."""
    at = max(word.text.find("["), word.text.find("("))
    if at > 0 and is_unit(word.text[at:]) and (meaning := meaning_of(word.text[:at], {})) and meaning.column in LABELS:
        # A region has no unit: "Region(cm\u00b2)" is its heading and the second line of the next one.
        return list(word.split(at))
    end = max(word.text.find("]"), word.text.find(")")) + 1
    if not (word.text[:1] in {"[", "("} and 0 < end < len(word.text) and is_unit(word.text[:end])):
        found = _GLUED.fullmatch(word.text)
        end = found.start("second") if found else 0
    return list(word.split(end)) if end else [word]


def as_heading(strip: Strip, extra: Mapping[str, Column]) -> Heading:
    """Return what the words of a column mean as its heading."""
    text = strip.text()
    meaning = meaning_of(text, extra) or _under_caption(strip, extra) or _beside_span(strip, extra)
    if meaning is None:
        return Heading(column=Column.UNKNOWN, text=text, unit=None, x0=strip.x0, x1=strip.x1)
    return Heading(
        column=meaning.column,
        text=text,
        unit=meaning.unit,
        x0=strip.x0,
        x1=strip.x1,
        qualifier=meaning.qualifier,
        second=meaning.second,
    )


def _under_caption(strip: Strip, extra: Mapping[str, Column]) -> Meaning | None:
    """Return what the lowest line of a heading means, where it heads the names of rows and a caption stands over it."""
    rows = rows_of(strip.words)
    meaning = meaning_of(text_of(rows[-1]), extra) if len(rows) > 1 else None
    return meaning if meaning and meaning.column is Column.REGION else None


def _beside_span(strip: Strip, extra: Mapping[str, Column]) -> Meaning | None:
    """Return what a score means that the word over its neighbours reaches, as "Age-Matched" over "T-Score"."""
    if not strip.spanning or not is_spanning(text_of(strip.spanning)):
        return None
    meaning = meaning_of(text_of(word for row in rows_of(strip.words) for word in row), extra)
    return meaning if meaning and meaning.column in SCORES else None
