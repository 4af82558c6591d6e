"""The changes a text gives in words, as values of its sites: "a loss of 3 % at the spine"."""

from collections.abc import Sequence

from dxa.regions import SCAN_OF_REGION, Site
from dxa.report import Quantity, Unit
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.harvest import Found
from parsers.narrative.settling import Settled
from parsers.narrative.site_above import SitedChange


def stated_changes(changes: Sequence[SitedChange], found: Sequence[Found]) -> list[Settled]:
    """Return the changes as values, without those of what may be the site of another one.

    Two changes of one site may be against two earlier examinations, and what a table gives is told there.
    """
    printed = [one.site for one in found if one.quantity is Quantity.CHANGE_PERCENT]
    kept: list[Settled] = []
    for change in changes:
        rivals = [other.site for other in changes if other.value != change.value]
        again = [one.site for one, _, _ in kept if one.value == change.value]
        if not any(_may_be_one(change.site, site) for site in (*printed, *rivals, *again)):
            kept.append((_value(change), None, None))
    return kept


def _value(change: SitedChange) -> Found:
    return Found(
        site=change.site,
        quantity=Quantity.CHANGE_PERCENT,
        value=change.value,
        unit=Unit.PERCENT,
        start=change.start,
        end=change.end,
        moment=Moment(Time.CURRENT, said=True),
    )


def _may_be_one(first: Site, second: Site) -> bool:
    """Whether two names may be of one site: of one bone, and not of two sides or two regions of it told apart."""
    if SCAN_OF_REGION.get(first.region) is not SCAN_OF_REGION.get(second.region):
        return False
    regions = first.region is second.region or "hip_unspecified" in {first.region.value, second.region.value}
    return regions and (first.side is second.side or None in {first.side, second.side})
