"""Rows of dots that lead the eye from a name to its number: "Left femoral neck .......... 0.601"."""

import re

_LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}\.?|\u2026{2,})(?=\s*[-+\u2212\u2013]?\d{1,2}[.,]\d)")
"""Only before a number with decimals: else the last dot could be that of ".791", or all of them an empty answer."""


def without_leaders(text: str) -> str:
    """Return a text with blanks for such dots, every character in its place.

    >>> without_leaders("Neck......0.601"), without_leaders("Neck ......601")
    ('Neck      0.601', 'Neck ......601')
    """
    return _LEADER.sub(lambda found: " " * len(found[0]), text)
