"""Heads listed with commas or in brackets, over rows of numbers in the same order: "BMD, T-score, Z-score"."""

from collections.abc import Sequence
from itertools import pairwise

from parsers.narrative.language.label_lists import BOTH
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column, Columns

_MARKS = frozenset([",", "(", ")", ":", "."])
_IN = frozenset(["in", "en", "em"])
_BRACKET = 3
"""Tokens of "(g/cm2)"."""
_HEADS = frozenset(["bmd", *BOTH, "young_adult_percent", "age_matched_percent"])


def listed_heads(tokens: Sequence[Token]) -> Columns | None:
    """Return the columns of a line that ends in a list of labels, behind a title or in brackets; None for any other.

    As in "Results: BMD (g/cm2), T-score, Z-score" and "DXA: BMD (T-score)". Nothing but the order of the numbers
    tells which one stands under which head, so that a row has to hold as many.
    """
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    if not labels or any(token.is_a("number", "bad_number", "site", "levels", "date", "row") for token in tokens):
        return None
    opens = labels[0] == 0 or tokens[labels[0] - 1].text in {":", "("}
    mere = all(_parts(token) for token in tokens[labels[0] + 1 :] if not token.key("labels"))
    parted = mere and all(_are_listed(tokens[first + 1 : second]) for first, second in pairwise(labels))
    heads = [(key, _unit_behind(tokens, place)) for place in labels for key in _keys_of(tokens[place])]
    keys = {key for key, _ in heads}
    if not (opens and parted) or not 1 < len(heads) == len(keys) or not keys <= _HEADS:
        return None
    return Columns(tuple(Column(key, unit, 0, 0, 0) for key, unit in heads), None, dated=False)


def _parts(token: Token) -> bool:
    return token.text in _MARKS or token.text in _IN or token.is_a("and") or token.key("units") is not None


def _are_listed(between: Sequence[Token]) -> bool:
    """Whether a mark stands between two labels, beside the unit of the first: not in "BMD (g/cm2)   T-score"."""
    # "BMD in g/cm2, T-score".
    between = [token for token in between if token.text not in _IN]
    if len(between) > _BRACKET - 1 and between[0].text == "(" and between[1].key("units"):
        between = between[_BRACKET:]
    return any(token.text in {",", "("} or token.is_a("and") for token in between)


def _keys_of(token: Token) -> tuple[str, ...]:
    key = token.key("labels") or ""
    return BOTH if key == "both_scores" else (key,)


def _unit_behind(tokens: Sequence[Token], place: int) -> str | None:
    """Return the unit printed with a label: "BMD (g/cm2)"."""
    after = [token for token in tokens[place + 1 : place + 4] if token.text not in _IN][:2]
    return next((unit for token in after if (unit := token.key("units")) is not None), None)
