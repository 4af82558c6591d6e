"""Rows of dots that lead the eye from a name to its number: "Left femoral neck .......... 0.601"; lines of a form."""

import re

_NUMBER = r"(?=\s*[-+\u2212\u2013]?\d{1,2}[.,]\d)"
_LEADER = re.compile(rf"(?:\.{{4,}}|(?:\. ){{4,}}\.?|\u2026{{2,}}|(?<!\w)_+){_NUMBER}|(?<=\d)_+(?!\w)")
"""Only before a number with decimals: else the last dot could be that of ".791", or all of them an empty answer."""


def without_leaders(text: str) -> str:
    """Return a text with blanks for such dots, and for the line a number is written on, every character in its place.

    >>> without_leaders("Neck......0.601"), without_leaders("Neck ......601"), without_leaders("T __-1.3__ Z ____")
    ('Neck      0.601', 'Neck ......601', 'T   -1.3   Z ____')
    """
    return _LEADER.sub(lambda found: " " * len(found[0]), text)
