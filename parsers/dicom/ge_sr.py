"""The containers around a value in GE Lunar's Enhanced SR: scan, region, trend and date stand in their names.

Shape after three public parsers of such objects (facts on DICOM, 1.1): scan > region > value, and scan > "Trend
<region>" > examination date > value or change.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dxa.regions import SCAN_OF_REGION, VERTEBRAE, Region, Scan, Side, Site
from dxa.sites import levels_of, plain, site_of
from parsers.dicom.codes import MEASUREMENT_GROUPS, MEASUREMENT_REPORT, is_dicom
from parsers.dicom.content import Content, Item
from parsers.dicom.dates import looks_like_date
from parsers.dicom.scans import is_of_both_sides, is_other_scan, scan_of, scan_side
from parsers.dicom.tracking import day_in, names_earlier, names_others

_TREND = re.compile(r"trend\b[\s:_-]*", re.IGNORECASE)
_CHANGE = re.compile(r"change|\broc_", re.IGNORECASE)
_BARE_SIDE = re.compile(r"\w+\.?(?: side| seite)?")
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
_TOTALS = frozenset({"total", "gesamt", "totale", "totaal"})
_SHORT_SIDE = re.compile(r"\b([LR])\.\s?(?=[A-Za-z])")
_STRUCTURE = MEASUREMENT_GROUPS | {MEASUREMENT_REPORT}
_TITLE = re.compile(r"report|results?$|^measurements?$|measurement group|imaging measurements", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the containers around a value say."""

    region: str | None
    """Name of the region's container, without "Trend"; None if there is none."""
    region_item: int
    """Its position, -1 if there is none."""
    scan: Scan | None
    side: Side | None
    """Side the scan's name states, else a container that names nothing else."""
    bare_side: Side | None
    """Side the nearest container names that names nothing else."""
    scan_name: str
    is_trend: bool
    date: str | None
    """Text of the examination's date in a trend."""
    change: str | None
    """Name of the change container, such as PCHANGE_VS_PREVIOUS."""
    levels: tuple[str, ...]
    """Vertebrae with values of their own beside a region called "Total"."""
    named_day: str
    """A day or year within the name of the nearest container that has one; empty if none has."""

    is_earlier: bool
    """Whether a container calls what it holds previous or prior."""
    is_of_others: bool
    """Whether a container holds reference values, limits or checks, and nothing measured in the patient."""

    @property
    def is_of_both_sides(self) -> bool:
        """Whether the scan is one of both sides, so that only its rows say which."""
        return is_of_both_sides(self.scan_name)

    @property
    def site(self) -> Site | None:
        """The site, None if the region's name is unknown under this scan."""
        if self.region is None:
            return None
        if is_other_scan(self.scan_name):
            return None
        site = site_of(_SHORT_SIDE.sub(r"\1 ", self.region.replace("_", " ")), self.scan)
        if site is not None and site.region is Region.FOREARM_TOTAL and "total" not in self.region.casefold():
            # A value right in the scan of a forearm may be of any of its regions.
            return None
        if site is not None and site.region is Region.LUMBAR_SPINE and not site.levels:
            return Site(site.region, None, self.levels)
        side = self.bare_side or self.side
        if site is None or site.side is not None or side is None or SCAN_OF_REGION.get(site.region) not in _SIDED:
            return site
        return Site(site.region, side, site.levels)


def around(content: Content, position: int) -> Around:
    """Return what the containers around an item say, from the nearest outwards."""
    date = change = region = bare_side = None
    region_item, trend = -1, False
    outer: list[str] = []
    every = [content.items[place].name.meaning for place in content.ancestors(position)]
    for place in content.ancestors(position):
        item = content.items[place]
        name = item.name.meaning
        # An item that has lost its type and holds others is taken for a container: it may have named the region.
        if item.kind not in {"CONTAINER", ""} or _is_structure(item):
            continue
        if looks_like_date(name):
            date = date or name
        elif told := _mere_side(name):
            bare_side = bare_side or told
        elif region is not None:
            outer.append(name)
        elif _CHANGE.search(name):
            change = name
        else:
            trend = _TREND.match(name) is not None
            region, region_item = _TREND.sub("", name, count=1), place
    scan_name = next((name for name in outer if scan_of(name)), outer[0] if outer else region or "")
    return Around(
        region=region,
        region_item=region_item,
        scan=scan_of(scan_name),
        side=scan_side(scan_name) or bare_side,
        bare_side=bare_side,
        scan_name=scan_name,
        is_trend=trend or date is not None,
        date=date,
        change=change,
        levels=_levels_beside(content, region_item) if plain(region or "") in _TOTALS else (),
        named_day=next((day for name in every[:-1] if not _CHANGE.search(name) and (day := day_in(name))), ""),
        is_earlier=any(names_earlier(name) and not _CHANGE.search(name) for name in every[:-1]),
        is_of_others=any(map(names_others, every[:-1])),
    )


@lru_cache(maxsize=1024)
def _mere_side(name: str) -> Side | None:
    """Return the side a container names that names nothing else."""
    return scan_side(name) if _BARE_SIDE.fullmatch(plain(name)) else None


def _levels_beside(content: Content, position: int) -> tuple[str, ...]:
    """Return the vertebrae whose containers stand beside one and hold a number; none if one of several does."""
    beside = (place for place in content.children[content.items[position].parent] if place != position)
    filled = [place for place in beside if any(_holds_number(content.items[one]) for one in content.children[place])]
    named = [levels_of(content.items[place].name.meaning) for place in filled]
    if any(len(levels) > 1 for levels in named):
        return ()
    return tuple(level for level in VERTEBRAE if (level,) in named)


def _holds_number(item: Item) -> bool:
    return item.kind in {"NUM", "TEXT"} and any(map(str.isdecimal, item.text))


def trend_dates(items: Iterable[Item]) -> list[str]:
    """Return every examination date the containers of a tree name."""
    return [item.name.meaning for item in items if item.kind == "CONTAINER" and looks_like_date(item.name.meaning)]


def _is_structure(item: Item) -> bool:
    """Whether a container says nothing about a site; one whose name is lost might have, and hides what is around it."""
    if item.parent < 0 or is_dicom(item.name, _STRUCTURE):
        return True
    return _TITLE.search(item.name.meaning) is not None
