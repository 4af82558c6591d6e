"""Numbers told with "respectively" before their sites, or behind a row of labels of one site."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dxa.regions import Side, Site
from parsers.narrative.examinations.times import Moment
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.listed import asked_under, dealt_back, is_row
from parsers.narrative.numbers.quantities import Wanted
from parsers.narrative.text.scope import Scope

_SEVERAL = 2


def respective(
    tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment], scope: Scope
) -> Reading | None:
    """Return what a sentence gives that deals one row of numbers out by "respectively"; None for other sentences.

    As in "T-scores of -1.4 and -1.8 were obtained at the spine and the left neck, respectively" and "BMD and T-score
    of L1-L4 are 0.899 g/cm2 and -1.4 respectively".
    """
    places = sorted(roles)
    told = any(token.is_a("respectively") for token in tokens) and len(places) >= _SEVERAL
    unclear = any(token.is_a("bad_number", "row", "places:other_site") for token in tokens)
    if not told or unclear or not is_row(tokens, places) or len({moments[place] for place in places}) > 1:
        return None
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    sites = _sites(tokens)
    if any(tokens[place].key("labels") not in {*SCORES, "bmd"} for place in labels) or sites is None:
        return None
    pairs = _dealt(places, labels, sites)
    if not pairs and len(labels) == 1 and sites and sites[0][0] > places[-1]:
        # As many numbers as sites there are not: whose each one is nobody can tell.
        return Reading(unplaced=[tokens[place] for place in places])
    return _read(tokens, roles, moments, scope, pairs) if pairs else None


def _sites(tokens: Sequence[Token]) -> list[tuple[int, Site]] | None:
    """Return the sites of a sentence, with "left and right femoral necks" as two; None if a side is of none of them."""
    sites: list[tuple[int, Site]] = []
    for place, token in enumerate(tokens):
        if token.is_a("site", "levels") and token.site is not None:
            sites.append((place, token.site))
        elif side := token.key("side"):
            after = tokens[place + 1 : place + 3]
            site = after[1].site if len(after) > 1 and after[0].is_a("and") else None
            if site is None or site.side is None or site.side == side:
                return None
            sites.append((place, replace(site, side=Side(side))))
    return sites


def _dealt(
    places: Sequence[int], labels: Sequence[int], sites: Sequence[tuple[int, Site]]
) -> list[tuple[int, int, Site]]:
    """Return each number with its label and site, if the sentence has one of them and as many of the other."""
    before = all(place < places[0] for place in labels)
    if len(labels) == 1 and before and len(sites) == len(places) and sites[0][0] > places[-1]:
        return [(place, labels[0], site) for place, (_, site) in zip(places, sites, strict=True)]
    if len(labels) == len(places) and before and len(sites) == 1 and sites[0][0] < places[0]:
        return [(place, label, sites[0][1]) for place, label in zip(places, labels, strict=True)]
    return []


def _read(
    tokens: Sequence[Token],
    roles: Mapping[int, Role],
    moments: Mapping[int, Moment],
    scope: Scope,
    pairs: Sequence[tuple[int, int, Site]],
) -> Reading | None:
    reading = Reading()
    for place, label, site in pairs:
        asked = asked_under(tokens, place, roles[place], label, scope)
        if not isinstance(asked, Wanted):
            return None
        bound = Bound(place, tokens[place], asked, moments[place], needs_site=False, early=False, site=site)
        reading.bound.append(bound)
        reading.sites.append(site)
    return reading


def read_row(
    tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment], scope: Scope
) -> Reading | None:
    """Return what a sentence gives that is one row of numbers, for sites of its own or listed before; else None."""
    return dealt_back(tokens, roles, moments, scope) or respective(tokens, roles, moments, scope)
