"""What free names say of a site and of the examination: tracking identifiers, and the day in a container's name."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dxa.regions import Scan, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.dicom.dates import is_of_other_day
from parsers.dicom.names import quantity_named
from parsers.dicom.scans import scan_of

_EARLIER = re.compile(
    r"\b(?:previous|prior|baseline|earlier|former|comparison|compared|last|old)\b|\bvor(?:wert|befund|untersuchung)\b"
    r"|\banterior\b|\bprevio|\bprecedent"
)
_OTHERS = re.compile(r"\b(?:reference|population|normal|mean of|expected|target|goal|example|contralateral|opposite)\b")
_DAY = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}([/.-])\d{2}\2\d{2}|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|\d{1,2}[- ][a-z]{3,9}[- ]\d{4}|(?<![\d/.-])(?:19|20)\d{2}(?![\d/.-])"
)
_NOISE = re.compile(
    r"^(?:roi|scan|region|group|measurement|series|site|id|no|nr|lesion|finding)?[ .]*(?:#? ?\d{1,3})? ?[:.)] +"
    r"|^(?:roi|scan|region|group|measurement|series|site|finding) ?#?\d{0,3} +(?:- )?"
    r"|#\d{1,3}\b|\b(?:current|today|now|side|dxa|dexa|exam(?:ination)?|visit|of|in|on|from|ap)\b"
)
_LEVEL = re.compile(r"\bl ?-?[1-5]\b")
_EDITION = re.compile(r"nhanes|iscd|\bwho\b|reference|version|\bv\.? ?\d|encore|apex|database|software|frax")
# "Anterior" alone may be one half of a projection, and "ant\u00e9rieur" is earlier.
_EARLIER_SCAN = re.compile(
    r"\b(?:previous|prior|baseline|earlier|histor(?:y|ical)|comparisons?|compared)\b"
    r"|vorwert|vorbefund|voruntersuch|\bvorig|\beerder|ant[e\u00e9]rieur|pr[e\u00e9]c[e\u00e9]dent|\bprevio"
    r"|(?:estudio|examen|exame|densitometr[i\u00ed]a) anterior|\banteriores\b"
    r"|\b(?:years?|months?) (?:ago|earlier|before)\b",
    re.IGNORECASE,
)
_OTHER_SCAN = re.compile(
    r"\breference\b|\bpopulation\b|\bnormal|\bexpected\b|\bphantom\b|\bcalibration\b|\bquality\b|\bprecision\b|\blimits?\b"
    r"|\bthresholds?\b|\bgoals?\b|\blsc\b|young adult (?:mean|values?)|^targets?$|\btarget (?:values?|range|scores?)",
    re.IGNORECASE,
)
_YEAR = 4
"""Digits of a year."""
_EMPTY = re.compile(r"[(\[]\s*[)\]]|^[\s:;,.-]+|[\s:;,.-]+$")


@dataclass(frozen=True, slots=True)
class Tracked:
    """What one identifier says."""

    site: Site | None = None
    side: Side | None = None
    """The side it names beside words nobody knows; None where the site is known."""
    is_earlier: bool = False
    printed_day: str = ""
    """A day or year it names; empty if none."""
    is_unclear: bool = False
    """Whether it names vertebrae, sides or other people in a way that is not understood."""


@lru_cache(maxsize=1024)
def tracked(text: str) -> Tracked:
    """Return what an identifier says; an arbitrary one says nothing.

    >>> tracked("L1-L4 prior").is_earlier, tracked("ROI 2 left neck").site.side.value, tracked("2020-0001")
    (True, 'left', Tracked(site=None, side=None, is_earlier=False, printed_day='', is_unclear=False))
    """
    if site := _site(text):
        return Tracked(site)
    tidy = plain(text.replace("_", " "))
    days = [found.group() for found in _DAY.finditer(tidy)]
    named = _bare(_DAY.sub(" ", tidy))
    site = _site(_bare(_EARLIER.sub(" ", named)))
    earlier = _EARLIER.search(tidy) is not None
    about = site is not None or _LEVEL.search(tidy) is not None or scan_of(tidy) is not None
    if not about:
        return Tracked()
    unclear = _OTHERS.search(tidy) is not None or len(days) > 1
    side = None
    if site is None:
        words = re.findall(r"\w+", tidy) if scan_of(tidy) in {Scan.HIP, Scan.FOREARM} else []
        side = side_of(" ".join(word for word in words if len(word) > 1))
        both = {side_of(word) for word in words} >= {Side.LEFT, Side.RIGHT}
        unclear = unclear or both or _LEVEL.search(tidy) is not None
    return Tracked(site, side, earlier, days[0] if len(days) == 1 else "", unclear)


@lru_cache(maxsize=1024)
def day_in(name: str) -> str:
    """Return the day or year within the name of a container; empty if none, or one of a reference or a version.

    >>> day_in("Lumbar spine (05/03/2021)"), day_in("Left hip 2021"), day_in("NHANES 2008"), day_in("L1-L4")
    ('05/03/2021', '2021', '', '')
    """
    if not any(map(str.isdecimal, name)):
        return ""
    tidy = plain(name.replace("_", " "))
    found = _DAY.search(tidy)
    return found.group() if found and not _EDITION.search(tidy) else ""


@lru_cache(maxsize=1024)
def names_earlier(name: str) -> bool:
    """Return whether the name of a container or a scan says that its values are of an earlier examination."""
    return _EARLIER_SCAN.search(name) is not None


@lru_cache(maxsize=1024)
def names_others(name: str) -> bool:
    """Return whether the name of a container or a scan says that its values are limits, checks or other people's."""
    return _OTHER_SCAN.search(name) is not None


def is_of_another_day(printed: str, today: date | None) -> bool:
    """Return whether a printed day or mere year is none of the present examination.

    >>> is_of_another_day("2021", date(2024, 5, 14)), is_of_another_day("2024", date(2024, 5, 14))
    (True, False)
    """
    if printed.isdecimal() and len(printed) == _YEAR:
        return today is not None and int(printed) != today.year
    return is_of_other_day(printed, today)


def _site(text: str) -> Site | None:
    quantity, rest = quantity_named(text)
    return site_of(rest if quantity else text)


def _bare(text: str) -> str:
    """Return a text without the words that only say that something was measured."""
    for _ in range(2):
        text = _EMPTY.sub("", " ".join(_NOISE.sub(" ", text.strip()).split()))
    return text
