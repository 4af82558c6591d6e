"""Sentences that tell every site behind its number, once for each label.

As in "T-score -2.2 at the neck and -2.0 at the total hip, Z-score -0.5 at the neck and -0.4 at the total hip". Word by
word the site before a comma might lead the label behind it; that no number lacks a site behind it tells that none does.
"""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.language.label_places import LIGHT
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.name_lists import SEVERAL, Label, Row, rows_of
from parsers.narrative.numbers.told import Told
from parsers.narrative.sites.joining import is_wide, narrowed

_ENDS = frozenset([",", ";", "."])


def each_behind(told: Told) -> list[tuple[int, Label, Site]]:
    """Return each number with its label and the site behind it; nothing if the sentence is told in another way."""
    rows, places = _rows(told), sorted(told.roles)
    if not rows:
        return []
    named = {place: _site_behind(told.tokens, place) for place in places}
    if any(at is None for at in named.values()) or _leftover(
        told.tokens, places[0], [at or 0 for at in named.values()]
    ):
        return []
    wide = _wide_before(told, places[0])
    sites = {place: _meant(told.tokens[at or 0], wide) for place, at in named.items()}
    pairs = [(place, row.label, site) for row in rows for place in row.places if (site := sites[place]) is not None]
    lists = [[site for _, label, site in pairs if label is row.label] for row in rows]
    return pairs if len(pairs) == len(places) and all(len(set(one)) == len(one) for one in lists) else []


def _rows(told: Told) -> list[Row]:
    """Return the numbers of each label, of one time; nothing for fewer than two labels or if one is told twice."""
    numbers = sum(token.is_a("number", "bad_number") for token in told.tokens)
    rows = rows_of(told.tokens, told.roles, None) if numbers == len(told.roles) > SEVERAL else []
    keys = {row.label.key for row in rows}
    times = {told.moments[place] for place in told.roles}
    return rows if len(keys) == len(rows) >= SEVERAL and len(times) == 1 else []


def _site_behind(tokens: Sequence[Token], place: int) -> int | None:
    """Return where the site of a number stands, led by a preposition and closed by a mark or "and"."""
    at = place + 1 + (place + 1 < len(tokens) and tokens[place + 1].key("units") is not None)
    led = False
    while at < len(tokens) and (tokens[at].is_a("at") or tokens[at].text in LIGHT):
        led, at = led or tokens[at].is_a("at"), at + 1
    if at >= len(tokens) or not tokens[at].is_a("site", "levels", "row"):
        return None
    behind = tokens[at + 1 : at + 2]
    led = led or tokens[at].is_a("row")
    closed = not behind or behind[0].text in _ENDS or (behind[0].is_a("and") and not behind[0].is_a("at"))
    return at if led and closed else None


def _leftover(tokens: Sequence[Token], first: int, sites: Sequence[int]) -> bool:
    """Whether another place is named behind the first number, or a place before it that is no hip over all."""
    other = ("site", "levels", "row", "places:other_site", "side:left", "side:right", "side:mean")
    own = frozenset(sites)
    before = [token for token in tokens[:first] if token.is_a(*other)]
    heads = len(before) <= 1 and all(token.is_a("site") and token.site and is_wide(token.site) for token in before)
    behind = any(token.is_a(*other) for place, token in enumerate(tokens) if place > first and place not in own)
    return behind or not heads


def _wide_before(told: Told, first: int) -> Site | None:
    """Return the hip named before the first number, or the one the lines above speak of."""
    named = [token.site for token in told.tokens[:first] if token.is_a("site") and token.site]
    return named[-1] if named and is_wide(named[-1]) else told.scope.wide


def _meant(token: Token, wide: Site | None) -> Site | None:
    """Return the site a name means behind its number; a bare row is of a hip."""
    if token.is_a("site", "levels"):
        return (narrowed(wide, token.site) if wide and token.site else None) or token.site
    if wide is not None and SCAN_OF_REGION.get(wide.region) is not Scan.HIP:
        return None
    row, side = site_of(token.text, Scan.HIP), token.key("side")
    if row is None:
        return None
    row = replace(row, side=Side(side)) if side else row
    return (narrowed(wide, row) if wide else None) or row
