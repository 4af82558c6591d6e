"""Dates as enCORE and APEX print them: three local forms, of which two look alike."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january januari janv janvier ene enero gen gennaio janeiro",
            "feb februar february februari fev fevr fevrier febrero febbraio fevereiro",
            "mar march mrz marz maerz maart mrt mars marzo marco",
            "apr april avr avril abr abril aprile",
            "may mai mayo mag maggio mei maio",
            "jun june juni juin junio giu giugno junho",
            "jul july juli juil juillet julio lug luglio julho",
            "aug august augustus aout ago agosto",
            "sep sept september septembre septiembre set settembre setembro",
            "oct okt october oktober octobre octubre ott ottobre out outubro",
            "nov november novembre noviembre novembro",
            "dec dez dic december dezember decembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})([/.\-]?)(\d{2})\2(\d{2})")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})[\s.\-/]{1,3}([A-Za-z\u00c0-\u017f]{3,12})[\s.\-/,]{1,3}(\d{4})")
_MONTH_NAME_DAY = re.compile(r"([A-Za-z\u00c0-\u017f]{3,12})[\s.]{1,2}(\d{1,2})[\s,]{1,3}(\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1890, 2099
"""Of birth dates and examinations; a year beyond is a damaged one."""
_WEEK = timedelta(days=7)
_QUARTER = timedelta(days=92)
_TIME = re.compile(r"[\sT,]{1,3}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?$", re.IGNORECASE)
_ACCENTS = str.maketrans("äéèûúç", "aeeuuc")


class DateOrder(Enum):
    """Which of day and month comes first in a date of figures."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def looks_like_date(text: str) -> bool:
    """Return whether a name has the form of a date, real or not."""
    tidy = _without_time(text)
    return any(form.fullmatch(tidy) for form in (_NUMERIC, _ISO, _DAY_MONTH_NAME, _MONTH_NAME_DAY))


def is_of_other_day(text: str, today: date | None) -> bool:
    """Return whether a printed day is none of the present examination, of which the parts may lie a week apart.

    >>> is_of_other_day("04/05/2024", date(2024, 5, 4)), is_of_other_day("03/04/2020", date(2024, 5, 4))
    (False, True)
    """
    return today is not None and all(abs(day - today) > _WEEK for day in readings(text))


def is_far(text: str, today: date | None) -> bool:
    """Return whether a text names days, and none within three months of an examination.

    >>> is_far("04/05/2021", date(2024, 5, 4)), is_far("04/06/2024", date(2024, 5, 4)), is_far("", date(2024, 5, 4))
    (True, False, False)
    """
    days = readings(text)
    return today is not None and bool(days) and all(abs(day - today) > _QUARTER for day in days)


def read_date(text: str, order: DateOrder | None = None) -> date | None:
    """Return the day a text names; None if it is no calendar date or `order` is needed and not given.

    >>> read_date("05-Mar-2021"), read_date("05/14/2024"), read_date("04/05/2024")
    (datetime.date(2021, 3, 5), datetime.date(2024, 5, 14), None)
    """
    days = _readings(text)
    if len(set(days.values())) == 1:
        return next(iter(days.values()))
    return days.get(order) if order else None


def readings(text: str) -> frozenset[date]:
    """Return every day a text can name: none, one, or two where day and month could be exchanged.

    >>> sorted(readings("04/05/2024"))
    [datetime.date(2024, 4, 5), datetime.date(2024, 5, 4)]
    """
    return frozenset(_readings(text).values())


def is_ambiguous(text: str) -> bool:
    """Return whether a text is a date whose day and month could be exchanged."""
    return len(set(_readings(text).values())) > 1


def order_of(texts: Iterable[str], anchors: Iterable[date]) -> DateOrder | None:
    """Return the order of day and month in dates written by one program, None if it cannot be known.

    A date with a day above 12 fixes it; else the one that is the day of the examination (`anchors`) in only one order.
    """
    readings = [_readings(text) for text in texts]
    numeric = [days for days in readings if days and set(days) <= set(DateOrder)]
    possible = [order for order in DateOrder if all(order in days for days in numeric)]
    if len(possible) > 1:
        known = set(anchors)
        possible = [order for order in possible if any(days[order] in known for days in numeric)]
    return possible[0] if len(possible) == 1 else None


def _readings(text: str) -> dict[DateOrder | None, date]:
    """Return every calendar date a text can be; a spelt month or a year in front leaves one, under None."""
    tidy = _without_time(text)
    if found := _NUMERIC.fullmatch(tidy):
        first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        both = {DateOrder.DAY_FIRST: (year, second, first), DateOrder.MONTH_FIRST: (year, first, second)}
        if mark == ".":
            del both[DateOrder.MONTH_FIRST]
        return {order: day for order, parts in both.items() if (day := _calendar(*parts))}
    parts = _spelt(tidy)
    day = _calendar(*parts) if parts else None
    return {None: day} if day else {}


def _without_time(text: str) -> str:
    return _TIME.sub("", text.strip())


def _spelt(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    return None


def _month(name: str) -> int:
    return _MONTHS.get(name.casefold().translate(_ACCENTS), 0)


def _calendar(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
