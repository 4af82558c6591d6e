"""Sentences whose numbers are told in the same order as sites that stand far behind them, or in the sentence before.

As in "T-scores of -1.4 and -1.8 were obtained at the spine and the left neck, respectively" and behind it "Z-scores are
0.2 and -0.4". Each way of telling gives pairs of a number and its label and site; what reads them is one. Sites right
beside their numbers are the matter of `dealing`, lists of labels of `language.label_lists`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import Site
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.each_behind import each_behind
from parsers.narrative.numbers.name_lists import (
    SEVERAL,
    Label,
    Row,
    is_marked_row,
    is_row,
    label_at,
    labels_of,
    marks_sites,
    rows_of,
    sites_from,
)
from parsers.narrative.numbers.quantities import Wanted, wanted, without_unit
from parsers.narrative.numbers.sides_behind import sides_behind
from parsers.narrative.numbers.told import Told
from parsers.narrative.text.scope import Listed

_SAME_ORDER_TEXT = "corresponding correspondingly associated matching same order"
_SAME_ORDER = frozenset(_SAME_ORDER_TEXT.split())
"""Words by which a sentence says that its numbers are those of the sites named before."""
_PLAIN_ROW = 3
"""Numbers in a row that need no such word: three numbers for three sites."""

_Pairs = Sequence[tuple[int, Label, Site]]
"""Numbers by position, each with its label and its site."""


def _names_place(tokens: Iterable[Token]) -> bool:
    """Return whether tokens name a place, or hold what is no clear number or a change."""
    other = ("site", "levels", "row", "places:other_site", "places:both", "bad_number", "change")
    return any(token.is_a(*other) or token.key("side") for token in tokens)


def read_in_order(told: Told) -> Reading | None:
    """Return what a sentence gives that is rows of numbers in the order of names; None for any other sentence."""
    return _read(told, _under_sites_above(told)) or _respective(told) or _read(told, each_behind(told))


def closed_in_order(told: Told, reading: Reading) -> Reading:
    """Return the reading with a closing row of numbers given to the sites the sentence named one by one before it.

    As in "BMD is 0.812 on the left and 0.799 on the right, with T-scores of -1.1 and -1.2, respectively".
    """
    beside = _read(told, sides_behind(told, reading))
    if beside is not None:
        return replace(reading, bound=[*reading.bound, *beside.bound], unplaced=[])
    tokens, sites = told.tokens, sites_in_order(replace(reading, unplaced=[]))
    places = [place for place in sorted(told.roles) if tokens[place] in reading.unplaced]
    if not sites or len(places) != len(sites) or not told.is_respective:
        return reading
    label = max((place for place in range(places[0]) if tokens[place].key("labels")), default=-1)
    behind = label > max((bound.place for bound in reading.bound), default=-1)
    if not behind or _names_place(tokens[label:]) or not _is_one_row(told, places):
        return reading
    closing = _read(told, [(place, label_at(tokens, label), site) for place, site in zip(places, sites, strict=True)])
    return replace(reading, bound=[*reading.bound, *closing.bound], unplaced=[]) if closing else reading


def listed_behind(told: Told, reading: Reading) -> Listed:
    """Return the sites in whose order the next sentence may go on.

    A list parted by marks lasts, and lends its label, until another one takes its place; any other is gone behind a
    sentence that is not in its order.
    """
    sites, above = sites_in_order(reading), told.scope.listed
    keys = {told.tokens[place].key("labels") for place in labels_of(told.tokens) or ()}
    if not sites:
        return above if above.marked else Listed()
    label = keys.pop() if len(keys) == 1 else None
    if marks_sites(told.tokens):
        again = above.marked and above.sites == sites and above.label != label
        return Listed(sites, None if again or label not in SCORES else label, marked=True)
    if above.marked and above.sites == sites:
        return replace(above, label=above.label if label in {None, above.label} else None)
    return Listed(sites)


def sites_in_order(reading: Reading) -> tuple[Site, ...]:
    """Return the sites a sentence gave one value of each of its quantities, in the order of the text; or none."""
    rows: dict[object, list[Site]] = {}
    for bound in sorted(reading.bound, key=lambda bound: bound.place):
        if bound.site is not None:
            rows.setdefault((bound.wanted.quantity, bound.moment), []).append(bound.site)
    told = {tuple(sites) for sites in rows.values()}
    sites = told.pop() if len(told) == 1 and not reading.unplaced else ()
    return sites if len(set(sites)) == len(sites) >= SEVERAL else ()


def _under_sites_above(told: Told) -> _Pairs:
    """Pair the rows of a sentence without any site with the sites listed before it, if it speaks of them.

    It does with a word for the same order, with three numbers or more in a row, and parted like the list above.
    """
    listed = told.scope.listed
    rows = rows_of(told.tokens, told.roles, listed.label) if listed.sites and not _names_place(told.tokens) else []
    if not rows or not _is_one_time(told, told.roles):
        return ()
    if any(len(row.places) != len(listed.sites) or not is_row(told.tokens, row.places) for row in rows):
        return ()
    marked = listed.marked and all(is_marked_row(told.tokens, row.places) for row in rows)
    said = told.is_respective or any(token.text in _SAME_ORDER for token in told.tokens)
    if not (said or marked or len(listed.sites) >= _PLAIN_ROW):
        return ()
    return [pair for row in rows for pair in _paired(row, listed.sites)]


def _paired(row: Row, sites: Sequence[Site]) -> Iterator[tuple[int, Label, Site]]:
    for place, site in zip(row.places, sites, strict=True):
        yield place, row.label, site


def _respective(told: Told) -> Reading | None:
    """Return what one row of numbers gives that a word deals out to the sites behind it."""
    tokens, places, labels = told.tokens, sorted(told.roles), labels_of(told.tokens)
    unclear = any(token.is_a("bad_number", "row", "places:other_site") for token in tokens)
    if not told.is_respective or len(places) < SEVERAL or unclear or not labels or not _is_one_row(told, places):
        return None
    named = [place for place, token in enumerate(tokens) if token.is_a("site", "levels") or token.key("side")]
    if not named or named[0] < places[-1] or labels[0] > places[0] or len(labels) > 1:
        return None
    sites, end = sites_from(tokens, named[0])
    if not sites or named[-1] >= end:
        return None
    if len(sites) != len(places):
        # As many numbers as sites there are not: whose each one is nobody can tell.
        return Reading(unplaced=[tokens[place] for place in places])
    return _read(told, list(_paired(Row(label_at(tokens, labels[0]), tuple(places)), sites)))


def _is_one_row(told: Told, places: Sequence[int]) -> bool:
    return is_row(told.tokens, places) and _is_one_time(told, places)


def _is_one_time(told: Told, places: Iterable[int]) -> bool:
    return len({told.moments[place] for place in places}) == 1


def _read(told: Told, pairs: _Pairs) -> Reading | None:
    """Return what numbers give under their labels; None if one of them cannot be what its label says."""
    reading = Reading()
    for place, label, site in pairs:
        asked = _asked(told, place, label)
        if not isinstance(asked, Wanted):
            return None
        bound = Bound(place, told.tokens[place], asked, told.moments[place], needs_site=False, early=False, site=site)
        reading.bound.append(bound)
        reading.sites += [site] if site not in reading.sites else []
    return reading if pairs else None


def _asked(told: Told, place: int, label: Label) -> Wanted | str:
    """Return what a number is under a label, as `wanted` does."""
    role = told.roles[place]
    asked = wanted(told.tokens, place, role, label.key, label.unit, fresh=True)
    if asked == IssueCode.UNKNOWN_UNIT and label.key == "bmd" and (role.unit or label.unit) is None:
        return without_unit(told.tokens, place, told.scope.density_unit, scored=told.scope.scored)
    return asked
