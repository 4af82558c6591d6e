"""Days printed in the label of an observation."""

import re
from datetime import date

DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)|(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>(?:19|20)\d\d))"
    r"(?![\d/.-])"
)
"""A day in figures, four of them for the year."""


def days_in(words: str) -> frozenset[date]:
    """Return the days the only date among words may be; empty without one and for several."""
    found = list(DAY.finditer(words))
    if len(found) != 1:
        return frozenset()
    printed = found[0]
    if printed["iso"]:
        texts = {printed["iso"]}
    else:
        one, two = printed["one"].zfill(2), printed["two"].zfill(2)
        texts = {f"{printed['year']}-{one}-{two}", f"{printed['year']}-{two}-{one}"}
    return frozenset(day for text in texts if (day := _calendar_day(text)))


def _calendar_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
