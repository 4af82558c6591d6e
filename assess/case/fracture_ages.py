"""How old somebody was at a fracture of which only the time since then is stated."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from assess.expressions.known import Known
from dxa.facts import Fracture

_MONTHS = 12
_WHOLE_YEAR = Decimal("0.99")
"""What an age in full years may leave out."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedFracture(Fracture):
    """A fracture whose months since then and the patient's age bound the age at which it happened."""

    youngest: Decimal
    """Years, one decimal."""
    oldest: Decimal
    """Years, one decimal; the same year or the next."""


def timed(fracture: Fracture, ages: Sequence[Decimal]) -> Fracture:
    """Return a fracture with the bounds of its age, where months and age are stated and the age at it is not.

    Months and ages are stated in full ones: 24 months may be close to 25, and 66 years close to 67.

    Args:
        fracture: as stated.
        ages: every age in years the patient may have at the examination; none while it is unknown.
    """
    months = fracture.months_ago
    if fracture.age_at is not None or months is None or not ages:
        return fracture
    last = max(age + _WHOLE_YEAR if age == age.to_integral_value() else age for age in ages)
    youngest = max(Decimal(0), min(ages) - (months + 1) / _MONTHS)
    return TimedFracture(
        **{part.name: getattr(fracture, part.name) for part in fields(Fracture)},
        youngest=youngest.quantize(_TENTH, ROUND_FLOOR),
        oldest=max(Decimal(0), last - months / _MONTHS).quantize(_TENTH, ROUND_CEILING),
    )


def age_at(fracture: Fracture) -> Known[Decimal] | None:
    """Return the age in years at a fracture, as stated or within what age and months allow; None if nobody knows.

    >>> whole = timed(Fracture(months_ago=Decimal(24)), [Decimal(66)])
    >>> age_at(whole).value, age_at(whole).alternatives
    (Decimal('63.9'), (Decimal('65.0'),))
    """
    if fracture.age_at is not None:
        return Known(fracture.age_at)
    if not isinstance(fracture, TimedFracture):
        return None
    others = (fracture.oldest,) if fracture.oldest != fracture.youngest else ()
    return Known(fracture.youngest, alternatives=others, settled_by=("fractures[].age_at",) if others else ())
