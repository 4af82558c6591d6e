"""By how many per cent the words of one claim say that bone density changed."""

import re
from collections.abc import Sequence
from decimal import Decimal

from parsers.narrative.language.tokens import Token

_BEFORE = 3
_BEHIND = 4
_NOT_PLAIN_TEXT = (
    "about approximately approx nearly almost around roughly circa ca etwa rund fast knapp ungefahr environ "
    "presque quasi casi aproximadamente aproximada alrededor quase cerca ongeveer bijna omtrent ungefar nastan > < ~"
)
_NOT_PLAIN = frozenset(_NOT_PLAIN_TEXT.split())
"""Words beside a number that make it no exact one."""
_YEARLY_TEXT = (
    "year years annum annually yearly annual annualized annualised yr jahr jahrlich an ans ano anos anno anni annuo "
    "annua jaar jaarlijks ar arligt confidence"
)
_YEARLY = frozenset(_YEARLY_TEXT.split())
"""Words that make per cent a rate; a confidence is no change at all."""
_OF_WHAT = frozenset(["labels:young_adult_percent", "labels:age_matched_percent", "trends:other", "matched", "young"])

_LIMIT = re.compile(r"\blsc\b|least significant|precis|prazis|\bppds\b|kleinste")
"""Words for the least significant change: "exceeds the LSC of 2.8 %" is no change itself."""
_LIMIT_WITHIN = 5


def stated_per_cent(tokens: Sequence[Token]) -> tuple[Decimal | None, int | None]:
    """Return the per cent a clause with one claim of one site gives, without sign, and the year it counts from.

    They are None if they are not plain: with several numbers or days, a range, a limit, a rate per year, or against a
    baseline, which need not be at hand.
    """
    named = any(token.is_a(*_OF_WHAT, "trends:hidden") or "baseline" in token.text for token in tokens)
    days = {token.when.year for token in tokens if token.when is not None}
    found = [place for place in range(len(tokens)) if is_per_cent(tokens, place)]
    if named or len(days) > 1 or len(found) != 1 or not is_plain(tokens, found[0]):
        return None, None
    number = tokens[found[0]].number
    return (abs(number.value), next(iter(days), None)) if number is not None else (None, None)


def is_of_another(tokens: Sequence[Token]) -> bool:
    """Return whether words speak of other people or of another quantity than density."""
    return any(token.is_a(*_OF_WHAT) for token in tokens)


def is_plain(tokens: Sequence[Token], place: int) -> bool:
    """Return whether per cent are one exact number, neither a range nor a rate nor a pair."""
    before, behind = tokens[max(0, place - _BEFORE) : place], tokens[place + 1 : place + 1 + _BEHIND]
    # "T-score -1.2 (4.1 % decrease)" is no range.
    ranged = any(token.number is not None for token in before[-2:]) and before[-1].text not in {"(", ",", ";"}
    # "An" is a year in French behind the per cent, and an article before them.
    worded = bool(_words(before) & _NOT_PLAIN or _words(behind) & _YEARLY)
    limit = any(_LIMIT.search(token.text) for token in tokens[max(0, place - _LIMIT_WITHIN) : place])
    return not (ranged or worded or limit or any(_slashed(token) for token in (*before, *behind)))


def is_per_cent(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a number with a per cent sign stands at a place."""
    return tokens[place].number is not None and place + 1 < len(tokens) and tokens[place + 1].is_a("units:percent")


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(word for token in tokens for word in token.text.split())


def _slashed(token: Token) -> bool:
    return token.when is None and "/" in token.text and not token.key("units")
