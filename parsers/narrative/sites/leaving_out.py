"""Vertebrae a text names only to leave them out, and what is left of the spine they are taken from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Region, Scan
from dxa.site_names import FILLERS
from dxa.sites import levels_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.proposed import is_proposed

_NEAR = 4
_CLAUSE = 6
"""Words between "if" and "excluded"."""
_IF = frozenset(["if", "wenn", "falls", "si", "se", "indien", "als"])
_LISTED = re.compile(r"[,&+/]|\b(?:and|und|et|y|e|en|og|och)\b")
"""What makes a list of vertebrae, so that it is no range."""
_APART_TEXT = (
    "separately individually separat einzeln separement individuellement separadamente individualmente "
    "separatamente singolarmente apart afzonderlijk"
)
_APART = frozenset(_APART_TEXT.split())
"""Words behind "not analysed" that leave a vertebra in the whole: "L1 not analysed separately"."""
_EXCLUDING = frozenset(["excluding", "en excluant", "excluant", "excluyendo", "escludendo", "excluindo"])
_SPINE = ("L1", "L2", "L3", "L4")
"""What a lumbar spine is measured at, unless the text says otherwise (ISCD)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Vertebrae the text says were not used, and why."""

    levels: frozenset[str]
    reason: str


def is_unknown(token: Token) -> bool:
    """Return whether a word is none the grammar or the names of sites know."""
    return token.tags == {"word"} and token.text not in FILLERS


def left_out(tokens: Sequence[Token], text: str) -> tuple[list[Token], tuple[LeftOut, ...]]:
    """Return the tokens without the vertebrae a sentence only names to leave them out, and those."""
    kept, found = _without_spoiled(tokens)
    kept = _doubted(_without_denied(kept, found))
    for number, token in enumerate(tokens):
        if token.is_a("general:without") and (vertebra := _named_behind(tokens, number)) is not None:
            named = tokens[vertebra]
            tags = (
                {"word"} if named.site and _take_from_range(kept, number, named.site.levels) else {"places:other_site"}
            )
            kept[vertebra] = replace(named, tags=frozenset(tags), site=None)
        if token.text in _EXCLUDING and number + 1 < len(tokens) and _is_hip(tokens[number + 1]):
            # "Excluding the right hip (metal), the femoral neck": that hip lends nothing.
            kept[number + 1] = replace(tokens[number + 1], tags=frozenset({"places:other_site"}), site=None)
            continue
        if token.is_a("excluded") and is_proposed(tokens, number):
            _keep_in_the_range(kept, _nearest(tokens, number))
            continue
        if (
            not token.is_a("excluded")
            or _is_supposed(tokens, number)
            or any(after.text in _APART for after in tokens[number + 1 : number + 2])
        ):
            continue
        # "Fracture of L2 (excluded from the analysis)".
        named_before = number > 1 and tokens[number - 1].text == "(" and _is_single(tokens[number - 2])
        place = number - 2 if named_before else _subject(tokens, number)
        if _opens_clause(tokens, number):
            # "L1, L2 and L3, leaving out L4".
            place = number + 1
        if place is None:
            continue
        named = tokens[place]
        if any(token.is_a("number") for token in tokens[place:number]):
            # "L4: T-score 0.3 (excluded due to sclerosis)" keeps its value, with the reason beside it.
            if named.site and len(named.site.levels) == 1:
                found.append(LeftOut(frozenset(named.site.levels), _reason(tokens, number, text)))
            continue
        used, dropped = _last_named(named, before=place < number)
        site = replace(named.site, levels=used) if used and named.site else None
        lone = "places:other_site" if _has_own_value(tokens, number) else "word"
        kept[place] = replace(named, tags=named.tags if site else frozenset({lone}), site=site)
        _take_from_range(kept, min(place, number), dropped)
        found.append(LeftOut(frozenset(dropped), _reason(tokens, number, text)))
    return kept, tuple(found)


def _is_supposed(tokens: Sequence[Token], number: int) -> bool:
    """Whether vertebrae are left out only in thought: "If L4 were excluded, the T-score of L1-L3 would be -2.8"."""
    if any(token.text in _IF for token in tokens[max(0, number - _CLAUSE) : number]):
        return True
    scored = next((at for at in range(number, len(tokens)) if tokens[at].key("labels")), len(tokens))
    return any(token.is_a("general:modal") for token in tokens[scored : scored + _NEAR])


def _keep_in_the_range(kept: list[Token], place: int | None) -> None:
    """Let a vertebra that is only proposed for leaving out lend its name to no number."""
    if place is not None and _is_single(kept[place]):
        kept[place] = replace(kept[place], tags=frozenset({"word"}), site=None)


def _is_hip(token: Token) -> bool:
    return token.site is not None and SCAN_OF_REGION.get(token.site.region) is Scan.HIP


def _has_own_value(tokens: Sequence[Token], number: int) -> bool:
    """Whether a bracket with a number closes the reason: "L3 was excluded for sclerosis (T-score 1.8)" tells L3's."""
    opening = next((at for at in range(number, len(tokens)) if tokens[at].is_a("punctuation", "levels", "site")), None)
    if opening is None or tokens[opening].text != "(":
        return False
    closing = next((at for at in range(opening, len(tokens)) if tokens[at].text == ")"), len(tokens))
    return any(token.is_a("number") for token in tokens[opening:closing])


def _without_spoiled(tokens: Sequence[Token]) -> tuple[list[Token], list[LeftOut]]:
    """Return the tokens without the vertebra a reason stands behind, and it: "L2-L4, L1 fractured"."""
    kept, found = list(tokens), []
    for place, token in enumerate(tokens):
        after = tokens[place + 1 : place + 2]
        if not token.is_a("levels") or not after or not after[0].is_a("general:spoiled"):
            continue
        used, dropped = _last_named(token, before=True)
        if used and token.site is not None:
            kept[place] = replace(token, site=replace(token.site, levels=used))
            found.append(LeftOut(frozenset(dropped), after[0].text))
        elif _marked_apart(tokens, place):
            kept[place] = replace(token, tags=frozenset({"word"}), site=None)
            found.append(LeftOut(frozenset(dropped), after[0].text))
    return kept, found


def _without_denied(tokens: list[Token], found: list[LeftOut]) -> list[Token]:
    """Return the tokens without a range that is denied in favour of a part of it: "levels were L2-L4, not L1-L4"."""
    kept = list(tokens)
    for place in range(len(tokens) - 3):
        named, mark, denial, wider = tokens[place : place + 4]
        told = mark.text in {",", "(", ";"} and denial.is_a("not") and named.is_a("levels") and wider.is_a("levels")
        if told and named.site and wider.site and set(named.site.levels) < set(wider.site.levels):
            kept[place + 3] = replace(wider, tags=frozenset({"word"}), site=None)
            found.append(LeftOut(frozenset(wider.site.levels) - set(named.site.levels), "excluded"))
    return kept


def _marked_apart(tokens: Sequence[Token], place: int) -> bool:
    """Whether other vertebrae stand right before these, with nothing but a comma, semicolon or bracket between."""
    own = tokens[place].site
    before = tokens[place - 2] if place > 1 and tokens[place - 1].text in {",", ";", "("} else None
    if own is None or before is None or before.site is None or not before.site.levels:
        return False
    return not set(before.site.levels) & set(own.levels)


def _doubted(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with a vertebra of the range right before it blocked, if only an unknown word stands between.

    The word may leave it out: "L1-L4 gamma L2".
    """
    kept = list(tokens)
    for place, token in enumerate(tokens):
        if not token.is_a("levels") or token.site is None:
            continue
        if _may_be_left_out(tokens, place):
            kept[place] = replace(token, tags=frozenset({"places:other_site"}), site=None)
            continue
        before = place - 1
        while before >= 0 and place - before < _NEAR and _is_between(tokens[before]):
            before -= 1
        wide = tokens[before].site if before >= 0 else None
        unknown = any(is_unknown(other) or _is_spoiled(other) for other in tokens[before + 1 : place])
        unknown = unknown or any(_is_spoiled(other) for other in tokens[place + 1 : place + 2])
        if wide is not None and unknown and set(token.site.levels) < set(wide.levels):
            # Nor is the range told, of which nobody knows what is left.
            kept[place] = replace(token, tags=frozenset({"places:other_site"}), site=None)
            kept[before] = replace(tokens[before], tags=frozenset({"places:other_site"}), site=None)
    return kept


def _is_spoiled(token: Token) -> bool:
    return token.is_a("general:spoiled", "places:beside_site") and not token.is_a("at")


def _is_between(token: Token) -> bool:
    return token.text in {",", ";"} or (token.is_a("word") and not token.site)


def _may_be_left_out(tokens: Sequence[Token], place: int) -> bool:
    """Whether other vertebrae than the ones before stand in front of words we do not know: "L1-L3, L4 gamma"."""
    after = tokens[place + 1 : place + 2]
    if not after or not (is_unknown(after[0]) or after[0].is_a("not", "because", "places:beside_site")):
        return False
    used, dropped = _last_named(tokens[place], before=True)
    marked = place > 1 and tokens[place - 1].text in {",", ";"} and tokens[place - 2].is_a("levels")
    before = tokens[place - 2].site if marked else None
    own = tokens[place].site
    apart = before is not None and own is not None and not set(before.levels) & set(own.levels)
    # Nobody writes "L1-L3, L4" for what "L1-L4" says.
    whole = [int(level[1:]) for level in (*used, *dropped) if level[0] == "L"]
    in_a_row = bool(used and dropped) and len(set(whole)) == len(whole) == max(whole) - min(whole) + 1
    return apart or in_a_row


def _named_behind(tokens: Sequence[Token], number: int) -> int | None:
    """Return where vertebrae stand right behind a word such as "without"."""
    behind = range(number + 1, min(len(tokens), number + 3))
    place = next((place for place in behind if tokens[place].is_a("levels")), None)
    return place if place is not None and all(tokens[at].is_a("word") for at in range(number + 1, place)) else None


def _take_from_range(tokens: list[Token], place: int, dropped: Sequence[str]) -> bool:
    """Take the vertebrae from the range or the spine right before: "L1-L4, L2 excluded", "LWS (L3 ausgeschlossen)"."""
    for before in range(place - 1, max(-1, place - _NEAR), -1):
        token = tokens[before]
        spine = token.is_a("site") and token.site is not None and token.site.region is Region.LUMBAR_SPINE
        if token.site is not None and (token.is_a("levels") or spine):
            fewer = tuple(level for level in token.site.levels or _SPINE if level not in dropped)
            if fewer:
                tokens[before] = replace(token, site=replace(token.site, levels=fewer))
            return bool(fewer)
        if token.text not in {",", "(", ";", "with", "-"}:
            return False
    return False


def _subject(tokens: Sequence[Token], number: int) -> int | None:
    """Return where the vertebrae stand that "excluded" speaks of: right before it, else right behind."""
    if number > 1 and tokens[number - 1].text == "(" and tokens[number - 2].is_a("number"):
        behind = range(number - 2, max(-1, number - 2 - _NEAR), -1)
        return next((place for place in behind if tokens[place].is_a("levels")), None)
    if number + 1 < len(tokens) and tokens[number + 1].is_a("levels") and tokens[number].is_a("general:without"):
        return number + 1
    ahead = number - 2 if number > 1 and tokens[number - 1].text == "," else number - 1
    around = [tokens[place].site for place in (ahead, number + 1) if 0 <= place < len(tokens)]
    if len(around) > 1 and around[0] and around[1]:
        few, many = set(around[1].levels), set(around[0].levels)
        apart = ahead == number - 2 and not few & many and len(few) <= len(many)
        if few < many or apart or (ahead == number - 2 and len(few) == 1 < len(many)):
            # "L1-L4 excluding L3", "L2-L4, se excluye L1", "L1-L2, excluídas L3 e L4": the few are left out.
            return number + 1
    shared = _shared_subject(tokens, number)
    return shared if shared is not None else _nearest(tokens, number)


def _shared_subject(tokens: Sequence[Token], number: int) -> int | None:
    """Return where the subject of both verbs stands in "L4 differs from L3 and was excluded"; None if there is one."""
    joined = next((at for at in range(number - 1, max(-1, number - 3), -1) if tokens[at].is_a("and")), None)
    named = [at for at in range(joined or 0) if tokens[at].is_a("levels")]
    return named[0] if len(named) > 1 and joined is not None and named[-1] == joined - 1 else None


def _nearest(tokens: Sequence[Token], number: int) -> int | None:
    """Return where the next vertebrae before a word such as "excluded" stand, else those behind it."""
    for step in range(1, _NEAR + 1):
        if (
            number - step < 0
            or tokens[number - step].is_a("number", "bad_number")
            or tokens[number - step].text in {".", ";", "("}
        ):
            break
        if tokens[number - step].is_a("levels"):
            return number - step
    for step in range(1, _NEAR):
        if number + step >= len(tokens) or tokens[number + step].text in {".", ";", ":"}:
            break
        if tokens[number + step].is_a("levels"):
            return number + step
    return None


def _opens_clause(tokens: Sequence[Token], number: int) -> bool:
    """Whether vertebrae follow a word such as "excluded", and a comma parts it from those before."""
    follows = number + 1 < len(tokens) and tokens[number + 1].is_a("levels")
    before = tokens[max(0, number - _NEAR) : number]
    marks = [place for place, token in enumerate(before) if token.text == ","]
    return follows and bool(marks) and marks[-1] + 1 < len(before) and not _has_levels(before[marks[-1] :])


def _has_levels(tokens: Sequence[Token]) -> bool:
    return any(token.is_a("levels") for token in tokens)


def _is_single(token: Token) -> bool:
    return token.is_a("levels") and token.site is not None and len(token.site.levels) == 1


def _last_named(token: Token, *, before: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split "L1-L3, L4 excluded" into what is used and what is left out; one list alone is all left out."""
    head, comma, tail = token.text.rpartition(",")
    ranged = "-" in head or (len(levels_of(head)) > 1 and not _LISTED.search(head.replace("t/m", "-")))
    if before and comma and ranged:
        return levels_of(head), levels_of(tail)
    return (), token.site.levels if token.site else ()


def _reason(tokens: Sequence[Token], number: int, text: str) -> str:
    """Return the words behind "because", or "excluded" when the report gives no reason."""
    cause = next((place for place in range(number, len(tokens)) if tokens[place].is_a("because")), None)
    if cause is None or cause + 1 >= len(tokens):
        return "excluded"
    last = cause
    while last + 1 < len(tokens) and tokens[last + 1].text not in {".", ";", ")", ","}:
        last += 1
    return " ".join(text[tokens[cause].end : tokens[last].end].split()) or "excluded"
