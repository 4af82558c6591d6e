"""The vertebrae or the side told with other values of a site: "L1-L4: T-score -2.1" above "Z-score: spine -1.2"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import Quantity
from dxa.sites import levels_of
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found, Harvest
from parsers.narrative.levels_told import levels_left, levels_told
from parsers.narrative.one_side import sides_in

_SIDED = frozenset([Scan.HIP, Scan.FOREARM])
_OF_ITS_OWN = frozenset([Quantity.TBS, Quantity.CHANGE, Quantity.CHANGE_PERCENT])
"""What may be told of other vertebrae than the densities and their scores."""


def with_places_told(found: Sequence[Found], harvest: Harvest) -> list[Found]:
    """Return the values of this examination with the vertebrae or the side its other values of their site have.

    Only a quantity that is not told of that place yet belongs to it, and only where the text knows no second place: no
    other vertebrae, none left out, no other side and no mean of two.
    """
    now = [one for one in found if one.moment.time is Time.CURRENT]
    sides = set(_sides(harvest))
    placed = [_placed(one, now, harvest, sides) if one.moment.time is Time.CURRENT else one for one in found]
    return [_with_its_pair(one, placed, harvest, sides) if one.moment.time is Time.PRIOR else one for one in placed]


def _with_its_pair(one: Found, placed: Sequence[Found], harvest: Harvest, sides: set[str]) -> Found:
    """Return an earlier value with the place its sentence's present one has: "rose from 0.783 to 0.826" below L1-L4.

    Only where the text names no other vertebrae and leaves none out, or no other side.
    """
    of_spine = one.site.region is Region.LUMBAR_SPINE
    known = (not harvest.left_out and len(_named(harvest)) == 1) if of_spine else len(sides) == 1
    if not known or one.site.levels or one.site.side or one.quantity in _OF_ITS_OWN:
        return one
    pairs = {other.value for other in harvest.found if _is_pair(one, other, harvest)}
    told = {
        other.site
        for other in placed
        if other.moment.time is Time.CURRENT
        and (other.site.region, other.quantity) == (one.site.region, one.quantity)
        and other.value in pairs
    }
    return replace(one, site=told.pop()) if len(pairs) == len(told) == 1 else _with_its_day(one, placed, harvest)


def _with_its_day(one: Found, placed: Sequence[Found], harvest: Harvest) -> Found:
    """Return an earlier value of the spine with the vertebrae that others of its day are of, the only ones told.

    In a table of days "Spine L1-L4 BMD" may head one column and "Spine T-score" the next.
    """
    if one.site.region is not Region.LUMBAR_SPINE or one.moment.when is None:
        return one
    alike = [other for other in placed if other.moment.time is Time.PRIOR and other.moment.when == one.moment.when]
    spans = {other.site.levels for other in alike if _is_span(other)}
    place = replace(one.site, levels=next(iter(spans))) if len(spans) == 1 and _named(harvest) == spans else one.site
    taken = any(other.site == place and other.quantity is one.quantity for other in alike)
    return one if taken else replace(one, site=place)


def _is_pair(one: Found, other: Found, harvest: Harvest) -> bool:
    """Whether another value is today's of the same quantity and site in the same sentence."""
    alike = other.moment.time is Time.CURRENT and (other.site, other.quantity) == (one.site, one.quantity)
    return alike and any(
        sentence.start <= min(one.start, other.start) and max(one.end, other.end) <= sentence.end
        for sentence, _ in harvest.sentences
    )


def _placed(one: Found, now: Sequence[Found], harvest: Harvest, sides: set[str]) -> Found:
    is_open = one.site.region is Region.LUMBAR_SPINE and not one.site.levels and one.quantity not in _OF_ITS_OWN
    if is_open and (used := levels_told(harvest)) and _named(harvest) == {used}:
        place = replace(one.site, levels=used)
    elif is_open and (left := levels_left(harvest)) and not any(_is_span(other) for other in now):
        place = replace(one.site, levels=left)
    elif is_open and not harvest.left_out:
        spans = {other.site.levels for other in now if _is_span(other)}
        place = replace(one.site, levels=spans.pop()) if len(spans) == 1 and _named(harvest) == spans else one.site
    elif one.site.side is None and len(sides) == 1 and _is_of_row(one, now):
        side = Side(next(iter(sides)))
        told = {other.site.side for other in now if other.site.region is one.site.region} - {None}
        place = replace(one.site, side=side) if told == {side} else one.site
    else:
        return one
    taken = any(other.site == place and other.quantity is one.quantity for other in now)
    return one if taken else replace(one, site=place)


def _is_of_row(one: Found, now: Sequence[Found]) -> bool:
    """Whether a value without its side is one of several regions' in a row: a lone one may have lost its own side."""
    scan = SCAN_OF_REGION.get(one.site.region)
    alike = [other for other in now if other.quantity is one.quantity and SCAN_OF_REGION.get(other.site.region) is scan]
    several = len({other.site.region for other in alike}) > 1
    return scan in _SIDED and several and all(other.site.side is None for other in alike)


def _is_span(one: Found) -> bool:
    """Whether a value tells which vertebrae of the spine were measured."""
    return one.site.region is Region.LUMBAR_SPINE and len(one.site.levels) > 1 and one.quantity not in _OF_ITS_OWN


def _named(harvest: Harvest) -> set[tuple[str, ...]]:
    """Return all vertebrae a text names together, more of them than one if it leaves some out or knows other ones."""
    tokens = (token for _, sentence in harvest.sentences for token in sentence)
    named = (
        token.site.levels if token.site else levels_of(token.text) if token.is_a("places:other_site") else ()
        for token in tokens
    )
    return {levels for levels in named if any(level.startswith("L") for level in levels)}


def _sides(harvest: Harvest) -> Iterator[str]:
    """Yield every side a text names, of whatever part of the body; a word for both or the mean makes it two."""
    for _, tokens in harvest.sentences:
        for token in tokens:
            yield from (*sides_in(token), *((Side.MEAN,) if token.is_a("places:both") else ()))
