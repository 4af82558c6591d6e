"""Texts that say nothing about the examination, such as a note on how the message was made, known without the grammar.

Every value, date and risk needs a digit; every fact, class and heading a phrase of the lexicon. A text of plain words
with neither is a remark.
"""

import re
from collections.abc import Mapping
from functools import cache

from dxa.sites import plain
from parsers.narrative.language.words import all_phrases

_MORE_THAN_WORDS = re.compile(r"[\d_]|[^\w \n.,]|\b[^\W\d_]\.")
"""A digit, a sign, or a letter with a dot, which the grammar reads as an abbreviation."""
_WORD = re.compile(r"[^\W\d_]+")
_WITHOUT_MEANING = frozenset({"at", "and", "now", "general:this_is", "general:colour"})
"""Tags of small words that mean something only beside another phrase or a number."""

_EXAMINATION = "general:exam"
_OF_A_NOTE = frozenset({"scan", "value", "values"})
"""English words of that tag and no other, which means something in the rows of a table alone: any note may hold them.
Words of other languages tell what language a text is in, and so where its sentences end."""

_BULLET = "o"
_LONGEST = 2_000
"""Characters; a longer text is a report."""


def is_remark(text: str) -> bool:
    """Return whether a text is nothing but words, none of which the grammar could make anything of.

    >>> is_remark("The images were sent."), is_remark("The bones are normal."), is_remark("See page 2.")
    (True, False, False)
    """
    if len(text) > _LONGEST or _MORE_THAN_WORDS.search(text):
        return False
    words = {plain(word) for word in _WORD.findall(text)}
    phrases = _telling_phrases()
    return bool(words) and not any(phrase <= words for word in words for phrase in phrases.get(word, ()))


@cache
def _telling_phrases() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the words of every phrase that means something by itself, in any language, under the longest of them."""
    phrases: dict[str, set[frozenset[str]]] = {_BULLET: {frozenset({_BULLET})}}
    for tag, words in all_phrases():
        if tag not in _WITHOUT_MEANING and not (tag == _EXAMINATION and _OF_A_NOTE.issuperset(words)):
            phrases.setdefault(max(words, key=len), set()).add(frozenset(words))
    return {word: tuple(found) for word, found in phrases.items()}
