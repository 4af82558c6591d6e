"""Several glucocorticoid courses: whether they may together reach a dose and duration that none reaches alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.case.medication import days_of, grams_in_a_year, months_of
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression, Question, Subject
from assess.expressions.known import Listed
from assess.expressions.logic import Parameter, any_of, fulfils
from assess.terms.terms import GLUCOCORTICOIDS
from dxa.assessment import Reason, Truth
from dxa.facts import Medication

_UNBOUNDED = Decimal(10000)
"""What a dose or duration nobody stated may come to; beyond every figure of a source."""
_SEVERAL = 2


@dataclass(frozen=True, slots=True, eq=False)
class Together(Question[Situation]):
    """Courses that may overlap or follow one another reach a figure at most; nobody said how they lie in time.

    Never true: beside a condition on single courses it turns "none reaches it" into "unknown" where several may.
    """

    says: str
    """What would be reached, in words."""
    figure: Parameter
    most: Callable[[Sequence[Medication]], Decimal]
    """The most that some courses together may come to, whichever way they lie in time."""

    def answers(self, kindred: "Sequence[Together]", subject: Subject[Situation]) -> Iterable[Truth]:  # noqa: ARG002 - it has no kin
        """Return unknown where the courses may reach the figure together, else false."""
        return (self.verdict(subject.once(GLUCOCORTICOIDS.read)),)

    def reasons(self, subject: Subject[Situation]) -> tuple[Reason, ...]:
        """Return what the courses may come to; nothing while they cannot reach the figure."""
        courses = subject.once(GLUCOCORTICOIDS.read)
        if self.verdict(courses) is Truth.FALSE:
            return ()
        reason = Reason(
            term=f"{self.says}: the most that the {len(courses.entries)} courses together may come to",
            value=str(self.most(courses.entries)),
            operator=self.figure.operator.value,
            threshold=str(self.figure.value),
            verdict=Truth.UNKNOWN,
            source=courses.source,
        )
        return (reason,)

    def asks(self, subject: Subject[Situation]) -> tuple[str, ...]:  # noqa: ARG002 - the same for every case
        """Return the list of courses."""
        return (GLUCOCORTICOIDS.name,)

    def verdict(self, courses: Listed[Medication]) -> Truth:
        """Return how it comes out, without reasons."""
        if len(courses.entries) < _SEVERAL or not fulfils(self.most(courses.entries), self.figure):
            return Truth.FALSE
        return Truth.UNKNOWN


def taken(alone: Expression[Situation], dose: Parameter, duration: Parameter) -> Expression[Situation]:
    """Return: some course alone reaches dose and duration; unknown where several together may."""
    words = f"{duration.unit}s at {dose.value} {dose.unit} or more"
    return any_of(alone, Together(words, duration, lambda courses: _longest(courses, dose, duration)))


def dose_taken(alone: Expression[Situation], dose: Parameter) -> Expression[Situation]:
    """Return: some course alone reaches a dose; unknown where several together may."""
    return any_of(alone, Together(dose.unit, dose, lambda courses: sum(map(_dose, courses), Decimal(0))))


def grams_taken(alone: Expression[Situation], grams: Parameter) -> Expression[Situation]:
    """Return: some course alone comes to so much within a year; unknown where several together may."""
    return any_of(alone, Together("g within a year", grams, lambda courses: sum(map(_grams, courses), Decimal(0))))


def _longest(courses: Sequence[Medication], dose: Parameter, duration: Parameter) -> Decimal:
    """Return for how long the courses may reach a dose at most.

    Each course that reaches it counts in full, as if all followed one another. The others reach it only where they
    overlap, and not for longer than what all of them hold would last at that dose.
    """
    enough = [course for course in courses if fulfils(_dose(course), dose)]
    less = [course for course in courses if not fulfils(_dose(course), dose)]
    longest = sum((_time(course, duration) for course in enough), Decimal(0))
    if fulfils(sum(map(_dose, less), Decimal(0)), dose):
        longest += sum((_dose(course) * _time(course, duration) for course in less), Decimal(0)) / dose.value
    return min(longest, _UNBOUNDED).quantize(Decimal("0.01"))


def _dose(course: Medication) -> Decimal:
    return course.mg_per_day if course.mg_per_day is not None else _UNBOUNDED


def _time(course: Medication, duration: Parameter) -> Decimal:
    known = days_of(course) if duration.unit == "day" else months_of(course)
    return max((known.value, *known.alternatives)) if known is not None else _UNBOUNDED


def _grams(course: Medication) -> Decimal:
    known = grams_in_a_year(course)
    return max((known.value, *known.alternatives)) if known is not None else _UNBOUNDED
