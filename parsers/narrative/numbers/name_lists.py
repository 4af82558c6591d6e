"""Lists a sentence prints: sites with "and" or commas between, numbers in a row, and the label of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dxa.regions import Side, Site
from parsers.narrative.language.label_places import LIGHT, SCORES
from parsers.narrative.language.roles import Role
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token

_MARKS = frozenset(["/", ",", ";"])
_BOTH_TEXT = (
    "derechos derechas izquierdos izquierdas direitos direitas esquerdos esquerdas droits droites gauches "
    "destri sinistri"
)
_BOTH = frozenset(_BOTH_TEXT.split())
"""Sides in the plural, which are of every site of the list before them."""
SEVERAL = 2
"""Names and numbers that make a list."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a row of numbers stands under."""

    key: str
    unit: str | None
    """Key of the unit printed with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers that stand under one label, by position."""

    label: Label
    places: tuple[int, ...]


def label_at(tokens: Sequence[Token], place: int) -> Label:
    """Return the label at a place."""
    return Label(tokens[place].key("labels") or "", Surroundings(tokens, {}).unit_of_label(place))


def labels_of(tokens: Sequence[Token]) -> list[int] | None:
    """Return the places of the labels of a sentence, None if one of them is neither a score nor a density."""
    places = [place for place, token in enumerate(tokens) if token.key("labels")]
    return places if all(tokens[place].key("labels") in {*SCORES, "bmd"} for place in places) else None


def rows_of(tokens: Sequence[Token], roles: Mapping[int, Role], above: str | None) -> list[Row]:
    """Return the numbers behind each label; nothing if a number has no label, unless `above` is the label over all."""
    labels, places = labels_of(tokens), sorted(roles)
    if not places or labels is None or (labels and places[0] < labels[0]):
        return []
    if not labels:
        return [Row(Label(above, None), tuple(places))] if above else []
    ends = [*labels[1:], len(tokens)]
    rows = [
        Row(label_at(tokens, label), tuple(place for place in places if label < place < end))
        for label, end in zip(labels, ends, strict=True)
    ]
    return [row for row in rows if row.places]


def is_row(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Return whether only commas, "and" and units stand between the numbers."""
    between = tokens[places[0] + 1 : places[-1]]
    return all(token.is_a("number", "and", "minus") or token.key("units") or token.text in _MARKS for token in between)


def is_marked_row(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Return whether nothing but one slash or comma parts each number or site from the next."""
    return len(places) >= SEVERAL and all(
        second - first == len("-/") and tokens[first + 1].text in _MARKS for first, second in pairwise(places)
    )


def marks_sites(tokens: Sequence[Token]) -> bool:
    """Return whether one label stands over sites and as many numbers, all parted by marks: "T spine/neck: -1/-2"."""
    sites = [place for place, token in enumerate(tokens) if token.is_a("site", "levels")]
    numbers = [place for place, token in enumerate(tokens) if token.is_a("number", "bad_number")]
    labels = sum(token.key("labels") is not None for token in tokens)
    parted = is_marked_row(tokens, sites) and is_marked_row(tokens, numbers)
    return parted and labels == 1 and len(sites) == len(numbers) and sites[-1] < numbers[0]


def sites_from(tokens: Sequence[Token], place: int, spoken: Site | None = None) -> tuple[list[Site], int]:
    """Return the list of sites that begins at a place, and where it ends.

    "Left and right femoral necks" are two, and so are "left and right" where a bone is `spoken` of; a side in the
    plural at the end is of all of them.
    """
    sites: list[Site | Side] = []
    at = end = place
    while at < len(tokens) and (named := _named(tokens[at])) is not None:
        sites.append(named)
        end = at + 1
        at = _next_of_list(tokens, end)
    last = tokens[end - 1].text.split()[-1:] if sites else []
    told = _with_regions(sites, spoken)
    side = told[-1].side if told else None
    if last and last[0] in _BOTH and side is not None:
        told = [replace(site, side=site.side or side) for site in told]
    return told, end


def _named(token: Token) -> Site | Side | None:
    if token.is_a("site", "levels"):
        return token.site
    side = token.key("side")
    return Side(side) if side and not token.is_a("row") else None


def _next_of_list(tokens: Sequence[Token], at: int) -> int:
    """Return where the next of a list stands behind a comma or "and"; the end of the tokens if nothing joins it."""
    if at >= len(tokens) or not (tokens[at].is_a("and") or tokens[at].text == ","):
        return len(tokens)
    at += 1
    while (
        at < len(tokens) and _named(tokens[at]) is None and (tokens[at].is_a("and", "at") or tokens[at].text in LIGHT)
    ):
        at += 1
    return at


def _with_regions(named: Sequence[Site | Side], spoken: Site | None) -> list[Site]:
    """Return each side alone as a site of the region before it, behind it or spoken of; nothing if there is none."""
    sides = [one for one in named if isinstance(one, Side)]
    if spoken is not None and len(sides) == len(named):
        return [replace(spoken, side=side) for side in sides]
    sites: list[Site] = []
    for number, one in enumerate(named):
        if isinstance(one, Site):
            sites.append(one)
            continue
        beside = sites[-1:] or [other for other in named[number + 1 : number + 2] if isinstance(other, Site)]
        if not beside or beside[0].side in {None, one}:
            return []
        sites.append(replace(beside[0], side=one))
    return sites
