"""FRAX probabilities corrected for the glucocorticoid dose, which FRAX itself does not ask for."""

from dataclasses import dataclass, replace
from decimal import Decimal

from assess.known import Known
from assess.logic import Parameter, Term, fulfils
from assess.medication import is_systemic_glucocorticoid
from assess.situation import Situation
from dxa.facts import Medication


@dataclass(frozen=True, slots=True)
class Correction:
    """What a probability is multiplied with at some doses."""

    dose: Parameter
    """mg prednisone equivalent a day, with the operator that says which side is meant."""
    factor: Parameter


def corrected(base: Term[Situation], corrections: tuple[Correction, ...]) -> Term[Situation]:
    """Return the probability after the correction for the dose, which is applied once only.

    A drug, a dose or an earlier correction nobody stated leaves every value it may come to. Where no course is stated
    the probability stands as it is: whoever computed it was asked about glucocorticoids.
    """

    def read(situation: Situation) -> Known[Decimal] | None:
        known = base.read(situation)
        courses = situation.glucocorticoids.entries
        if known is None or not courses:
            return known
        done = situation.truths.get("frax.gc_adjusted")
        if done is not None and done.value:
            return known
        factors, settled_by = _possible(courses, corrections)
        if done is None and factors != {Decimal(1)}:
            factors.add(Decimal(1))
            settled_by = (*settled_by, "frax.gc_adjusted")
        return _multiplied(known, sorted(factors), settled_by)

    steps = ", ".join(f"{one.dose.operator} {one.dose.value} mg/day: x {one.factor.value}" for one in corrections)
    return Term(base.name, f"{base.says}, corrected for the glucocorticoid dose ({steps})", read)


def _possible(
    courses: tuple[Medication, ...], corrections: tuple[Correction, ...]
) -> tuple[set[Decimal], tuple[str, ...]]:
    """Return every factor that may be right, and the facts that would tell which one is."""
    sure = [course for course in courses if is_systemic_glucocorticoid(course.drug)]
    settled_by = []
    if len(sure) < len(courses):
        settled_by.append("medications[].drug")
    if any(course.mg_per_day is None for course in courses):
        settled_by.append("medications[].mg_per_day")
    if settled_by:
        return {Decimal(1), *(one.factor.value for one in corrections)}, tuple(settled_by)
    highest = max(course.mg_per_day for course in sure if course.mg_per_day is not None)
    found = (one.factor.value for one in corrections if fulfils(highest, one.dose))
    return {next(found, Decimal(1))}, ()


def _multiplied(known: Known[Decimal], factors: list[Decimal], settled_by: tuple[str, ...]) -> Known[Decimal]:
    values = [value * factor for value in (known.value, *known.alternatives) for factor in factors]
    first, *others = dict.fromkeys(values)
    if factors == [Decimal(1)]:
        return known
    return replace(
        known,
        value=first,
        source=f"computed: {known.value} x {' or '.join(map(str, factors))}",
        alternatives=tuple(others),
        settled_by=(*known.settled_by, *settled_by) if others else known.settled_by,
    )
