"""Site and side of a value in a measurement report (PS3.16 TID 1500, 1501, 300): by modifiers, name or container.

They may stand on the value, on its group, in its name, or in the container around it; the nearest statement counts,
and what stands further off may only make it more exact.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from dxa.issues import IssueCode
from dxa.loinc import SNOMED_REGIONS
from dxa.regions import VERTEBRAE, Region, Scan, Side, Site
from dxa.sites import levels_of, plain, side_of, site_of
from parsers.dicom.codes import (
    BILATERAL,
    DERIVATION,
    FINDING_SITE,
    LATERALITY,
    STUDY_DATE,
    TOPOGRAPHY,
    TRACKING,
    is_concept,
    is_dicom,
    level_of,
    regions_of,
    side_code,
    snomed,
)
from parsers.dicom.content import Content, Item
from parsers.dicom.dates import looks_like_date, read_date
from parsers.dicom.names import Name
from parsers.dicom.scans import scan_of
from parsers.dicom.tracking import Tracked, tracked

FEMUR = SNOMED_REGIONS["71341001"]
PROXIMAL_FEMUR = "310651003"
_SITE_WORDS = (
    "finding site",
    "region of interest",
    "roi",
    "region",
    "measured region",
    "scan region",
    "anatomic region",
    "anatomical site",
    "anatomic location",
    "body site",
    "target region",
)
_SIDE_WORDS = ("laterality", "side")
_MEAN = re.compile(r"^(?:mean|average)\b")
_SPREAD = re.compile(r"deviation|variance|minimum|maximum|median|\bmode\b|percentile|\brange\b|\bsum\b|\berror\b")
_DATED = frozenset({"TEXT", "DATE", "DATETIME"})
_EXAM_DAY = re.compile(
    r"(?:exam(?:ination)?|scan|measurement|acquisition|study|visit) date"
    r"|date of (?:the )?(?:exam(?:ination)?|scan|study|visit)|(?:acquired|scanned|measured)(?: on)?"
    r"|untersuchungsdatum|messdatum|aufnahmedatum|fecha del? (?:examen|estudio)|date de l'examen|data dell'esame"
    r"|data do exame|onderzoeksdatum"
)
_DAY_OF_GROUP = frozenset({"date", "datum", "fecha", "data", "day"})
"""Names that say in a group whose day they are; in a report it may be that of anything."""
_EARLIER = re.compile(r"\bprevious\b|\bprior\b|\bbaseline\b|\bearlier\b", re.IGNORECASE)
_TIME = re.compile(r"tempor|\btime\b|exam(?:ination)? (?:type|status)")
_BEFORE = re.compile(
    r"(?:previous|prior|baseline|earlier)(?: (?:exam(?:ination)?|study|scan|visit|measurement|time ?point))?"
    r"|\d+ (?:year|month)s? (?:ago|earlier|before)|last (?:year|exam(?:ination)?|visit|scan)"
)
"""All that is said of a time; a comparison with an earlier one is said of the present."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says about the site: the regions it may mean (None: nothing), side and vertebrae."""

    regions: frozenset[Region] | None = None
    side: Side | None = None
    levels: tuple[str, ...] = ()
    conflict: IssueCode | None = None
    usual: Region | None = None
    """The region meant if nothing narrows several: a proximal femur is the total hip, but its neck lies in it."""

    @property
    def says_something(self) -> bool:
        """Whether anything was stated."""
        return self.regions is not None or self.side is not None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a value belongs, and whether statements about it contradict each other."""

    site: Site | None
    conflict: IssueCode | None


def statement_of_site(site: Site | None) -> Statement:
    """Return what a printed site says; a bare "hip" or "femur" may mean any region of the hip."""
    if site is None:
        return Statement()
    regions = FEMUR if site.region is Region.HIP_UNSPECIFIED else frozenset({site.region})
    return Statement(regions, site.side, site.levels)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the children of one item say for it and for everything below it."""

    modifiers: Statement = Statement()
    tracking: Statement = Statement()
    """By its tracking identifier; free text, so it may say nothing."""
    day: date | None = None
    """Day of the study the values below belong to, None if no child names one."""
    printed_day: str = ""
    """Day of the examination the values below belong to, as a vendor prints it; empty if no child does."""
    is_earlier: bool = False
    """Whether a time point calls the values below earlier ones."""
    is_mean: bool = False
    """Whether they are said to be derived as a mean."""
    is_of_both_sides: bool = False
    """Whether their laterality is both sides."""
    is_spread: bool = False
    """Whether they are said to be a deviation, an extreme or another statistic that is no value of the patient."""


_UNMARKED = Marks()


def marks_of(content: Content) -> tuple[Marks, ...]:
    """Return the marks of every item, in one pass over the tree."""
    marks = tuple(_marks(content, children) if children else _UNMARKED for children in content.children)
    # A day right below the root is that of all of the report, whatever day the study was opened.
    return (replace(marks[0], printed_day=""), *marks[1:]) if marks else marks


def _marks(content: Content, children: tuple[int, ...]) -> Marks:
    tracking, day, is_earlier = Statement(), None, False
    derived = printed = tracked_day = ""
    for position in children:
        item = content.items[position]
        if item.kind in {"NUM", "CONTAINER"}:
            continue
        if item.kind == "CODE" and is_dicom(item.name, {DERIVATION}):
            derived = plain(item.text)
        elif is_dicom(item.name, {TRACKING}):
            said = tracked(item.text)
            tracking = _tracking(said)
            is_earlier, tracked_day = is_earlier or said.is_earlier, tracked_day or said.printed_day
        elif item.kind in _DATED and _names_day(item):
            printed = printed or item.text
        elif is_dicom(item.name, {STUDY_DATE}):
            day = day or read_date(item.text)
        elif item.kind in {"TEXT", "CODE"} and _TIME.search(plain(item.name.meaning)):
            is_point = plain(item.name.meaning) == "time point" and _EARLIER.search(item.text) is not None
            is_earlier = is_earlier or is_point or _BEFORE.fullmatch(plain(item.text)) is not None
            printed = printed or (item.text if looks_like_date(item.text) else "")
    modifiers = _modifiers(content, children)
    if modifiers.levels and tracking.levels and modifiers.levels != tracking.levels:
        tracking = replace(tracking, conflict=IssueCode.CODE_LABEL_CONFLICT)
    return Marks(
        modifiers=modifiers,
        tracking=tracking,
        day=day,
        printed_day=printed if looks_like_date(printed) else tracked_day,
        is_earlier=is_earlier,
        is_mean=_MEAN.match(derived) is not None,
        is_of_both_sides=_names_both_sides(content, children),
        is_spread=_SPREAD.search(derived) is not None,
    )


def _names_day(item: Item) -> bool:
    name = plain(item.name.meaning.replace("_", " "))
    return name in _DAY_OF_GROUP or _EXAM_DAY.fullmatch(name) is not None


def day_of_report(content: Content) -> str:
    """Return the day of the examination right below the root, as it is printed; empty if none stands there."""
    below = (content.items[position] for position in content.children[0])
    dated = (
        item
        for item in below
        if item.kind in _DATED and _EXAM_DAY.fullmatch(plain(item.name.meaning.replace("_", " ")))
    )
    return next((item.text for item in dated if looks_like_date(item.text)), "")


def _tracking(said: Tracked) -> Statement:
    """Return what a tracking identifier says of the site; what is not understood in it holds the values."""
    stated = statement_of_site(said.site) if said.site else Statement(side=said.side)
    if not said.is_unclear:
        return stated
    return replace(stated, regions=stated.regions or frozenset(), conflict=IssueCode.SITE_AMBIGUOUS)


def _names_both_sides(content: Content, children: tuple[int, ...]) -> bool:
    """Whether a laterality among some siblings, or below one of them, says both sides."""
    near = [*children, *(below for position in children for below in content.children[position])]
    items = (content.items[position] for position in near)
    return any(is_concept(item.name, LATERALITY, *_SIDE_WORDS) and snomed(item.code) == BILATERAL for item in items)


def statement_of_name(name: Name, scan: Scan | None) -> Statement:
    """Return what the name of a value says about its site: by its label, checked against its code."""
    site = name.site(scan)
    labelled = statement_of_site(site) if site else Statement(side=side_of(name.rest) if name.rest else None)
    if name.coded is None:
        return labelled
    coded = Statement(name.coded.regions or None, name.coded.side)
    return folded(labelled, coded) if labelled.says_something else coded


def folded(nearest: Statement, further: Statement) -> Statement:
    """Return the nearest statement made more exact by one further off, with any contradiction noted."""
    conflict = nearest.conflict or further.conflict
    regions, side = nearest.regions or further.regions, nearest.side or further.side
    if nearest.regions and further.regions:
        both = nearest.regions & further.regions
        conflict = conflict if both else conflict or IssueCode.CODE_LABEL_CONFLICT
        regions = both or nearest.regions
    if nearest.side and further.side and nearest.side != further.side:
        conflict = conflict or IssueCode.SIDE_CONFLICT
    return Statement(regions, side, nearest.levels or further.levels, conflict, nearest.usual or further.usual)


def placed(statement: Statement) -> Placed:
    """Return the one site a statement amounts to; regions of the hip that stay open are an unspecified hip."""
    regions = statement.regions
    if not regions:
        return Placed(None, statement.conflict)
    if len(regions) == 1:
        region = next(iter(regions))
    elif regions <= FEMUR:
        region = statement.usual if statement.usual in regions else Region.HIP_UNSPECIFIED
    else:
        return Placed(None, statement.conflict)
    is_spine = region in {Region.LUMBAR_SPINE, Region.LATERAL_SPINE}
    return Placed(Site(region, statement.side, statement.levels if is_spine else ()), statement.conflict)


def _modifiers(content: Content, children: tuple[int, ...]) -> Statement:
    """Return what finding sites and lateralities among some siblings say together."""
    statement = Statement()
    for position in children:
        item = content.items[position]
        if is_concept(item.name, FINDING_SITE, *_SITE_WORDS):
            below = _modifiers(content, content.children[position])
            own = _site_item(item, _topography(content, content.children[position]))
            levels = _in_order({*statement.levels, *own.levels})
            statement = folded(folded(statement, own), Statement(side=below.side))
            statement = replace(statement, levels=levels)
        elif is_concept(item.name, LATERALITY, *_SIDE_WORDS):
            statement = folded(statement, Statement(side=_side(item)))
    return statement


def _topography(content: Content, children: tuple[int, ...]) -> str:
    """Return the part of a site that a modifier names, such as "Upper"; empty if none does."""
    items = (content.items[position] for position in children)
    parts = (item.text for item in items if is_concept(item.name, TOPOGRAPHY, "topographical modifier"))
    return " ".join(part for part in parts if side_of(part) is None)


def _site_item(item: Item, part: str) -> Statement:
    """Return what one finding site says: its code and its words have to agree."""
    if part:
        # "Upper" makes of a neck another region; a part that is not known makes one that nobody knows.
        exact = statement_of_site(site_of(f"{part} {item.text}"))
        return exact if exact.says_something else Statement(frozenset(), conflict=IssueCode.SITE_AMBIGUOUS)
    words = statement_of_site(site_of(item.text))
    if snomed(item.code) == PROXIMAL_FEMUR and words.regions == frozenset({Region.TOTAL_HIP}):
        return replace(words, regions=FEMUR, usual=Region.TOTAL_HIP)
    if level := level_of(item.code):
        spine = Statement(frozenset({Region.LUMBAR_SPINE}), None, (level,))
        differs = bool(words.levels) and words.levels != (level,)
        return replace(folded(spine, words), conflict=IssueCode.CODE_LABEL_CONFLICT if differs else None)
    regions = regions_of(item.code)
    if regions is None and snomed(item.code) and not _is_named_in_full(item.text, words):
        # "Neck" by a concept nobody knows may be the throat.
        return replace(words, conflict=IssueCode.SITE_AMBIGUOUS)
    if regions is None:
        return words if words.says_something else Statement(levels=levels_of(item.text))
    return folded(words, Statement(regions)) if words.says_something else Statement(regions)


def _is_named_in_full(text: str, words: Statement) -> bool:
    """Whether a name that means a region of the hip says so itself, as "neck of the femur" does."""
    return not words.regions or not words.regions <= FEMUR or scan_of(text) is Scan.HIP


def _side(item: Item) -> Side | None:
    if snomed(item.code) == BILATERAL:
        return None
    return side_code(item.code) or side_of(item.text)


def _in_order(levels: set[str]) -> tuple[str, ...]:
    return tuple(level for level in VERTEBRAE if level in levels)
