"""The two examinations of "decreased from A to B"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.roles import Role, compares_day
from parsers.narrative.language.tokens import Token

_NOUN = 5


def from_to(tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment]) -> dict[int, Moment]:
    """Return the moments of "decreased from A to B" and "decreased to B from A": A is earlier, B is now."""
    found = _in_other_words(tokens, list(roles))
    if not (any(token.is_a("change", "general:neutral") for token in tokens) or compares_day(tokens)):
        return found
    numbers = list(roles)
    for first, second in pairwise(numbers):
        if not _are_alike(tokens, roles, first, second):
            # "de 0,768 g/cm2, con T-score de -2,5": the small words between are no way from one to the other.
            continue
        last = max((number for number in numbers if number < first), default=-1)
        before, between = _small(tokens, last, first), _small(tokens, first, second)
        # "From -1.6 in 2018 to -1.8 in 2021 to -2.1 today" goes on from the middle one.
        opened = (bool(before) and before[-1].text == "(") or first in found
        if (opened or any(token.is_a("from") for token in before)) and any(token.is_a("to") for token in between):
            earlier, later = first, second
        elif any(token.is_a("to") for token in before) and any(token.is_a("from") for token in between):
            earlier, later = second, first
        else:
            continue
        dated = moments.get(earlier)
        found[earlier] = Moment(Time.PRIOR, dated.when if dated else None, said=True, worded=True)
        found[later] = Moment(Time.CURRENT, said=True)
    lone = [place for place in numbers if place not in found and _is_only_from(_small(tokens, -1, place))]
    for place in lone:
        # "-1.2, decreased from -0.9" closes with the earlier value; anywhere else the goal of the change is missing.
        if _closes_clause(tokens, numbers, place):
            found[place] = Moment(Time.PRIOR, moments[place].when, said=True, worded=True)
        elif moments[place].time is Time.CURRENT:
            found[place] = Moment(Time.UNSURE)
    return found


def _are_alike(tokens: Sequence[Token], roles: Mapping[int, Role], first: int, second: int) -> bool:
    """Whether two numbers may be of one quantity: no other label stands between them, nor are their units two."""
    units = {roles[first].unit, roles[second].unit} - {None}
    labelled = any(token.key("labels") for token in tokens[first + 1 : second])
    return len(units) < 2 and not labelled  # noqa: PLR2004 - two units are of two quantities


def _in_other_words(tokens: Sequence[Token], numbers: Sequence[int]) -> dict[int, Moment]:
    """Return numbers with nothing between but the "to" of a language the text is not taken for: which is of today?"""
    pairs = [
        (first, second)
        for first, second in pairwise(numbers)
        if [token.is_a("foreign_to") for token in tokens[first + 1 : second] if not token.key("units")] == [True]
    ]
    return {place: Moment(Time.UNSURE) for pair in pairs for place in pair}


def _closes_clause(tokens: Sequence[Token], numbers: Sequence[int], place: int) -> bool:
    """Whether a number is the last one of its clause, and not its only one."""
    marks = [at for at, token in enumerate(tokens) if token.text == ";"]
    first = max((at for at in marks if at < place), default=-1)
    last = min((at for at in marks if at > place), default=len(tokens))
    clause = [number for number in numbers if first < number < last]
    return len(clause) > 1 and clause[-1] == place


def _is_only_from(before: Sequence[Token]) -> bool:
    """Whether "from" stands right before a number whose "to" is missing."""
    return bool(before) and before[-1].is_a("from") and not before[-1].is_a("at")


def _small(tokens: Sequence[Token], first: int, second: int) -> Sequence[Token]:
    """Return the few tokens right before a number."""
    return tokens[max(first + 1, second - _NOUN) : second]
