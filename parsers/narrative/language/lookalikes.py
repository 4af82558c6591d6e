"""Digits a scanner of paper took for letters within words: "Tota1e", "Schenke1ha1s", "T0tal"."""

import re

from dxa.sites import plain
from parsers.narrative.language.spelling import is_known

_MIXED = re.compile(r"(?<![\w.,])(?=[^\W_]*[01])(?:[^\W\d_]|[01](?=[^\W\d_])|(?<=[^\W\d_])[01])+(?![\w])")
_FIRST_VERTEBRA = re.compile(r"(?<![^\W_])L[lI](?=[ ]?[-\u2013][ ]?L?[2-4](?!\w|[.,]\d))")
"""The upper end of a range of vertebrae, scanned with a letter for its number: "Ll-L4"."""
_RESEARCH = re.compile(r"\bR ?& ?D\b")
"""Research and development, no right side and no "droit"."""
_LETTERS = str.maketrans("10", "lo")
_FEWEST_LETTERS = 3


def with_letters(text: str) -> str:
    """Return the text with 1 and 0 as l and o in words that are known with those letters, every character in its place.

    >>> with_letters("Tota1e heup, Neck1 and Ll-L4, fémora1")
    'Totale heup, Neck1 and L1-L4, fémoral'
    """
    text = _FIRST_VERTEBRA.sub("L1", text)
    text = _RESEARCH.sub(lambda found: "x" * len(found.group()), text)
    return _MIXED.sub(lambda found: _word(found.group()), text)


def _word(printed: str) -> str:
    letters = printed.translate(_LETTERS)
    told = sum(char.isalpha() for char in printed) >= _FEWEST_LETTERS and len(printed) > _FEWEST_LETTERS
    return letters if told and is_known(plain(letters)) else printed
