"""When a number was measured: in this examination, in an earlier one, or the text does not tell."""

from dataclasses import dataclass
from enum import Enum

from parsers.narrative.language.dates import When


class Time(Enum):
    """When a number was measured."""

    CURRENT = "current"
    PRIOR = "prior"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a number was measured, and whether the words beside it say so themselves."""

    time: Time
    when: When | None = None
    said: bool = False
    worded: bool = False
    """True if a word such as "previous" says it, not a year alone."""
    heads: bool = False
    """True if its date stands before the values, like the head of a line."""


def earlier_by_year(when: When | None, year: When | None) -> Moment | None:
    """Return the time of a date before the examination, of which maybe the year alone is known; None if it is not."""
    moment = dated(when, year) if when is not None and year is not None else None
    return moment if moment is not None and moment.time is Time.PRIOR else None


def dated(when: When, study: When | None) -> Moment:
    """Return the time a date gives: this examination's if it is the study's, an earlier one's if before it."""
    if study is None:
        return Moment(Time.UNSURE if when.day or when.ambiguous else Time.PRIOR, when, said=True)
    same = when == study or (when.year == study.year and not (when.day or when.ambiguous))
    if not same and not when.is_before(study):
        return Moment(Time.UNSURE, said=True)
    return Moment(Time.CURRENT if same else Time.PRIOR, when, said=True)
