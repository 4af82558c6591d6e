"""What the sentences of a structured report stand under: the names of their items and of the containers around."""

import re

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.sites import plain, site_of
from parsers.dicom.codes import OTHER_SECTIONS
from parsers.dicom.content import Content, Item
from parsers.dicom.scans import scan_of, scan_side

_SENTENCES = frozenset(
    ["", "finding", "text", "sentence", "paragraph", "comment", "narrative", "description", "observation"]
)
"""Names of items that say no more than that they are sentences."""
_OTHERS = (
    (re.compile(r"\bcompar|\bprevious\b|\bprior\b|vergleich|vorbefund|voruntersuch|anterior|precedent"), "Comparison"),
    (re.compile(r"\bhistory\b|\bindication|clinical information|anamnes|antecedent|reason for"), "History"),
    (re.compile(r"recommend|empfehlung|recomend|recommand|raccomand|aanbevel"), "Recommendation"),
    (re.compile(r"\btechnique|\btechnik|\btecnica|\btechniek"), "Technique"),
)
"""Names of containers about something else than this examination, and the heading their sentences get."""
_HIPS = {
    region: region.value.replace("_", " ")
    for region in (Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.TROCHANTER, Region.FEMORAL_SHAFT)
}
_LONGEST_SITE = 40


def headings_of(content: Content, position: int) -> list[str]:
    """Return the headings a text gets: its section, or its site with the side a container around it tells."""
    item = content.items[position]
    if section := _section_around(content, item):
        return [section]
    around = [content.items[place].name.meaning for place in content.ancestors(position)]
    scans = [name for name in around if scan_of(name)]
    scan = scan_of(scans[0]) if scans else None
    own = item.name.meaning
    named = next((name for name in (own, *around) if name and site_of(name, scan)), "")
    site = site_of(named, scan) if named else None
    if site is None:
        return [own] if own else []
    side = next((side for name in scans if (side := scan_side(name)) and scan_of(name) is scan), None)
    is_sided = SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}
    if is_sided and site.side is None and side in {Side.LEFT, Side.RIGHT}:
        return [f"{side.value} {_HIPS.get(site.region, named)}"]
    return [named] if site_of(named) else [scans[0], named]


def goes_on_below_site(content: Content, position: int) -> bool:
    """Return whether a text goes on below a sibling of its own name that is the bare name of a site: "Left hip:"."""
    item = content.items[position]
    if item.parent < 0:
        return False
    siblings = [place for place in content.children[item.parent] if place < position]
    alike = (content.items[place] for place in siblings)
    return any(
        one.kind == "TEXT" and one.name.meaning == item.name.meaning and _is_bare_site(one.text) for one in alike
    )


def _is_bare_site(text: str) -> bool:
    name = text.strip().rstrip(":").strip()
    return len(name) <= _LONGEST_SITE and "\n" not in name and (site_of(name) or scan_of(name)) is not None


def _section_around(content: Content, item: Item) -> str:
    """Return what the container of a text is about if that is not this examination: its history, what it compares with.

    An item named "Finding" in it says no more than that it is a sentence.
    """
    if item.parent < 0 or plain(item.name.meaning) not in _SENTENCES:
        return ""
    around = content.items[item.parent].name
    coded = OTHER_SECTIONS.get((around.scheme.upper(), around.value), "")
    return coded or next((heading for form, heading in _OTHERS if form.search(plain(around.meaning))), "")
