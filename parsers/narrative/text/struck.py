"""Words a text shows as struck out: between tildes, in brackets that say so, or with a stroke through each letter."""

import re

_STROKES = "\u0335\u0336\u0337\u0338"
_SAID = (
    "deleted|struck out|strike|crossed out|removed|gestrichen|gel\u00f6scht|supprim\u00e9e?|ray\u00e9e?|barr\u00e9e?"
    "|tachado|eliminado|cancellato|barrato|riscado|doorgehaald|doorgestreept"
)
_STRUCK = re.compile(
    rf"~~[^~\n]{{1,80}}~~|\[(?:{_SAID})\b[^\]\n]{{1,80}}\]|(?:[^\s{_STROKES}][{_STROKES}]+[ ]?)+", re.IGNORECASE
)


def without_struck(text: str) -> str:
    """Return a text with blanks for what is struck out, every other character in its place.

    >>> without_struck("T-score ~~-2.9~~ -1.9"), without_struck("[deleted: -2.8] -2.3")
    ('T-score          -1.9', '                -2.3')
    """
    return _STRUCK.sub(lambda found: " " * len(found[0]), text)
