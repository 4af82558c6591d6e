"""What the site names printed by vendors and dictated by people mean."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from dxa.regions import SCAN_OF_REGION, VERTEBRAE, Region, Scan, Side, Site
from dxa.side_words import SIDE_WORDS
from dxa.site_names import FILLERS, REGION_NAMES, ROW_NAMES

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-")
_LEVEL = r"[TL]1?\d"
_SPAN = rf"{_LEVEL}(?:\s*-\s*[TL]?1?\d)?"
_LEVELS = re.compile(
    rf"(?<![A-Z0-9]){_SPAN}(?:\s*(?:,|&|\+|/|\band\b|\bet\b|\by\b|\be\b|\bund\b|\ben\b)\s*{_SPAN})*(?![A-Z0-9])",
    re.IGNORECASE,
)
_WITHOUT = (
    r"(?:excluding|excludes|exclusion\s+of|except|excl\.?|omitting|without|w/o|not|hors|sauf|sans|ohne|au(?:ss|\u00df)er|excluyendo|exceto|sem|senza|"
    r"escluso|esclusa|zonder|minus|excluindo|excluido|excluida|excepto|salvo|exclusief|uitgezonderd|behalve|escludendo|tranne|"
    r"eccetto|excepte|m\.?u\.?v\.?|met\s+uitzondering\s+van|(?:con|ad?)\s+esclusione\s+di|(?:mit\s+Ausnahme|unter\s+Ausschluss)\s+von|a\s+l.exclusion\s+de|com\s+exclus[a\u00e3]o\s+d[ea])"
)
_LEFT = (
    r"(?:(?:is|are|was|were)\s+)?"
    r"(?:exclu\w*+|excl(?!\w)\.?+|ausgeschlossen|omitted|not\s+(?:used|evaluated|analy[sz]ed|included))(?![\s.]*[TL]?1?\d)"
)
_NAMED_OUT = re.compile(
    rf"[(\[,;]?\s*(?:but\s+)?{_WITHOUT}\s+(?P<after>{_LEVELS.pattern})\s*[)\]]?"
    rf"|(?:[(\[;,]|\bwith\b)\s*(?P<before>{_SPAN})\s+{_LEFT}\s*[)\]]?",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(rf"\b{_WITHOUT}(?!\w)|exclu", re.IGNORECASE)
_BRACKETED = re.compile(rf"[(\[]\s*(?P<bracketed>{_LEVELS.pattern})\s*[)\]]", re.IGNORECASE)
_SPELLED_RANGE = re.compile(
    rf"({_LEVEL})\s*(?:to|thru|through|bis|tot\s+en\s+met|t/m|t\.?e\.?m\.?|tot|a|\u00e0|au|al|ate|at\u00e9|til|till)\s*(?=[TL]?1?\d\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:between|zwischen|entre|tra|fra|tussen|mellan|mellem)\s+({_LEVEL})\s+(?:and|und|et|y|e|en|og|och)\s+(?=[TL]?1?\d\b)",
    re.IGNORECASE,
)
"""The first of two vertebrae that are the ends of a range: "between L2 and L4"."""
_BARE_IN_LIST = re.compile(
    rf"({_LEVEL}\s*(?:[,&+/]|\b(?:and|et|y|e|und|en)\b)\s*)(?=[1-5](?![\w%]|[.,]\d))", re.IGNORECASE
)
"""A level and what joins the bare number of another one to it: "L1, 2 and 4"."""
_CHAIN = re.compile(rf"{_LEVEL}(?:\s*-\s*{_LEVEL}){{2,}}", re.IGNORECASE)
"""Three levels or more with hyphens between, which is a list."""
_SLASHED = re.compile(r"L([12])\s*/\s*L?4", re.IGNORECASE)
"""Vertebrae that a slash alone ties to L4: the usual ranges of a measurement, written so in Portuguese and French."""
_SPACED_LEVEL = re.compile(r"\b(?:LWK|BWK|LW|L|T)\s*(?=1?\d\b)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return `text` in lower case without accents, with plain hyphens and single blanks, for looking names up.

    >>> plain("Col  f\u00e9moral \u2013 Gauche")
    'col femoral - gauche'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFD", text.translate(_DASHES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


@lru_cache(maxsize=4096)
def levels_of(text: str) -> tuple[str, ...]:
    """Return the vertebrae a printed region uses, in order; empty if it names none.

    A hyphen is a range, a comma is "and"; vertebrae in brackets after a range, or after "excluding", are left
    out of it (GE prints the excluded ones in brackets).

    >>> levels_of("L1-L4 (L2)")
    ('L1', 'L3', 'L4')
    >>> levels_of("L1,L3"), levels_of("Lumbar spine (L2\u20134)"), levels_of("Spine (L1-4 excl. L2)")
    (('L1', 'L3'), ('L2', 'L3', 'L4'), ('L1', 'L3', 'L4'))
    >>> levels_of("between L2 and L4"), levels_of("L2 and L4")
    (('L2', 'L3', 'L4'), ('L2', 'L4'))
    """
    return _split_levels(text)[0]


def _split_levels(text: str) -> tuple[tuple[str, ...], str]:
    """Return the vertebrae in use and what is left of the text without any level.

    Where a level stands that nothing explains, no level is understood and the text is left as it is.
    """
    tidy = _SPACED_LEVEL.sub(lambda found: "T" if found.group()[0] in "TtBb" else "L", text.translate(_DASHES))
    tidy = _listing(_SPELLED_RANGE.sub(r"\1-", _BETWEEN.sub(r"\1-", tidy)))
    named = {level for found in _NAMED_OUT.finditer(tidy) for level in _listed(found["after"] or found["before"])}
    kept = _NAMED_OUT.sub(" ", tidy)
    first = _LEVELS.search(kept)
    if first is None:
        return (), kept
    rest = kept[first.end() :]
    bracketed = {level for found in _BRACKETED.finditer(rest) for level in _listed(found["bracketed"])}
    rest = _BRACKETED.sub(" ", rest)
    levels = tuple(level for level in _listed(first.group()) if level not in named | bracketed)
    if not levels or _LEVELS.search(rest) or _UNCLEAR.search(rest):
        return (), tidy
    return levels, f"{kept[: first.start()]} {rest}"


def _listing(text: str) -> str:
    """Return the text with every vertebra of a list named in full: "L1, 2 and 4", "L1-L3-L4", "L1/L4".

    >>> _listing("L1, 2 und 4"), _listing("L1-L3-L4"), _listing("L2/L4"), _listing("L1/L2/L4")
    ('L1, L2 und L4', 'L1,L3,L4', 'L2-L4', 'L1/L2/L4')
    """
    longer = _BARE_IN_LIST.sub(r"\1L", text)
    while longer != text:
        text, longer = longer, _BARE_IN_LIST.sub(r"\1L", longer)
    text = _CHAIN.sub(lambda found: re.sub(r"\s*-\s*", ",", found.group()), text)
    slashed = _SLASHED.fullmatch(text.strip(" ()[]:"))
    return f"L{slashed[1]}-L4" if slashed else text


def _listed(text: str) -> list[str]:
    """Return the levels of a list of spans from the top down; none if one is unknown, backwards or named twice."""
    levels: list[str] = []
    for start, end in re.findall(r"([TL]1?\d)(?:\s*-\s*([TL]?1?\d))?", text.upper()):
        last = end if not end or end[0] in "TL" else start[0] + end
        if start not in VERTEBRAE or (last and last not in VERTEBRAE):
            return []
        first = VERTEBRAE.index(start)
        span = VERTEBRAE[first : VERTEBRAE.index(last) + 1] if last else (start,)
        if not span or set(span) & set(levels):
            return []
        levels += span
    return sorted(levels, key=VERTEBRAE.index)


_SIDE_SIGN = re.compile(
    r"^[左右][側侧]?(?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff])[左右][側侧]?$|(?<=[(（])[左右][側侧]?(?=[)）])"
)
"""A side written in one with its bone, as Chinese and Japanese have no blanks: both sides in a row are none."""


def _words(text: str) -> list[str]:
    """Return the words of a plain name; "L spine" is lumbar, not left, and "der." is "derecho", no article."""
    name = re.sub(r"\bl[ -]?spine\b", "lumbar spine", plain(text))
    name = re.sub(r"\bder\.(?!\w)", "derecho", name)
    name = re.sub(r"\bavant bras\b", "avant-bras", name)
    name = re.sub(r"\b(linker|rechter)(?=heup|femur|onderarm)", r"\1 ", name)
    if not name.isascii():
        name = _SIDE_SIGN.sub(lambda found: f" {found.group()} ", name)
    words = [word.strip(".:") for word in re.findall(r"\w+(?:[-/'\u2019%.]\w*)*%?", name)]
    if len(words) < 2:  # noqa: PLR2004 - a side stands behind a bone
        return words
    inner = [_unshortened_within(*pair) for pair in pairwise(words[:-1])]
    return [*words[:1], *inner, _unshortened(*words[-2:])]


_SHORT_SIDES = {
    "der": "derecho",
    "dir": "direito",
    "sn": "sinistro",
    "dest": "destro",
    "dte": "droite",
    "gche": "gauche",
    "ho": "hoger",
}
"""Sides shortened behind the name of a bone; elsewhere they are articles or mean something else."""
_LETTERED = (
    (
        "d",
        "derecho",
        re.compile(
            r"hanche|femur|quadril|cadera|anca|femore|colo?|femoral|femorale|totale?|troch|ward|"
            r"avant-bras|antebrazo|antebraco|avambraccio|radio|poignet|muneca|punho|polso"
        ),
    ),
    ("e", "esquerdo", re.compile(r"femur|quadril|colo|antebraco|punho")),
    ("sin", "sinistro", re.compile(r"fem|femore|anca|collo|femorale")),
)
"""Last words that are sides behind these alone: right in Romance languages, left in Portuguese and in Italian."""


def _unshortened(before: str, last: str) -> str:
    """Return the last word of a name, written out where it is a side shortened as only a last word may be.

    >>> _unshortened("hanche", "d"), _unshortened("cadera", "der"), _unshortened("hip", "d")
    ('derecho', 'derecho', 'd')
    """
    written = next((side for short, side, names in _LETTERED if last == short and names.fullmatch(before)), None)
    return written or _SHORT_SIDES.get(last, last)


def _unshortened_within(before: str, word: str) -> str:
    """Return a word between others, written out where it is an Italian side: "fem. sn collo", "femore sin. totale".

    >>> _unshortened_within("fem", "sn"), _unshortened_within("femore", "sin"), _unshortened_within("femur", "sin")
    ('sinistro', 'sinistro', 'sin')
    """
    return _unshortened(before, word) if word in {"sn", "sin"} else word


@lru_cache(maxsize=4096)
def side_of(text: str) -> Side | None:
    """Return the side a printed name states, or None if it states none or several.

    >>> side_of("LEFT FEMORAL NECK").value, side_of("L1-L4")
    ('left', None)
    """
    words = set(_words(text))
    found = {side for side, names in SIDE_WORDS.items() if words & names}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def site_of(text: str, scan: Scan | None = None) -> Site | None:
    """Return the site a printed or dictated name means, or None if the name is not in the table.

    `scan` gives bare row labels ("Total", "1/3") their meaning; without it they mean nothing. The whole name has
    to be understood: one with unknown words in it, or with two sides, is not a site.

    >>> site_of("Left femoral neck").region.value, site_of("Total", Scan.SPINE).region.value, site_of("Total")
    ('femoral_neck', 'lumbar_spine', None)
    """
    levels, rest = _split_levels(text)
    words = _words(rest)
    sides = {side for side, names in SIDE_WORDS.items() if names & set(words)}
    if len(sides) > 1:
        return None
    side = next(iter(sides), None)
    key = " ".join(word for word in words if word not in FILLERS and (side is None or word not in SIDE_WORDS[side]))
    region = (ROW_NAMES[scan].get(key) if scan is not None else None) or REGION_NAMES.get(key)
    if region is None and key in {"", "total"} and levels:
        region = Region.LATERAL_SPINE if scan is Scan.LATERAL else Region.LUMBAR_SPINE
    spine = region in {Region.LUMBAR_SPINE, Region.LATERAL_SPINE}
    # A spine has no side and a hip no vertebrae: such a name is damaged or means something else.
    if region is None or (spine and side in {Side.LEFT, Side.RIGHT}) or (levels and not spine):
        return None
    # The row "Spine" of a total body scan is no lumbar spine.
    if scan is not None and SCAN_OF_REGION.get(region) is not scan:
        return None
    # "The mean of L1-L4" is their density as it is printed anyway.
    return Site(region, None if spine and side is Side.MEAN else side, levels)
