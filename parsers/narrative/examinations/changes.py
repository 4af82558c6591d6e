"""The two examinations of "decreased from A to B"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from parsers.narrative.examinations.cues import IS
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.roles import Role, compares_day
from parsers.narrative.language.tokens import Token

_NOUN = 5
_TIMED = ("from", "to", "prior", "earlier", "now", "compare", "general:past")


def from_to(tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment]) -> dict[int, Moment]:
    """Return the moments of "decreased from A to B" and "decreased to B from A": A is earlier, B is now."""
    found = _in_other_words(tokens, list(roles))
    if not (any(token.is_a("change", "general:neutral") for token in tokens) or compares_day(tokens)):
        return found
    beside, hidden = _in_brackets(tokens, list(roles))
    numbers = [place for place in roles if place not in beside]
    for first, second in pairwise(numbers):
        apart = [token for place, token in enumerate(tokens) if first < place < second and place not in hidden]
        if not _are_alike(apart, roles[first], roles[second]) or _begins_anew(apart):
            # "de 0,768 g/cm2, con T-score de -2,5": the small words between are no way from one to the other.
            continue
        last = max((number for number in numbers if number < first), default=-1)
        before, between = _small(tokens, last, first), apart[-_NOUN:]
        # "From -1.6 in 2018 to -1.8 in 2021 to -2.1 today" goes on from the middle one.
        opened = (bool(before) and before[-1].text == "(") or first in found
        led = any(token.is_a("to") for token in (between if first in found else _unjoined(between)))
        if led and (opened or any(token.is_a("from") for token in before)):
            earlier, later = first, second
        elif any(token.is_a("to") for token in before) and any(token.is_a("from") for token in between):
            earlier, later = second, first
        else:
            continue
        dated = moments.get(earlier)
        days = [token.when for token in apart if token.when] if earlier == first and hidden else []
        when = days[0] if len(days) == 1 else dated.when if dated else None
        found[earlier] = Moment(Time.PRIOR, when, said=True, worded=True)
        found[later] = Moment(Time.CURRENT, said=True)
    lone = [place for place in numbers if place not in found and _is_only_from(_small(tokens, -1, place))]
    for place in lone:
        # "-1.2, decreased from -0.9" closes with the earlier value; anywhere else the goal of the change is missing.
        if _closes_clause(tokens, numbers, place):
            found[place] = Moment(Time.PRIOR, moments[place].when, said=True, worded=True)
        elif moments[place].time is Time.CURRENT:
            found[place] = Moment(Time.UNSURE)
    return found | {place: found[number] for place, number in beside.items() if number in found}


def _begins_anew(tokens: Sequence[Token]) -> bool:
    """Whether a semicolon or "is" leads on to another value: "-2,0 au col ; il est de -1,6 \u00e0 la hanche"."""
    return any(
        token.text == ";" or (token.text in IS and after.is_a("from"))
        for token, after in pairwise([*tokens, *tokens[-1:]])
    )


def _unjoined(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens without those behind "and": "era de -1,2 e a do femur" is another T-score, and no way to it."""
    return [token for place, token in enumerate(tokens) if not (place and tokens[place - 1].is_a("and"))]


def _in_brackets(tokens: Sequence[Token], numbers: Sequence[int]) -> tuple[dict[int, int], frozenset[int]]:
    """Return the numbers whose brackets only explain the one before, "from 0.810 g/cm2 (T-score -2.2) to", with it.

    Beside them the places those brackets take; what tells a time within them leaves them out.
    """
    beside: dict[int, int] = {}
    hidden: set[int] = set()
    for number in numbers:
        opening = number + 1 + sum(token.key("units") is not None for token in tokens[number + 1 : number + 2])
        if [token.text for token in tokens[opening : opening + 1]] != ["("]:
            continue
        inside = list(takewhile(lambda place: tokens[place].text != ")", range(opening + 1, len(tokens))))
        timed = any(tokens[place].when or tokens[place].is_a(*_TIMED) for place in inside)
        if timed or not any(tokens[place].key("labels") for place in inside):
            continue
        beside |= {place: number for place in inside if place in numbers}
        hidden |= {opening, *inside, opening + len(inside) + 1}
    return beside, frozenset(hidden)


def _are_alike(between: Sequence[Token], first: Role, second: Role) -> bool:
    """Whether two numbers may be of one quantity: no other label stands between them, nor are their units two."""
    units = {first.unit, second.unit} - {None}
    return len(units) < 2 and not any(token.key("labels") for token in between)  # noqa: PLR2004 - two units are of two quantities


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
