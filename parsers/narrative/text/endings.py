"""Whether a text whose last line has no end is whole: it is where that line is one more row like those above."""

import re

_DECIMAL = re.compile(r"[-+\u2010-\u2015\u2212]?\s?\d*[.,]\d+")
_SIGN = re.compile(r"[-+\u2010-\u2015\u2212](?=\s?\d)")
_FEWEST_ABOVE = {1: 2}
"""Rows above that have to end alike: one for a row of several numbers, two for a row of one."""


def ends_like_a_row(text: str) -> bool:
    r"""Return whether the last line of a text ends in numbers as other lines do, with as many decimals.

    A number that was cut has fewer decimals than those above it, and a row that was cut fewer numbers; what stood
    behind the row, if anything did, stood behind none of the others.

    >>> ends_like_a_row("Spine BMD 0.715 T -3.21\nNeck BMD 0.370 T -4.59")
    True
    >>> ends_like_a_row("Spine BMD 0.715 T -3.21\nNeck BMD 0.370 T -4.5")
    False
    """
    *above, last = text.rstrip(" \t").split("\n")
    shape = _shape(last)
    if shape is None:
        return False
    alike = sum(_shape(line.rstrip()) == shape for line in above)
    return alike >= _FEWEST_ABOVE.get(len(_DECIMAL.findall(shape)), 1)


def _shape(line: str) -> str | None:
    """Return a line from its first decimal on, digits as 0 and without signs; None if it ends in anything else.

    The digits before the point do not count: a number is cut at its end.
    """
    first = _DECIMAL.search(line)
    if first is None or not line[-1:].isdigit():
        return None
    tail = _SIGN.sub("", line[first.start() :])
    return " ".join(re.sub(r"\d", "0", re.sub(r"\d+(?=[.,]\d)", "0", tail)).casefold().split())
