"""The site a row's label means, also where it names the limb and, in brackets or behind a dash, the part of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dxa.regions import SCAN_OF_REGION, Region, Scan, Site
from dxa.sites import site_of
from parsers.numbers import MINUS_SIGNS
from parsers.pdf.text.words import Word, text_of

_WIDE = frozenset({Region.HIP_UNSPECIFIED, Region.TOTAL_HIP, Region.FOREARM_TOTAL})
_PARTED = re.compile(
    r"(?P<whole>[^()\[\],:;]+?)\s*"
    r"(?:[(\[](?P<inner>[^()\[\]]+)[)\]]|(?: [-\u2013\u2014] |[,:;] ?)(?P<behind>[^()\[\]]+))"
)
_SIDE_OF = re.compile(r"\b(?:c\u00f4t\u00e9|lado|seite|zijde|lato|side)\b", re.IGNORECASE)
_PAIRS = (("(", ")"), ("[", "]"))
_COMPOUND = re.compile(r"\b(linker|rechter)(?=heup|femur|onderarm)", re.IGNORECASE)
_SINISTRO = re.compile(r"\bsn\b\.?|\bsin\.", re.IGNORECASE)
"""Italian; in a sentence the two letters are a serial number as well."""


_LETTERED = re.compile(r"(?P<name>\S.*?)[\s.,]+(?:[(\[](?=[DEIS][)\]]))?(?P<letter>[DEIS])[)\].]?")
_ROMANCE = (
    r"(?:cuello|collo|colo|col|f[e\u00ea\u00e9]mur|femore|femorale?|f[e\u00e9]moral|hanche|cadera|quadril|anca|"
    r"r[a\u00e1]dio|radius)"
)
_LETTERS = (
    ("D", "droit", re.compile(rf"\b{_ROMANCE}\b", re.IGNORECASE)),
    ("E", "esquerdo", re.compile(r"\b(?:colo|f[e\u00ea]mur|quadril|anca|r[a\u00e1]dio|femoral)\b", re.IGNORECASE)),
    ("I", "izquierdo", re.compile(r"\b(?:cuello|f[e\u00e9]mur|cadera|radio|femoral)\b", re.IGNORECASE)),
    ("S", "sinistro", re.compile(r"\b(?:collo|femore|anca|radio|femorale)\b", re.IGNORECASE)),
)
"""The last letter of a row's name that stands for its side, where a word of the language stands before it."""


def apart(text: str) -> str:
    """Return a label with the side as a word of its own.

    >>> apart("Linkerheup"), apart("Collo femorale sn")
    ('Linker heup', 'Collo femorale sinistro')
    """
    text = _SINISTRO.sub("sinistro", _COMPOUND.sub(r"\1 ", text))
    found = _LETTERED.fullmatch(text.strip())
    sides = {letter: side for letter, side, names in _LETTERS if found and names.search(found["name"])}
    return f"{found['name']} {sides[found['letter']]}" if found and found["letter"] in sides else text


@lru_cache(maxsize=1024)
def labelled_site(text: str, scan: Scan | None = None) -> Site | None:
    """Return the site a row's label means, None if it is not known or cut in the middle of a bracket.

    >>> labelled_site("Right forearm (33% radius)").region.value, labelled_site("Total (L1-L4 excluding L3")
    ('radius_33', None)
    """
    if any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS):
        return None
    plain = _SIDE_OF.sub(" ", apart(text))
    return site_of(plain, scan) or _parted(plain, scan) or _twofold(plain, scan)


def _twofold(text: str, scan: Scan | None) -> Site | None:
    """Return the site a label names in two languages, such as "Left femoral neck / Col f\u00e9moral gauche"."""
    parts = re.split(r"\s/\s", text)
    if len(parts) == 1:
        return None
    return _same_site([site_of(part, scan) or _parted(part, scan) for part in parts])


def _same_site(sites: Sequence[Site | None]) -> Site | None:
    """Return the site that names of it in several languages tell; None where they are not all of one."""
    known = [site for site in sites if site is not None]
    sides = {site.side for site in known if site.side}
    levels = {site.levels for site in known if site.levels}
    if not known or len(known) < len(sites) or len({site.region for site in known}) > 1:
        return None
    if len(sides) > 1 or len(levels) > 1:
        return None
    return Site(known[0].region, next(iter(sides), None), next(iter(levels), ()))


def _parted(text: str, scan: Scan | None) -> Site | None:
    """Return the part of a limb a label names, such as "Left hip (femoral neck)" or "Femur, left"."""
    found = _PARTED.fullmatch(text.strip())
    if found is None:
        return None
    whole, part = site_of(found["whole"], scan), site_of(found["inner"] or found["behind"], scan)
    if whole is None or part is None or whole.region not in _WIDE or whole.levels or part.levels:
        return None
    same = SCAN_OF_REGION[whole.region] is SCAN_OF_REGION[part.region]
    sides = {side for side in (whole.side, part.side) if side}
    return Site(part.region, next(iter(sides), None)) if same and len(sides) <= 1 else None


def in_two_tongues(lines: Sequence[Sequence[Word]]) -> list[Word]:
    """Return the words of the lines of a cell, a stroke between names that are each that of a site."""
    words = [word for line in lines for word in line]
    broken = any(line[-1].text[-1:] in MINUS_SIGNS for line in lines[:-1])
    if broken or len(lines) < _BOTH or not all(labelled_site(text_of(line)) for line in lines):
        # "Lumbar spine L1-" goes on with "L4" in the next line.
        return words
    if labelled_site(text_of(words)):
        # "Columna" over "L1-L4" and "Cuello" over "femoral izdo." are one name each.
        return words
    strokes = [_stroke_behind(line[-1]) for line in lines[:-1]]
    parts = [[*line, stroke] for line, stroke in zip(lines, strokes, strict=False)]
    return [word for line in (*parts, lines[-1]) for word in line]


_BOTH = 2


def _stroke_behind(word: Word) -> Word:
    return replace(word, text="/", x0=word.x1, x1=word.x1 + _STROKE * word.size, starts=(word.x1,))


_STROKE = 0.25
"""Width of a stroke in heights of a character."""
