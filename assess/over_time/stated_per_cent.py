"""By how many per cent the report says that bone density changed, against what its numbers give."""

from collections.abc import Iterator
from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Judged, fires, silent
from assess.over_time.changes import change_between
from assess.over_time.earlier import Pair, older_than, pairs_of
from dxa.assessment import Change, ChangeVerdict, Reason, Severity, Truth
from dxa.regions import Region
from dxa.report import Direction, Quantity, StatedChange, Unit

_HIP = frozenset({Region.FEMORAL_NECK, Region.TOTAL_HIP})
_HALF = Decimal("0.5")
_PRINTED = Decimal("0.001")
"""g/cm2 by which the difference of two densities of three decimals may be off."""


def per_cent_judged(situation: Situation) -> Judged:
    """Return whether the words give per cent of change that no two densities of their site give.

    Whatever earlier examination is at hand may be meant, and either density may be the one the per cent are taken of.
    """
    for claim in _claims(situation):
        changes = list(_of_site(situation, claim))
        if changes and not any(_fits(claim, one) for one in changes):
            return _differing(claim, changes[0])
    return silent()


def _claims(situation: Situation) -> Iterator[StatedChange]:
    """Yield what the words say in per cent, and what the report gives as a number of its own."""
    told = [one for one in situation.report.text.stated_changes if one.percent is not None and not one.denied]
    yield from told
    for row in situation.usable:
        if row.quantity is Quantity.CHANGE_PERCENT and row.unit is Unit.PERCENT:
            way = Direction.LOSS if row.value < 0 else Direction.GAIN if row.value > 0 else Direction.STABLE
            change = StatedChange(direction=way, region=row.region, side=row.side, percent=abs(row.value))
            # What the words tell too is judged as they tell it, with the year they count from.
            if not any(_is_one(change, one) for one in told):
                yield change


def _is_one(first: StatedChange, second: StatedChange) -> bool:
    return (first.direction, first.region, first.side, first.percent) == (
        second.direction,
        second.region,
        second.side,
        second.percent,
    )


def _of_site(situation: Situation, claim: StatedChange) -> Iterator[Change]:
    for pair in situation.once(pairs_of):
        for one in (pair, *older_than(situation, pair)):
            if _is_meant(claim, one):
                change = change_between(situation, one)
                if change.verdict is not ChangeVerdict.NOT_COMPARABLE and change.start.bmd:
                    yield change


def _is_meant(claim: StatedChange, pair: Pair) -> bool:
    row, date = pair.row, pair.before.date
    there = claim.region in {None, row.region} or (claim.region is Region.HIP_UNSPECIFIED and row.region in _HIP)
    # Of an examination without its day nobody knows whether it is the one of that year.
    then = claim.since_year is None or (date is not None and date.year == claim.since_year)
    return there and len(row.levels) != 1 and claim.side in {None, row.side} and then


def _fits(claim: StatedChange, change: Change) -> bool:
    """Return whether the per cent are those of a change as far as its printed digits tell."""
    stated = claim.percent or Decimal(0)
    least, most = sorted((change.start.bmd, change.end.bmd))
    if not least:
        return True
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    slack = _HALF * step + 100 * _PRINTED / least
    same_way = change.delta_g_cm2 <= 0 if claim.direction is Direction.LOSS else change.delta_g_cm2 >= 0
    off = (abs(stated - 100 * abs(change.delta_g_cm2) / base) for base in (least, most))
    return (same_way or claim.direction is Direction.STABLE) and min(off) <= slack


def _differing(claim: StatedChange, change: Change) -> Judged:
    place = change.region.value.replace("_", " ")
    told = f"{'-' if claim.direction is Direction.LOSS else ''}{claim.percent:f} %"
    words = f"The report gives a change of {told} at the {place}; its densities give {change.delta_percent:f} %."
    reason = Reason(
        term=f"change at the {place} from {change.start.bmd:f} to {change.end.bmd:f} g/cm2",
        value=f"{change.delta_percent:f} %",
        operator="==",
        threshold=f"the stated {told}",
        verdict=Truth.FALSE,
        source="report",
    )
    return fires(reason, says=words, severity=Severity.MAJOR)
