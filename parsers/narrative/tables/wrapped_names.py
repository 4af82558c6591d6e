"""Names of rows that go on below their numbers: "Femoral Neck   0.644   -1.8" above "(Left)"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Side
from dxa.side_words import SIDE_WORDS
from parsers.narrative.language.tokens import Token

_MAY_GO_ON = re.compile(r"\d[ \t]*\n[ \t]*\(?[^\W\d_][^\n]{0,11}\n?")
"""What a text with such a name holds somewhere: a short line behind one that ends in a number."""
_LONGEST = 5
"""Tokens of "(L1 - L4)"."""
_SEVERAL = 2
"""Numbers of a row."""

_SIDES = SIDE_WORDS[Side.LEFT] | SIDE_WORDS[Side.RIGHT]
_BONES = frozenset(["hip", "femur", "side", "spine", "forearm"])

Line = list[Token]


def with_names_whole(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Return the tokens of a text with such a side or such vertebrae behind the name they belong to.

    Only where each of them stands right below a row that names none, the last one below the last row of its table: a
    side above rows would head them. A bare one has to stand below every row of a limb.
    """
    if not _MAY_GO_ON.search(text):
        return tuple(tokens)
    lines = _lines(tokens)
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and _kind(lines[last], text) is not None:
            last += 1
        if last > at:
            lines[at:last] = _joined(lines[at:last], text)
        at += 1
        while at < len(lines) and _kind(lines[at], text) is not None and _kind(lines[at - 1], text) is not None:
            at += 1
    return tuple(token for line in lines for token in line)


def _lines(tokens: Sequence[Token]) -> list[Line]:
    """Return the tokens line by line, each with the line end behind it."""
    lines: list[Line] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if token.is_a("newline"):
            lines.append([])
    return lines


def _kind(line: Line, text: str) -> str | None:
    """Return whether a line is a row of numbers, or what may go on with its name; None if neither."""
    told = [token for token in line if not token.is_a("newline")]
    numbers = [place for place, token in enumerate(told) if token.is_a("number")]
    if told and not numbers and len(told) <= _LONGEST and _rest(told):
        return "rest"
    if len(numbers) < _SEVERAL or numbers[0] == 0 or any(token.key("labels") for token in told):
        return None
    gap = text[told[numbers[0] - 1].end : told[numbers[0]].start]
    return "row" if len(gap) > 1 else None


def _rest(told: Sequence[Token]) -> bool:
    inner = _inner(told)
    more = [token for token in inner if token.text not in _BONES]
    return bool(more) and all(_names_more(token) for token in more)


def _names_more(token: Token) -> bool:
    """Whether a word is a side or a range of vertebrae, which tell apart what the name of a row leaves open."""
    return token.is_a("levels") or token.text in _SIDES


def _inner(told: Sequence[Token]) -> Sequence[Token]:
    """Return a line without the brackets around it."""
    bracketed = len(told) > 2 and (told[0].text, told[-1].text) == ("(", ")")  # noqa: PLR2004 - both brackets and a word
    return told[1:-1] if bracketed else told


def _joined(lines: list[Line], text: str) -> list[Line]:
    kinds = [_kind(line, text) for line in lines]
    rests = [place for place, kind in enumerate(kinds) if kind == "rest"]
    follow = all(place and kinds[place - 1] == "row" and not _is_whole(lines[place - 1]) for place in rests)
    if not rests or not follow or kinds[-1] != "rest":
        return lines
    bracketed = all(lines[place][0].text == "(" for place in rests)
    every = all(
        kinds[place + 1] == "rest" or _is_whole(lines[place]) for place, kind in enumerate(kinds) if kind == "row"
    )
    if not (bracketed or every):
        return lines
    joined: list[Line] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind == "row":
            joined.append(line)
            continue
        row = joined[-1]
        behind = next(place for place, token in enumerate(row) if token.is_a("number"))
        end = row[behind - 1].end
        told = [replace(token, start=end, end=end) for token in _inner([t for t in line if not t.is_a("newline")])]
        joined[-1] = [*row[:behind], *told, *row[behind:]]
    return joined


def _is_whole(line: Line) -> bool:
    """Whether a row names a side or vertebrae itself."""
    return any(_names_more(token) for token in line)
