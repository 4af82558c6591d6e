"""Which scan and side a table belongs to, by the titles of its page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.pdf.frame import Box
from parsers.pdf.header import Header
from parsers.pdf.lines import WIDE, Line
from parsers.pdf.words import box_of

_NAME = (
    r"(?P<side>left|right|l\.|r\.|lt\.?|rt\.?|dual|both|bilateral)?[ ]?"
    r"(?P<kind>(?:AP|PA|A\.P\.)[ ](?:lumbar )?spine|lumbar spine|lateral (?:lumbar )?spine|spine|"
    r"hips?|(?:prox(?:imal|mial|imla|\.)? )?femurs?|femora|forearm|total body|whole body)"
)
_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_NAME} bone density\b",
        rf"scan type:\s*(?:a )?{_NAME}\b",
        rf"ancillary results:?\s*\[?{_NAME}\b",
        rf"\b{_NAME} on:?\s*\d",
        rf"\bDXA {_NAME}\b",
        rf"\b{_NAME} (?:results|densitometry)\b",
        rf"\bdensitometry(?: results)?:\s*{_NAME}\b",
        rf"\bresults(?: summary)?:?\s*\(?{_NAME}\b",
    )
)
_CAPTION = re.compile(
    rf"(?:^|   ){_NAME}(?P<part>: ?(?:L\d-L\d|total|neck|radius(?: 33 ?%)?)| \((?:L\d-L\d|radius)\))?"
    r"(?P<bmd> \(?BMD\)?)?:?(?=$|   )",
    re.IGNORECASE,
)
_CELL = re.compile(r" {3}(?:[+\-\u2010-\u2015\u2212*]+(?=   |$)|[+\-\u2010-\u2015\u2212]? ?\d*[.,]\d)")
"""A number with decimals or a mark for a missing one behind a wide gap."""
_LONGEST_NAME = 40
# Heights of a character.
_CAPTION_ASIDE, _CAPTION_ABOVE = 1.0, 2.0
_WHOLE = {
    Region.LUMBAR_SPINE,
    Region.LATERAL_SPINE,
    Region.HIP_UNSPECIFIED,
    Region.FOREARM_TOTAL,
    Region.TOTAL_BODY,
}
"""Regions whose name is that of a scan as well."""
_DENSITY = re.compile(
    r"\b(?:knochendichte|densidad (?:mineral )?\u00f3sea|densit\u00e9 (?:min\u00e9rale )?osseuse|"
    r"densit\u00e0 (?:minerale )?ossea|"
    r"densitometr[i\u00ed]a (?:\u00f3sea|\u00f3ssea|ossea)|densitom\u00e9trie osseuse|osteodensitometrie|"
    r"botdichtheid|densidade (?:mineral )?\u00f3ssea|bone (?:mineral )?density|DMO|BMD)\b(?: ?:)?",
    re.IGNORECASE,
)
"""Words a title has beside the name of its scan."""
_ANY_SCAN = re.compile(r"spine|hip|fem|forearm|body", re.IGNORECASE)
_ABOUT = frozenset(
    (
        *(
            "dxa",
            "dexa",
            "moc",
            "moc-dexa",
            "moc-dxa",
            "bmd",
            "dmo",
            "bone",
            "density",
            "mineral",
            "densitometry",
            "scan",
            "scanner",
            "exam",
        ),
        *(
            "examination",
            "study",
            "report",
            "result",
            "results",
            "of",
            "the",
            "non-dominant",
            "nondominant",
            "dominant",
            "proximal",
        ),
        *(
            "measurement",
            "ap",
            "pa",
            "knochendichte",
            "knochendichtemessung",
            "osteodensitometrie",
            "messung",
            "untersuchung",
        ),
        *(
            "befund",
            "der",
            "des",
            "vom",
            "am",
            "densitometrie",
            "osseuse",
            "densite",
            "minerale",
            "examen",
            "resultats",
            "du",
            "de",
            "la",
        ),
        *(
            "le",
            "osteodensitometria",
            "densitometria",
            "osea",
            "ossea",
            "densidad",
            "densidade",
            "densita",
            "estudio",
            "informe",
        ),
        *(
            "exame",
            "laudo",
            "do",
            "da",
            "del",
            "della",
            "esame",
            "referto",
            "risultati",
            "botdichtheid",
            "botdichtheidsmeting",
            "onderzoek",
        ),
        *(
            "meting",
            "van",
            "uitslag",
            "distal",
            "ge",
            "lunar",
            "hologic",
            "prodigy",
            "idxa",
            "horizon",
            "discovery",
            "norland",
            "dms",
        ),
        *(
            "wrist",
            "handgelenk",
            "poignet",
            "muneca",
            "punho",
            "pols",
            "polso",
            "measured",
            "scanned",
            "side",
            "site",
            "region",
        ),
        *(
            "body",
            "part",
            "view",
            "dxa-messung",
            "dxa-untersuchung",
            "dexa-messung",
            "dxa-report",
            "dxa-scan",
            "dexa-scan",
            "proximaler",
            "proximales",
        ),
        *(
            "proximalen",
            "proximale",
            "stratos",
            "medilink",
            "osteocore",
            "osteosys",
            "primus",
            "dexxum",
            "encore",
            "apex",
            "densitometer",
        ),
    )
)
"""Words that may stand beside the name of a limb in a title: such a line says what was examined and nothing else."""
_PLURALS = re.compile(r"\b(femur|hanche|cadera|anca|hip|forearm)s\b|\b(fe)mora\b|\bfemoris\b")
_RADIUS = re.compile(
    r"(?P<limb>\b(?:forearm|unterarm|antebrazo|antebraco|avant-bras|avambraccio|onderarm)\b)"
    r"(?P<side> [a-z]+)? (?:radius|radio)\b|"
    r"\b(?:radius|radio)\b"
)
"""The bone that is measured in the forearm, which a title names beside it or alone."""
_ASIDES = re.compile(
    r"\((?P<inner>[^()]*)\)|(?:\b(?:of|on|vom|am|du|del|de|dal|van|d\.d\.)\s+)?(?<!\d)\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,4}(?!\d)"
)
"""What stands in brackets, and a day."""
_TITLE_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A place that names a scan."""

    scan: Scan
    side: Side | None
    box: Box
    firm: bool
    """True for a title, False for a caption that may belong to a picture."""


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
    site = _examined(own)
    return replace(title, side=site.side) if site and SCAN_OF_REGION[site.region] is title.scan else title


def _is_row(line: Line, found: "re.Match[str]") -> bool:
    """Whether a caption is the name of a table's row: the "Spine" of a whole-body scan, with its numbers behind it."""
    bare = found.group().strip().lower() == "spine"
    return bare and bool(_CELL.match(line.text, found.end()))


def _named_alone(line: Line) -> list[Title]:
    """Return a line that is nothing but the name of a scan, in any language and word order, as a caption."""
    name = line.text.strip(" :.")
    firm = _DENSITY.search(name) is not None
    name = " ".join(_DENSITY.sub(" ", name).split()).strip(" :.-")
    site = site_of(name) if len(name) <= _LONGEST_NAME and WIDE not in name else None
    if site is None or site.levels or site.region not in _WHOLE:
        parts = line.text.strip().split(WIDE)
        numbered = any(re.match(r"\W*\d*[.,]?\d", part) for part in parts[1:])
        named = [] if numbered else [found for part in parts if (found := _examined(part))]
        site = named[0] if len(named) == 1 else None
    if site is None:
        return []
    side = site.side if site.side in {Side.LEFT, Side.RIGHT} else None
    return [Title(scan=SCAN_OF_REGION[site.region], side=side, box=box_of(line.words), firm=firm)]


def _examined(text: str) -> Site | None:
    """Return the whole region a title names among words that say no more than that it was measured.

    >>> _examined("Esame MOC DEXA - Femore sinistro").side.value, _examined("Left hip replacement")
    ('left', None)
    """
    bare = _ASIDES.sub(lambda found: f" {found['inner']} " if side_of(found["inner"] or "") else " ", plain(text))
    words = re.findall(r"[^\W\d_](?:[\w'-]*\w)?", bare)
    if re.search(r"\d", bare) or not 1 < len(words) <= _TITLE_WORDS:
        return None
    rest = " ".join(dict.fromkeys(word for word in words if word not in _ABOUT))
    rest = _PLURALS.sub(lambda found: found.group(1) or "femur", rest)
    site = site_of(rest) or site_of(_RADIUS.sub(_forearm, rest))
    return site if site and not site.levels and site.region in _WHOLE else None


def _forearm(found: "re.Match[str]") -> str:
    return f"{found['limb'] or 'forearm'}{found['side'] or ''}"


_SCAN_NAME = re.compile(rf"{_NAME}(?: (?P<after>left|right))?:?", re.IGNORECASE)


def scan_named(text: str) -> tuple[Scan, Side | None] | None:
    """Return the scan and side a text names if it names nothing else, such as "Left Hip" over rows of a table."""
    found = _SCAN_NAME.fullmatch(text.strip())
    if found is None:
        site = site_of(text.strip(" :"))
        whole = site is not None and not site.levels and site.region in _WHOLE
        return (SCAN_OF_REGION[site.region], site.side) if site and whole else None
    if found["side"] and found["after"]:
        return None
    return _scan(found["kind"]), _side(found["side"] or found["after"])


def _title(line: Line, found: "re.Match[str]", *, firm: bool) -> Title:
    start = found.start("side") if found["side"] else found.start("kind")
    return Title(scan=_scan(found["kind"]), side=_side(found["side"]), box=line.box(start, found.end()), firm=firm)


def _scan(kind: str) -> Scan:
    word = kind.lower()
    if "lateral" in word:
        return Scan.LATERAL
    if "spine" in word:
        return Scan.SPINE
    if "forearm" in word:
        return Scan.FOREARM
    return Scan.TOTAL_BODY if "body" in word else Scan.HIP


def _side(word: str | None) -> Side | None:
    first = (word or "").lower()[:1]
    return {"l": Side.LEFT, "r": Side.RIGHT}.get(first)


def title_of(header: Header, titles: Sequence[Title]) -> Title | None:
    """Return the title that governs a table: the nearest one above it, else what all titles of the page agree on."""
    above = [title for title in titles if title.box[1] < header.bottom]
    x0, x1 = header.headings[0].x0, header.headings[-1].x1
    if (own := _own_caption(header, above)) is not None:
        return own
    over = [title for title in above if min(title.box[2], x1) > max(title.box[0], x0)]
    firm_over = [title for title in over if title.firm]
    for group in (firm_over, [title for title in above if title.firm], over, above):
        if group:
            lowest = max(title.box[1] for title in group)
            found = _agreed([title for title in group if lowest - title.box[1] < header.size])
            return _sided_below(found, over)
    return _agreed(titles)


def _own_caption(header: Header, above: Sequence[Title]) -> Title | None:
    """Return the caption of a table alone: Right Hip in the line right above the first of its columns.

    On a page of both hips it stands under the title of one scan; the caption of a picture stands elsewhere.
    """
    left, size = header.headings[0].x0, header.size
    near = [
        title
        for title in above
        if abs(title.box[0] - left) < _CAPTION_ASIDE * size
        and -_CAPTION_ASIDE * size < header.top - title.box[3] < _CAPTION_ABOVE * size
    ]
    return near[0] if len(near) == 1 and near[0].side else None


def _sided_below(found: Title | None, over: Sequence[Title]) -> Title | None:
    """Return a title with the side of the caption between it and its table, such as Left Hip under a title of both."""
    if found is None or found.side:
        return found
    nearer = [title for title in over if title.box[1] > found.box[3] and title.scan is found.scan]
    caption = max(nearer, key=lambda title: title.box[1], default=None)
    return replace(found, side=caption.side) if caption else found


def _agreed(titles: Sequence[Title]) -> Title | None:
    """Return one title when all name the same scan; its side only when that is the same too."""
    # A caption such as "Hip" beside "Scan Type: a Left Hip" says nothing of its own.
    titles = [title for title in titles if title.firm] or titles
    if not titles or len({title.scan for title in titles}) > 1:
        return None
    sides = {title.side for title in titles}
    side = sides.pop() if len(sides) == 1 else None
    return Title(scan=titles[0].scan, side=side, box=titles[0].box, firm=all(title.firm for title in titles))
