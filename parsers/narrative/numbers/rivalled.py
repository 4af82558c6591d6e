"""A score with a second one right behind it that nothing explains: "-1.2 rather -2.1", "-2.1 then -2.4"."""

from dxa.report import Quantity
from parsers.narrative.language.roles import is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.told import Told

_SCORES = frozenset([Quantity.T_SCORE, Quantity.Z_SCORE])
_BETWEEN = 4
"""Tokens between the two; more make another statement."""
_MARKS = frozenset("()[].")
_AFTER = frozenset(["nach", "after", "apres", "tras", "dopo", "apos", "na"])
"""Words before what was measured earlier: "-2.4 nach -3.0"."""
_TELLING = (
    "site",
    "levels",
    "row",
    "places:other_site",
    "prior",
    "earlier",
    "now",
    "compare",
    "from",
    "to",
    "and",
    "contrast",
)


def take_rivalled(told: Told, reading: Reading) -> list[Token]:
    """Take the scores out of a reading that a second, unplaced one corrects or follows in time, and return them.

    Which of the two counts today the text does not say.
    """
    taken = [bound for bound in reading.bound if _is_rivalled(told, reading, bound)]
    reading.bound = [bound for bound in reading.bound if bound not in taken]
    return [bound.token for bound in taken]


def _is_rivalled(told: Told, reading: Reading, bound: Bound) -> bool:
    second = min((place for place in told.roles if place > bound.place), default=None)
    if second is None or bound.wanted.quantity not in _SCORES or told.tokens[second] not in reading.unplaced:
        return False
    between = [token for token in told.tokens[bound.place + 1 : second] if not (token.is_a("minus") or _is_sd(token))]
    signed = _is_signed(told, bound.place) and _is_signed(told, second)
    marks = [token.text for token in between if token.text in _MARKS]
    closed = sum(mark in "([" for mark in marks) == sum(mark in ")]" for mark in marks)
    return (
        signed and closed and len(marks) < len(between) <= _BETWEEN and not any(_explains(token) for token in between)
    )


def _explains(token: Token) -> bool:
    """Whether a token tells what the number behind it is, or begins another statement."""
    mark = token.is_a("punctuation") and token.text not in _MARKS
    keyed = any(token.key(kind) for kind in ("labels", "side", "units", "classes"))
    return mark or keyed or token.when is not None or token.text in _AFTER or token.is_a(*_TELLING)


def _is_sd(token: Token) -> bool:
    return token.key("units") == "sd"


def _is_signed(told: Told, place: int) -> bool:
    return is_signed(told.tokens[place]) or (place > 0 and told.tokens[place - 1].is_a("minus"))
