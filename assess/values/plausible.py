"""What can be true of a living person and of a measurement at all: a number beyond it decides nothing."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from assess.expressions.logic import Operator, Parameter, fulfils
from assess.values.check_sources import convention

_SOURCE = convention("Engineering choice of this service", "Parse check: physical range")


def _bound(name: str, value: str, operator: Operator, unit: str) -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=_SOURCE)


BMD_LOW = _bound("BMD_LOW", "0.2", Operator.LT, "g/cm2")
BMD_HIGH = _bound("BMD_HIGH", "2.0", Operator.GT, "g/cm2")
SCORE_LOW = _bound("SCORE_LOW", "-8", Operator.LT, "SD")
SCORE_HIGH = _bound("SCORE_HIGH", "8", Operator.GT, "SD")

OLDEST = _bound("OLDEST", "122", Operator.GT, "year")
"""Nobody is known to have lived longer."""

_CENT = Decimal(100)
_MONTHS = 12
_FULL_YEARS_APART = 2
"""By how much an age, an age at a fracture and the months since may miss each other, all three rounded."""
_NOT_BELOW_NOUGHT = frozenset(
    {
        "age_years",
        "height_loss_historical_cm",
        "height_loss_prospective_cm",
        "egfr",
        "crcl_ml_min",
        "frax.mof",
        "frax.hip",
        "medications[].mg_per_day",
        "medications[].months",
        "medications[].days",
        "fractures[].age_at",
        "fractures[].months_ago",
    }
)
_ABOVE_NOUGHT = frozenset({"weight_kg", "height_cm", "tbs"})
_PROBABILITIES = frozenset({"frax.mof", "frax.hip"})
_AGES = frozenset({"age_years", "fractures[].age_at"})


def is_possible(name: str, value: Decimal) -> bool:
    """Return whether a number can be true: nothing below nought, no probability above 100 %, no age nobody reached.

    >>> is_possible("frax.mof", Decimal("100.1")), is_possible("frax.hip", Decimal(0)), is_possible("tbs", Decimal(0))
    (False, True, False)
    >>> is_possible("age_years", Decimal(122)), is_possible("age_years", Decimal(130))
    (True, False)
    """
    if name in _AGES and fulfils(value, OLDEST):
        return False
    if name in _NOT_BELOW_NOUGHT or name.startswith("labs."):
        return value >= 0 and (name not in _PROBABILITIES or value <= _CENT)
    return name not in _ABOVE_NOUGHT or value > 0


def fit_together(numbers: Mapping[str, Decimal]) -> bool:
    """Return whether the probabilities fit: a hip fracture is a major one, so it cannot be the more likely of the two.

    >>> fit_together({"frax.mof": Decimal(4), "frax.hip": Decimal(12)}), fit_together({"frax.hip": Decimal(12)})
    (False, True)
    """
    major, hip = numbers.get("frax.mof"), numbers.get("frax.hip")
    return major is None or hip is None or hip <= major


def impossible_times(age_at: Decimal | None, months_ago: Decimal | None, ages: Collection[Decimal]) -> tuple[str, ...]:
    """Return which times of a fracture cannot be: ahead of the patient, before birth, or at odds with each other.

    Args:
        age_at: age at the fracture in years, None if nobody said it.
        months_ago: months from the fracture to the examination, None if nobody said it.
        ages: every age in years the patient may have at the examination; none while it is unknown.

    >>> impossible_times(Decimal(70), None, [Decimal("69.5")]), impossible_times(Decimal(69), Decimal(6), [Decimal(69)])
    (('age_at',), ())
    """
    if not ages:
        return ()
    oldest, youngest = max(ages), min(ages)
    late = age_at is not None and int(age_at) > int(oldest)
    early = months_ago is not None and months_ago / _MONTHS >= oldest + 1
    if late or early:
        return (*(("age_at",) if late else ()), *(("months_ago",) if early else ()))
    if age_at is None or months_ago is None:
        return ()
    then = [age - months_ago / _MONTHS for age in (youngest, oldest)]
    apart = age_at - _FULL_YEARS_APART >= then[1] or age_at + _FULL_YEARS_APART <= then[0]
    return ("age_at", "months_ago") if apart else ()
