"""Hips and forearms a line names because they were not measured: "left hip not possible"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from dxa.regions import Scan, Side, Site
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import loosened
from parsers.narrative.sites.leaving_out import is_unknown
from parsers.narrative.text.lines import scan_of

_LIGHT_TEXT = (
    "was were is has have been could can ist war wurde konnte kann est n a ete etait na pu peut fue es esta se pudo "
    "foi e era stato stata werd kon kan"
)
_LIGHT = frozenset(_LIGHT_TEXT.split())
_NOT = frozenset(["not", "non", "nicht", "niet", "no", "nao", "pas", "cannot"])
_CLAUSE = frozenset([",", ";", ".", "("])


_IMPLANT = re.compile(
    r"pro(?:s?th?)es|arthroplast|artroplast|artroprot|endoprot|\btep\b|replac|osteosynth|osteosint|osteosinth"
)
"""Stems of what keeps a hip from being measured."""
_WITH = frozenset(["with", "com", "con", "mit", "met", "avec", "portador", "portadora", "portatrice", "portatore"])


def without_unmeasured(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line with a hip or forearm of one side that was not measured as a place outside all tables.

    What stands behind "left hip not possible;" is of another hip: of the other side where that alone is named next,
    as in "left hip with prosthesis; right: neck -1.4". "Left hip not changed" was measured.
    """
    told = list(tokens)
    for place, token in enumerate(tokens):
        if token.site is None or not _is_unmeasured(tokens, place):
            continue
        told[place] = replace(token, tags=frozenset({"places:other_site"}), site=None)
        other = _other_side(tokens, place)
        if other is not None:
            named = loosened(token).site or token.site
            site = Site(named.region, Side(tokens[other].key("side") or ""))
            told[other] = replace(tokens[other], tags=frozenset({"site"}), site=site)
    return tuple(told)


def _other_side(tokens: Sequence[Token], place: int) -> int | None:
    """Return where the side alone stands behind the clause about a hip that was not measured."""
    site = tokens[place].site
    if site is None or scan_of([site]) is not Scan.HIP:
        return None
    named = (at for at in range(place + 1, len(tokens)) if tokens[at].key("side") or tokens[at].is_a("site", "row"))
    first = next(named, None)
    if first is None or tokens[first].is_a("site", "row", "number"):
        return None
    apart = any(token.text in _CLAUSE for token in tokens[place:first])
    return first if apart and tokens[first].key("side") in {Side.LEFT, Side.RIGHT} - {site.side} else None


def _is_unmeasured(tokens: Sequence[Token], place: int) -> bool:
    site = tokens[place].site
    if site is None or site.side is None or scan_of([site]) not in {Scan.HIP, Scan.FOREARM}:
        return False
    clause = list(takewhile(lambda token: token.text not in _CLAUSE, tokens[place + 1 :]))
    told = list(dropwhile(lambda token: token.text in _LIGHT, clause))
    denied = bool(told) and told[0].text.split()[0] in _NOT
    implanted = bool(told) and told[0].text in _WITH and any(_IMPLANT.search(token.text) for token in told)
    if not (denied or implanted):
        return False
    return not any(
        token.is_a("number", "change", "general:neutral") or token.key("labels") or token.key("classes")
        for token in clause
    )


def without_undone(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line without a bracket that tells what was not measured: "right (left not scanned)", "(links TEP)"."""
    start = next((at for at, token in enumerate(tokens) if token.text == "("), None)
    end = next((at for at, token in enumerate(tokens) if token.text == ")"), None)
    if start is None or end is None or end < start:
        return tokens
    inside = tokens[start + 1 : end]
    sided = any(token.key("side") or (token.site is not None and token.site.side) for token in inside)
    values = any(token.is_a("number", "bad_number", "third", "levels") or token.key("labels") for token in inside)
    undone = any(token.is_a("not", "excluded", "places:beside_site") or is_unknown(token) for token in inside)
    return (*tokens[:start], *tokens[end + 1 :]) if sided and undone and not values else tokens
