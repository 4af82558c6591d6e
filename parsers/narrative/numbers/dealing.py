"""Numbers dealt out to names in the order both are told: as many of one as of the other, or to none of them."""

from collections.abc import Sequence
from itertools import pairwise

from dxa.regions import Site
from dxa.report import Quantity
from parsers.narrative.examinations.times import Moment
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.name_lists import SEVERAL, sites_from


def dealt_out(row: Sequence[Bound], sites: Sequence[Site], out: Reading) -> None:
    """Give the values of each quantity and time the sites of a list; a row that is longer or shorter stays unplaced."""
    alike: dict[tuple[Quantity, Moment], list[Bound]] = {}
    for bound in row:
        alike.setdefault((bound.wanted.quantity, bound.moment), []).append(bound)
    for bounds in alike.values():
        if len(bounds) != len(sites):
            out.unplaced += [bound.token for bound in bounds]
            continue
        for bound, site in zip(bounds, sites, strict=True):
            bound.site = site
        out.bound += bounds


def dealt_behind(
    tokens: Sequence[Token], pending: Sequence[Bound], place: int, site: Site, out: Reading
) -> Sequence[Bound]:
    """Deal the last row of waiting numbers out to the list of sites that begins at a place; return what waits still.

    As in "-2.2 and -1.7 at the femoral neck and the total hip", "-2.2 and -2.0 at the left and right femoral necks".
    `site` is the one the place itself means: a side alone is of the bone spoken of.
    """
    row = _last_row(tokens, pending)
    if len(row) < SEVERAL:
        return pending
    dealt_out(row, sites_from(tokens, place, site)[0], out)
    return [bound for bound in pending if bound not in row]


def _last_row(tokens: Sequence[Token], pending: Sequence[Bound]) -> list[Bound]:
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


def led_in_brackets(tokens: Sequence[Token], site: int, place: int) -> bool:
    """Return whether brackets begin with a site that leads to a number: "at the spine (L1-L4: 0.698 g/cm2)"."""
    opened = [token.text for token in (*tokens[max(0, site - 1) : site], *tokens[site + 1 : site + 2])]
    between = [token for token in tokens[site + 1 : place] if token.text not in {"(", ":", "=", ","}]
    return "(" in opened and all(token.key("labels") or token.is_a("at") for token in between)


def closed_before(tokens: Sequence[Token], pending: Sequence[Bound]) -> list[Bound]:
    """Return the first waiting numbers in brackets that close before the next one: they are of what stands before.

    As the density of "-3.2 at the spine (see L1: 0.698 g/cm2), -2.9 at the neck", which is not the neck's.
    """
    closed: list[Bound] = []
    for bound, after in pairwise(pending):
        marks = [token.text for token in tokens[bound.place : after.place] if token.text in {"(", ")"}]
        opening = next((at for at in range(bound.place - 1, -1, -1) if tokens[at].text in {"(", ")"}), None)
        if marks[:1] != [")"] or opening is None or tokens[opening].text != "(":
            break
        if not any(token.is_a("site", "levels") for token in tokens[:opening]):
            break
        closed.append(bound)
    return closed


def has_own_number(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a site leads to a number of its own clause: "-2.6 at the neck, at the spine it is about -2.4"."""
    for token in tokens[place + 1 :]:
        if token.is_a("number"):
            return True
        if token.is_a("punctuation", "and", "site", "levels", "row", "places:other_site") or token.key("side"):
            return False
    return False
