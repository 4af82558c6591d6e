"""The densitometric class of one T-score, for checks that compare classes of single values."""

from decimal import ROUND_HALF_UP, Decimal

from assess.expressions.logic import Operator, Parameter
from assess.values.check_sources import WHO_CATEGORIES, Z_RANGES
from dxa.vocabulary import Classification

T_NORMAL = Parameter(name="T_NORMAL", value=Decimal("-1.0"), operator=Operator.GE, unit="T-score", cite=WHO_CATEGORIES)
T_OSTEOPOROSIS = Parameter(
    name="T_OSTEOPOROSIS", value=Decimal("-2.5"), operator=Operator.LE, unit="T-score", cite=WHO_CATEGORIES
)
Z_BELOW = Parameter(name="Z_BELOW", value=Decimal("-2.0"), operator=Operator.LE, unit="Z-score", cite=Z_RANGES)

ORDER = (Classification.NORMAL, Classification.LOW_BONE_MASS, Classification.OSTEOPOROSIS)
"""From the highest T-score to the lowest."""


def class_of(t_score: Decimal) -> Classification:
    """Return the WHO class of a T-score, digits as they are.

    >>> [class_of(Decimal(text)).value for text in ("-1.0", "-2.46", "-2.5")]
    ['NORMAL', 'LOW_BONE_MASS', 'OSTEOPOROSIS']
    """
    if t_score >= T_NORMAL.value:
        return Classification.NORMAL
    return Classification.OSTEOPOROSIS if t_score <= T_OSTEOPOROSIS.value else Classification.LOW_BONE_MASS


def range_of(z_score: Decimal) -> Classification:
    """Return whether a Z-score lies in the range expected for age, digits as they are.

    >>> [range_of(Decimal(text)).value for text in ("-2.0", "-1.99")]
    ['BELOW_EXPECTED_RANGE_FOR_AGE', 'WITHIN_EXPECTED_RANGE_FOR_AGE']
    """
    below = z_score <= Z_BELOW.value
    return Classification.BELOW_EXPECTED_RANGE_FOR_AGE if below else Classification.WITHIN_EXPECTED_RANGE_FOR_AGE


def as_printed(t_score: Decimal) -> Decimal:
    """Return the T-score with one decimal as devices print it, halves away from zero.

    >>> as_printed(Decimal("-2.45")), as_printed(Decimal("-0.95"))
    (Decimal('-2.5'), Decimal('-1.0'))
    """
    return t_score.quantize(Decimal("0.1"), ROUND_HALF_UP)
