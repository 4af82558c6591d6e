"""Scores told with their side behind each, of the one bone whose sides the sentence named before.

As in "the right and left femoral neck BMDs are 0.688 and 0.709 g/cm2 (T-scores: -2.0 right, -1.8 left)".
"""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Reading
from parsers.narrative.numbers.name_lists import SEVERAL, Label, label_at
from parsers.narrative.numbers.told import Told

_SIDES = frozenset({"left", "right"})
_MARKS = frozenset([",", ";", "/", ":", "=", "(", ")"])


def sides_behind(told: Told, reading: Reading) -> list[tuple[int, Label, Site]]:
    """Return each number that has no site yet with its label and site; nothing unless all of them are told so."""
    tokens = told.tokens
    bones = {replace(bound.site, side=None) for bound in reading.bound if bound.site is not None}
    bone = next(iter(bones)) if len(bones) == 1 else None
    places = [place for place in sorted(told.roles) if tokens[place] in reading.unplaced]
    if bone is None or SCAN_OF_REGION.get(bone.region) not in {Scan.HIP, Scan.FOREARM}:
        return []
    if len(places) < SEVERAL or len(places) != len(reading.unplaced):
        return []
    if len({told.moments[place] for place in (*places, *(bound.place for bound in reading.bound))}) != 1:
        return []
    labels = {place: _label_before(tokens, place) for place in places}
    sides = {place: tokens[place + 1].key("side") if place + 1 < len(tokens) else None for place in places}
    told_once = len({(labels[place], sides[place]) for place in places}) == len(places)
    if not told_once or None in labels.values() or not _SIDES.issuperset(side or "" for side in sides.values()):
        return []
    return [
        (place, label_at(tokens, labels[place] or 0), replace(bone, side=Side(sides[place] or ""))) for place in places
    ]


def _label_before(tokens: Sequence[Token], place: int) -> int | None:
    """Return where the score a number stands under is named, with nothing but numbers, sides and marks between."""
    for at in range(place - 1, -1, -1):
        token = tokens[at]
        if token.key("labels"):
            return at if token.key("labels") in SCORES else None
        if not (token.is_a("number", "and", "minus") or token.key("side") or token.text in _MARKS):
            return None
    return None
