"""FRAX probabilities corrected for the glucocorticoid dose, which FRAX itself does not ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from assess.known import Known
from assess.logic import Parameter, Term, fulfils
from assess.situation import Situation


@dataclass(frozen=True, slots=True)
class Correction:
    """What a probability is multiplied with at some doses."""

    dose: Parameter
    """mg prednisone equivalent a day, with the operator that says which side is meant."""
    factor: Parameter


def corrected(base: Term[Situation], corrections: tuple[Correction, ...]) -> Term[Situation]:
    """Return the probability after the correction for the dose, which is applied once only.

    A dose or an earlier correction nobody stated leaves every value it may come to. Without a stated course the
    probability stands as it is.
    """

    def read(situation: Situation) -> Known[Decimal] | None:
        known = base.read(situation)
        if known is None or not situation.glucocorticoids.entries:
            return known
        done = situation.truths.get("frax.gc_adjusted")
        if done is not None and done.value:
            return known
        doses = [course.mg_per_day for course in situation.glucocorticoids.entries]
        factors = set(_factors(doses, corrections))
        settled_by: tuple[str, ...] = ("medications[].mg_per_day",) if None in doses else ()
        if done is None and factors != {Decimal(1)}:
            factors.add(Decimal(1))
            settled_by += ("frax.gc_adjusted",)
        return _multiplied(known, sorted(factors), settled_by)

    steps = ", ".join(f"{one.dose.operator} {one.dose.value} mg/day: x {one.factor.value}" for one in corrections)
    return Term(base.name, f"{base.says}, corrected for the glucocorticoid dose ({steps})", read)


def _factors(doses: Iterable[Decimal | None], corrections: tuple[Correction, ...]) -> Iterable[Decimal]:
    known = [dose for dose in doses if dose is not None]
    highest = max(known, default=None)
    if None in doses:
        # The dose nobody stated may be the highest one.
        yield from (Decimal(1), *(one.factor.value for one in corrections))
    elif highest is not None:
        found = (one.factor.value for one in corrections if fulfils(highest, one.dose))
        yield next(found, Decimal(1))


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
