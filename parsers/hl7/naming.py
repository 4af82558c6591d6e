"""What one observation says of others: the site, the scan, the side or the day they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dxa.loinc import SNOMED_LEVELS, SNOMED_REGIONS, SNOMED_SIDES
from dxa.regions import Region, Scan, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.hl7.escapes import Separators
from parsers.hl7.fields import NULL, coded, coded_element, date_of
from parsers.hl7.identify import NOTHING, UNKNOWN, Coded
from parsers.hl7.labels import says_prior, scan_in
from parsers.hl7.sides import LimbSides, limbs_in
from parsers.hl7.tokens import Message, Segment

_SITE_LABEL = re.compile(
    r"(?:(?:body|finding|anatomic(?:al)?|scan(?:ned)?|measure(?:d|ment)|bone|skeletal|dxa|exam(?:ination)?|target) )?"
    r"(?:site|region|roi|location|body part|region of interest|area of interest|bodysite)"
    r"(?: (?:name|scanned|measured|code))?"
    r"|363698007|messort|region(?:e|o)?|lokalisation|localisation|localizacion|sitio|zona"
)
_FINDING_LABEL = re.compile(r"findings?|observations?|121071")
"""A coded observation of this label whose value is a site and nothing else heads the numbers of its group."""
_DONE = r"(?:scanned|measured|imaged|examined)"
_LIMB = r"(?:hip|femur|forearm|wrist)"
_SIDE_LABEL = re.compile(
    rf"(?:(?:body|exam|scan|{_LIMB}) )?"
    r"(?:side|laterality|seite|lado|cote|lateralite|lateralidad|lateralidade|zijde|lato)"
    rf"(?: {_DONE})?|272741003"
    rf"|{_LIMB}(?: (?:was|is))? {_DONE}|{_DONE} (?:side|{_LIMB})"
    rf"|(?:which|what) (?:side|{_LIMB})(?: (?:was|is))?(?: {_DONE})?"
)
_LIMB_LABEL = re.compile(r"hip|femur|forearm")
"""A label of a side, where the value is one word that names one."""
_SECTION_LABEL = re.compile(
    r"(?:sub)?(?:section|header|hdr|heading|title|caption|group|panel)(?: (?:name|title|header|heading))?"
)
"""Labels of a line that heads what follows it."""
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
CODED = frozenset({"CE", "CWE", "CNE"})
"""Types of value that are a code with its words."""
NUMBERS = frozenset({"NM", "SN"})
"""Types of value that are a number."""


_WITHDRAWN = frozenset({"D", "W", "X"})
_OF_SOMETHING_ELSE = re.compile(
    r"fra[ck]t|pain|surg|operat|implant|prosth|replac|injur|biops|inject|exclud|\b(?:prior|previous|other|not|no)\b"
)
"""What makes a label speak of another site than the one measured: "Fracture site"."""


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
    limb: Scan | None = None
    """The limb the side is said of; None if it is said of whatever was measured."""
    limbs: LimbSides = ()
    """The sides one observation tells for a limb wherever its numbers stand."""
    day: date | None = None
    prior: bool = False
    """True if the group is called an earlier examination."""
    ends: bool = False
    """True if what was said before ends here, and nothing is said instead."""
    is_line: bool = False
    """True of a line of text, which heads what stands below it and is prose all the same."""

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


UNPLACED = Group(site=UNKNOWN)
"""A site is named and not told: no number belongs to it, nor to the site before."""


def said_of(message: Message, row: Segment) -> Group | None:
    """Return what an observation says of its group; None if it speaks for itself."""
    kind = row.field(2).strip().upper()
    if kind in {"ED", "RP"}:
        return None
    label = row.field(3)
    # A number is no name.
    value = NOTHING if kind in NUMBERS else coded(message, row.field(5))
    said = (value.text or value.code).strip()
    if said in {"", NULL} or len(said) > _LONGEST or row.field(11).strip().upper() in _WITHDRAWN:
        return UNPLACED if _names_site(message.separators, message.codec, label) else None
    names = _names(coded(message, label))
    if any(_SIDE_LABEL.fullmatch(name) or (_LIMB_LABEL.fullmatch(name) and said.isalpha()) for name in names):
        sides = {side_of(said), SNOMED_SIDES.get(value.code.strip())} - {None}
        # A code and words that differ name no side.
        return Group(side=sides.pop(), limb=_limb_in(names)) if len(sides) == 1 else None
    is_short = len(row.field(5)) <= _SHORT
    if part := _part(names, said):
        return part
    names_site = kind in CODED and any(map(_FINDING_LABEL.fullmatch, names)) and site_of(said) is not None
    if names_site or any(_SITE_LABEL.fullmatch(name) or (is_short and _is_about_site(name)) for name in names):
        return Group(site=_site_words(value.code.strip(), said))
    return _examination(names, said) if row.field(4) and is_short else None


@lru_cache(maxsize=4096)
def _names_site(separators: Separators, codec: str, label: str) -> bool:
    """Whether a label is that of a site; remembered, because a sender uses the same ones all day."""
    return any(_SITE_LABEL.fullmatch(name) for name in _names(coded_element(separators, codec, label)))


def _is_about_site(name: str) -> bool:
    return _ABOUT_SITE.search(name) is not None and _OF_SOMETHING_ELSE.search(name) is None


def _limb_in(names: Sequence[str]) -> Scan | None:
    limbs = frozenset[Scan]().union(*map(limbs_in, names))
    return next(iter(limbs)) if len(limbs) == 1 else None


def _site_words(code: str, said: str) -> str:
    """Return the words for a site: as they stand, as SNOMED's full names say it, or else by its code.

    Those for an unknown one if the code means another site than the words.
    """
    words = _OF_SNOMED.sub(" ", said).strip()
    regions = SNOMED_REGIONS.get(code, frozenset())
    named = site_of(words)
    if named and regions and named.region not in regions:
        return UNKNOWN
    if code == said or named is None:
        only = next(iter(regions)) if len(regions) == 1 else None
        words = SNOMED_LEVELS.get(code) or (_NAMES.get(only, "") if only else "hip" if code in _HIPS else "") or said
    return words


def _part(names: Sequence[str], said: str) -> Group | None:
    """Return the scan or the part of one an observation names, if it is one."""
    if any(_ROW_LABEL.fullmatch(name) for name in names):
        return Group(row=said)
    is_section = any(_SECTION_LABEL.fullmatch(name) for name in names)
    if (is_section or any(_SCAN_LABEL.fullmatch(name) for name in names)) and scan_in(said) is not None:
        return Group(scan=said)
    return Group(ends=True) if is_section else None


def _examination(names: Sequence[str], said: str) -> Group | None:
    """Return which examination a numbered group is of; without a number it may be said of one value or of none."""
    if any(_DAY_LABEL.fullmatch(name) for name in names) and (day := date_of(said)):
        return Group(day=day)
    is_prior = says_prior(said) and any(_WHICH_LABEL.fullmatch(name) for name in names)
    return Group(prior=True) if is_prior else None


def _names(label: Coded) -> list[str]:
    """Return the texts and codes of a label in plain words."""
    words = (*label.texts, *(code for code, _ in label.codes))
    return [" ".join(plain(word.replace("_", " ").replace("-", " ")).strip(" :.?").split()) for word in words]


def in_words(site: Site) -> str:
    """Return a site as a report would call it; empty for one without a plain name.

    >>> in_words(Site(Region.FEMORAL_NECK, Side.LEFT)), in_words(Site(Region.LUMBAR_SPINE, None, ("L1", "L3")))
    ('left femoral neck', 'lumbar spine L1, L3')
    """
    name = _NAMES.get(site.region, "")
    side = f"{site.side} " if site.side in {Side.LEFT, Side.RIGHT} else ""
    return f"{side}{name} {', '.join(site.levels)}".strip() if name and (side or site.side is None) else ""
