"""The year of the examination by what stands around a text, such as the message that carries it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from parsers.narrative.language.dates import When
from parsers.narrative.text.sentences import Sentence

_NEAR: Final = timedelta(days=60)
"""A report may be sent, and its message dated, so long after the examination."""


def year_around(day: date | None, sentences: Iterable[Sentence]) -> When | None:
    """Return the year of the examination, None if nothing around the text tells it.

    Nor does it tell it around New Year: where the text names a day of the year before, shortly before, that may be the
    day of the examination and the other one that of the message. A text that names a later year is none of that
    examination.
    """
    if day is None:
        return None
    told = [token.when for sentence in sentences for token in sentence.tokens if token.when]
    later = any(when.year > day.year for when in told)
    beside = any(when.day is not None and when.year != day.year and abs(when.day - day) <= _NEAR for when in told)
    return None if later or beside else When(day.year)


def day_around(day: date | None, whens: Iterable[When | None]) -> When | None:
    """Return the day of the examination by what stands around a text, if the newest dated values of the text have it.

    None where none of them has it, or one is later or not told to the day.
    """
    told = {when for when in whens if when is not None}
    days = {when.day for when in told if when.day is not None}
    unsure = any(when.day is None and day is not None and when.year >= day.year for when in told)
    return When(day.year, day) if day is not None and day in days and day == max(days) and not unsure else None


def other_year_of(study: When | None, day: date | None) -> int | None:
    """Return the year a text gives its examination, and no full day, if what stands around it contradicts it."""
    if study is None or study.day is not None or day is None or study.year == day.year:
        return None
    return study.year
