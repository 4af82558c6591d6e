"""Values that only a year or a day tells from those of this examination."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.report import Quantity
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.harvest import Found, Harvest, Trouble
from parsers.narrative.language.dates import When

OF_TWO = frozenset([Quantity.CHANGE, Quantity.CHANGE_PERCENT])
"""What is of this examination and of an earlier one, whichever columns have their days."""


def of_its_year(found: Sequence[Found], study: When | None) -> list[Found]:
    """Return the values with those of the year of this examination as its own, in a table headed by nothing but years.

    Only where the text gives no other value of this examination and the day of it: of "2018  2021  2024" alone nobody
    knows whether the examination of 2024 is the one reported on.
    """
    if study is None or any(one.moment.time is not Time.PRIOR and one.quantity not in OF_TWO for one in found):
        return list(found)
    headed = {one.moment.when.year for one in found if _is_of_year(one) and one.moment.when}
    if len(headed) == 1 or max(headed, default=0) != study.year:
        return list(found)
    return [
        replace(one, moment=replace(one.moment, time=Time.CURRENT))
        if _is_of_year(one) and one.moment.when and one.moment.when.year == study.year
        else one
        for one in found
    ]


def _is_of_year(one: Found) -> bool:
    """Whether nothing but a year at the head of a table's row or column tells when a value was measured."""
    when = one.moment.when
    return one.tabled and not one.moment.worded and when is not None and not (when.day or when.ambiguous)


def open_years(harvest: Harvest, year: When | None) -> frozenset[int]:
    """Return the years this examination may be of: that of its message, and those of the full dates of the text."""
    every = (token.when for _, tokens in harvest.sentences for token in tokens if token.when is not None)
    days = frozenset(when.year for when in every if when.day or when.ambiguous)
    return days | {year.year} if year else days


def newest_told(told: Sequence[Found], possible: frozenset[int]) -> tuple[list[Found], list[Trouble]]:
    """Tell values that only a date tells apart: the newest day is this examination's, what is older an earlier one's.

    Left out are values that only a year tells from this examination's, if nothing older or newer shows that it does.
    `possible` are years this examination may be of, where nobody knows its day.
    """
    kept, troubles = [], []
    has_current = any(one.moment.time is Time.CURRENT and one.quantity not in OF_TWO for one in told)
    moments: dict[tuple[object, ...], list[Moment]] = {}
    for one in told:
        moments.setdefault((one.site, one.quantity), []).append(one.moment)
    for one in told:
        if one.moment.time is Time.UNSURE:
            said = "a value that may belong to this or an earlier examination"
            troubles.append(Trouble(IssueCode.DATE_AMBIGUOUS, said, one.start, one.end))
            continue
        when = one.moment.when
        by_year = one.moment.time is Time.PRIOR and not one.moment.worded and when is not None
        rivals = [moment for moment in moments[one.site, one.quantity] if moment is not one.moment]
        newer = any(
            other.time is Time.CURRENT or (other.when and when and other.when.year > when.year) for other in rivals
        )
        undecided = rivals or not has_current or (when is not None and when.year in possible)
        if by_year and not newer and undecided:
            said = "the newest of several dated values; whether it is this examination's the text does not say"
            troubles.append(Trouble(IssueCode.DATE_AMBIGUOUS, said, one.start, one.end))
        else:
            kept.append(one)
    return kept, troubles
