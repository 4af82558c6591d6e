"""A neck whose score is called lower or higher: "a lower femoral neck T-score" names no lower part of it."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Region
from parsers.narrative.language.tokens import Token

_PARTS = frozenset([Region.LOWER_NECK, Region.UPPER_NECK])
_COMPARES = frozenset(["a", "an", "the", "slightly", "significantly", "somewhat", "much", "even", "with"])
"""Words before a comparison; a row of a printout has none of them before the name of a part."""


def without_compared(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with a neck in place of its part where "lower" or "upper" stands in a running sentence."""
    return [_whole(token) if place and _compares(tokens, place) else token for place, token in enumerate(tokens)]


def _compares(tokens: Sequence[Token], place: int) -> bool:
    site, words = tokens[place].site, tokens[place].text.split()
    part = site is not None and site.region in _PARTS and words[:1] == ["lower"] and "femoral" in words
    return part and tokens[place - 1].text in _COMPARES


def _whole(token: Token) -> Token:
    return replace(token, site=replace(token.site, region=Region.FEMORAL_NECK)) if token.site else token
