"""What a line begins with, by its own words."""

from collections.abc import Sequence
from itertools import takewhile

from parsers.narrative.language.tokens import Token


def is_labelled_percent(tokens: Sequence[Token], ahead: int) -> bool:
    """Return whether a line begins with a per cent sign of a label: "% YOUNG NORMAL = 79", "% change  -1.1"."""
    line = list(takewhile(lambda token: not token.is_a("newline"), tokens[ahead + 1 :]))
    told = next((place for place, token in enumerate(line) if token.is_a("number")), len(line))
    named = bool(line) and line[0].is_a("young", "general:neutral")
    return named or any(token.text in {"=", ":"} for token in line[:told])


def is_hydroxy(tokens: Sequence[Token], at: int) -> bool:
    """Return whether "25-OH" begins here, as one word with what follows or not."""
    behind = [token.text for token in tokens[at + 1 : at + 3]]
    return len(behind) > 1 and behind[0] == "-" and behind[1].partition("-")[0] == "oh"
