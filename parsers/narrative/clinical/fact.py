"""One clinical statement of a text, and the reading of numbers with their units inside a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.narrative.language.tokens import Token


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated or denied fact and its characters."""

    name: str
    value: str
    start: int
    end: int
    denied: bool = False


Element = tuple[Fact, ...]
"""One fact, or the parts of one element of a list, such as a fracture with its site and age."""


def fact(name: str, value: str, token: Token, *, denied: bool = False) -> Fact:
    """Return a fact at a token."""
    return Fact(name, value, token.start, token.end, denied)


def written(value: Decimal) -> str:
    """Return a computed number in plain digits without trailing zeros.

    >>> written(Decimal("24.0")), written(Decimal("5.080"))
    ('24', '5.08')
    """
    return format(value.normalize(), "f")


def is_exact(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a number stands for itself: no bound ("> 3 months") and no end of a range ("5-10 mg")."""
    before = tokens[max(0, place - 2) : place]
    after = tokens[place + 1 : place + 3]
    if any(token.is_a("compare_sign", "bound", "between") for token in before):
        return False
    if before and before[-1].text in {"-", "\u2013", "\u2014", "/"} and len(before) > 1 and before[0].is_a("number"):
        return False
    ranged = bool(after) and (after[0].text in {"-", "\u2013", "\u2014"} or after[0].is_a("to"))
    return not (ranged and len(after) > 1 and after[1].is_a("number")) and not any(
        token.is_a("bound_after") for token in after
    )
