"""Brackets within the name of a site: "radius (33%)", "lumbar spine (AP) L1-L4", "spine (from L1 to L4)"."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dxa.side_words import SIDE_WORDS
from dxa.site_names import FILLERS, REGION_NAMES
from parsers.narrative.language.tokens import Token

_SIDES = frozenset(["left", "right"])
VIEWS = frozenset(["ap", "pa", "vertebrae", "vertebra"])
"""Words that may stand behind the name of a spine."""


@cache
def core_words() -> frozenset[str]:
    """Return the single words of the names of sites."""
    return frozenset(word for name in REGION_NAMES for word in name.split()) - {"of"}


def unbracketed(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "radius (33%)" as "radius 33%", and "one-third (33%)" as "one-third"."""
    kept: list[Token] = []
    at = 0
    tokens = _with_side_of_arm(tokens)
    while at < len(tokens):
        if _is_bracketed_view(tokens[at : at + 3]):
            at += 3
            continue
        if _is_noun_before_side(tokens, at) or (kept and _is_noun_of_side(kept[-1], tokens[at : at + 2])):
            at += 1
            continue
        if _is_dot_of_side(tokens, at):
            spine = tokens[at + 1].text == "spine"
            kept[-1] = replace(kept[-1], text="lumbar") if spine and kept[-1].text == "l" else kept[-1]
            at += 1
            continue
        if _is_short_neck(tokens, at):
            kept.append(replace(tokens[at], end=tokens[at + 1].end, text="cuello"))
            at += 2
            continue
        inside = _third_in_brackets(tokens, at)
        last = kept[-1].text.split()[-1] if kept else ""
        if inside:
            kept += [] if "third" in last or last == "1/3" else inside
            at += len(inside) + 2
        else:
            kept.append(tokens[at])
            led = tokens[at].text == "(" and at + 2 < len(tokens) and tokens[at + 2].is_a("levels")
            # "(da L1 a L4)" and "(from L1 to L4)" hold nothing but the levels.
            at += 2 if led and tokens[at + 1].is_a("at", "from") else 1
    return kept


_NOUNS_BEFORE = frozenset(["cote", "lado", "lato"])
_SIDE_NOUNS = frozenset(["side", "seite", "zijde", "kant"])
_THIRDS = frozenset(["third", "tiers", "tercio", "terco", "terzo", "drittel"])
_OF_FEMUR = frozenset(["femoral", "femorale", "fem", "femur", "femore", "femural"])


def _is_short_neck(tokens: Sequence[Token], at: int) -> bool:
    """Whether a letter with its dot is the neck of the femur named behind it: Spanish or Italian "C. fem."."""
    name = tokens[at : at + 3]
    if len(name) < 3 or name[0].text != "c" or name[1].text != ".":  # noqa: PLR2004 - letter, dot and bone
        return False
    return name[0].end == name[1].start and name[2].text.split()[0] in _OF_FEMUR


_HANDED = frozenset(["dominant", "non-dominant", "nondominant"])


def _with_side_of_arm(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens with "(left) forearm" and "left (non-dominant) forearm" as "left forearm".

    Which hand a person writes with tells nothing of the bone; "total hip (left) neck" keeps its brackets, whose side
    is that of the name before them.
    """
    if not any(token.text in _HANDED or token.text == "(" for token in tokens):
        return tokens
    told = list(tokens)
    handed = [at for at, token in enumerate(told) if token.text in _HANDED]
    for at in reversed(handed):
        first = at - (at > 0 and told[at - 1].text == "non")
        alone = first > 0 and [token.text for token in (told[first - 1], *told[at + 1 : at + 2])] == ["(", ")"]
        del told[first - alone : at + 1 + alone]
    for at in range(len(told) - 4, -1, -1):
        if at + 4 > len(told):
            # What stood there was taken together.
            continue
        opening, side, closing, bone = told[at : at + 4]
        of_bone = bone.text.split()[0] in core_words() or bone.text.split()[0] in {"radius", "wrist", "arm"}
        led = at > 0 and bool(set(told[at - 1].text.split()) & (core_words() - FILLERS))
        if (opening.text, closing.text) == ("(", ")") and side.text in _SIDES and of_bone and not led:
            told[at : at + 3] = [side]
    # A line of nothing else stays a line.
    return told or tokens


def _is_bracketed_view(tokens: Sequence[Token]) -> bool:
    """Whether these tokens are the view of a spine in brackets: "lumbar spine (AP) L1-L4"."""
    return [token.text for token in tokens[::2]] == ["(", ")"] and tokens[1].text in VIEWS


def _is_noun_before_side(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word for a side stands before it in brackets: "(côté droit)"."""
    noun = tokens[at].text in _NOUNS_BEFORE and 0 < at < len(tokens) - 1 and tokens[at - 1].text == "("
    return noun and any(tokens[at + 1].text in words for words in SIDE_WORDS.values())


def _is_noun_of_side(before: Token, ahead: Sequence[Token]) -> bool:
    """Whether a word only says that a side is one: "left side: femoral neck ..., total hip ..." is "left: ..."."""
    sided = any(before.text in words for words in SIDE_WORDS.values())
    return sided and ahead[0].text in _SIDE_NOUNS and [token.text for token in ahead[1:]] in ([":"], [")"])


_SHORT_SIDES = frozenset(["l", "r", "lt", "rt"])


def _is_dot_of_side(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dot shortens the side of the site behind it: "L. forearm", "R. hip"."""
    if tokens[at].text != "." or not 0 < at < len(tokens) - 1 or tokens[at - 1].text not in _SHORT_SIDES:
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at + 1].text.partition(" ")[0] in core_words()


def _third_in_brackets(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """Return what stands in the brackets that open here, if it is "33%" or "tiers distal"; nothing otherwise."""
    if tokens[at].text != "(":
        return ()
    close = next((place for place in range(at + 1, min(len(tokens), at + 4)) if tokens[place].text == ")"), at)
    inside = tokens[at + 1 : close]
    thirds = any(token.is_a("third") or _THIRDS & set(token.text.split()) for token in inside)
    known = all(token.is_a("third") or set(token.text.split()) <= core_words() for token in inside)
    return inside if thirds and known else ()
