"""Dates and years as reports print them."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dxa.sites import plain
from parsers.narrative.language.spelling import spelled

_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?<![\d.,/-])(?:"
    rf"{_YEAR}-[01]\d-[0-3]\d"
    rf"|[0-3]?\d[./-][0-3]?\d[./-](?:{_YEAR}|\d\d)"
    rf"|[0-3]?\d\.?\s+(?:de\s+)?[^\W\d_]{{3,10}}\.?,?\s+(?:de\s+|del\s+)?{_YEAR}"
    rf"|[^\W\d_]{{3,10}}\.?\s+[0-3]?\d(?:st|nd|rd|th)?,?\s+{_YEAR}"
    rf"|[0-3]?\d[-./\u2010\u2011][^\W\d_]{{3,10}}[-./\u2010\u2011]{_YEAR}"
    rf"|[01]?\d/{_YEAR}"
    rf"|[01]\d-{_YEAR}"
    rf"|{_YEAR}"
    rf")(?![\d/-]|[.,]\d|[^\W\d_])"
)
"""What may be a date; whether it is one, `read_date` says."""
_SLASHED = re.compile(r"([0-3]?\d)[/-]([0-3]?\d)[/-](?:\d\d)?\d\d")
_FOUR_DIGITS = 4
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class When:
    """A day, or only its year."""

    year: int
    day: dt.date | None = None
    ambiguous: bool = False
    """Day and month could be either way round: `day` is None."""
    printed: tuple[int, int] | None = None
    """The two numbers of an ambiguous date as printed, so that equal dates are known as equal."""

    def is_before(self, other: "When") -> bool | None:
        """Return whether this date lies before another one; None if equal or if it cannot be told."""
        if self.year != other.year:
            return self.year < other.year
        if self.day is not None and other.day is not None and self.day != other.day:
            return self.day < other.day
        return None


def read_date(text: str, months: Mapping[str, int]) -> When | None:
    """Return the date a text prints, None if it is no calendar date.

    >>> read_date("14.05.2024", {}).day.isoformat(), read_date("05/06/2024", {}).printed
    ('2024-05-14', (5, 6))
    """
    words = re.findall(r"\d+|[^\W\d_]+", plain(text))
    numbers = [int(word) for word in words if word.isdigit()]
    month = next((months[named] for word in words if (named := spelled(word)) in months), None)
    if month is not None:
        return _named(numbers, month)
    # Letters beside the numbers are a month we do not know, or the "th" of a day without a month.
    return _numeric(text, words, numbers) if all(word.isdigit() for word in words) else None


def _numeric(text: str, words: Sequence[str], numbers: Sequence[int]) -> When | None:
    match numbers:
        case [year] if year >= 1900:  # noqa: PLR2004 - the pattern takes 19xx and 20xx alone
            return When(year)
        case [month_number, year] if 1 <= month_number <= _MONTHS_IN_YEAR:
            return When(year)
        case [year, month_number, day] if len(words[0]) == _FOUR_DIGITS:
            return _day(year, month_number, day)
        case [first, second, year]:
            return _either_way(
                first, second, year if len(words[-1]) == _FOUR_DIGITS else 2000 + year, dotted="." in text
            )
    return None


def _named(numbers: list[int], month: int) -> When | None:
    match numbers:
        case [day, year]:
            return _day(year, month, day)
        case [year]:
            return When(year)
    return None


def _either_way(first: int, second: int, year: int, *, dotted: bool) -> When | None:
    if dotted or first > _MONTHS_IN_YEAR:
        return _day(year, second, first)
    if second > _MONTHS_IN_YEAR or first == second:
        return _day(year, first, second)
    return When(year, ambiguous=True, printed=(first, second))


def _day(year: int, month: int, day: int) -> When | None:
    try:
        return When(year, dt.date(year, month, day))
    except ValueError:
        return None


def month_first(printed: Iterable[str]) -> bool | None:
    """Return whether the dates of one text put the month first; None if none shows it, or if they differ.

    >>> month_first(["05/20/2019", "06/03/2021"]), month_first(["06/03/2021"])
    (True, None)
    """
    told = _orders(printed)
    return told.pop() if len(told) == 1 else None


def order_fitting(dates: Iterable[When], day: dt.date | None) -> bool | None:
    """Return whether the month is first where one of the dates is then the given day, and no other way round is it.

    None without a day, if none of them is it, or if some are in one order and others in the other.

    >>> order_fitting([read_date("03/04/2026", {})], dt.date(2026, 3, 4)), order_fitting([], dt.date(2026, 3, 4))
    (True, None)
    """
    unsure = [when for when in dates if when.ambiguous]
    fitting = {first for first in (True, False) for when in unsure if in_order(when, month_first=first).day == day}
    return fitting.pop() if day is not None and len(fitting) == 1 else None


def contradictory(printed: Iterable[str]) -> bool:
    """Return whether some dates of one text put the day first and others the month."""
    return len(_orders(printed)) > 1


def _orders(printed: Iterable[str]) -> set[bool]:
    told = set()
    for text in printed:
        found = _SLASHED.fullmatch(text)
        first, second = (int(found[1]), int(found[2])) if found else (0, 0)
        if max(first, second) > _MONTHS_IN_YEAR:
            told.add(second > _MONTHS_IN_YEAR)
    return told


def in_order(when: When, *, month_first: bool) -> When:
    """Return the day of an ambiguous date in a text whose order is known."""
    if not when.ambiguous or when.printed is None:
        return when
    first, second = when.printed
    return (_day(when.year, first, second) if month_first else _day(when.year, second, first)) or when
