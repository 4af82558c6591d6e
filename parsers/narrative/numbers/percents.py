"""What a per cent figure in a sentence measures: a share of the reference, or the change since the last examination."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from dxa.report import Quantity
from parsers.narrative.language.roles import is_signed, lists_changes
from parsers.narrative.language.tokens import Token

_STOPS = frozenset([",", ";", ".", "("])
_OF_TIME = (
    "general:neutral",
    "labels:change_prior",
    "labels:bmd",
    "units:percent",
    "at",
    "date",
    "compare",
    "prior",
    "earlier",
    "general:past",
    "punctuation",
    "from",
)
_OF_DENSITY_TEXT = (
    "bone mineral density percent percentage the a last previous scan study exam examination interval der die das la "
    "le l della del da do dello van de het densite osseuse densidad densita densidade ossea osea knochendichte"
)
_OF_DENSITY = frozenset(_OF_DENSITY_TEXT.split())
_SAYS = frozenset([":", "=", "of", "is", "um", "von", "de", "di", "del", "van"])
_RATE = 6
"""Words from "annual" to its figure."""
_PER = frozenset(["per", "/", "a", "each", "pro", "par", "por", "al", "all", "ao", "all'", "je"])
_A_YEAR = ("per year", "per annum", "p.a", "/year", "/yr", "annually", "yearly", "a year", "pro jahr", "par an")
_YEARLY_TEXT = (
    "annual annualized annualised yearly rate jahrlich jahrliche jahrlicher annuel annuelle anual annuale annua "
    "jaarlijks jaarlijkse"
)
_YEARLY = frozenset(_YEARLY_TEXT.split())
_NEAR = 6
_DIFFERS = ("differs", "below", "below_by", "above")
_BY = frozenset(["by", "um", "met", "med"])
_TO = frozenset(["al", "all", "au"])
"""Words for "to" that some languages have for "at" too: "ridotta al 78 %"."""
_OR = frozenset([",", "/", "-", "bzw", "resp"])
_HALF = Decimal(50)
"""Without a word such as "of" less is what a bone has lost: hardly one has lost more, or is as thin as that."""
_LISTED = 3


def reference_behind(tokens: Sequence[Token], place: int) -> Quantity | None:
    """Return what a per cent figure is a share of by the words behind it: "77 % of the young adult mean".

    None for what is missing to it ("22 % below the young adult mean", "reduced by 22 % against the young") and for the
    last of several ("66 % and 70 % of the young adult mean"), which are of several sites or references.
    """
    if _is_listed(tokens, place) or _is_difference(tokens, place):
        return None
    for token in tokens[place + 2 : place + 9]:
        if token.is_a("young"):
            return Quantity.YOUNG_ADULT_PERCENT
        if token.is_a("matched"):
            return Quantity.AGE_MATCHED_PERCENT
        if token.is_a("number", *_DIFFERS) or token.text in _STOPS:
            return None
    return None


def _is_listed(tokens: Sequence[Token], place: int) -> bool:
    """Whether another per cent figure stands right before one, parted by "and" or a comma alone."""
    if place < _LISTED:
        return False
    number, unit, mark = tokens[place - _LISTED : place]
    return number.is_a("number") and unit.key("units") == "percent" and (mark.is_a("and") or mark.text in _OR)


def _is_difference(tokens: Sequence[Token], place: int) -> bool:
    """Whether words say by how much a density differs, or leave it open although less than half of it is named."""
    behind = next(iter(tokens[place + 2 : place + 3]), None)
    value = tokens[place].number
    of_it = behind is not None and behind.is_a("at", "young", "matched")
    if not of_it and (value is None or abs(value.value) < _HALF):
        return True
    last = tokens[place - 1] if place else None
    if last is not None and (last.is_a("to") or last.text in _TO):
        return False
    return (last is not None and last.text in _BY) or _says_less(tokens, place)


def _says_less(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word right before a number, in its clause, says that there is more or less of something."""
    for token in reversed(tokens[max(0, place - _NEAR) : place]):
        if token.is_a("number") or token.text in _STOPS:
            return False
        if token.is_a(*_DIFFERS):
            return True
    return False


def lists_densities(tokens: Sequence[Token]) -> bool:
    """Return whether a line lists changes under a head that names nothing but density and time: "Change since 2019:".

    "Change in height: -2.1 %" and "Change in the FRAX probability" are of something else.
    """
    if not lists_changes(tokens) or not tokens[0].is_a("general:neutral", "labels:change_prior"):
        return False
    head = list(takewhile(lambda token: token.text != ":", tokens))
    return all(token.is_a(*_OF_TIME) or set(token.text.split()) <= _OF_DENSITY for token in head)


def is_change(tokens: Sequence[Token], place: int, label: str | None) -> bool:
    """Whether a per cent figure is the change against the examination before, with a sign or needing none."""
    before = tokens[max(0, place - _NEAR) : place]
    # "Change from previous: loss of 0.9 %" has its sign in a word.
    worded = any(token.is_a("differs") for token in before)
    if label == "change_prior" or worded:
        last = before[-1] if before else None
        told = last is not None and bool(last.is_a("minus") or last.key("labels") or last.text in _SAYS)
        return is_signed(tokens[place]) or (told and not worded)
    if is_signed(tokens[place]) and lists_densities(tokens):
        return True
    neutral = next((number for number, token in enumerate(before) if token.is_a("general:neutral")), None)
    if neutral is None or any(
        token.is_a("not", "labels:precision") or token.text in _STOPS for token in before[neutral:]
    ):
        return False
    if any(token.is_a("general:baseline") for token in tokens):
        return False
    headed = all(token.text in {":", "=", "."} for token in before[neutral + 1 :])
    if headed and is_signed(tokens[place]):
        return True
    return any(token.is_a("prior", "compare", "earlier", "labels:change_prior") for token in tokens)


def is_rate(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a per cent figure is one per year, by the words behind or before it: "-0.5% per year"."""
    behind = tokens[place + 1 : place + 5]
    told = [token for token in behind if token.key("units") != "percent"]
    a_year = len(told) > 1 and told[0].text in _PER and (told[1].key("units") == "year" or told[1].text == "annum")
    before = list(takewhile(lambda token: not token.is_a("number", "date"), reversed(tokens[:place])))[:_RATE]
    words = {word for token in before for word in token.text.split()}
    return a_year or any(token.text.startswith(_A_YEAR) for token in told[:1]) or not _YEARLY.isdisjoint(words)
