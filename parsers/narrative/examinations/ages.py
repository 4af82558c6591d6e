"""Ages at which something was measured: "at age 50 the T-score was -1.4" speaks of another examination, perhaps."""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.histories import WAS

_YOUNGEST, _OLDEST = 20, 110
_AGE_TEXT = "age aged alter edad eta idade leeftijd"
_AGE = frozenset(_AGE_TEXT.split())
_LEADS = frozenset(["mit", "a", "los", "aos", "op", "con", "com", "with"])
"""Words between which and "years" an age stands: "mit 50 Jahren", "à 50 ans", "a los 50 años"."""
_SMALL = frozenset(["of", "de", "von", "di", "van", "the", "la", "gli", "los"])
_BACK = 3
_LIES = frozenset(["lag", "lagen", "had", "hatte", "avait", "tenia", "aveva", "tinha", "bedroeg"])


def ages(tokens: Sequence[Token], roles: Mapping[int, Role]) -> frozenset[int]:
    """Return the places of the ages at which, as a sentence says in the past, numbers were measured.

    "At the age of 62 her T-score is -1.4" is of today; "was" may be of today too, which nobody can tell.
    """
    if not any(token.text in WAS | _LIES for token in tokens):
        return frozenset()
    return frozenset(place for place, token in enumerate(tokens) if _is_age(tokens, place, token) and roles)


def _is_age(tokens: Sequence[Token], place: int, token: Token) -> bool:
    value = token.number.value if token.number is not None and token.text.isdigit() else 0
    if not _YOUNGEST <= value <= _OLDEST:
        return False
    before = [other.text.split()[-1] for other in tokens[max(0, place - _BACK) : place]]
    led = list(takewhile(lambda word: word in _SMALL, reversed(before)))
    word = before[-1 - len(led)] if len(led) < len(before) else ""
    behind = tokens[place + 1 : place + 3]
    years = any(other.key("units") == "year" for other in behind)
    led_years = years and bool(before) and before[-1] in _LEADS
    return word in _AGE or led_years or _was_that_old(tokens, place)


def _was_that_old(tokens: Sequence[Token], place: int) -> bool:
    """Whether the clause begins "when she was 50"."""
    head = tokens[max(0, place - _BACK) : place]
    return bool(head) and head[-1].text in WAS and any(token.is_a("general:when") for token in head)
