"""Brackets that say why vertebrae were left out, whose numbers are results of nothing."""

from collections.abc import Iterator, Sequence

from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY, is_signed
from parsers.narrative.language.tokens import Token


def without_reasons(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens without such brackets: "L1-L4 (L3 excluded for a difference of more than 1 SD)".

    One with a score or a density of its own stays: "(L4 excluded, T-score 1.2)".
    """
    if not any(token.is_a("excluded") for token in tokens):
        return tokens
    spoken = {
        place for first, last in _brackets(tokens) if _is_reason(tokens[first:last]) for place in range(first, last)
    }
    # A line of nothing else stays a line.
    return [token for place, token in enumerate(tokens) if place not in spoken] or tokens


def _brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where each bracket without another in it opens, and the place behind it."""
    opened = None
    for place, token in enumerate(tokens):
        if token.text == "(":
            opened = place
        elif token.text == ")" and opened is not None:
            yield opened, place + 1
            opened = None


def _is_reason(bracket: Sequence[Token]) -> bool:
    """Whether a bracket tells what was excluded and holds numbers, but none that is printed like a result."""
    measured = any(token.key("labels") in {*SCORES, "bmd"} or token.key("units") in DENSITY for token in bracket)
    numbers = [token for token in bracket if token.is_a("number")]
    plain = bool(numbers) and not any(is_signed(token) or token.is_a("bad_number") for token in numbers)
    return plain and not measured and any(token.is_a("excluded") for token in bracket)
