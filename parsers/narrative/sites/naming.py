"""Which tokens name a site: the words of `dxa.site_names`, joined as people write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from dxa.hip_names import WHOLE_WORDS
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.site_names import FILLERS, ROW_NAMES
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import subject_words
from parsers.narrative.sites.brackets import VIEWS, core_words, unbracketed
from parsers.narrative.sites.compared_necks import without_compared
from parsers.narrative.sites.compounds import parted
from parsers.narrative.sites.joining import is_wide, joined, loosened, merged, with_wholes, without_region
from parsers.narrative.sites.leaving_out import LeftOut, is_unknown, left_out
from parsers.narrative.sites.letters import (
    abbreviated,
    is_hyphen,
    is_short_whole,
    latin,
    lettered,
    short_femur,
    side_words,
)
from parsers.narrative.sites.sides import is_side, over_unknown, sided, sided_rows
from parsers.narrative.sites.whole_body import without_head

_NOT_FILLERS_TEXT = "bmd bone density mineral dxa dexa region site for in on at a level levels all"
_NOT_FILLERS = frozenset(_NOT_FILLERS_TEXT.split())
_LONGEST = 9
_ROW_BEFORE = re.compile(r"(?:total|totale|totaal|gesamt|ges\.?|tot\.?)[ \t]+$", re.IGNORECASE)
"""What stands before "li" where it is a side: the name of a row."""
_VALUE_NEXT = re.compile(
    r"\.?[ \t]*[:=]?[ \t]*(?:(?:[TZ](?:[- ]?(?:score|wert|waarde))?|BMD)[ \t]*[:=]?[ \t]*)?[-+\u2212\u2013]?\d*[.,]\d"
)
"""What stands behind "re." where it is a side: a value, with its label or without."""
_NUMBER_BEFORE = re.compile(r"\d[ \t]*$")
_FOREARMS = frozenset(["forearm", "antebrazo", "antebraco", "avant-bras", "avambraccio", "unterarm", "onderarm"])
_WRISTS = frozenset(["wrist", "distal forearm"])
_ABBREVIATION = 2
_ADJECTIVES_TEXT = "lumbar lombaire lombar lombare lumbaal lumbale lumbal femoral femorale femurale"
_ADJECTIVES = frozenset(_ADJECTIVES_TEXT.split())
"""Names of a site that stand alone only beside a label or a number."""
_OF_VERTEBRAE = frozenset(["vertebral", "vertebrale", "vertebraal", "vertebralen"])
"""Adjectives of the spine: "T-score vertebrale"; nobody measures another part of it by DXA without saying so."""


@cache
def _rows() -> frozenset[str]:
    return frozenset(name for rows in ROW_NAMES.values() for name in rows)


def with_sites(tokens: Sequence[Token], text: str) -> tuple[list[Token], tuple[LeftOut, ...]]:
    """Return the tokens with the words of each site joined into one, and the vertebrae named only to leave them out.

    A joined token is tagged `site`, `side:...` or `row`.
    """
    named = lettered(list(_named(latin(unbracketed(tokens)), text)), text)
    named = without_compared(_without_wrist(_with_radius(named)))
    whole = with_wholes(over_unknown(sided_rows(list(sided(named)))))
    kept, dropped = left_out(_demoted(without_head(_led(_vertebral(whole)))), text)
    return merged(without_region(kept)), dropped


def _with_radius(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with a radius that heads its parts as their site: "Left radius: 1/3 -0.9, mid -1.2"."""
    kept: list[Token] = []
    for number, token in enumerate(tokens):
        after = tokens[number + 1 : number + 3]
        heads = token.text in {"radius", "radio"} and token.is_a("places:other_site") and len(after) > 1
        if heads and after[0].text in {":", ",", "-", "("} and after[1].is_a("row") and after[1].text != "total":
            side = Side(kept[-1].key("side") or "") if kept and is_side(kept[-1]) else None
            start = [kept.pop()] if side else []
            kept.append(joined([*start, token], {"site"}, Site(Region.RADIUS_TOTAL, side)))
        else:
            kept.append(token)
    return kept


def _without_wrist(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "left wrist, 1/3 radius" as the left radius: the wrist only names the arm again."""
    kept: list[Token] = []
    wrist: Token | None = None
    for token in tokens:
        if wrist is not None:
            site = token.site if token.is_a("site") else None
            if site is not None and SCAN_OF_REGION.get(site.region) is Scan.FOREARM and not is_wide(site):
                at = kept.index(wrist)
                lent = Side(kept[at - 1].key("side") or "") if at and is_side(kept[at - 1]) else None
                start = at - (lent is not None and site.side is None)
                side = site.side or lent
                kept[start:] = [joined([*kept[start:], token], {"site"}, replace(site, side=side))]
                wrist = None
                continue
            wrist = wrist if token.text in {"(", "-", ",", ":", "|"} else None
        wrist = token if token.text in _WRISTS and token.is_a("places:other_site") else wrist
        kept.append(token)
    return kept


def _vertebral(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the adjective of a spine right behind a label or class as the spine it means.

    So is "Col." before vertebrae the Spanish column, and a French "col" the neck.
    """
    named = list(tokens)
    for number, (before, token) in enumerate(pairwise(tokens)):
        if before.text == "col" and before.is_a("row") and token.is_a("levels") and token.site is not None:
            named[number : number + 2] = [joined([before, token], {"site"}, token.site)]
            return _vertebral(named)
    for number, token in enumerate(tokens):
        if token.text == "col" and token.is_a("row") and token.key("sites"):
            # In a French text it is the neck beside a spine as well, where no hip is named above it.
            named[number] = replace(token, tags=frozenset({"site"}), site=Site(Region.FEMORAL_NECK))
    for number, (before, token) in enumerate(pairwise(tokens), 1):
        said = before.key("labels") in {"t_score", "z_score", "bmd"} or before.key("classes") or before.is_a("at")
        if said and token.text in _OF_VERTEBRAE and is_unknown(token):
            named[number] = replace(token, tags=frozenset({"site"}), site=Site(Region.LUMBAR_SPINE))
    return named


def _led(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "proximal femur: neck" and "the proximal femur, 0.688 at the neck" as a hip and its neck.

    With a value of its own the proximal femur is the whole hip.
    """
    led = list(tokens)
    last_row = max((number for number, token in enumerate(tokens) if token.is_a("row")), default=-1)
    for number, token in enumerate(tokens[:-2]):
        if token.is_a("site") and (last_row > number or _is_region(tokens, _first_told(tokens, number + 1))):
            led[number] = loosened(token)
    return led


def _first_told(tokens: Sequence[Token], place: int) -> int:
    """Return the place of the next site, or of one that a preposition ties to a number before it."""
    while place < len(tokens) and not (tokens[place].is_a("site", "levels", "row") or tokens[place].text == ";"):
        if tokens[place].is_a("number", "bad_number"):
            place += 1 + sum(token.key("units") is not None for token in tokens[place + 1 : place + 2])
            return place + 1 if place < len(tokens) and tokens[place].is_a("at") else len(tokens)
        place += 1
    return place


def _is_region(tokens: Sequence[Token], place: int) -> bool:
    """Whether a region of a hip, with no side of its own, stands at a place."""
    site = tokens[place].site if place < len(tokens) else None
    region = site is not None and SCAN_OF_REGION.get(site.region) is Scan.HIP and not is_wide(site)
    return region and site is not None and site.side is None


def _named(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        length, token = _window(tokens, at, text)
        yield token or tokens[at]
        at += max(1, length)


def _window(tokens: Sequence[Token], at: int, text: str) -> tuple[int, Token | None]:
    """Return the longest run of tokens from here that names a site or a side."""
    best: tuple[int, Token | None] = (0, None)
    if not _starts_site(tokens[at]):
        return best
    words: list[str] = []
    scan: set[str] = set()
    for length, token in enumerate(tokens[at : at + _LONGEST], 1):
        if words and words[-1] in WHOLE_WORDS and is_hyphen(tokens, at + length - 1):
            continue
        more = _words_of(token, text, sided=bool(words) and words[-1] in side_words())
        if more is None or (
            token.is_a("third") and words and not core_words() & {*words, *_next_words(tokens, at + length, text)}
        ):
            break
        words += more
        if words[-1] in FILLERS and words[-1] not in side_words():
            continue
        name = " ".join(_tidy(words))
        site = site_of(name) or _sided_neck(name) or short_femur(words)
        if site is not None and site.levels == ():
            best = (length, joined(tokens[at : at + length], {"site", *scan} if not is_wide(site) else {"site"}, site))
            # "Left hip neck -2.1, total -1.8" speaks of the regions of that hip.
            scan = {"of_scan"} if is_wide(site) and site.side and words[-1] not in _ADJECTIVES else scan
        elif length > 1 and name in _rows():
            best = (length, joined(tokens[at : at + length], {"row"}, None))
    if best[1] is None:
        return abbreviated(tokens, at, text) or _lone_word(tokens[at], text)
    last = at + best[0]
    while last < len(tokens) and tokens[last].text in VIEWS:
        last += 1
    return last - at, replace(best[1], end=tokens[last - 1].end)


def _sided_neck(name: str) -> Site | None:
    """Return the neck a row's name means when a side stands with it: "col gauche"."""
    site = site_of(name, Scan.HIP)
    return site if site is not None and site.side is not None and site.region is Region.FEMORAL_NECK else None


def _next_words(tokens: Sequence[Token], at: int, text: str) -> list[str]:
    return (_words_of(tokens[at], text) or []) if at < len(tokens) else []


def _starts_site(token: Token) -> bool:
    if token.is_a("elided"):
        return False
    first = token.text.partition(" ")[0]
    plural = parted(first)[0]
    return (
        token.is_a("third", "left", "right", "general:whole")
        or bool(token.key("sites"))
        or (
            token.is_a("word")
            and (plural in core_words() or bool({first, plural} & set(side_words())) or first in _rows())
        )
    )


def _words_of(token: Token, text: str, *, sided: bool = False) -> list[str] | None:
    """Return the words a token may add to a site's name, None if it ends the name.

    An abbreviation in small letters is one only behind a side: "l fn", "right th".
    """
    if token.is_a("third"):
        return ["33%" if "33" in token.text else "1/3"]
    if token.is_a("elided"):
        return ["la"]
    if not token.is_a("word") or any(tag.startswith(("labels:", "sections:")) for tag in token.tags):
        return None
    printed = "totale" if is_short_whole(token, text) or token.is_a("general:whole") else token.text
    words = [plain_word for word in printed.split() for plain_word in parted(word)]
    fillers = FILLERS - _NOT_FILLERS
    known = token.is_a("left", "right") or all(
        word in core_words() or word in side_words() or word in fillers for word in words
    )
    short = (
        len(token.text) <= _ABBREVIATION and token.text in core_words() and not text[token.start : token.end].isupper()
    )
    return words if known and (sided or not short) else None


def _tidy(words: Sequence[str]) -> list[str]:
    """Return the words with one name for the one third: "one-third 33% radius" says it twice."""
    thirds = {"1/3", "one-third", "third"} & set(words)
    said_twice = ({"33%"} if thirds else set()) | (_FOREARMS if {"radius", "radio"} & set(words) else set())
    return [part for word in words if word not in said_twice for part in word.replace("one-third", "one third").split()]


def _lone_word(token: Token, text: str) -> tuple[int, Token | None]:
    if token.key("labels") or (token.key("units") and _NUMBER_BEFORE.search(text[: token.start][-4:])):
        # "BMC 4.12 G" is no left, "T-score -1,2 ds" no right.
        return 0, None
    if token.is_a("left", "right"):
        # The Spanish "der." is an article in German, the Italian "sin." is "without" in Spanish.
        return 1, replace(token, tags=token.tags | {"side:right" if token.is_a("right") else "side:left"})
    side = side_words().get(token.text)
    spelled = len(token.text) > _ABBREVIATION or text[token.start : token.end].isupper()
    led = len(token.text) > 1 and (_VALUE_NEXT.match(text, token.end) or _ROW_BEFORE.search(text[: token.start][-9:]))
    if side is not None and (spelled or led):
        return 1, replace(token, tags=token.tags | {f"side:{side}"})
    if token.text in _rows() or token.is_a("third"):
        return 1, replace(token, tags=token.tags | {"row"})
    if token.is_a("general:whole") or is_short_whole(token, text):
        return 1, replace(token, text="totale", tags=token.tags | {"row"})
    return 0, None


def _is_examined(tokens: Sequence[Token], place: int) -> bool:
    """Whether an adjective says what was examined: "la MOC lombare mostra"; "DXA lumbar scoliosis" is English."""
    before = tokens[place - 1].text
    return before in subject_words() and not (tokens[place].text == "lumbar" and before in {"dxa", "dexa"})


def _demoted(tokens: list[Token]) -> list[Token]:
    """Take the site from words that name a fracture, an implant or an operation there."""
    kept: list[Token] = []
    for number, token in enumerate(tokens):
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        labelled = number > 0 and (tokens[number - 1].key("labels") is not None or _is_examined(tokens, number))
        if token.text in _ADJECTIVES and token.is_a("site") and after and is_unknown(after) and not labelled:
            # "Lumbar scoliosis" is no site; "lumbar T-score" and "la DMO lombaire" are.
            kept.append(replace(token, tags=frozenset({"word"}), site=None))
            continue
        whole = token.site is not None and token.site.region is Region.TOTAL_BODY
        inside = (
            tokens[number + 2] if after is not None and after.text in {"(", ","} and number + 2 < len(tokens) else after
        )
        if whole and inside is not None and inside.is_a("general:without", "not", "excluded"):
            # The whole body without a part of it that has no name here.
            kept.append(replace(token, tags=frozenset({"places:other_site"}), site=None))
            continue
        before = [other for other in tokens[max(0, number - 3) : number] if other.is_a("places:beside_site")]
        gap = tokens[number - 1] if number else None
        linked = gap is not None and (gap.is_a("at") or gap.text in FILLERS)
        beside = (after is not None and after.is_a("places:beside_site")) or (bool(before) and linked)
        is_place = token.is_a("site", "levels")
        kept.append(replace(token, tags=frozenset({"word"}), site=None) if is_place and beside else token)
    return kept
