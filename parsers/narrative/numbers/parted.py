"""Rows of values that go on under the sites of the line before: "T-score spine/neck/total: ...", "Z-score: a/b/c"."""

from collections.abc import Sequence
from itertools import pairwise

from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token

_MARKS = frozenset(["/", ",", ";"])
_ROW = 2
"""Sites and numbers that make a row."""


def row_of_sites(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the one score label of a sentence and the sites it parts by slashes or commas; nothing for others."""
    sites = [place for place, token in enumerate(tokens) if token.is_a("site", "levels")]
    numbers = [place for place, token in enumerate(tokens) if token.is_a("number")]
    labels = [token for token in tokens if token.key("labels")]
    parted = all(second - first == _ROW and tokens[first + 1].text in _MARKS for first, second in pairwise(sites))
    fits = len(sites) >= _ROW and len(sites) == len(numbers) and sites[-1] < numbers[0]
    if not (parted and fits and len(labels) == 1 and is_row_of_numbers(tokens)):
        return ()
    label = [labels[0]] if labels[0].key("labels") in SCORES else []
    return (*label, *tokens[sites[0] : sites[-1] + 1])


def is_row_of_numbers(tokens: Sequence[Token]) -> bool:
    """Return whether the numbers of a sentence stand in one row, with nothing but a slash or comma between each."""
    numbers = [place for place, token in enumerate(tokens) if token.is_a("number", "bad_number")]
    parted = all(second - first == _ROW and tokens[first + 1].text in _MARKS for first, second in pairwise(numbers))
    return len(numbers) >= _ROW and parted


def next_row(last: tuple[Token, ...], tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the row the next sentence may go on with; without its label once rows of two labels stand under it."""
    row = row_of_sites(tokens)
    labels = {token.key("labels") for token in (*last, *row)} - {None}
    again = bool(row) and bool(last) and row[-1] is last[-1]
    return tuple(token for token in row if not (again and len(labels) > 1 and token.key("labels"))) or last


def under_last_sites(tokens: tuple[Token, ...], listed: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a sentence that names no site of its own under the sites of the row before, if it has as many numbers."""
    sites = sum(token.is_a("site", "levels") for token in listed)
    own = any(
        token.is_a("site", "levels", "row", "places:other_site", "places:both") or token.key("side") for token in tokens
    )
    numbers = sum(token.is_a("number") for token in tokens)
    labelled = any(token.key("labels") for token in tokens)
    named = labelled or any(token.key("labels") for token in listed)
    if own or not named or numbers != sites or not is_row_of_numbers(tokens):
        return tokens
    return (*(token for token in listed if not (labelled and token.key("labels"))), *tokens)
