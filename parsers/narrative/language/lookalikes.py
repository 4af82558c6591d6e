"""Letters that a scanner of paper took for digits, or a sender could not write: "Tota1e", "Schenke1ha1s", "H?fte"."""

import re
from itertools import chain, product

from dxa.sites import plain
from parsers.narrative.language.spelling import is_known
from parsers.narrative.language.words import language_of

_MIXED = re.compile(r"(?<![\w.,])(?=[^\W_]*[01])(?:[^\W\d_]|[01](?=[^\W\d_])|(?<=[^\W\d_])[01])+(?![\w])")
_FIRST_VERTEBRA = re.compile(r"(?<![^\W_])L[lI](?=[ ]?[-\u2013][ ]?L?[2-4](?!\w|[.,]\d))")
"""The upper end of a range of vertebrae, scanned with a letter for its number: "Ll-L4"."""
_RESEARCH = re.compile(r"\bR ?& ?D\b")
"""Research and development, no right side and no "droit"."""
_LETTERS = str.maketrans("10", "lo")
_FEWEST_LETTERS = 3
_LOST = re.compile(r"(?<![^\W\d_])[^\W\d_]*(?:[?\ufffd][^\W\d_]+)+")
"""A word with a mark in the place of each letter that was lost: "Lendenwirbels?ule", "f?moral"."""
_LOST_POWER = re.compile(r"(\d[.,]\d{3}[ ]?g/cm)[?\ufffd](?![^\W_])|(\(g/cm)[?\ufffd](?=\))")
"""A unit of density whose power was lost; nobody prints a density of volume so, which is in mg."""
_ACCENTED = "\u00e4\u00f6\u00fc\u00e9\u00ee\u00e7"
"""One letter with an accent for each bare one that may be lost."""
_MOST_LOST = 2


def with_letters(text: str) -> str:
    """Return the text with 1 and 0 as l and o in words that are known with those letters, every character in its place.

    >>> with_letters("Tota1e heup, Neck1 and Ll-L4, fémora1")
    'Totale heup, Neck1 and L1-L4, fémoral'
    >>> with_letters("Gesamth?fte 0,812 g/cm?, col f?moral?")
    'Gesamthüfte 0,812 g/cm², col fémoral?'
    """
    text = _FIRST_VERTEBRA.sub("L1", text)
    text = _RESEARCH.sub(lambda found: "x" * len(found.group()), text)
    if "?" in text or "\ufffd" in text:
        text = _LOST.sub(lambda found: _whole(found.group(), text), text)
        text = _LOST_POWER.sub(lambda found: f"{found[1] or found[2]}\u00b2", text)
    return _MIXED.sub(lambda found: _word(found.group()), text)


def _word(printed: str) -> str:
    letters = printed.translate(_LETTERS)
    told = sum(char.isalpha() for char in printed) >= _FEWEST_LETTERS and len(printed) > _FEWEST_LETTERS
    return letters if told and is_known(plain(letters)) else printed


def _whole(printed: str, text: str) -> str:
    """Return a word with its lost letters, if one known word fits or one of the text's language; else as printed."""
    parts = re.split(r"[?\ufffd]", printed)
    if len(parts) - 1 > _MOST_LOST or sum(map(len, parts)) < _FEWEST_LETTERS:
        return printed
    letters = product(_ACCENTED, repeat=len(parts) - 1)
    filled = ("".join(chain.from_iterable(zip(parts, (*each, ""), strict=True))) for each in letters)
    known = [word for word in filled if is_known(plain(word))]
    if len(known) > 1:
        # "H?fte" is the German hip; the Danish one has no accent there.
        known = [word for word in known if language_of(word) == language_of(text)]
    return known[0] if len(known) == 1 else printed
