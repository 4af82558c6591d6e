"""Which examination a value of a trend belongs to: the present one, a dated earlier one, or one that cannot be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from parsers.dicom.dates import DateOrder, is_ambiguous, order_of, read_date
from parsers.dicom.values import issue


@dataclass(frozen=True, slots=True)
class Exam:
    """One examination named in a document."""

    current: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of one part of a document are to be read."""

    today: date | None
    """Day of the present examination, None if the object does not say."""
    order: DateOrder | None
    printed_today: frozenset[str] = frozenset()
    """The day of the present examination as the document prints it: the same characters are the same day."""

    def exam(self, text: str | None, place: Locator) -> tuple[Exam, list[Issue]]:
        """Return the examination of a day, and what is wrong with its date; an unknown day is never the present one."""
        if text is None or not text.strip():
            missing = issue(IssueCode.PRIOR_WITHOUT_DATE, "a trend value without its date; not taken as current", place)
            return Exam(current=False, day=None), [missing]
        day = read_date(text, self.order)
        if text.strip() in self.printed_today:
            return Exam(current=True, day=day or self.today), []
        if day is None:
            code = IssueCode.DATE_AMBIGUOUS if is_ambiguous(text) else IssueCode.DATE_UNREADABLE
            return Exam(current=False, day=None), [issue(code, "a trend date could not be read; left out", place)]
        return Exam(current=day == self.today, day=day), []


def calendar(today: date | None, texts: Iterable[str], printed_today: Iterable[str] = ()) -> Calendar:
    """Return how to read dates: the one that is the day of the present examination fixes day and month for all."""
    printed = frozenset(text.strip() for text in printed_today if text.strip())
    return Calendar(today, order_of(texts, [today] if today else []), printed)
