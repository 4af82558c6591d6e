"""Tables with each cell on a line of its own, as portals and word processors copy them, read like barred ones."""

import re
from collections.abc import Sequence

from parsers.narrative.language.words import Lexicon, split

_BAR = "|"
_NUMBER = re.compile(r"[-+\u2212\u2013]?\d*[.,]\d+(?: ?(?:g/cm2|g/cm\u00b2|%|SD))?")
_EMPTY = re.compile(r"[-\u2013\u2014]{1,3}|n/?a", re.IGNORECASE)
_CELL = re.compile(r"[-+\u2212\u2013]?\d+(?:[.,]\d+)?(?: ?%)?")
_ASIDE = re.compile(r"\([^()]*\)")
_LETTER = re.compile(r"[^\W\d_]")
_TWO_NUMBERS = re.compile(
    r"\n[ \t]*[-+\u2212\u2013]?\d*[.,]\d+[^\n\d]*\n\s*[-+\u2212\u2013]?\d*[.,]\d+[^\n\d]*(?:\n|$)"
)
"""What a text with such a table holds somewhere: two lines with a number each."""
_LONGEST_HEAD = 4
_LONGEST_NAME = 7
"""Words of a heading, and of the name of a row; more make a sentence."""
_LABELS = 2
_MOST_OTHERS = 2
"""Headings that have to be labels of values, and those that may be of anything else."""


def with_rows(text: str, lexicon: Lexicon) -> str:
    """Return the text with bars for the line ends within such tables, every character in its place.

    The headings begin with that of the sites. Below them each row is a name and as many cells, a number or an empty
    mark under each label; a table whose rows do not come out stays as it is.
    """
    if not _TWO_NUMBERS.search(text):
        return text
    spans = [(found.start(), found.end()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    lines = [text[start:end].strip() for start, end in spans]
    ends: list[int] = []
    at = 0
    while at < len(lines):
        heads, rows = _table(lines, at, lexicon)
        for first in [at, *rows] if rows else ():
            ends += range(first, first + len(heads) - 1)
        at = rows[-1] + len(heads) if rows else at + 1
    characters = list(text)
    for end in ends:
        gap = range(spans[end][1], spans[end + 1][0])
        for place in gap:
            characters[place] = " "
        characters[gap[0]] = _BAR
    return "".join(characters)


def _table(lines: Sequence[str], at: int, lexicon: Lexicon) -> tuple[list[bool], list[int]]:
    """Return the headings from a line on and where the rows below them begin; nothing if there is no table.

    The last heading may be of anything: "Classification" is one where each row has a cell for it.
    """
    heads = _heads(lines, at, lexicon)
    for each in ([*heads, False], heads) if heads else ():
        if rows := _rows(lines, at + len(each), each):
            return each, rows
    return [], []


def _heads(lines: Sequence[str], at: int, lexicon: Lexicon) -> list[bool]:
    """Return for each heading from a line on whether it is the label of a value; nothing if they head no table."""
    if not _is(lines[at], "general:site_head", lexicon):
        return []
    heads = [False]
    for line in lines[at + 1 :]:
        label = _is_label(line, lexicon)
        more = label or sum(not head for head in heads) <= _MOST_OTHERS
        known = label or any(_is_label(other, lexicon) for other in lines[at + len(heads) + 1 : at + len(heads) + 2])
        if (
            not (more and known)
            or _CELL.fullmatch(line)
            or len(line.split()) > _LONGEST_HEAD
            or line.endswith((".", ":"))
        ):
            break
        heads.append(label)
    return heads if sum(heads) >= _LABELS else []


def _rows(lines: Sequence[str], at: int, heads: Sequence[bool]) -> list[int]:
    """Return where the rows below the headings begin; nothing if a number is left that belongs to none of them."""
    rows: list[int] = []
    while at < len(lines):
        if _is_row(lines[at : at + len(heads)], heads):
            rows.append(at)
            at += len(heads)
        elif _is_name(lines[at]) and _is_row(lines[at + 1 : at + 1 + len(heads)], heads):
            # "LEFT HIP" above "Neck".
            at += 1
        else:
            break
    return [] if at < len(lines) and _NUMBER.fullmatch(lines[at]) else rows


def _is_row(cells: Sequence[str], heads: Sequence[bool]) -> bool:
    """Whether lines are a name and a cell for each heading; a row without any number is none."""
    if len(cells) != len(heads) or not _is_name(cells[0]):
        return False
    told = [cell for cell, label in zip(cells, heads, strict=True) if label]
    return all(_NUMBER.fullmatch(cell) or _EMPTY.fullmatch(cell) for cell in told) and any(map(_NUMBER.fullmatch, told))


def _is_name(line: str) -> bool:
    """Whether a line may be the name of a row: a few words, no number with a point, no end of a sentence."""
    plain = _LETTER.search(line) and not re.search(r"\d[.,]\d", line)
    return bool(plain) and len(line.split()) <= _LONGEST_NAME and not line.endswith((".", ":", ";"))


def _is_label(line: str, lexicon: Lexicon) -> bool:
    other = _is(line, "labels:other", lexicon)
    return (_is(line, "labels:", lexicon) and not other) or line.lower() in {"t", "z"}


def _is(line: str, tag: str, lexicon: Lexicon) -> bool:
    """Whether the words of a heading, without those in brackets, are a phrase of a kind."""
    words = split(_ASIDE.sub(" ", line))
    return any(told.startswith(tag) for told in lexicon.phrases.get(words, ()))
