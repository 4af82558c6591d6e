"""Numbers as vendors and people print them: the whole text is one number, or it is none."""

import re
from decimal import Decimal
from typing import NamedTuple

from dxa.issues import IssueCode

MINUS_SIGNS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
"""Hyphen-minus, the Unicode hyphens and dashes, the minus sign and the full-width hyphen."""

_BLANK = "[ \\t\u00a0\u2007\u2009\u202f]"
# No leading zeros ("007") and no bare point at the end ("2." may be a cut-off 2.4): both are damage.
_DIGITS = r"(?:(?:0|[1-9][0-9]{0,8})(?:[.,][0-9]{1,20})?|[.,][0-9]{1,20})"
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,20})?")
_MARK = "[*#\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070\u2074-\u2079]"
_SCORE_UNIT = r"(?:SD|Sd|sd|S\.D\.|DE|DS|Ds|DP|ET|SA)"
# A signed number may stand in brackets; "(2.5)" is left alone, because book-keepers write minus 2.5 that way.
_PRINTED = re.compile(
    rf"\s*(?P<open>\({_BLANK}{{0,3}})?"
    rf"(?P<number>(?:(?P<sign>[{MINUS_SIGNS}+])(?P<gap>{_BLANK}{{1,3}})?)?(?P<digits>{_DIGITS}))"
    rf"(?(open){_BLANK}{{0,3}}\))"
    rf"(?:{_BLANK}*{_MARK}{{1,3}}|{_BLANK}*\([0-9]\))?"
    rf"(?:{_BLANK}*{_SCORE_UNIT})?"
    rf"(?:{_BLANK}*{_MARK}{{1,3}})?\s*",
)


class Reading(NamedTuple):
    """One number and how it was printed; a named tuple, because it is made five times faster than a dataclass."""

    value: Decimal
    """With every printed digit: "-2.50" keeps its last zero, "-0.0" its sign."""
    issues: tuple[IssueCode, ...]
    """DECIMAL_COMMA, UNUSUAL_MINUS, DETACHED_MINUS, as met."""
    start: int
    """Where the number begins in the text, at its sign if it has one."""
    end: int
    """Where it ends, without footnote marks, brackets and unit."""
    raw: str
    """The characters of the number alone."""


def read_number(text: str) -> Reading | None:
    """Return the one number `text` is, or None if it is none, several, or a number with anything unexplained.

    Ignored around the number, because they cannot be part of it: white space, brackets around a signed number,
    footnote marks behind it (`*`, `#`, daggers, superscript digits, one digit in brackets), and the letters of a
    standard deviation (SD, DE, DS, DP, ET, SA). A comparison ("<-4.0"), a per cent sign, any other unit,
    thousands separators, exponents and a trailing minus make it not a number.

    >>> read_number("\u22122,5*")
    Reading(value=Decimal('-2.5'), issues=(<IssueCode.DECIMAL_COMMA: 'DECIMAL_COMMA'>, <IssueCode.UNUSUAL_MINUS: 'UNUSUAL_MINUS'>), start=0, end=4, raw='\u22122,5')
    >>> read_number("-1.8 (1)").value, read_number("- 2.5 SD").raw, read_number("1.234,5")
    (Decimal('-1.8'), '- 2.5', None)
    """  # noqa: E501 - a doctest line is one line
    if _PLAIN.fullmatch(text):
        # By far the most: a number of hyphen, digits and point.
        return Reading(value=Decimal(text), issues=(), start=0, end=len(text), raw=text)
    found = _PRINTED.fullmatch(text)
    if found is None or (found["open"] and not found["sign"]):
        return None
    sign, digits = found["sign"] or "", found["digits"]
    met = (
        (IssueCode.DECIMAL_COMMA, "," in digits),
        (IssueCode.UNUSUAL_MINUS, sign not in {"", "-", "+"}),
        (IssueCode.DETACHED_MINUS, bool(found["gap"]) and sign != "+"),
    )
    minus = "-" if sign and sign in MINUS_SIGNS else ""
    return Reading(
        value=Decimal(minus + digits.replace(",", ".")),
        issues=tuple(code for code, is_met in met if is_met),
        start=found.start("number"),
        end=found.end("number"),
        raw=found["number"],
    )


def read_decimal(text: str) -> Decimal | None:
    """Return the number printed in `text`, or None if `text` is not one number; see `read_number` for what is ignored.

    >>> read_decimal("\u22122,5"), read_decimal("-.9"), read_decimal("2.5-"), read_decimal("1_0")
    (Decimal('-2.5'), Decimal('-0.9'), None, None)
    """
    reading = read_number(text)
    return reading.value if reading else None


LEAST_DENSITY, MOST_DENSITY = Decimal("0.2"), Decimal("2.0")
"""Densities of bone in g/cm2 that are taken for one without their unit."""
_PER_MILLE = -3


def is_areal_density(value: Decimal) -> bool:
    """Return whether a number named BMD beside a score can be nothing but a density in g/cm2.

    Three decimals between 0.2 and 2.0: one in mg/cm2 is a thousand times as large, one of volume has no such score.
    """
    return LEAST_DENSITY <= value <= MOST_DENSITY and value.as_tuple().exponent == _PER_MILLE
