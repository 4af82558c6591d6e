"""The limits of the classes as legends print them, and the rows of a legend."""

from collections.abc import Sequence
from decimal import Decimal

from parsers.narrative.language.tokens import Token

LIMITS = frozenset([Decimal(-1), Decimal("-2.5")])
"""T-scores of the WHO's definitions, which a legend prints without a result."""
BOUNDS = ("compare_sign", "bound", "bound_after", "between")
"""Tags of the words and signs that bound a range."""


def is_limit(token: Token) -> bool:
    """Whether a number is a limit of the WHO, as texts for patients print it, with its sign or without."""
    return token.number is not None and -abs(token.number.value) in LIMITS


def is_row_of_legend(tokens: Sequence[Token]) -> bool:
    """Return whether a line gives a class its limits and nothing else: "Osteopenia    T-score -1.0 to -2.5"."""
    words = [token for token in tokens if not token.is_a("punctuation", "newline", "general:who")]
    if not words or words[0].key("classes") is None or any(token.is_a("site", "levels", "row") for token in words):
        return False
    if any(token.text == "(" for token in tokens[:3]):
        # The criterion behind a class that is stated.
        return False
    numbers = [token for token in words if token.is_a("number", "bad_number")]
    bounded = len(numbers) > 1 or any(token.is_a(*BOUNDS) for token in words)
    return bool(numbers) and bounded and all(is_limit(token) for token in numbers)
