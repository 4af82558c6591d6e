"""Results of the whole body in running text: below it "Spine" is a part of the skeleton and "Total" the body."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from dxa.regions import Region, Scan, Site
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import head_words

_LUMBAR = ("lumb", "lomb", "lend", "lws", "ls", "lwk")
"""Parts of names of the lumbar spine; "spine" alone is not one of them."""


_LESS = frozenset(["less", "minus", "without", "excluding", "excl", "w/o", "no"])
_NEAR = 4
"""Words behind the body within which the head may be named."""
_ARTICLES = frozenset(["a", "o", "la", "el", "il", "the", "den", "het", "l", "de", "da", "della"])


def without_head(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "whole body minus head" as that region, in brackets or not, in any language.

    A body beside which the head is named in another way is no body we know: "total body esclusa la testa" in a text
    too short to tell its language.
    """
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        body, end = tokens[at].site, _end_of_headless(tokens, at + 1)
        if body is not None and body.region is Region.TOTAL_BODY and end:
            kept.append(replace(tokens[at], end=tokens[end - 1].end, site=Site(Region.TOTAL_BODY_LESS_HEAD)))
            at = end
        elif body is not None and body.region is Region.TOTAL_BODY and _names_head(tokens, at + 1):
            kept.append(replace(tokens[at], tags=frozenset({"places:other_site"}), site=None))
            at += 1
        else:
            # A head alone is no place of the table: "Head BMD 2.1 g/cm2" is nobody's total.
            alone = tokens[at].is_a("places:head")
            kept.append(replace(tokens[at], tags=frozenset({"word"})) if alone else tokens[at])
            at += 1
    return kept


def _names_head(tokens: Sequence[Token], at: int) -> bool:
    """Whether the head is named right behind the body, before any number, label or other site."""
    told = ("number", "bad_number", "site", "levels")
    ends = (token.is_a(*told) or bool(token.key("labels")) or token.text in {".", ";", ":"} for token in tokens[at:])
    near = [token for token, _ in takewhile(lambda each: not each[1], zip(tokens[at : at + _NEAR], ends, strict=False))]
    return any(token.text in head_words() for token in near)


def _end_of_headless(tokens: Sequence[Token], at: int) -> int:
    """Return where "minus head" ends that begins at a place, with the brackets around it; 0 if it does not."""
    marks = [token.text for token in tokens[at : at + 1]]
    opened = marks == ["("]
    at += opened or marks == [","]
    if at >= len(tokens) or not (
        tokens[at].text in _LESS or tokens[at].is_a("general:without", "minus", "not", "excluded")
    ):
        return 0
    at += 1
    at += sum(1 for _ in takewhile(lambda token: token.text in _ARTICLES, tokens[at:]))
    headed = at < len(tokens) and tokens[at].text in head_words()
    closed = not opened or [token.text for token in tokens[at + 1 : at + 2]] == [")"]
    return at + 1 + opened if headed and closed else 0


class Body:
    """Whether the sentences stand under the whole body, and what their words mean there."""

    def __init__(self) -> None:
        self._within = False

    def leave(self) -> None:
        """Begin a section of its own."""
        self._within = False

    def read(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return the tokens of the next sentence as they are meant."""
        sites = [token.site for token in tokens if token.site is not None]
        if sites and any(not _may_be_part(token) for token in tokens if token.site is not None):
            self._within = all(site.region in _BODIES for site in sites)
        elif any(site.region in _BODIES for site in sites):
            self._within = True
        return tuple(_in_body(token) for token in tokens) if self._within else tuple(tokens)


_BODIES = frozenset([Region.TOTAL_BODY, Region.TOTAL_BODY_LESS_HEAD])


def _may_be_part(token: Token) -> bool:
    """Whether a site can be meant within the whole body: the body itself, or a spine not said to be the lumbar one."""
    site = token.site
    if site is None or site.region in _BODIES:
        return True
    plain_spine = site.region is Region.LUMBAR_SPINE and not site.levels
    return plain_spine and not any(part in token.text for part in _LUMBAR)


def _in_body(token: Token) -> Token:
    if token.site is not None and token.site.region is Region.LUMBAR_SPINE:
        return replace(token, tags=frozenset({"places:other_site"}), site=None)
    if token.is_a("row") and (site := site_of(token.text, Scan.TOTAL_BODY)) is not None:
        return replace(token, tags=frozenset({"site"}), site=Site(site.region))
    return token
