"""A number whose place stands behind it although another one was named before: "left hip, with -2.4 at L1-L4"."""

from collections.abc import Sequence

from dxa.regions import SCAN_OF_REGION, Site
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound
from parsers.narrative.sites.joining import is_wide

_ENDS = frozenset([",", ".", ";", ")"])
_NEXT = 6
"""Tokens within which "and at -1.9" has its number."""


def is_named_behind(tokens: Sequence[Token], place: int, last_number: int, near: Surroundings) -> bool:
    """Return whether a preposition puts the last number at this place, which ends there: "-2.4 at L1-L4, -1.9 at".

    "-2.4 in L1 fracture" and "-2.4 in hip and spine disease" put nothing there.
    """
    behind = tokens[place + 1 : place + _NEXT]
    goes_on = bool(behind) and behind[0].is_a("and") and any(token.is_a("number") for token in behind)
    ends = not behind or behind[0].text in _ENDS or goes_on
    between = near.between(last_number, place)
    led = any(token.is_a("at") for token in between) and not any(token.text in {",", "("} for token in between)
    return led and ends and not near.leads_next(place, over_comma=False)


def of_other_scan(group: Sequence[Bound], site: Site) -> bool:
    """Return whether the one number told of a site is put at a bone of another scan: of a hip, and at the spine."""
    if len(group) != 1 or group[0].site is None:
        return False
    scans = SCAN_OF_REGION.get(group[0].site.region), SCAN_OF_REGION.get(site.region)
    return None not in scans and scans[0] is not scans[1]


def opens_a_row(row: Sequence[Bound], site: Site) -> bool:
    """Return whether the first number behind a list of sites has a site of its own: "spine and hip: -2.4 at L1-L4"."""
    return len(row) == 1 and not is_wide(site)
