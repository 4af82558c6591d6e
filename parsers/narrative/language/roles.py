"""What a number is before anybody asks for its site: a value, a bound, a range, or part of something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from dxa.sites import plain
from parsers.narrative.language.tokens import Token

_WORDLESS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "or",
        "equal",
        "to",
        "than",
        "de",
        "a",
        "un",
        "una",
        "une",
        "einem",
        "einer",
        "um",
        "il",
        "el",
        "la",
        "le",
    ]
)
_HEAD = 8
_DASHES = frozenset(["-", "\u2013", "\u2014", "\u2212", "..", "\u2026"])
_THAN = frozenset(["than", "als", "que", "dan"])
_GRADES_TEXT = (
    "lower higher better worse less more hoher niedriger besser schlechter inferieur superieur meilleur mejor peor "
    "inferior superior inferiores menor mayor melhor pior maior "
    "inferiore superiore migliore peggiore hoger lager beter slechter"
)
_GRADES = frozenset(_GRADES_TEXT.split())
"""Words behind a number that tells by how much: "-1.7 is 0.1 SD better"."""
_BY = frozenset(["by", "um"])
"""Words right before a number without sign or unit that make it a difference."""
_STEPS = frozenset(["units", "unit", "points", "einheiten", "punkte", "unites", "unidades", "unita", "punten", "-"])
"""Words for steps of a score: "1.3 T-score units above L2"."""
DENSITY = frozenset(["g/cm2", "mg/cm2"])
_SCORES = frozenset({"t_score", "z_score", "bmd"})
_NAMED = 2
"""Tokens of an opening bracket and a name."""
_DENSITY_DECIMALS = 3
"""Digits behind the point from which a number is no score."""
_USELESS_UNITS = frozenset(["mm", "cm", "kg", "lb", "mg", "inch", "other", "year", "month", "day"])


@dataclass(frozen=True, slots=True)
class Role:
    """A number that may be a value, with its unit."""

    unit: str | None
    """Key of the unit printed with it: g/cm2, mg/cm2, g, cm2, sd, percent, unknown; None if it has none."""


def roles_of(tokens: Sequence[Token]) -> dict[int, Role]:
    """Return the numbers of a sentence that may be values, by position.

    Left out are bounds ("below -2.5", "-1.0 or above"), ranges ("-1.0 to -2.5" without a verb of change), numbers
    behind a comparison or plus-minus sign, and those with a unit no densitometric quantity has.
    """
    numbers = [place for place, token in enumerate(tokens) if token.is_a("number", "bad_number")]
    changes = any(token.is_a("change", "general:neutral") for token in tokens) or compares_day(tokens)
    in_range = {place for pair in pairwise(numbers) for place in _range(tokens, *pair, changes=changes)}
    roles: dict[int, Role] = {}
    for place in numbers:
        if tokens[place].is_a("bad_number") or place in in_range or _is_bound(tokens, place):
            continue
        unit = unit_of(tokens, place)
        if unit is None and _is_age(tokens, place):
            continue
        if unit not in _USELESS_UNITS:
            roles[place] = Role(unit)
    return roles


def compares_day(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence begins by comparing with earlier days: "Confronto con il 2021: da -2,9 a -2,5"."""
    head = list(takewhile(lambda token: token.text != ":" and not token.is_a("number"), tokens[:_HEAD]))
    return any(token.is_a("sections:comparison", "compare") for token in head) and any(
        token.when or token.is_a("prior", "earlier") for token in head
    )


def lists_changes(tokens: Sequence[Token]) -> bool:
    """Return whether a noun of change heads a line, so that it lists differences: "Change since 2019: spine -0.3"."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    head, rest = tokens[:colon], tokens[colon:]
    if not head or not (head[0].is_a("change") or head[0].key("labels") in {"change_prior", "difference"}):
        return False
    if head[0].key("labels") == "change_prior" and not any(token.key("labels") in _SCORES for token in rest):
        return False
    values = any(token.is_a("number", "site", "levels") for token in head)
    return not values and not any(token.is_a("change", "now", "prior", "earlier") for token in rest)


def _is_age(tokens: Sequence[Token], place: int) -> bool:
    """Whether a whole number stands behind its "years", as Italian prints an age: "di anni 66"."""
    before = tokens[place - 1] if place else None
    return before is not None and before.key("units") == "year" and tokens[place].text.isdigit()


def unit_of(tokens: Sequence[Token], place: int) -> str | None:
    """Return the key of the unit behind a number; a plus-minus part and the other half of a pair may lie between."""
    after = tokens[place + 1 : place + 5]
    if not after:
        return None
    if after[0].text in {"-", "("} and len(after) > 1 and after[1].key("units") in {"year", "sd", *DENSITY}:
        return after[1].key("units")
    unit = after[0].key("units")
    if unit is None and (lent := _lent_density(tokens, place)) is not None:
        return lent
    if unit is None and [token.key("units") for token in after[2:3]] == ["percent"] and after[1].is_a("number"):
        # "MOF/hip: 13/3.3%": both are percentages.
        return "percent" if after[0].text == "/" else None
    if unit is None and after[0].text == "\u00b1" and len(after) > 2:  # noqa: PLR2004 - sign, number, unit
        return after[2].key("units")
    return unit


def _lent_density(tokens: Sequence[Token], place: int) -> str | None:
    """Return the density unit a number without its own shares with the ones beside it."""
    return _other_half(tokens, place) or _of_list(tokens, place) or _of_bracket(tokens, place)


def _of_list(tokens: Sequence[Token], place: int) -> str | None:
    """Return the density unit that closes a list of like numbers: "0.912, 0.688 and 0.789 g/cm2"."""
    decimals = _decimals(tokens[place])
    at = _behind_date(tokens, place + 1)
    while at + 1 < len(tokens) and (tokens[at].text in {",", "/"} or tokens[at].is_a("and")):
        at += 1 + (tokens[at].text == "," and tokens[at + 1].is_a("and"))
        if at >= len(tokens) or not tokens[at].is_a("number") or _decimals(tokens[at]) != decimals:
            return None
        at = _behind_date(tokens, at + 1)
        unit = tokens[at].key("units") if at < len(tokens) else None
        if unit is not None:
            return unit if unit in DENSITY and decimals >= _DENSITY_DECIMALS else None
    return None


def _behind_date(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind a date in brackets that stands here, or this one: "0.912 (2024), 0.934 (2022) g/cm2"."""
    dated = len(tokens) > at + 2 and tokens[at].text == "(" and tokens[at + 1].when and tokens[at + 2].text == ")"
    return at + 3 if dated else at


def _of_bracket(tokens: Sequence[Token], place: int) -> str | None:
    """Return the unit of the density right before a bracket of like numbers: "0.756 g/cm2 (previously 0.771)"."""
    if _decimals(tokens[place]) < _DENSITY_DECIMALS:
        return None
    at = place - 1
    while at > 0 and tokens[at].text not in {"(", "["}:
        if tokens[at].key("labels") or tokens[at].key("units") or tokens[at].text in {")", "]"}:
            return None
        at -= 1
    unit = tokens[at - 1].key("units") if at > 1 else None
    density = unit in DENSITY and tokens[at - 2].is_a("number")
    return unit if density and _decimals(tokens[at - 2]) == _decimals(tokens[place]) else None


def _decimals(token: Token) -> int:
    """Return how many digits a number prints behind its point."""
    return len(token.text.replace(",", ".").partition(".")[2])


def _other_half(tokens: Sequence[Token], place: int) -> str | None:
    """Return the density unit of the second number of "from 0.912 (2019) to 0.880 g/cm2" and "0.802/0.815 g/cm2"."""
    if is_signed(tokens[place]) or _decimals(tokens[place]) < _DENSITY_DECIMALS - 1:
        # "From 0.810 g/cm2 (T-score -2.2) to 0.846 g/cm2": a score shares no unit.
        return None
    ahead = [
        token
        for token in tokens[place + 1 : place + 9]
        if not (token.text in {"(", ")"} or token.when or (token.is_a("at") and not token.is_a("to", "from")))
    ]
    pair = len(ahead) > 2 and (ahead[0].is_a("to", "from") or ahead[0].text == "/") and ahead[1].is_a("number")  # noqa: PLR2004 - to, number, unit
    unit = ahead[2].key("units") if pair else None
    return unit if unit in DENSITY else None


def _is_bound(tokens: Sequence[Token], place: int) -> bool:
    after = place + 1
    while after < len(tokens) and tokens[after].key("units"):
        after += 1
    if after < len(tokens) and (tokens[after].is_a("bound_after") or _is_difference(tokens, place, after)):
        return True
    if _is_over_vertebra(tokens, place):
        return True
    before = place - 1
    if before > 0 and tokens[before].text in _BY and not is_signed(tokens[place]) and after == place + 1:
        # "Worse by 0.4": a difference.
        return True
    while before >= 0 and _is_light(tokens[before]):
        before -= 1
    if before < 0:
        return False
    return tokens[before].is_a("compare_sign", "compare", "bound") and _bounds(tokens, before)


def _is_difference(tokens: Sequence[Token], place: int, after: int) -> bool:
    """Whether a number without sign stands before "lower than": "0.2 lower than before" tells by how much."""
    words = tokens[after].text.split()
    compared = tokens[after].is_a("bound", "compare") and words[-1] in _THAN
    earlier = any(token.is_a("number") for token in tokens[:place])
    # "is 0.3 lower than" without "SD" tells a difference even where no number stands before it.
    graded = tokens[after].text.split()[0] in _GRADES and (earlier or after == place + 1)
    return not is_signed(tokens[place]) and (compared or graded)


def _is_over_vertebra(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number without sign tells by how much a vertebra differs from another: "L3 is 1.3 SD above L2"."""
    at = place + 1
    while at < len(tokens) and (tokens[at].key("units") or tokens[at].key("labels") or tokens[at].text in _STEPS):
        at += 1
    if is_signed(tokens[place]) or at == place + 1 or at >= len(tokens):
        return False
    compared = tokens[at].is_a("above", "below", "bound", "from", "than") or tokens[at].text.split()[0] in _GRADES
    return compared and any(token.is_a("levels") for token in tokens[at + 1 : at + 4])


def _is_light(token: Token) -> bool:
    return token.text in _WORDLESS or token.is_a("at") or token.key("labels") in {"t_score", "z_score", "bmd"}


def _bounds(tokens: Sequence[Token], place: int) -> bool:
    """Whether a token bounds the number behind it; "compared to" only tells its time."""
    return tokens[place].is_a("bound") or not tokens[place].is_a("word")


def _range(tokens: Sequence[Token], first: int, second: int, *, changes: bool) -> tuple[int, ...]:
    """Return both numbers if they are the ends of a range; `changes` tells that the sentence has a verb of change."""
    between = [token for token in _unbracketed(tokens[first + 1 : second]) if not token.key("units")]
    before = tokens[max(0, first - 3) : first]
    if any(token.is_a("between") for token in before) and len(between) == 1:
        return first, second
    if len(between) != 1:
        return ()
    if between[0].text in _DASHES:
        return first, second
    # German puts the verb last: "von 0,912 auf 0,880 gesunken".
    bracketed = bool(before) and before[-1].text == "(" and unit_of(tokens, second) in DENSITY
    changed = changes and (bracketed or any(token.is_a("from") for token in before))
    return (first, second) if between[0].is_a("to") and not changed else ()


def _unbracketed(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens without the one name in brackets they begin with: "(L1)" of "between -1.4 (L1) and -2.8"."""
    named = len(tokens) > _NAMED and (tokens[0].text, tokens[2].text) == ("(", ")") and tokens[1].is_a("levels")
    return list(tokens[3:] if named else tokens)


def is_signed(token: Token) -> bool:
    """Whether a number is printed with a sign."""
    return plain(token.text)[:1] in {"-", "+"}
