"""What can be true of a living person and of a measurement at all: a number beyond it decides nothing."""

from collections.abc import Mapping
from decimal import Decimal

from assess.expressions.logic import Operator, Parameter
from assess.values.check_sources import convention

_SOURCE = convention("Engineering choice of this service", "Parse check: physical range")


def _bound(name: str, value: str, operator: Operator, unit: str) -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=_SOURCE)


BMD_LOW = _bound("BMD_LOW", "0.2", Operator.LT, "g/cm2")
BMD_HIGH = _bound("BMD_HIGH", "2.0", Operator.GT, "g/cm2")
SCORE_LOW = _bound("SCORE_LOW", "-8", Operator.LT, "SD")
SCORE_HIGH = _bound("SCORE_HIGH", "8", Operator.GT, "SD")

_CENT = Decimal(100)
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


def is_possible(name: str, value: Decimal) -> bool:
    """Return whether a number can be true: no negative age, loss or probability, and no probability above 100 %.

    >>> is_possible("frax.mof", Decimal("100.1")), is_possible("frax.hip", Decimal(0)), is_possible("tbs", Decimal(0))
    (False, True, False)
    """
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
