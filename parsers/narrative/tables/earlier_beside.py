"""Earlier values in brackets behind the numbers of a row: "-2.1 (was -1.9)", "0.812 (previously 0.835 g/cm2)"."""

from collections.abc import Sequence

from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import THEN
from parsers.narrative.text.histories import WAS

_LONGEST = 10
"""Tokens of "(low, previously -1.9 in 2021)" and the like."""

_NO_EARLIER = ("site", "levels", "row", "change", "now", "not", "minus")


def parted(tokens: Sequence[Token]) -> tuple[dict[Token, tuple[Token, When | None]], list[Token]]:
    """Return the earlier number that brackets behind a number of a row hold, with its day, and the row without them."""
    earlier: dict[Token, tuple[Token, When | None]] = {}
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        close = next((end for end in range(at, min(len(tokens), at + _LONGEST)) if tokens[end].text == ")"), at)
        told = _earlier(tokens[at + 1 : close]) if tokens[at].text == "(" else None
        before = next((token for token in reversed(kept[-2:]) if token.is_a("number")), None)
        if told is not None and before is not None and before not in earlier:
            earlier[before] = told
            at = close + 1
        else:
            kept.append(tokens[at])
            at += 1
    return earlier, kept


def _earlier(inside: Sequence[Token]) -> tuple[Token, When | None] | None:
    """Return the one number of brackets that say it is an earlier one, None for other brackets."""
    numbers = [token for token in inside if token.is_a("number", "bad_number")]
    said = [at for at, token in enumerate(inside) if token.text in WAS or token.is_a(*THEN)]
    other = any(
        token.key("labels") or token.is_a("site", "levels", "row", "change", "now", "not", "minus") for token in inside
    )
    percent = any(token.key("units") not in {None, "g/cm2"} for token in inside)
    if len(numbers) != 1 or len(said) != 1 or other or percent or not numbers[0].is_a("number"):
        return None
    days = {token.when for token in inside if token.when}
    if len(days) > 1 or inside[said[0]].start > numbers[0].start:
        return None
    return numbers[0], next(iter(days), None)
