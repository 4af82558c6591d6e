"""Dates as printouts write them; which number is the day is settled once for a whole document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dxa.issues import IssueCode

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero janeiro gennaio januari",
            "feb february februar février fevrier febrero fevereiro febbraio februari",
            "mar march märz maerz mars marzo março maart",
            "apr april avril abril aprile",
            "may mai mayo maio maggio mei maj",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august août aout agosto augustus augusti",
            "sep sept september septembre septiembre setembro settembre",
            "oct october oktober octobre octubre outubro ottobre okt",
            "nov november novembre noviembre novembro",
            "dec december dezember décembre decembre diciembre dezembro dicembre dez",
        ),
        1,
    )
    for name in names.split()
}
# A number printed over a date makes a year such as 2200.1258 of it: "February 24, 2015" under "0.258".
_DIGITS = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\d/-]|\.\d)"
)
_ISO = re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])")
_NAMED = re.compile(
    r"(?P<month>[^\W\d_]{3,10})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)|"
    r"(?P<day_first>\d{1,2})\.?[ -](?P<month_next>[^\W\d_]{3,10})\.?,?[ -](?P<year_last>(?:19|20)\d\d)(?!\d|[.,]\d)"
)
_TWELVE = 12


class Order(StrEnum):
    """What the first number of a date with slashes is."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text; `day` is None when it cannot be told or is none, `issue` says why."""

    day: date | None
    start: int
    end: int
    issue: IssueCode | None = None


def order_of(texts: Iterable[str]) -> Order | None:
    """Return the order in which the slashed dates of a document are possible, None if both or neither are.

    >>> order_of(["03/04/2024", "02/28/1957"]), order_of(["03/04/2024"]), order_of(["28/02/2024", "02/28/2024"])
    (<Order.MONTH_FIRST: 'month first'>, None, None)
    """
    orders = orders_in(texts)
    return orders.pop() if len(orders) == 1 else None


def orders_in(texts: Iterable[str]) -> set[Order]:
    """Return the orders that slashed dates are written in which are days in one order alone."""
    orders: set[Order] = set()
    for text in texts:
        for found in _DIGITS.finditer(text):
            if int(found["one"]) > _TWELVE >= int(found["two"]):
                orders.add(Order.DAY_FIRST)
            elif int(found["two"]) > _TWELVE >= int(found["one"]):
                orders.add(Order.MONTH_FIRST)
    return orders


def order_fitting(texts: Iterable[str], day: date | None) -> Order | None:
    """Return the order in which a slashed date of a document is a day it also prints with the month's name.

    None if none is, if both orders make one, or without such a day.

    >>> order_fitting(["02/11/2023", "03/04/2026"], date(2026, 3, 4))
    <Order.MONTH_FIRST: 'month first'>
    """
    if day is None:
        return None
    found = [match for text in texts for match in _DIGITS.finditer(text)]
    orders = [order for order in Order if any(_from_digits(match, order).day == day for match in found)]
    return orders[0] if len(orders) == 1 else None


def first_date(text: str, order: Order | None) -> PrintedDate | None:
    """Return the first date in a text, or None if there is none.

    >>> first_date("May 14, 2024 10:12", None).day, first_date("14.05.2024", None).day
    (datetime.date(2024, 5, 14), datetime.date(2024, 5, 14))
    >>> first_date("04/05/2024", None).issue
    <IssueCode.DATE_AMBIGUOUS: 'DATE_AMBIGUOUS'>
    """
    found = [match for pattern in (_ISO, _DIGITS, _NAMED) if (match := pattern.search(text))]
    if not found:
        return None
    first = min(found, key=lambda match: match.start())
    if first.re is _ISO:
        return _printed(first, int(first["year"]), int(first["month"]), int(first["day"]))
    if first.re is _NAMED:
        month = _MONTHS.get((first["month"] or first["month_next"]).lower(), 0)
        year, day = first["year"] or first["year_last"], first["day"] or first["day_first"]
        return _printed(first, int(year), month, int(day))
    return _from_digits(first, order)


def _from_digits(found: "re.Match[str]", order: Order | None) -> PrintedDate:
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    # Nobody writes the month first between points.
    if found["mark"] == "." or one > _TWELVE:
        return _printed(found, year, two, one)
    if two > _TWELVE or order is Order.MONTH_FIRST or one == two:
        return _printed(found, year, one, two)
    if order is Order.DAY_FIRST:
        return _printed(found, year, two, one)
    return PrintedDate(None, found.start(), found.end(), IssueCode.DATE_AMBIGUOUS)


def _printed(found: "re.Match[str]", year: int, month: int, day: int) -> PrintedDate:
    try:
        return PrintedDate(date(year, month, day), found.start(), found.end())
    except ValueError:
        return PrintedDate(None, found.start(), found.end(), IssueCode.DATE_UNREADABLE)
