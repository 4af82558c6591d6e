"""FRAX probabilities corrected for the glucocorticoid dose, which FRAX itself does not ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from assess.case.medication import is_systemic_glucocorticoid
from assess.case.situation import Situation
from assess.expressions.known import Known, Listed
from assess.expressions.logic import Parameter, Term, fulfils
from dxa.facts import Medication

_AS_IT_IS = Decimal(1)
_ANY_DOSE = Decimal(1000)
"""mg a day, beyond every dose a source names."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a probability is multiplied with at some doses."""

    dose: Parameter
    """mg prednisone equivalent a day, with the operator that says which side is meant."""
    factor: Parameter


def corrected(base: Term[Situation], corrections: tuple[Correction, ...]) -> Term[Situation]:
    """Return the probability after the correction for the dose, which is applied once only.

    FRAX asks whether glucocorticoids are taken, not how much. A course, a drug, a dose or an earlier correction nobody
    stated leaves every value the probability may come to: it decides only where all of them agree.
    """

    def read(situation: Situation) -> Known[Decimal] | None:
        known = base.read(situation)
        done = situation.truths.get("frax.gc_adjusted")
        if known is None or (done is not None and done.value):
            return known
        factors, settled_by = _possible(situation.glucocorticoids, corrections)
        if done is None and situation.glucocorticoids.entries and factors != {_AS_IT_IS}:
            factors.add(_AS_IT_IS)
            settled_by = (*settled_by, "frax.gc_adjusted")
        return multiplied(known, sorted(factors), settled_by)

    steps = ", ".join(f"{one.dose.operator} {one.dose.value} mg/day: x {one.factor.value}" for one in corrections)
    # A table by age compares it at every age.
    says = f"{base.says}, corrected for the glucocorticoid dose ({steps})"
    return Term(base.name, says, lambda situation: situation.once(read))


def _possible(courses: Listed[Medication], corrections: tuple[Correction, ...]) -> tuple[set[Decimal], tuple[str, ...]]:
    """Return every factor that may be right, and the facts that would tell which one is."""
    sure = [course for course in courses.entries if is_systemic_glucocorticoid(course.drug)]
    settled_by = [] if courses.complete else ["medications"]
    if len(sure) < len(courses.entries):
        settled_by.append("medications[].drug")
    doses = [course.mg_per_day for course in courses.entries if course.mg_per_day is not None]
    if len(doses) < len(courses.entries) or _differ(sure):
        settled_by.append("medications[].mg_per_day")
    if settled_by == ["medications"] and sure:
        # The list may go on, with a higher dose only.
        return {_factor(max(doses), corrections), _factor(_ANY_DOSE, corrections)}, tuple(settled_by)
    if settled_by == ["medications[].mg_per_day"] and len(doses) == len(courses.entries):
        return {_factor(dose, corrections) for dose in doses}, tuple(settled_by)
    if settled_by:
        return {_AS_IT_IS, *(one.factor.value for one in corrections)}, tuple(settled_by)
    return {_factor(max(doses), corrections) if doses else _AS_IT_IS}, ()


def _differ(sure: Sequence[Medication]) -> bool:
    """Return whether one drug is stated with two doses, of which one at most is right."""
    return any(one.drug == other.drug and one.mg_per_day != other.mg_per_day for one, other in combinations(sure, 2))


def _factor(dose: Decimal, corrections: tuple[Correction, ...]) -> Decimal:
    found = (one.factor.value for one in corrections if fulfils(dose, one.dose))
    return next(found, _AS_IT_IS)


def multiplied(known: Known[Decimal], factors: list[Decimal], settled_by: tuple[str, ...]) -> Known[Decimal]:
    """Return a probability with every value it may come to by the factors."""
    values = [value * factor for value in (known.value, *known.alternatives) for factor in factors]
    first, *others = dict.fromkeys(values)
    if factors == [_AS_IT_IS]:
        return known
    return replace(
        known,
        value=first,
        source=f"computed: {known.value} x {' or '.join(map(str, factors))}",
        alternatives=tuple(others),
        settled_by=(*known.settled_by, *settled_by) if others else known.settled_by,
    )
