"""Known words with two neighbouring letters exchanged, the slip of the hand that never makes another word."""

from collections.abc import Iterator, Mapping
from functools import cache

from dxa.site_names import REGION_NAMES, SIDE_WORDS
from parsers.narrative.words import all_phrases, month_names

_SHORT = frozenset(["left"])
"""Shorter words whose slips are no words either."""
_SHORTEST = 5
"""Letters; exchanging letters of a shorter word too often makes another word."""


def spelled(word: str) -> str:
    """Return the known word a word is when two of its neighbouring letters are exchanged, else the word itself.

    >>> spelled("femroal"), spelled("izqueirdo"), spelled("gamma")
    ('femoral', 'izquierdo', 'gamma')
    """
    return _slips().get(word, word) if len(word) >= _SHORTEST - 1 else word


@cache
def _slips() -> Mapping[str, str]:
    """Return the known words by their slips; what is a word itself, or a slip of two words, is none."""
    known = set(_known())
    slips: dict[str, str | None] = {}
    for word in known:
        for slip in _exchanged(word):
            slips[slip] = None if slip in slips and slips[slip] != word else word
    return {slip: word for slip, word in slips.items() if word is not None and slip not in known}


def _exchanged(word: str) -> Iterator[str]:
    if (len(word) < _SHORTEST and word not in _SHORT) or not word.isalpha():
        return
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _known() -> Iterator[str]:
    for _, words in all_phrases():
        yield from words
    yield from month_names()
    for name in REGION_NAMES:
        yield from name.split()
    for names in SIDE_WORDS.values():
        yield from names
