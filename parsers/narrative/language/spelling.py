"""Known words as they are misspelt: two letters exchanged, or a German umlaut written as two letters."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from dxa.side_words import SIDE_WORDS
from dxa.site_names import REGION_NAMES
from parsers.narrative.language.number_words import NUMBER_WORDS
from parsers.narrative.language.words import all_phrases, month_names

_SHORT = frozenset(["left"])
"""Shorter words whose slips are no words either."""
_SHORTEST = 5
"""Letters; exchanging letters of a shorter word too often makes another word."""
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
"""Umlauts where a message knows none, as in "Gesamthuefte"."""
_SUPPOSING = {
    "w\u00fcrde": "wuerde",
    "w\u00fcrden": "wuerden",
    "k\u00f6nnte": "koennte",
    "k\u00f6nnten": "koennten",
    "l\u00e4ge": "laege",
    "l\u00e4gen": "laegen",
}
"""Without their umlaut these are other words: "was", "could", "position"."""


def spelled(word: str) -> str:
    """Return the known word a word is when two of its neighbouring letters are exchanged, else the word itself.

    So is a word whose umlaut is written as two letters.

    >>> spelled("femroal"), spelled("izqueirdo"), spelled("gamma"), spelled("gesamthuefte")
    ('femoral', 'izquierdo', 'gamma', 'gesamthufte')
    """
    if len(word) < _SHORTEST - 1:
        return word
    return _slips().get(word) or _with_umlaut(word)


def supposing(printed: str) -> str | None:
    """Return a German word that only its umlaut makes a supposition, with the umlaut in two letters; else None.

    >>> supposing("Würde"), supposing("wurde"), supposing("wuerde")
    ('wuerde', None, None)
    """
    return _SUPPOSING.get(unicodedata.normalize("NFC", printed).lower())


def _with_umlaut(word: str) -> str:
    """Return the known word a word is when "ue" stands for the umlaut whose bare letter the lists hold."""
    bare = word
    for written, letter in _UMLAUTS:
        bare = bare.replace(written, letter)
    if bare == word:
        return word
    return bare if bare in _words() and word not in _words() else word


def is_known(word: str) -> bool:
    """Whether a plain word is one of a phrase, a month, a site or a side in any language."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(_known())


@cache
def _slips() -> Mapping[str, str]:
    """Return the known words by their slips; what is a word itself, or a slip of two words, is none."""
    known = _words()
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
    # "three" is no slip of "there": it may be a digit of a dictated number.
    yield from NUMBER_WORDS


@cache
def names_in_chains() -> frozenset[str]:
    """Return the words of sites, sides and labels, of which people make chains: "Hip-Left-Neck-BMD"."""
    labels = (words[0] for tag, words in all_phrases() if tag.startswith("labels:") and len(words) == 1)
    names = (word for name in REGION_NAMES for word in name.split())
    return frozenset([*names, *labels, *(word for words in SIDE_WORDS.values() for word in words)])


@cache
def hyphened() -> frozenset[str]:
    """Return the known words with a hyphen of their own."""
    return frozenset(word for word in _known() if "-" in word)


@cache
def parted_by_lines() -> frozenset[str]:
    """Return the words that the end of a line may part: names of sites, sides and labels, and classes in one word."""
    classes = (words[0] for tag, words in all_phrases() if tag.startswith("classes:") and len(words) == 1)
    return names_in_chains() | frozenset(classes)
