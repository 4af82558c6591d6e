"""Dots behind abbreviations, which end no sentence: of known ones, and of the heads of columns and rows."""

import re
from collections.abc import Collection, Sequence

from parsers.narrative.language.tokens import Token
from parsers.numbers import MINUS_SIGNS

_VALUE_BELOW = re.compile(rf"\n[ \t]*[+{re.escape(MINUS_SIGNS)}]?\d+[.,]\d")
_UNIT_BEHIND = re.compile(r"[ \t]*\((?:%|\uff05|m?g/cm[^()\n]{1,2})\)")
"""The unit of a column behind its head: "Altersv. (%)"."""
_HEAD_BEHIND = re.compile(r"(?:[ ]{2,}|[ ]*[\t|])[^\d\n.]*[^\W\d_][^\d\n]*(?:\n|$)")
"""A wide gap, and words without a number up to the end of the line."""
_CELL_BEHIND = re.compile(rf"(?:[ ]{{2,}}|[ ]*[\t|]+[ ]*)[+{re.escape(MINUS_SIGNS)}]?[ ]?\d+[.,]\d")
"""A wide gap and a number with decimals, which begins no sentence: "Troch.    0,710"."""
_SEVERAL = 2
_LONGEST_NAME = 5
"""Tokens of "Left hip, troch"."""


def is_dot_within(token: Token, before: Sequence[Token], text: str, abbreviations: Collection[str]) -> bool:
    """Whether a token is the dot of an abbreviation, so that the sentence goes on behind it.

    `before` are the tokens of the sentence up to the dot, `abbreviations` those of the text's language.
    """
    word = before[-1] if before else None
    if token.text != "." or word is None or not word.is_a("word") or word.end != token.start:
        return False
    if word.text.split()[-1] not in abbreviations:
        return _is_dot_of_head(token, before, text) or _is_dot_of_row(token, before, text)
    # A dot at the end of a line ends the sentence too, unless the line is wrapped: "Hüfte li." above "0,5".
    return text[token.end : token.end + 1] != "\n" or bool(_VALUE_BELOW.match(text, token.end))


def is_abbreviation(token: Token, abbreviations: Collection[str]) -> bool:
    """Whether a dot right behind a word is that of an abbreviation."""
    # "Vitamin D." ends a sentence, the dot of an initial does not.
    return token.text.split()[-1] in abbreviations or (len(token.text) == 1 and not token.text.isdigit())


def _is_dot_of_head(token: Token, before: Sequence[Token], text: str) -> bool:
    """Whether a dot shortens the head of a column in a line of heads: "T-score   Age-m. (%)   Z-score"."""
    heads = sum(part.key("labels") is not None for part in before)
    if heads == 0 or any(part.is_a("number", "bad_number") for part in before):
        return False
    if _UNIT_BEHIND.match(text, token.end):
        return True
    return heads >= _SEVERAL and _HEAD_BEHIND.match(text, token.end) is not None


def _is_dot_of_row(token: Token, before: Sequence[Token], text: str) -> bool:
    """Whether a dot shortens the name of a row, and the number of its first cell stands behind it."""
    mere = len(before) <= _LONGEST_NAME and not any(part.key("labels") or part.is_a("number") for part in before)
    return mere and _CELL_BEHIND.match(text, token.end) is not None
