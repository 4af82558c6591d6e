"""Sites and sides told by letters: "CF G", "Colo E", "RL", "Tot. heup"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from dxa.regions import Region, Side, Site
from dxa.side_words import SIDE_WORDS
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import joined

_LETTERS = {"I": Side.LEFT, "E": Side.LEFT, "G": Side.LEFT, "D": Side.RIGHT}
"""Izquierda, esquerda, gauche; derecha, direita, droite."""
_SPANISH = dict.fromkeys(["cuello", "cadera", "femur", "femoral", "radio", "antebrazo"], Side.LEFT)
_PORTUGUESE = dict.fromkeys(["colo", "quadril", "femur", "femoral", "anca", "radio", "antebraco"], Side.LEFT)
_ITALIAN = dict.fromkeys(["collo", "anca", "femore", "femorale", "radio", "avambraccio"], Side.LEFT)
_FRENCH = dict.fromkeys(["col", "hanche", "femur", "femoral", "radius", "avant-bras"], Side.LEFT)
_RIGHT = dict.fromkeys([*_SPANISH, *_PORTUGUESE, *_ITALIAN, *_FRENCH], Side.RIGHT)
_BRACKETED = {"I": _SPANISH, "E": _PORTUGUESE, "S": _ITALIAN, "G": _FRENCH, "D": _RIGHT}
"""The words of the names of bones behind which each letter in brackets is a side, and which."""
_LATIN = {"sin": "left", "sinistrum": "left", "dxt": "right", "dex": "right", "dextrum": "right"}
_LATIN_NAMES = frozenset(["collum", "femoris", "hofte", "hoft", "coxae"])
_SHORT = 4
"""Letters of an abbreviation such as "CF", which is written in capitals anywhere."""
_ROWS = frozenset(["total", "totale", "col"])
_ENDS = frozenset([":", "=", "(", "|", ";", "-"])
"""Marks behind a letter that is a side."""
_ENGLISH = frozenset(["neck", "hip", "spine", "shaft", "forearm"])
_OPENS = re.compile(r"(?:[\n/,;:|(\t]|^)[ ]*\Z")
_HIP_NEXT = re.compile(r"[ ]heup\b", re.IGNORECASE)


@cache
def side_words() -> dict[str, Side]:
    """Return the side each word for a side names."""
    return {word: side for side, words in SIDE_WORDS.items() for word in words}


def lettered(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens with a capital letter that is the side of a name that is not English: "Colo E 0,688"."""
    lettered = list(tokens)
    for number, (site, token, after) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False), 1):
        side = _side_of(text[token.start : token.end], after)
        ends = after.is_a("number", "third") or after.text in _ENDS or after.key("labels") is not None
        beyond = tokens[number + 2 : number + 3]
        # "Colo femoral E. DMO: 0,901": the dot of a letter does not end a sentence.
        ends = ends or (after.text == "." and bool(beyond) and beyond[0].key("labels") is not None)
        ends = bool(ends) or (after.text == "/" and bool(beyond) and beyond[0].is_a("number"))
        if side and ends and site.text == "col" and site.is_a("row"):
            # French "Col D" is a femoral neck wherever it stands.
            lettered[number - 1] = joined([site], {"site"}, Site(Region.FEMORAL_NECK))
        # In a line of capitals "E" may be the Portuguese and Italian "and", or "is" without its accent; not in a table.
        capitals = len(site.text) > _SHORT and text[site.start : site.end].isupper()
        worded = after.is_a("number") or after.text == "-" or bool(after.key("labels"))
        joins = capitals and worded and text[token.start : after.start] == "E "
        if side and _is_sideless(site) and ends and not joins and not set(site.text.split()) & _ENGLISH:
            lettered[number] = replace(token, tags=frozenset({"word", f"side:{side}"}))
    _bracketed(lettered, text)
    _pair_up(tokens, lettered, text)
    last = len(tokens) - 1 - (tokens[-1:] != [] and tokens[-1].text == ".")
    side = _LETTERS.get(text[tokens[last].start : tokens[last].end]) if last > 0 else None
    if side and _is_sideless(tokens[last - 1]) and not set(tokens[last - 1].text.split()) & _ENGLISH:
        # "Sítio avaliado: Colo femoral E." closes with it.
        lettered[last] = replace(tokens[last], tags=frozenset({"word", f"side:{side}"}))
    return lettered


def _side_of(letter: str, after: Token) -> Side | None:
    """Return the side of a capital letter, or of "d" before a label; "e" and "i" are words when they are small."""
    return Side.RIGHT if letter == "d" and after.key("labels") else _LETTERS.get(letter)


def _bracketed(tokens: list[Token], text: str) -> None:
    """Tell a capital letter in brackets behind the Romance name of a bone as its side: "Colo (E): 0,902"."""
    for number, (site, opening, token, closing) in enumerate(zip(*(tokens[at:] for at in range(4)), strict=False), 2):
        if (opening.text, closing.text) != ("(", ")") or not _is_sideless(site):
            continue
        names = [names for letter, names in _BRACKETED.items() if letter == text[token.start : token.end]]
        side = next((names[word] for names in names for word in site.text.split() if word in names), None)
        if side is not None:
            tokens[number] = replace(token, tags=frozenset({"word", f"side:{side}"}))


def _pair_up(tokens: Sequence[Token], lettered: list[Token], text: str) -> None:
    """Put the sides of two letters behind one name into `lettered`: "Col fémoral D/G -2,3/-2,2"."""
    for number in range(1, len(tokens) - 3):
        if tokens[number + 1].text != "/" or not _is_sideless(tokens[number - 1]):
            continue
        pair = [_LETTERS.get(text[token.start : token.end]) for token in (tokens[number], tokens[number + 2])]
        if None not in pair and pair[0] is not pair[1] and not set(tokens[number - 1].text.split()) & _ENGLISH:
            for at, side in zip((number, number + 2), pair, strict=True):
                lettered[at] = replace(tokens[at], tags=frozenset({"word", f"side:{side}"}))


def latin(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the sides of a Latin name told, whatever the language: "Collum femoris sin."."""
    told = list(tokens)
    for number, (name, token) in enumerate(pairwise(tokens), 1):
        side = _LATIN.get(token.text)
        if side and name.text in _LATIN_NAMES:
            told[number] = replace(token, tags=token.tags - {"general:without"} | {side})
    return told


def short_femur(words: Sequence[str]) -> Site | None:
    """Return the hip that "Fem. esq." is, with the side right behind the bone; without it the word says nothing."""
    site = site_of(f"femur {words[1]}") if len(words) == 2 and words[0] == "fem" else None  # noqa: PLR2004 - bone, side
    return site if site is not None and site.side is not None else None


def _is_sideless(token: Token) -> bool:
    return _is_row(token) or (token.is_a("site") and token.site is not None and token.site.side is None)


def _is_row(token: Token) -> bool:
    """Whether a token is a row of a hip that letters may side: "Total E | 0,866"."""
    return token.is_a("row") and token.text in _ROWS


def abbreviated(tokens: Sequence[Token], at: int, text: str) -> tuple[int, Token] | None:
    """Return a site named by the capitals its language has for it, where a value or another site follows.

    As in "CF T -2.1", "T-score CL/CF/FT".
    """
    token = tokens[at]
    region = token.key("sites")
    if region is None or not text[token.start : token.end].isupper():
        return None
    behind = [other for other in tokens[at + 1 : at + 3] if not _is_side_word(other)]
    if len(behind) > 1 and _LETTERS.get(text[behind[0].start : behind[0].end]) and not behind[1].key("sites"):
        # "FT E 0,845"
        behind = behind[1:]
    led = not behind or behind[0].is_a("number", "levels", "minus") or behind[0].text in {":", "=", "(", "/", ","}
    if led or behind[0].key("labels"):
        return 1, joined([token], {"site"}, Site(Region(region)))
    return None


def _is_side_word(token: Token) -> bool:
    return token.is_a("left", "right") or token.text in side_words()


def is_short_whole(token: Token, text: str) -> bool:
    """Return whether "tot." is the whole hip; Dutch "tot heup" is down to it, unless that opens a clause."""
    if token.text != "tot":
        return False
    opens = _OPENS.search(text[max(0, token.start - 3) : token.start]) and _HIP_NEXT.match(text, token.end)
    return text[token.end : token.end + 1] == "." or bool(opens)


def is_hyphen(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a hyphen parts two words and no blank does: "Gesamt-Hüfte", "Ges.-Femur"."""
    if tokens[at].text not in {"-", "\u2010", "\u2011"} or not 0 < at < len(tokens) - 1:
        return False
    return tokens[at].start - tokens[at - 1].end <= 1 and tokens[at + 1].start == tokens[at].end
