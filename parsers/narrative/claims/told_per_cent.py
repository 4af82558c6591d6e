"""The changes in per cent that the words of one clause give, each for one site: "a loss of 3 % at the spine"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dxa.regions import Site
from dxa.report import Direction
from parsers.narrative.claims.per_cent import is_of_another, is_per_cent, is_plain
from parsers.narrative.claims.trend_words import NOUNS
from parsers.narrative.language.roles import is_signed
from parsers.narrative.language.tokens import Token

_STATES = ("trends:lower", "trends:higher")
_PRECISION = ("labels:precision", "trends:hidden")
_SCORES = ("labels:t_score", "labels:z_score", "labels:both_scores")
_NEAR = 4
_PREPOSITION = 5
"""Letters of a word that may lead to a number: "um", "avec", "dello"."""
_NUMBER = 3
"""Tokens from a score to its own number."""
_MOST = Decimal(40)
"""Per cent; what is more is the rest that was left, or no change of density."""
_ENDS_AT = frozenset(["auf", "to", "naar", "tot", "bei", "sur"])
"""Words that make per cent what is left: "abgefallen auf 96 %"."""
_SINCE_START = re.compile(
    r"baseline|ausgang|basis|initia|beginn|begin$|start|debut|uitgang|\beerste|\berst|premier|insgesamt|gesamthaft"
)
"""Stems of an examination that is not the last one before this."""
_RISK = re.compile(r"frax|risi[kcq]|risk")
"""Stems of what may change beside density."""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change in per cent, with the sign of its direction."""

    site: Site | None
    """None if its sentence names no place: then it is of the one the lines before speak of, if there is one."""
    value: Decimal
    start: int
    end: int
    word: int
    """Where its word of change stands in the clause."""


def since_of(tokens: Sequence[Token]) -> int | None:
    """Return the year of the one day a clause names."""
    days = {token.when.year for token in tokens if token.when is not None}
    return days.pop() if len(days) == 1 else None


def told_changes(
    tokens: Sequence[Token], named: Sequence[Token], ways: Mapping[int, Direction | None]
) -> Iterator[ToldChange]:
    """Yield the changes in per cent of a clause.

    Args:
        tokens: the words of the clause.
        named: the names of measured sites in its sentence.
        ways: each place of a word of change, with the way it points; None if it does not claim one.
    """
    days = {token.when for token in tokens if token.when is not None}
    if any(after.is_a("and") and before.text.endswith("-") for before, after in pairwise(tokens)):
        # "um 4 % zu- und um 1 % abgenommen" are two ways.
        return
    other = any(_SINCE_START.search(token.text) or _RISK.search(token.text) for token in tokens)
    if len(days) > 1 or other or is_of_another(tokens):
        return
    for first, last in _parts(tokens, ways):
        words = [place for place in ways if first <= place < last]
        told = {ways[place] for place in words}
        if len(told) == 1 and (way := told.pop()) is not None:
            yield from _dealt(tokens, named, (first, last), words[0], way)


def _parts(tokens: Sequence[Token], ways: Mapping[int, Direction | None]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a clause between commas, each from one that has a word of change to the next such one."""
    cuts = [number for number, token in enumerate(tokens) if token.text == "," or token.is_a("and")]
    first, last = 0, 0
    for end in [*cuts, len(tokens)]:
        own = any(last <= place < end for place in ways)
        if not own and last > first and _has_unknown_verb(tokens[last:end]):
            break
        if own and any(first <= place < last for place in ways):
            yield first, last
            first = last
        last = end
    yield first, last


def _has_unknown_verb(part: Sequence[Token]) -> bool:
    """Whether a word nobody knows stands right before a number: a verb may turn the change of the part before."""
    return any(
        is_per_cent(part, place) and word.tags == {"word"} and word.site is None and len(word.text) > _PREPOSITION
        for place, word in enumerate(part[:-1], 1)
    )


def _dealt(
    tokens: Sequence[Token], named: Sequence[Token], span: tuple[int, int], word: int, way: Direction
) -> Iterator[ToldChange]:
    """Yield the changes of one part: each number has one site, all before their numbers or all behind them."""
    first, last = span
    numbers = [place for place in range(first, last) if is_per_cent(tokens, place) and not _limits(tokens, place)]
    sites = _sites(tokens, named, span)
    ordered = [place for place, _ in sorted([*((at, 0) for at in numbers), *((at, 1) for at in sites)])]
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    one_way = (
        len({(place in sites) for place in ordered[::2]}) == 1 == len({(place in sites) for place in ordered[1::2]})
    )
    state = tokens[word].is_a(*_STATES) and not set(tokens[word].text.split()) & NOUNS
    lone = len(numbers) == 1 and not named
    sited = bool(numbers) and len(numbers) == len(sites) and one_way
    if not (sited or lone) or state or _is_of_score(tokens[first:last]):
        return
    if not all(_is_sure(tokens, place, way) for place in numbers) or any(are_parted(tokens, *pair) for pair in pairs):
        return
    if lone:
        yield ToldChange(None, _signed(tokens[numbers[0]], way), tokens[numbers[0]].start, tokens[numbers[0]].end, word)
        return
    for pair in pairs:
        at, place = sorted(pair, key=lambda one: one in sites)
        yield ToldChange(sites[place], _signed(tokens[at], way), tokens[at].start, tokens[at].end, word)


def _signed(token: Token, way: Direction) -> Decimal:
    """Return a change with the sign of its way; one that is called none has its own."""
    value = token.number.value if token.number is not None else Decimal(0)
    return value if way is Direction.STABLE else -abs(value) if way is Direction.LOSS else abs(value)


def _sites(tokens: Sequence[Token], named: Sequence[Token], span: tuple[int, int]) -> dict[int, Site]:
    """Return the sites named in a part by their places; vertebrae beside the spine are its own."""
    found: dict[int, Site] = {}
    for token in named:
        place = next((at for at in range(*span) if tokens[at].start < token.end and token.start < tokens[at].end), None)
        if place is None or token.site is None:
            continue
        before = next((at for at in sorted(found, reverse=True) if place - at < _NEAR), None)
        if before is not None and token.is_a("levels") and found[before] == replace(token.site, levels=()):
            found[before] = token.site
        else:
            found[place] = token.site
    return found


def are_parted(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Return whether a bracket closes between a site and a number, or a comma leads from a number to a site."""
    marks = [token.text for token in tokens[first + 1 : second]]
    depths = [marks[: at + 1].count("(") - marks[: at + 1].count(")") for at in range(len(marks))]
    numbered = tokens[first].number is not None
    return min(depths, default=0) < 0 or (numbered and any(mark in {",", ":", ")"} for mark in marks))


def _is_sure(tokens: Sequence[Token], place: int, way: Direction) -> bool:
    """Whether a number is a plain change, in the way its word points, and not what is left behind it."""
    number = tokens[place].number
    if number is None or not is_plain(tokens, place) or abs(number.value) > _MOST:
        return False
    if way is Direction.STABLE:
        # "No significant change (-1.2 %)"; without a sign nobody knows which way.
        return is_signed(tokens[place])
    sign = "-" if way is Direction.GAIN else "+"
    against = (number.value < 0) if sign == "-" else tokens[place].text.startswith("+")
    before = {token.text for token in tokens[max(0, place - 2) : place]}
    return not against and not before & _ENDS_AT


def _limits(tokens: Sequence[Token], place: int) -> bool:
    """Whether per cent are those of a least significant change or of an error: "(LSC 2.8 %)"."""
    return any(token.is_a(*_PRECISION) for token in tokens[max(0, place - _NEAR) : place])


def _is_of_score(tokens: Sequence[Token]) -> bool:
    """Whether a score is named without its own number, so that it may be what changed."""
    return any(
        token.is_a(*_SCORES) and not any(other.is_a("number") for other in tokens[place + 1 : place + 1 + _NUMBER])
        for place, token in enumerate(tokens)
    )
