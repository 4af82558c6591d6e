"""What observations say about the others of their OBX-4: the site, the side and the day of a group."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dxa.loinc import SNOMED_LEVELS, SNOMED_REGIONS, SNOMED_SIDES
from dxa.regions import Region, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.hl7.escapes import Separators
from parsers.hl7.fields import NULL, coded, coded_element, date_of
from parsers.hl7.identify import Coded
from parsers.hl7.labels import Meaning, meaning_of, says_prior, scan_in
from parsers.hl7.tokens import Message, Segment

_SITE_LABEL = re.compile(
    r"(?:(?:body|finding|anatomic(?:al)?|scan(?:ned)?|measure(?:d|ment)|bone|skeletal|dxa|exam(?:ination)?|target) )?"
    r"(?:site|region|roi|location|body part|region of interest|area of interest|bodysite)"
    r"(?: (?:name|scanned|measured|code))?"
    r"|363698007|messort|region(?:e|o)?|lokalisation|localisation|localizacion|sitio|zona"
)
_SIDE_LABEL = re.compile(
    r"(?:(?:body|hip|femur|exam|scan) )?"
    r"(?:side|laterality|seite|lado|cote|lateralite|lateralidad|lateralidade|zijde|lato)|272741003"
)
_DAY_LABEL = re.compile(
    r"(?:(?:exam(?:ination)?|study|scan|acquisition|measurement|test|visit) ?)+date(?: ?time)?"
    r"|date of (?:the )?(?:exam(?:ination)?|study|scan|acquisition|measurement|test)"
)
"""The day of an earlier examination beside present values is another label."""
_WHICH_LABEL = re.compile(r"(?:exam(?:ination)?|study|scan|visit|time ?point)(?: (?:type|name|status))?")
_ROW_LABEL = re.compile(r"roi|region of interest|sub ?region|(?:vertebral )?levels?|vertebrae?|levels used")
"""Labels of what a scan is divided into."""
_SCAN_LABEL = re.compile(
    r"(?:dxa )?(?:scan|exam(?:ination)?|anatomy|anatomic(?:al)? region)(?: (?:type|mode|name|site))?"
)
_ABOUT_SITE = re.compile(r"\b(?:site|region|roi|location|body part)\b")
_SHORT = 24
"""Characters up to which any value of a label about a site names one."""
_DOTTED = re.compile(r"\d+\.\d+")
_TELLING = ("site", "row", "scan", "side", "day")
_LONGEST = 60
"""Characters of a value that names a site; more is prose."""
_NAMES = {
    Region.LUMBAR_SPINE: "lumbar spine",
    Region.FEMORAL_NECK: "femoral neck",
    Region.TOTAL_HIP: "total hip",
    Region.TROCHANTER: "trochanter",
    Region.RADIUS_33: "33% radius",
    Region.RADIUS_ULTRADISTAL: "ultradistal radius",
    Region.TOTAL_BODY: "total body",
}
_HIPS = frozenset({"29836001", "24136001", "71341001"})
"""Hip, hip joint and femur, which do not say the region."""
_OF_SNOMED = re.compile(
    r"\b(?:bone )?structure(?: of(?: the)?)?\b|\((?:body structure|bone structure)\)", re.IGNORECASE
)
"""What the full names of SNOMED CT have around a site: "Structure of neck of left femur (body structure)"."""
_NUMBERS = frozenset({"NM", "SN"})
_NOT_NAMES = _NUMBERS | {"ED", "RP"}


@dataclass(frozen=True, slots=True)
class Group:
    """What is said of the observations of one OBX-4, or of those behind a naming one."""

    site: str = ""
    """The words for the site; empty if no observation names it."""
    row: str = ""
    """The words for a part of the site or of the scan, such as "Neck" or "L1-L4"."""
    scan: str = ""
    """The words for the scan, such as "Right Femur"."""
    side: Side | None = None
    day: date | None = None
    prior: bool = False
    """True if the group is called an earlier examination."""

    @property
    def place(self) -> str:
        """The narrowest words for where a value belongs."""
        return self.row or self.site or self.scan

    @property
    def around(self) -> str:
        """The words for the scan or the site the place is a part of; empty if it is told alone."""
        wider = self.scan or self.site
        return "" if wider == self.place else wider


NO_GROUP = Group()
"""Nothing is said."""


def groups_of(message: Message, rows: Iterable[Segment]) -> tuple[dict[int, Group], frozenset[int]]:
    """Return the group of each OBX, by its number, and which OBX only say what the others of their group are.

    Observations of one OBX-4 belong together. Where OBX-4 is empty, or one OBX-4 names several sites, a site holds
    for what follows it until the next one, and only if no number stands before the first.
    """
    members = _members(message, [row for row in rows if row.name == "OBX"])
    groups: dict[int, Group] = {}
    naming: set[int] = set()
    for key, group in members.items():
        told = [_said(message, row) for row in group]
        if any(told):
            naming |= {row.number for row, said in zip(group, told, strict=True) if said}
            groups |= _in_turn(group, told) if _changes(told) or not key else _together(group, told)
    groups = {**_by_their_labels(message, members), **groups}
    for key, group in members.items():
        above = members.get(key.rpartition(".")[0], []) if _DOTTED.fullmatch(key) else []
        if above and all(row.number in naming for row in above):
            # An OBX-4 that only names a scan says it of its parts: 1 of 1.1 and 1.2.
            wider = groups[above[-1].number]
            groups |= {row.number: _joined(wider, groups.get(row.number, NO_GROUP)) for row in group}
    return groups, frozenset(naming)


def _by_their_labels(message: Message, members: Mapping[str, Sequence[Segment]]) -> dict[int, Group]:
    """Return the site of observations whose label names none, where the labels of their OBX-4 name one.

    "L1-L4 BMD" and "T-score" under 1, "Left neck BMD" and "T-score" under 2; not where all stand under one number, nor
    where one number has two results of a kind.
    """
    placed: dict[int, Group] = {}
    for key, rows in members.items() if len(members) > 1 else ():
        meanings = [_meaning(message, row) for row in rows]
        sites = {in_words(site) for one in meanings if one and (site := _only_site(one))}
        named = [one.quantity for one in meanings if one and one.quantity]
        if not key.strip() or len(sites) != 1 or "" in sites or len(set(named)) != len(named):
            continue
        bare = [row for row, one in zip(rows, meanings, strict=True) if one and not one.regions and not one.rest]
        placed |= {row.number: Group(site=next(iter(sites))) for row in bare}
    return placed


def _meaning(message: Message, row: Segment) -> Meaning | None:
    """Return what the label of a number says, None for what is no number or no result."""
    if row.field(2).strip().upper() not in _NUMBERS:
        return None
    return _result_named(message.separators, message.codec, row.field(3))


@lru_cache(maxsize=4096)
def _result_named(separators: Separators, codec: str, label: str) -> Meaning | None:
    """Return the result a label names, remembered, because a sender uses the same ones all day."""
    meanings = [meaning_of(text) for text in coded_element(separators, codec, label).texts]
    return next((one for one in meanings if one.quantity and one.is_result and not one.prior), None)


def _only_site(meaning: Meaning) -> Site | None:
    regions = meaning.regions or frozenset()
    return Site(next(iter(regions)), meaning.side, meaning.levels) if len(regions) == 1 else None


def _members(message: Message, rows: Sequence[Segment]) -> dict[str, list[Segment]]:
    """Return the observations by OBX-4; where each has its own below a common number (1.1, 1.2), by that number."""
    by_key: dict[str, list[Segment]] = {}
    for row in rows:
        by_key.setdefault(row.field(4), []).append(row)
    naming = {row.field(4) for row in rows if _said(message, row)}
    if naming and all(_DOTTED.fullmatch(key) and len(by_key[key]) == 1 for key in naming):
        joint: dict[str, list[Segment]] = {}
        for row in rows:
            joint.setdefault(row.field(4).partition(".")[0], []).append(row)
        return joint
    return by_key


def _changes(told: Sequence[Group | None]) -> bool:
    """Whether one group names two sites, sides or days."""
    said = [one for one in told if one]
    return any(len({getattr(one, name) for one in said} - {"", None}) > 1 for name in _TELLING)


def _together(rows: Sequence[Segment], told: Sequence[Group | None]) -> dict[int, Group]:
    joint = Group()
    for said in told:
        joint = _joined(joint, said) if said else joint
    return {row.number: joint for row in rows}


def _in_turn(rows: Sequence[Segment], told: Sequence[Group | None]) -> dict[int, Group]:
    first = next(number for number, said in enumerate(told) if said)
    if any(row.field(2).strip().upper() in _NUMBERS for row in rows[:first]):
        # A site may as well stand behind its numbers.
        return {}
    groups: dict[int, Group] = {}
    state, used = Group(), False
    for row, said in zip(rows, told, strict=True):
        if said is None:
            groups[row.number], used = state, True
            continue
        if used and (said.site or said.scan):
            state = Group(day=state.day, prior=state.prior)
        state, used = _joined(state, said), False
    return groups


def _joined(group: Group, said: Group) -> Group:
    told = {name: getattr(said, name) for name in (*_TELLING, "prior") if getattr(said, name)}
    return replace(group, **told)


def _said(message: Message, row: Segment) -> Group | None:
    """Return what an observation says of its group; None if it speaks for itself."""
    if row.field(2).strip().upper() in _NOT_NAMES:
        return None
    names = _names(coded(message, row.field(3)))
    value = coded(message, row.field(5))
    said = (value.text or value.code).strip()
    if said in {"", NULL} or len(said) > _LONGEST:
        return None
    if any(_SIDE_LABEL.fullmatch(name) for name in names):
        sides = {side_of(said), SNOMED_SIDES.get(value.code.strip())} - {None}
        # A code and words that differ name no side.
        return Group(side=sides.pop()) if len(sides) == 1 else None
    is_short = len(row.field(5)) <= _SHORT
    if part := _part(names, said):
        return part
    if any(_SITE_LABEL.fullmatch(name) or (is_short and _ABOUT_SITE.search(name)) for name in names):
        return Group(site=_site_words(value.code.strip(), said))
    return _examination(names, said) if row.field(4) and is_short else None


def _site_words(code: str, said: str) -> str:
    """Return the words for a site: as they stand, as SNOMED's full names say it, or else by its code.

    Empty if the code means another site than the words.
    """
    words = _OF_SNOMED.sub(" ", said).strip()
    regions = SNOMED_REGIONS.get(code, frozenset())
    named = site_of(words)
    if named and regions and named.region not in regions:
        return ""
    if code == said or named is None:
        only = next(iter(regions)) if len(regions) == 1 else None
        words = SNOMED_LEVELS.get(code) or (_NAMES.get(only, "") if only else "hip" if code in _HIPS else "") or said
    return words


def _part(names: Sequence[str], said: str) -> Group | None:
    """Return the scan or the part of one an observation names, if it is one."""
    if any(_ROW_LABEL.fullmatch(name) for name in names):
        return Group(row=said)
    is_scan = any(_SCAN_LABEL.fullmatch(name) for name in names) and scan_in(said) is not None
    return Group(scan=said) if is_scan else None


def _examination(names: Sequence[str], said: str) -> Group | None:
    """Return which examination a numbered group is of; without a number it may be said of one value or of none."""
    if any(_DAY_LABEL.fullmatch(name) for name in names) and (day := date_of(said)):
        return Group(day=day)
    is_prior = says_prior(said) and any(_WHICH_LABEL.fullmatch(name) for name in names)
    return Group(prior=True) if is_prior else None


def _names(label: Coded) -> list[str]:
    """Return the texts and codes of a label in plain words."""
    words = (*label.texts, *(code for code, _ in label.codes))
    return [" ".join(plain(word.replace("_", " ").replace("-", " ")).strip(" :.").split()) for word in words]


def in_words(site: Site) -> str:
    """Return a site as a report would call it; empty for one without a plain name.

    >>> in_words(Site(Region.FEMORAL_NECK, Side.LEFT)), in_words(Site(Region.LUMBAR_SPINE, None, ("L1", "L3")))
    ('left femoral neck', 'lumbar spine L1, L3')
    """
    name = _NAMES.get(site.region, "")
    side = f"{site.side} " if site.side in {Side.LEFT, Side.RIGHT} else ""
    return f"{side}{name} {', '.join(site.levels)}".strip() if name and (side or site.side is None) else ""
