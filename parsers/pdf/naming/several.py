"""Titles that name several scans and the side of each limb: "DXA of the lumbar spine and left hip"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.pdf.naming.scans import WHOLE, whole_region
from parsers.pdf.text.lines import WIDE, Line

_HEAD = re.compile(
    r"(?:exam(?:ination)?|study|procedure|scan(?: type)?|exam type|technique|type of (?:exam|study)|untersuchung|"
    r"verfahren|examen|exame|esame|estudio|onderzoek|technik|protocol)\s*:\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|\+|&|/)\s*(?:(?:and|und|et|y|e|en)\s+)?|\s+(?:and|und|et|y|e|en)\s+", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:both|bilateral\w*|dual|hips|femurs|femora|beide[rn]?|beidseits|deux|hanches|ambas|ambos|caderas|quadris|"
    r"entramb[ie]|femori|heupen)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:arthroplast|replace|prosthe|proth\u00e8|pr\u00f3tes|protesi|prothes|endoproth|TEP\b|THR\b|THA\b|hardware|"
    r"nail|screw|fra[ck]tu|frattur|fratur|surg|operat|osteosynth)",
    re.IGNORECASE,
)
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
_FEWEST = 2


def sites_of_title(text: str) -> list[Site]:
    """Return the regions a line names, if it names several and says no more than that they were measured.

    >>> [site.side and site.side.value for site in sites_of_title("DXA of the lumbar spine and left hip")]
    [None, 'left']
    >>> sites_of_title("Left hip replaced, DXA of the spine and hip")
    []
    """
    bare = _HEAD.sub("", text.strip(), count=1).strip(" .:")
    parts = [part for part in _AND.split(bare) if part]
    sites = [whole_region(part) for part in parts]
    if len(parts) < _FEWEST or not all(site and site.region in WHOLE for site in sites):
        return []
    return [site for site in sites if site]


def side_told(scan: Scan, lines: Sequence[Line], top: float) -> Side | None:
    """Return the side of a limb by the one title above a place that names several scans; None if anything else is said.

    Any other line with a word for the other side leaves it open.
    """
    above = [line for line in lines if line.words[0].base < top]
    titles = [line for line in above if WIDE not in line.text and sites_of_title(line.text)]
    named = [site.side for line in titles for site in sites_of_title(line.text) if SCAN_OF_REGION[site.region] is scan]
    others = [line for line in lines if line not in titles]
    if len(named) != 1 or named[0] not in {Side.LEFT, Side.RIGHT}:
        return None
    other = Side.RIGHT if named[0] is Side.LEFT else Side.LEFT
    return None if any(_speaks_of(other, line) for line in others) else named[0]


def names_both(lines: Sequence[Line], top: float) -> bool:
    """Return whether a title above a place says that both sides of a limb were measured."""
    for line in lines:
        if line.words[0].base < top and _BOTH.search(line.text) and WIDE not in line.text:
            sites = sites_of_title(_BOTH.sub(_one, line.text))
            if any(SCAN_OF_REGION[site.region] in _SIDED for site in sites):
                return True
    return False


_ONE = {"hips": "hip", "femurs": "femur", "femora": "femur", "hanches": "hanche", "caderas": "cadera",
        "quadris": "quadril", "femori": "femore", "heupen": "heup"}  # fmt: skip


def _one(found: "re.Match[str]") -> str:
    return _ONE.get(found.group().casefold(), "")


def _speaks_of(side: Side, line: Line) -> bool:
    """Whether a line holds a word for a side, by itself or before the name of a limb.

    A limb that was replaced or broken is why the other one was measured.
    """
    if _LOST.search(line.text):
        return False
    words = re.findall(r"[^\W\d_]+", plain(line.text))
    return any(len(word) > 1 and side_of(word) is side for word in words) or any(
        (site := site_of(" ".join(pair))) is not None and site.side is side for pair in pairwise(words)
    )
