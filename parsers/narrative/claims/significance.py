"""Whether the words beside a change call it significant."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token

_ADJACENT = 4
_SIGNIFICANT_BEHIND = 14


def called_significant(tokens: Sequence[Token], place: int, around: tuple[int, int]) -> bool | None:
    """Return whether the words beside a change call it significant; None if they say neither or both."""
    first = max(around[0] + 1, place - _ADJACENT)
    last = min(_own_end(tokens, place, around[1]), place + _SIGNIFICANT_BEHIND)
    found = {said for number in range(first, last) if (said := _judged(tokens, number, place)) is not None}
    return found.pop() if len(found) == 1 else None


def _judged(tokens: Sequence[Token], number: int, place: int) -> bool | None:
    """Return whether one word calls the change at `place` significant, None if it says nothing about that."""
    token = tokens[number]
    if token.is_a("trends:insignificant"):
        return False
    if not token.is_a("trends:significant") and not (number == place and "signif" in token.text):
        return None
    sure = not any(other.is_a("not") for other in tokens[max(0, number - 3) : number])
    # "without significant change" is one phrase with its denial.
    return sure and not (number == place and token.is_a("trends:steady"))


def _own_end(tokens: Sequence[Token], place: int, following: int) -> int:
    """Return where the words of a change end: before the comma or "and" that leads to the next change."""
    if following >= len(tokens):
        return following
    behind = range(following - 1, place, -1)
    return next((n for n in behind if tokens[n].text == "," or tokens[n].is_a("and")), following)
