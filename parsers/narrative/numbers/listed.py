"""Rows of numbers for the sites the sentence before listed: "BMD values were 0.741, 0.602 and 0.711, respectively"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import Site
from parsers.narrative.examinations.times import Moment
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import Role
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.quantities import Wanted, wanted, without_unit
from parsers.narrative.text.scope import Scope

_BACK_TEXT = "corresponding correspondingly associated matching same order"
_BACK = frozenset(_BACK_TEXT.split())
"""Words by which a sentence says that its numbers are those of the sites named before."""
_PLAIN_ROW = 3
"""Numbers in a row that need no such word: three numbers for three sites."""
_SEVERAL = 2


def listed_in(reading: Reading) -> tuple[Site, ...]:
    """Return the sites a sentence gave one value of each of its quantities, in the order of the text; or none."""
    rows: dict[object, list[Site]] = {}
    for bound in sorted(reading.bound, key=lambda bound: bound.place):
        if bound.site is not None:
            rows.setdefault((bound.wanted.quantity, bound.moment), []).append(bound.site)
    told = {tuple(sites) for sites in rows.values()}
    sites = told.pop() if len(told) == 1 and not reading.unplaced else ()
    return sites if len(set(sites)) == len(sites) >= _SEVERAL else ()


def dealt_back(
    tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment], scope: Scope
) -> Reading | None:
    """Return what a sentence without any site gives the sites listed before it; None if it does not speak of them.

    Under each of its labels stand as many numbers as there are sites, with nothing but commas and units between.
    """
    if not scope.listed or any(_names_place(token) for token in tokens):
        return None
    rows = _rows(tokens, roles)
    back = any(token.is_a("respectively") or token.text in _BACK for token in tokens)
    if not rows or any(len(places) != len(scope.listed) for _, places in rows):
        return None
    if not back and len(scope.listed) < _PLAIN_ROW:
        return None
    times = {moments[place] for _, places in rows for place in places}
    if len(times) > 1 or not all(is_row(tokens, places) for _, places in rows):
        return None
    reading = Reading()
    for label, places in rows:
        for place, site in zip(places, scope.listed, strict=True):
            asked = asked_under(tokens, place, roles[place], label, scope)
            if not isinstance(asked, Wanted):
                return None
            reading.bound.append(Bound(place, tokens[place], asked, moments[place], False, False, site))  # noqa: FBT003 - fields of a record
    reading.sites = list(scope.listed)
    return reading


def dealt_within(
    tokens: Sequence[Token],
    roles: Mapping[int, Role],
    moments: Mapping[int, Moment],
    scope: Scope,
    reading: Reading,
) -> Reading:
    """Return the reading with a closing row of numbers given to the sites the sentence named one by one before it.

    As in "BMD is 0.812 on the left and 0.799 on the right, with T-scores of -1.1 and -1.2, respectively".
    """
    sites = listed_in(replace(reading, unplaced=[]))
    if not sites or not reading.unplaced or not any(token.is_a("respectively") for token in tokens):
        return reading
    open_ = [place for place in sorted(roles) if tokens[place] in reading.unplaced]
    labels = [place for place in range(open_[0]) if tokens[place].key("labels")] if open_ else []
    last = max((bound.place for bound in reading.bound), default=-1)
    alone = bool(labels) and last < labels[-1] and not any(_names_place(token) for token in tokens[labels[-1] :])
    if not alone or len(open_) != len(sites) or not is_row(tokens, open_) or len({moments[at] for at in open_}) > 1:
        return reading
    dealt = []
    for place, site in zip(open_, sites, strict=True):
        asked = asked_under(tokens, place, roles[place], labels[-1], scope)
        if not isinstance(asked, Wanted):
            return reading
        dealt.append(Bound(place, tokens[place], asked, moments[place], False, False, site))  # noqa: FBT003 - fields of a record
    return replace(reading, bound=[*reading.bound, *dealt], unplaced=[])


def asked_under(tokens: Sequence[Token], place: int, role: Role, label: int, scope: Scope) -> Wanted | str:
    """Return what a number is under the label at a place, as `wanted` does."""
    key, unit = tokens[label].key("labels"), Surroundings(tokens, {}).unit_of_label(label)
    asked = wanted(tokens, place, role, key, unit, fresh=True)
    if asked == IssueCode.UNKNOWN_UNIT and key == "bmd" and (role.unit or unit) is None:
        return without_unit(tokens, place, scope.density_unit, scored=scope.scored)
    return asked


def _names_place(token: Token) -> bool:
    return token.is_a("site", "levels", "row", "places:other_site", "bad_number", "change") or bool(token.key("side"))


def _rows(tokens: Sequence[Token], roles: Mapping[int, Role]) -> list[tuple[int, list[int]]]:
    """Return the place of each label with the places of the numbers behind it; nothing if a number has no label."""
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    if any(tokens[place].key("labels") not in {*SCORES, "bmd"} for place in labels):
        return []
    if not labels or min(roles, default=0) < labels[0]:
        return []
    ends = [*labels[1:], len(tokens)]
    rows = [
        (label, [place for place in sorted(roles) if label < place < end])
        for label, end in zip(labels, ends, strict=True)
    ]
    return [(label, places) for label, places in rows if places]


def is_row(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Return whether only commas, "and" and units stand between the numbers."""
    between = tokens[places[0] + 1 : places[-1]]
    return all(
        token.is_a("number", "and", "minus") or token.key("units") or token.text in {",", "/", ";"} for token in between
    )
