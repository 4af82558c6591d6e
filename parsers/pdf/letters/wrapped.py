"""Sentences that go on in the next line, put back together so that a name broken by the margin is read whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dxa.sites import plain
from parsers.pdf.letters.margins import columns_of
from parsers.pdf.letters.said import SaidLine
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.lines import Line

_OPEN_END = re.compile(r"\w[-/]$")
"""A hyphen or a slash behind a word, which goes on in the next line without a blank."""
_SYLLABLE = re.compile(r"(?P<part>[^\W\d_]{2,})-$")
_NO_LETTER = re.compile(r"[\W\d_]")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Lines that are one sentence, or several that only the margin parts."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines with blanks between them, and the parts of words without."""
        return "".join(f"{part}{glue}" for part, glue in self._parts())

    def box(self, start: int, end: int) -> Box:
        """Return the place of a span; what goes over a line end is the part before it, as of any text."""
        at = 0
        for line, (part, glue) in zip(self.lines, self._parts(), strict=True):
            if start < at + len(part) + len(glue):
                return line.box(start - at, max(start - at, min(end - at, len(part))))
            at += len(part) + len(glue)
        return union([line.box(0, len(line.text)) for line in self.lines])

    def _parts(self) -> list[tuple[str, str]]:
        """Return each line with what stands between it and the next one."""
        pairs = [_glued(line.text, after.text) for line, after in pairwise(self.lines)]
        return [*pairs, (self.lines[-1].text, "")]


def _glued(text: str, after: str) -> tuple[str, str]:
    """Return a line as it is joined with the next one, and what parts them: "den-" and "sity" are one word."""
    if not _OPEN_END.search(text) or not after[:1].isalnum():
        return text, " "
    syllable = _SYLLABLE.search(text)
    if syllable is None or not after[:1].islower():
        return text, ""
    from parsers.narrative.language.spelling import hyphened  # noqa: PLC0415 - only where there is running text

    word = f"{syllable['part']}-{re.split(_NO_LETTER, after, maxsplit=1)[0]}"
    return (text, "") if plain(word) in hyphened() else (text[:-1], "")


def rejoined(lines: Sequence[Line | SaidLine], width: float) -> list[Line | SaidLine | Wrapped]:
    """Return lines, those joined that only the right margin parts; `width` is that of the page, points."""
    joined: list[list[Line | SaidLine]] = []
    columns = columns_of([line for line in lines if isinstance(line, Line)], width)
    for line in lines:
        before = joined[-1][-1] if joined else None
        if isinstance(before, Line) and isinstance(line, Line) and columns[before].parts(before, line):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [Wrapped(tuple(part)) if len(part) > 1 else part[0] for part in joined]  # type: ignore[arg-type]
