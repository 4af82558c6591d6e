"""The names of scans: which examination a title, a caption or a cell names, and of which side."""

import re

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import plain, side_of, site_of

NAME = (
    r"(?P<side>left|right|l\.|r\.|lt\.?|rt\.?|dual|both|bilateral)?[ ]?"
    r"(?P<kind>(?:AP|PA|A\.P\.)[ ](?:lumbar )?spine|lumbar spine|lateral (?:lumbar )?spine|spine|"
    r"hips?|(?:prox(?:imal|mial|imla|\.)? )?femurs?|femora|forearm|total body|whole body)"
)
"""A scan with its side, as titles and captions write it."""
_COMPOUND = re.compile(r"\b(linker|rechter)(?=heup|femur|onderarm)", re.IGNORECASE)
"""Dutch writes the side and the limb as one word."""
WHOLE = {
    Region.LUMBAR_SPINE,
    Region.LATERAL_SPINE,
    Region.HIP_UNSPECIFIED,
    Region.FOREARM_TOTAL,
    Region.TOTAL_BODY,
}
"""Regions whose name is that of a scan as well."""
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
            "extremite",
            "superieure",
            "prossimale",
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
_WRIST = frozenset(("wrist", "handgelenk", "poignet", "muneca", "punho", "pols", "polso"))
_FOREARM = re.compile(r"arm|bra[szc]|avambraccio|radi(?:o|us)")
"""A wrist beside the forearm says nothing more; alone it means the forearm."""
_ASIDES = re.compile(
    r"\((?P<inner>[^()]*)\)|(?:\b(?:of|on|vom|am|du|del|de|dal|van|d\.d\.)\s+)?(?<!\d)\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,4}(?!\d)"
    r"(?:,?\s+(?:(?:um|at|a|as|alle|om)\s+)?\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?(?:[ap]m|uhr|uur|h)\b)?)?"
)
"""What stands in brackets, and a day with its time."""
_TITLE_WORDS = 10


def examined(text: str) -> Site | None:
    """Return the whole region a title names among words that say no more than that it was measured.

    >>> examined("Esame MOC DEXA - Femore sinistro").side.value, examined("Left hip replacement")
    ('left', None)
    """
    return whole_region(text, fewest=2)


def whole_region(text: str, fewest: int = 1) -> Site | None:
    """Return the whole region a text of at least so many words names, beside words for its measurement alone."""
    bare = _ASIDES.sub(lambda found: f" {found['inner']} " if side_of(found["inner"] or "") else " ", plain(text))
    words = re.findall(r"[^\W\d_](?:[\w'-]*\w)?", bare)
    if re.search(r"\d", bare) or not fewest <= len(words) <= _TITLE_WORDS:
        return None
    # As the last word "der" is no article but a side: "derecho".
    kept = [word for at, word in enumerate(words, 1) if word not in _ABOUT or (word == "der" and at == len(words))]
    rest = " ".join(dict.fromkeys(kept))
    if _WRIST & set(words) and not _FOREARM.search(rest):
        rest = f"{rest} forearm"
    rest = _PLURALS.sub(lambda found: found.group(1) or "femur", rest)
    site = site_of(rest) or site_of(_RADIUS.sub(_forearm, rest))
    return site if site and not site.levels and site.region in WHOLE else None


def _forearm(found: "re.Match[str]") -> str:
    return f"{found['limb'] or 'forearm'}{found['side'] or ''}"


_SCAN_NAME = re.compile(rf"{NAME}(?: (?P<after>left|right))?:?", re.IGNORECASE)


def scan_named(text: str) -> tuple[Scan, Side | None] | None:
    """Return the scan and side a text names if it names nothing else, such as "Left Hip" over rows of a table."""
    text = _COMPOUND.sub(r"\1 ", text)
    found = _SCAN_NAME.fullmatch(text.strip())
    if found is None:
        site = site_of(text.strip(" :"))
        whole = site is not None and not site.levels and site.region in WHOLE
        return (SCAN_OF_REGION[site.region], site.side) if site and whole else None
    if found["side"] and found["after"]:
        return None
    return scan_of_kind(found["kind"]), side_of_word(found["side"] or found["after"])


def scan_of_kind(kind: str) -> Scan:
    """Return the scan that the word for it in a title means."""
    word = kind.lower()
    if "lateral" in word:
        return Scan.LATERAL
    if "spine" in word:
        return Scan.SPINE
    if "forearm" in word:
        return Scan.FOREARM
    return Scan.TOTAL_BODY if "body" in word else Scan.HIP


def side_of_word(word: str | None) -> Side | None:
    """Return the side a word such as Left or R. in a title means, None for "dual" and for no word."""
    first = (word or "").lower()[:1]
    return {"l": Side.LEFT, "r": Side.RIGHT}.get(first)
