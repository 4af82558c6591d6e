"""Brackets a report announces as those of its earlier results: "Previous values in brackets"."""

from collections.abc import Iterator, Sequence

from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token

_BRACKETS = frozenset(
    [
        *("brackets", "parentheses", "parenthesis", "klammern", "klammer", "haakjes"),
        *("parentesis", "parenteses", "parentesi"),
    ]
)
_EARLIER = ("prior", "earlier", "sections:prior", "sections:comparison", "general:past")
_OTHER = ("labels", "units")
_NEAR = 6
"""Tokens beside the word for brackets that may say what stands in them."""
_LONGEST = 4
"""Tokens of "(0.884 g/cm2)"."""


def with_announced(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the tokens of a text with a word for "earlier" in each bracket it announces as that of an earlier result.

    Only brackets right behind a number that hold one number themselves are such; "in brackets" alone announces nothing,
    nor does a label or a unit beside it: "Z-score in brackets".
    """
    announced = next((told for place in range(len(tokens)) if (told := _announcement(tokens, place))), None)
    return tuple(tokens) if announced is None else tuple(_said(tokens, *announced))


def _announcement(tokens: Sequence[Token], place: int) -> tuple[int, When | None] | None:
    """Return where brackets are announced as earlier ones, and the day of those; None if nothing here does."""
    if tokens[place].text not in _BRACKETS:
        return None
    first, last = place, place
    while first > 0 and place - first < _NEAR and not _parts(tokens[first - 1]):
        first -= 1
    while last + 1 < len(tokens) and last - place < _NEAR and not _parts(tokens[last + 1]):
        last += 1
    near = tokens[first : last + 1]
    if any(token.key(group) for token in near for group in _OTHER) or any(
        token.is_a("number", "not") for token in near
    ):
        return None
    dates = {token.when for token in near if token.when}
    earlier = any(token.is_a(*_EARLIER) for token in near)
    return (place, next(iter(dates), None)) if (earlier or dates) and len(dates) < 2 else None  # noqa: PLR2004 - two days


def _parts(token: Token) -> bool:
    return token.is_a("newline") or token.text in {".", ";", "(", ")", ":"}


def _said(tokens: Sequence[Token], since: int, when: When | None) -> Iterator[Token]:
    """Yield the tokens with the time of each bracket behind a number written into it."""
    for place, token in enumerate(tokens):
        yield token
        if place > since and token.text == "(" and _holds_one_number(tokens, place):
            yield Token(start=token.end, end=token.end, text="earlier", tags=frozenset({"word", "earlier"}))
            if when is not None:
                yield Token(start=token.end, end=token.end, text=str(when.year), tags=frozenset({"date"}), when=when)


def _holds_one_number(tokens: Sequence[Token], opening: int) -> bool:
    """Whether brackets right behind a number, or behind its unit, hold one number and its unit at most."""
    close = next((at for at in range(opening, min(len(tokens), opening + _LONGEST)) if tokens[at].text == ")"), opening)
    inside, before = tokens[opening + 1 : close], tokens[opening - 1]
    behind = before.is_a("number") or (before.key("units") and tokens[opening - 2].is_a("number"))
    return bool(behind and inside) and inside[0].is_a("number") and all(token.key("units") for token in inside[1:])
