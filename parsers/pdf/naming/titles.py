"""The titles and captions of a page that name a scan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.sites import plain, site_of
from parsers.pdf.naming.scans import NAME, WHOLE, examined, scan_of_kind, side_of_word
from parsers.pdf.text.frame import Box
from parsers.pdf.text.lines import WIDE, Line
from parsers.pdf.text.words import box_of

_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{NAME} bone density\b",
        rf"scan type:\s*(?:[a-km-qs-z] )?{NAME}\b",
        rf"ancillary results:?\s*\[?{NAME}\b",
        rf"\b{NAME} on:?\s*\d",
        rf"\bDXA {NAME}\b",
        rf"\b{NAME} (?:results|densitometry)\b",
        rf"\bdensitometry(?: results)?:\s*{NAME}\b",
        rf"\bresults(?: summary)?:?\s*\(?{NAME}\b",
        rf"(?:^|   ){NAME} ?[-\u2013\u2014:,] ?(?:DXA )?results\b",
    )
)
_CAPTION = re.compile(
    rf"(?:^|   ){NAME}(?: ?[,(-]? ?(?:left|right)\)?)?"
    r"(?P<part>: ?(?:L\d-L\d|total|neck|radius(?: 33 ?%)?)| \((?:L\d-L\d|radius)\))?"
    r"(?P<bmd> \(?BMD\)?)?:?(?=$|   )",
    re.IGNORECASE,
)
_CELL = re.compile(r" {3}(?:[+\-\u2010-\u2015\u2212*]+(?=   |$)|[+\-\u2010-\u2015\u2212]? ?\d*[.,]\d)")
"""A number with decimals or a mark for a missing one behind a wide gap."""
_LONGEST_NAME = 40
_DENSITY = re.compile(
    r"\b(?:knochendichte|densidad (?:mineral )?\u00f3sea|densit\u00e9 (?:min\u00e9rale )?osseuse|"
    r"densit\u00e0 (?:minerale )?ossea|"
    r"densitometr[i\u00ed]a (?:\u00f3sea|\u00f3ssea|ossea)|densitom\u00e9trie osseuse|osteodensitometrie|"
    r"botdichtheid|bent\u00e4thet|"
    r"g[e\u0119]sto[s\u015b][c\u0107] (?:mineralna )?ko[s\u015b]ci|densidade (?:mineral )?\u00f3ssea|"
    r"bone (?:mineral )?density|DMO|BMD)\b(?: ?:)?|"
    r"\u9aa8\u5bc6\u5ea6(?:\u68c0\u67e5|\u6d4b\u5b9a|\u6e2c\u5b9a|\u691c\u67fb)?|\uace8\ubc00\ub3c4(?: ?\uac80\uc0ac)?",
    re.IGNORECASE,
)
"""Words a title has beside the name of its scan."""
_PAIR = re.compile(
    r"\b(?:dual(?:es|er|e)?|double|doble|doppio|duplo|dupla|beide|beiden?|beidseits|beidseitig|both|bilateral[e]?|bilat\u00e9ral|obie|obu)\b|"
    r"^[\u53cc\u4e21\u96d9][\u4fa7\u5074]?|^\uc591\uce21|^\uc591\ucabd",
    re.IGNORECASE,
)
"""Words for both sides, which every row then names its own of."""
_DUAL = re.compile(r"\bdual(?=femur|femora|hip)", re.IGNORECASE)
"""The maker's own word for both femora, the same in all languages."""
_PROXIMAL = re.compile(
    r"(?<=\u9aa8)(?:\u8fd1\u4f4d\u90e8?|\u8fd1\u7aef)|\u8fd1\u7aef(?=\u80a1\u9aa8)|"
    r"\uadfc\uc704\ubd80? ?(?=\ub300\ud1f4)"
)
"""The word for the upper end of the femur, which alone over a table does not mean its total."""
_FEMUR = re.compile(r"^f[e\u00e9\u00ea]m\.? (?!neck)(?=\w+\.?$)", re.IGNORECASE)
"""The femur shortened before its side, and nothing else."""
_BOTH = frozenset(("hanches", "femures", "quadris", "caderas", "huften", "femori", "heupen", "hofter", "femurs"))
"""Several hips, whose rows name their sides; in plain characters."""
_FIELD = re.compile(
    r"(?:\u626b\u63cf|\u68c0\u67e5|\u6d4b\u91cf|\u6e2c\u5b9a|\u691c\u67fb|\u64ae\u5f71|\uac80\uc0ac|\uce21\uc815|\ucd2c\uc601)?\s?"
    r"(?:\u7c7b\u578b|\u90e8\u4f4d|\uc885\ub958|\ubd80\uc704)\s?[:\uff1a]\s*(?P<name>.+)|"
    r"(?:scan ?typ[e]?|scanart|type d['\u2019]examen|"
    r"tipo (?:de |di )?(?:exploraci\u00f3n|estudio|scansione|exame|varredura))\s?:\s*(?:[a-z] )?(?P<scan>.+)",
    re.IGNORECASE,
)
"""The field of a page in another language that names its scan; Hologic prints a letter before the name."""
_ANY_SCAN = re.compile(r"spine|hip|fem|forearm|body", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A place that names a scan."""

    scan: Scan
    side: Side | None
    box: Box
    firm: bool
    """True for a title, False for a caption that may belong to a picture."""
    both: bool = False
    """Whether it says that both sides were measured, such as DualFemur."""


def titles_of(lines: Iterable[Line]) -> list[Title]:
    """Return the titles and captions of a page, in document order."""
    titles: list[Title] = []
    for line in lines:
        if not _ANY_SCAN.search(line.text):
            titles += _named_alone(line)
            continue
        firm = [found for pattern in _TITLES for found in pattern.finditer(line.text)]
        loose = [] if firm else [found for found in _CAPTION.finditer(line.text) if not _is_row(line, found)]
        own = [_with_side(_title(line, found, firm=bool(firm)), line, found) for found in [*firm, *loose]]
        titles += own or _named_alone(line)
    return titles


def _with_side(title: Title, line: Line, found: "re.Match[str]") -> Title:
    """Return a title with the side its own words name elsewhere than before the scan, such as "hip, left"."""
    if title.side or title.scan not in {Scan.HIP, Scan.FOREARM}:
        return title
    start = line.text.rfind(WIDE, 0, found.start("kind")) + 1
    own = line.text[max(start, 0) :].strip().partition(WIDE)[0]
    site = examined(own)
    return replace(title, side=site.side) if site and SCAN_OF_REGION[site.region] is title.scan else title


def _is_row(line: Line, found: "re.Match[str]") -> bool:
    """Whether a caption is the name of a table's row with its numbers behind it.

    The "Spine" of a whole-body scan, or the "Total Body" of a table of several scans. Not so a limb: its name may be
    the caption of a picture that stands beside a row, and tells the side of all of them.
    """
    return found.group().strip().lower() in _ROWS and bool(_CELL.match(line.text, found.end()))


_ROWS = frozenset(["spine", "total body", "whole body"])


def _named_alone(line: Line) -> list[Title]:
    """Return a line that is nothing but the name of a scan, in any language and word order, as a caption."""
    if len(row := _named_beside(line)) > 1:
        return row
    fields = [
        field["name"] or field["scan"] for part in line.text.split(WIDE) if (field := _FIELD.fullmatch(part.strip()))
    ]
    name = (fields[0] if len(fields) == 1 else line.text).strip(" :.")
    firm = bool(fields) or _DENSITY.search(name) is not None
    name = " ".join(_DENSITY.sub(" ", name).split()).strip(" :.-") if WIDE not in name else name
    name = _FEMUR.sub("femur ", _PROXIMAL.sub("", _DUAL.sub("dual ", name)))
    pair = _PAIR.search(name) is not None
    name = _PAIR.sub(" ", name).strip(" :.-") if pair else name
    if plain(name) in _BOTH:
        return [Title(scan=Scan.HIP, side=None, box=box_of(line.words), firm=firm, both=True)]
    site = site_of(name) if len(name) <= _LONGEST_NAME and WIDE not in name else None
    if pair and (site is None or site.region is not Region.HIP_UNSPECIFIED or site.side):
        return []
    if site is None or site.levels or site.region not in WHOLE:
        parts = line.text.strip().split(WIDE)
        numbered = any(re.match(r"\W*\d*[.,]?\d", part) for part in parts[1:])
        named = [] if numbered else [found for part in parts if (found := examined(part))]
        site = named[0] if len(named) == 1 else None
    if site is None:
        return []
    side = site.side if site.side in {Side.LEFT, Side.RIGHT} else None
    return [Title(scan=SCAN_OF_REGION[site.region], side=side, box=box_of(line.words), firm=firm, both=pair)]


def _named_beside(line: Line) -> list[Title]:
    """Return the captions of a line that is nothing but names of scans over tables that stand side by side."""
    found: list[Title] = []
    at = 0
    for part in line.text.split(WIDE):
        site = site_of(part.strip(" :."))
        if site is None or site.levels or site.region not in WHOLE or site.side not in {None, Side.LEFT, Side.RIGHT}:
            return []
        box = line.box(at, at + len(part))
        found.append(Title(scan=SCAN_OF_REGION[site.region], side=site.side, box=box, firm=False))
        at += len(part) + len(WIDE)
    return found


_AFTER = re.compile(r"(?: ?[-\u2013,(] ?| )(left|right|l|r)\b(?![.'\u2019-])", re.IGNORECASE)
"""A side behind the name of a limb."""


def _title(line: Line, found: "re.Match[str]", *, firm: bool) -> Title:
    start = found.start("side") if found["side"] else found.start("kind")
    word, scan = found["side"], scan_of_kind(found["kind"])
    behind = _AFTER.match(line.text, found.end("kind")) if not word and scan in {Scan.HIP, Scan.FOREARM} else None
    side = side_of_word(behind[1] if behind else word)
    both = bool(word) and side is None
    return Title(scan=scan, side=side, box=line.box(start, found.end()), firm=firm, both=both)
