"""Scores that lost their minus: an unsigned T-score that no bone of its density, age or neighbours can have."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from dxa.regions import SCAN_OF_REGION, Region, Scan
from dxa.report import Quantity
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found

_THIN = {
    Region.LUMBAR_SPINE: Decimal("0.90"),
    Region.FEMORAL_NECK: Decimal("0.70"),
    Region.TOTAL_HIP: Decimal("0.80"),
}
"""Densities in g/cm2 well below the means of young adults in `assess/values/references.py`.

Like the other limits here they are ours and no guideline's: they only hold a score without a sign for a person.
"""
_ABOVE_MEAN = Decimal("0.5")
_OVER_AGE = Decimal("1.5")
"""By how much a T-score cannot exceed the negative Z-score of the same bone, whatever its references adjust for."""
_HIGH = Decimal("1.5")
_APART, _ALIKE = Decimal(3), Decimal("1.5")
"""How far two T-scores of the hips do not lie apart, and how near they come once the sign is put back."""


def without_sign(found: Sequence[Found], *, told_normal: Callable[[], bool]) -> frozenset[tuple[int, int]]:
    """Return the places of the T-scores that stand without a sign where only a minus agrees with the values beside.

    `told_normal` tells that the text calls the density normal.
    """
    open_scores = [one for one in found if one.quantity is Quantity.T_SCORE and one.unsigned and one.value > 0]
    if not open_scores:
        return frozenset()
    spoken = _are_spoken(found) and not told_normal()
    return frozenset(
        (one.start, one.end) for one in open_scores if spoken or any(_denies(other, one) for other in found)
    )


def _are_spoken(found: Sequence[Found]) -> bool:
    """Whether a text gives nothing but high scores without signs, as people say them: "spine 2.6, hip 1.9".

    A density or a Z-score beside them would tell.
    """
    scored = all(one.quantity is Quantity.T_SCORE and one.unsigned and one.value >= _HIGH for one in found)
    return scored and len({SCAN_OF_REGION.get(one.site.region) for one in found}) > 1


def _denies(other: Found, one: Found) -> bool:
    """Whether another value of the same examination cannot stand beside an unsigned T-score."""
    if other.moment.time is not one.moment.time or (one.moment.time is Time.PRIOR and other.moment != one.moment):
        return False
    if other.quantity is Quantity.T_SCORE:
        return _is_of_hip(one) and _is_of_hip(other) and _lies_apart(other.value, one.value)
    if other.site != one.site:
        return False
    if other.quantity is Quantity.Z_SCORE:
        return not other.unsigned and other.value < 0 and one.value - other.value >= _OVER_AGE
    thin = other.quantity is Quantity.BMD and other.value < _THIN.get(other.site.region, 0)
    return thin and one.value >= _ABOVE_MEAN


def _is_of_hip(one: Found) -> bool:
    return SCAN_OF_REGION.get(one.site.region) is Scan.HIP


def _lies_apart(signed: Decimal, unsigned: Decimal) -> bool:
    return signed < 0 and unsigned - signed >= _APART and abs(signed + unsigned) <= _ALIKE
