"""How a line begins: with the mark of an item, with a number and its site, with a name nobody knows."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.letters import side_words

_WIDE = 3
"""Blanks between the heads of columns."""
_HEAD = 6
"""Tokens within which the head of a line ends with its colon."""


def is_unknown_field(named: Sequence[Token]) -> bool:
    """Return whether a line is a name nobody knows, a colon and a label with its number: "xyz left: T-score -1.9".

    `named` are its tokens with the sites named. Such a name is another site, as "rad 33 %" may be one.
    """
    colon = next((place for place, token in enumerate(named[:_HEAD]) if token.text == ":"), 0)
    behind = named[colon + 1 : colon + 4]
    labelled = len(behind) > 1 and behind[0].key("labels") and any(token.is_a("number") for token in behind[1:])
    small = ("at", "and", "prior", "earlier", "now", "compare", "change")
    return (
        bool(colon and labelled)
        and named[0].tags == {"word"}
        and not any(token.is_a(*small) or token.key("labels") for token in named[:colon])
    )


def leads_site(named: Sequence[Token]) -> bool:
    """Whether a line is a number and its site: "-1.2 lumbar spine (L1-L4)"."""
    told = [token for token in named if not (token.key("units") or token.is_a("at"))]
    return len(told) > 1 and told[0].is_a("number") and told[1].is_a("site", "levels")


def list_marker(tokens: Sequence[Token], at: int) -> int:
    """Return the tokens of a bullet or item number here, 0 if there is none."""
    token = tokens[at]
    if token.text in {"-", "*", "\u2022", "\u2013", "\u2014", "\u00b7", "o"} and not token.is_a("number"):
        return 1
    lettered = (
        len(token.text) == 1 and token.text.isalpha() and [each.text for each in tokens[at + 1 : at + 2]] == [")"]
    )
    if lettered and at + 2 < len(tokens) and tokens[at + 2].is_a("word", "levels", "third"):
        return 2
    numbered = token.is_a("number") and token.text.isdigit() and at + 2 < len(tokens)
    if numbered and tokens[at + 1].text in {".", ")"} and tokens[at + 2].is_a("word", "levels", "third"):
        return 2
    return 0


def line_at(tokens: Sequence[Token], at: int) -> list[Token]:
    """Return the tokens of a line, with the next one where a label still waits for its number."""
    line: list[Token] = []
    for token, after in pairwise([*tokens[at:], tokens[-1]]):
        if token.is_a("newline"):
            told = any(each.is_a("number") for each in line) or not any(each.key("labels") for each in line)
            if told or after.is_a("newline"):
                break
            continue
        line.append(token)
    return line


def heads_sides(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a line is both sides and nothing else, far apart: "links      rechts" over their columns."""
    line = list(takewhile(lambda token: not token.is_a("newline"), tokens[at : at + 3]))
    sides = {side_words().get(token.text) for token in line}
    return len(line) == len(sides - {None}) == 2 and line[1].start - line[0].end >= _WIDE  # noqa: PLR2004 - two sides
