"""Rows of numbers whose sites stand behind them: "-2.2 and -1.7 at the femoral neck and the total hip"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dxa.regions import Side, Site
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading

_BOTH_TEXT = (
    "derechos derechas izquierdos izquierdas direitos direitas esquerdos esquerdas droits droites gauches "
    "destri sinistri"
)
_BOTH = frozenset(_BOTH_TEXT.split())
"""Sides in the plural, which are of every site of the list before them."""
_SEVERAL = 2


def row_of(tokens: Sequence[Token], pending: Sequence[Bound]) -> list[Bound]:
    """Return the last waiting numbers that stand in one row: of one quantity and time, with "and" or commas between."""
    row = list(pending[-1:])
    for before, after in pairwise(reversed(pending)):
        alike = (before.wanted.quantity, before.moment) == (after.wanted.quantity, after.moment)
        between = tokens[after.place + 1 : before.place]
        joined = any(token.is_a("and") or token.text == "," for token in between)
        if not (alike and joined and all(_joins(token) for token in between)):
            break
        row.insert(0, after)
    return row


def _joins(token: Token) -> bool:
    return token.is_a("and", "at", "minus") or token.text == "," or token.key("units") is not None


def sites_behind(tokens: Sequence[Token], place: int) -> list[Site]:
    """Return the list of sites that begins at a place; a side in the plural at its end is of all of them."""
    first = tokens[place].site
    sites = [first] if first is not None else []
    words = tokens[place].text.split()
    at = place + 1
    while sites and at + 1 < len(tokens) and (tokens[at].is_a("and") or tokens[at].text == ","):
        at += 1
        while at + 1 < len(tokens) and tokens[at].is_a("and", "at") and not tokens[at].is_a("site", "levels"):
            at += 1
        token = tokens[at]
        if token.is_a("site", "levels") and token.site is not None:
            sites.append(token.site)
        elif (side := token.key("side")) and not token.is_a("row"):
            sites.append(replace(sites[-1], side=Side(side)))
        else:
            break
        words = token.text.split()
        at += 1
    if words and words[-1] in _BOTH and sites[-1].side is not None:
        return [replace(site, side=site.side or sites[-1].side) for site in sites]
    return sites


def dealt_behind(tokens: Sequence[Token], pending: Sequence[Bound], place: int, out: Reading) -> Sequence[Bound]:
    """Deal the last row of waiting numbers out to the list of sites that begins at a place; return what waits still.

    A row of more or fewer numbers than sites belongs to nothing we know.
    """
    row = row_of(tokens, pending)
    if len(row) < _SEVERAL or not tokens[place].is_a("site", "levels"):
        return pending
    sites = sites_behind(tokens, place)
    if len(sites) == len(row):
        for bound, site in zip(row, sites, strict=True):
            bound.site = site
        out.bound += row
    else:
        out.unplaced += [bound.token for bound in row]
    return [bound for bound in pending if bound not in row]
