"""Drugs a text says are taken now: osteoporosis therapy, and medication that acts on bone, with dose and duration.

A drug is taken if a word says so ("on", "since", "continues"), if its dose and how often it is taken are given, or if
it stands behind the heading of a list of medication. Stopped, planned, advised and earlier drugs are not taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from parsers.narrative.clinical.fact import Element, Fact, fact, is_exact, written
from parsers.narrative.clinical.polarity import Polarity, answer_of, polarity_of
from parsers.narrative.language.tokens import Token

_PREDNISONE = frozenset(["prednisone", "prednisolone"])
"""Their dose is its own prednisone equivalent; for other steroids no table of equivalents was seen."""
STEROIDS = _PREDNISONE | {"methylprednisolone", "dexamethasone", "glucocorticoid", "hydrocortisone", "deflazacort"}
"""Systemic steroids by the names of the word lists."""
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-\u2013/]\s*(?:(?:19|20)\d\d|\d\d)(?!\d)")
_NEAR = 6
_BESIDE = 4
_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_STRONGEST = Decimal(2000)
_BREAKS = frozenset([".", ";", "!", "?"])
_EDGES = frozenset([",", ":"])


@dataclass(frozen=True, slots=True)
class _Named:
    """One drug with the words that speak of it."""

    group: str
    name: str
    place: int
    left: tuple[Token, ...]
    """Nearest last."""
    right: tuple[Token, ...]
    follows: bool
    """True if only the dose and duration of the drug before stand between the two."""


def drugs_of(tokens: Sequence[Token], text: str, section: str | None) -> Iterator[Element]:
    """Yield the drugs a sentence says are taken, and those it says are not."""
    taken = False
    for named in _named(tokens):
        taken = _is_taken(tokens, named, section, inherited=taken and named.follows)
        polarity = polarity_of(tokens, named.place)
        stopped = _is_past(named, text) or _is_planned(named)
        if polarity is Polarity.DENIED and not stopped:
            # "never took", "denies": the word for taking may stand inside the denial.
            yield from _denied(tokens, named)
        elif polarity is Polarity.STATED and taken and not stopped:
            yield from _stated(tokens, named)
        else:
            taken = False
    yield from _untreated(tokens)


def _named(tokens: Sequence[Token]) -> Iterator[_Named]:
    places = [number for number, token in enumerate(tokens) if token.key("therapy") or token.key("drug")]
    for order, place in enumerate(places):
        if _is_local(tokens, place):
            continue
        before = places[order - 1] if order else -1
        after = places[order + 1] if order + 1 < len(places) else len(tokens)
        group = "therapy" if tokens[place].key("therapy") else "drug"
        left, follows = _left(tokens, before, place)
        yield _Named(
            group, tokens[place].key(group) or "", place, left, _right(tokens, place, after), follows and before >= 0
        )


def _is_local(tokens: Sequence[Token], place: int) -> bool:
    """Whether a drug is inhaled, injected into a joint or put on the skin."""
    around = [*tokens[max(0, place - 2) : place], *tokens[place + 1 : place + 4]]
    return any(token.is_a("local") for token in around)


def _left(tokens: Sequence[Token], before: int, place: int) -> tuple[tuple[Token, ...], bool]:
    """Return the words before a drug that speak of it, and whether it only goes on a list of drugs."""
    between = tokens[before + 1 : place]
    if before >= 0 and all(_is_dose(token) for token in between):
        return (), True
    start = 0
    for number, token in enumerate(between):
        edge = before >= 0 and (token.text == "," or token.is_a("and"))
        if token.text in _BREAKS or edge or token.is_a("contrast"):
            start = number + 1
    return tuple(between[start:]), False


def _is_dose(token: Token) -> bool:
    told = token.is_a("number", "per_day", "frequency", "and", "date") or bool(token.key("units"))
    return told or token.text in {",", "/", "+", "(", ")", "for", "x"}


def _right(tokens: Sequence[Token], place: int, after: int) -> tuple[Token, ...]:
    """Return the words behind a drug that speak of it: up to the next drug's own words."""
    found: list[Token] = []
    for number in range(place + 1, after):
        token = tokens[number]
        if token.text in _BREAKS or token.is_a("contrast"):
            break
        found.append(token)
    if after < len(tokens) and len(found) == after - place - 1:
        cuts = [number for number, token in enumerate(found) if token.text == "," or token.is_a("and")]
        found = found[: cuts[-1]] if cuts else found
    return tuple(found)


def _is_past(named: _Named, text: str) -> bool:
    """Whether a drug was stopped, was taken earlier, or gave way to another one."""
    near = [*named.left[-_NEAR:], *named.right]
    if any(token.is_a("stop", "earlier") for token in near):
        return True
    if any(token.is_a("switch") for token in named.left) and any(token.is_a("from") for token in named.left[-2:]):
        return True
    if any(token.is_a("switch") for token in named.right):
        return True
    if not named.right or any(token.is_a("now") for token in named.right):
        return False
    years = _YEARS.search(text, named.right[0].start, named.right[-1].end)
    return years is not None or len([token for token in named.right if token.when]) > 1


def _is_planned(named: _Named) -> bool:
    following = list(takewhile(lambda token: token.text != ",", named.right[:_NEAR]))
    if any(token.is_a("planned_after", "unsure", "unsure_after") for token in following):
        return True
    started = any(token.is_a("started") for token in named.left)
    return not started and any(token.is_a("planned", "unsure") for token in named.left[-_NEAR:])


def _is_taken(tokens: Sequence[Token], named: _Named, section: str | None, *, inherited: bool) -> bool:
    left, right = named.left[-_NEAR:], named.right[: 2 * _NEAR]
    told = any(token.is_a("on_drug", "started", "longterm", "since", "now") for token in left)
    numbered = any(token.is_a("number", "bad_number") for token in right)
    dosed = any(token.is_a("frequency") or (numbered and token.is_a("per_day")) for token in right)
    lasting = any(token.is_a("since", "longterm", "now") for token in right)
    new = any(token.is_a("switch") for token in tokens[: named.place]) and any(token.is_a("to") for token in left[-1:])
    affirmed = answer_of(tokens, named.place) is Polarity.STATED
    if told or dosed or lasting or inherited or new or affirmed or _is_listed(tokens, named.place):
        return True
    used = any(token.is_a("drug_use") for token in (*left[-2:], *right[:2]))
    timed = any(_months(named.right, number) for number in range(len(named.right)))
    is_steroid = named.group == "drug" and section in {"indication", None}
    return is_steroid and (used or timed)


def _is_listed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a drug stands behind the heading of a list: "Medication: ..."."""
    for number in range(place - 1, -1, -1):
        if tokens[number].text in _BREAKS:
            return False
        if tokens[number].text == ":":
            return any(token.is_a("drug_head", "therapy:any") for token in tokens[max(0, number - 1) : number])
    return False


def _denied(tokens: Sequence[Token], named: _Named) -> Iterator[Element]:
    token = tokens[named.place]
    name = "therapy" if named.group == "therapy" else "medications[].drug"
    if named.name == "any":
        yield (fact("therapy", "none", token),)
    elif named.name == "estrogen":
        yield (fact("estrogen_current", "false", token),)
    else:
        yield (fact(name, named.name, token, denied=True),)


def _stated(tokens: Sequence[Token], named: _Named) -> Iterator[Element]:
    token = tokens[named.place]
    if named.name == "estrogen":
        yield (fact("estrogen_current", "true", token),)
    elif named.group == "therapy" and named.name != "any":
        yield (fact("therapy", named.name, token),)
    elif named.group == "drug":
        yield (fact("medications[].drug", named.name, token), *_dose(named), *_duration(named))


def _untreated(tokens: Sequence[Token]) -> Iterator[Element]:
    for place, token in enumerate(tokens):
        if token.is_a("untreated") and polarity_of(tokens, place) is Polarity.STATED:
            yield (fact("therapy", "none", token),)


def _dose(named: _Named) -> Iterator[Fact]:
    """Yield the daily dose in mg; for steroids only where it is its own prednisone equivalent."""
    if named.name in STEROIDS - _PREDNISONE:
        return
    found = {}
    for words in (named.right, named.left):
        for number, token in enumerate(words):
            after = words[number + 1 : number + 4]
            if token.number is None or not after or not after[0].is_a("units:mg") or not is_exact(words, number):
                continue
            daily = any(
                other.is_a("per_day") for other in (*after[1:], *(named.right[:2] if words is named.left else ()))
            )
            odd = any(other.is_a("frequency", "several") for other in words[max(0, number - 2) : number + 5])
            if daily and not odd and 0 < token.number.value < _STRONGEST:
                found[token.number.value] = token
    if len(found) == 1:
        ((value, token),) = found.items()
        yield fact("medications[].mg_per_day", format(value, "f"), token)


def _duration(named: _Named) -> Iterator[Fact]:
    found = {}
    for words, start in ((named.right, 0), (named.left, max(0, len(named.left) - _BESIDE))):
        for number in range(start, len(words)):
            # "66-year-old on prednisone": before the drug a number of years may be an age.
            age = words is named.left and any(token.is_a("year_old") for token in words[number + 1 : number + 3])
            if not age and (told := _months(words, number)) is not None:
                found[told] = words[number]
    if len(found) == 1:
        (((part, value), token),) = found.items()
        yield fact(f"medications[].{part}", value, token)


def _months(words: Sequence[Token], number: int) -> tuple[str, str] | None:
    """Return the duration a number gives, as the part of a medication and its value; None for "6 months ago"."""
    token = words[number]
    after = [other for other in words[number + 1 : number + 4] if other.text != "-"]
    if token.number is None or not after or token.number.value <= 0 or not is_exact(words, number):
        return None
    near = [*words[max(0, number - 2) : number], *after[1:2]]
    if any(other.is_a("ago", "general:ago", "at_age") for other in near) and not any(
        other.is_a("since") for other in near
    ):
        return None
    part, factor = _unit(after[0])
    return (part, written(token.number.value * factor)) if factor else None


def _unit(token: Token) -> tuple[str, int]:
    """Return the part of a medication a word for a time belongs to, and how many of its units it is; 0 for none."""
    if token.is_a("week_unit", "day_unit"):
        return "days", _DAYS_A_WEEK if token.is_a("week_unit") else 1
    return "months", {"month": 1, "year": _MONTHS_A_YEAR}.get(token.key("units") or "", 0)
