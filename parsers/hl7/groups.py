"""What observations say about the others of their OBX-4: the site, the side and the day of a group."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dxa.regions import Side, Site
from parsers.hl7.escapes import Separators
from parsers.hl7.fields import coded_element
from parsers.hl7.headings import headings_of, is_number, is_out_of_order, missing_before
from parsers.hl7.labels import Meaning, meaning_of
from parsers.hl7.naming import NO_GROUP, NUMBERS, UNPLACED, Group, in_words, said_of
from parsers.hl7.sides import LimbSides
from parsers.hl7.tokens import Message, Segment

_DOTTED = re.compile(r"\d+\.\d+")
_TELLING = ("site", "row", "scan", "side", "limb", "day")


def groups_of(message: Message, rows: Iterable[Segment]) -> tuple[dict[int, Group], frozenset[int]]:
    """Return the group of each OBX, by its number, and which OBX only say what the others of their group are.

    Observations of one OBX-4 belong together. Where OBX-4 is empty, or one OBX-4 names several sites, a site holds
    for what follows it until the next one, and only if no number stands before the first.
    """
    observations = [row for row in rows if row.name == "OBX"]
    said_by = {row.number: said for row in observations if (said := said_of(message, row))}
    lines = {} if said_by else headings_of(message, observations)
    if UNPLACED in lines.values():
        return lines, frozenset()
    said_by = said_by or lines
    members = {"": observations} if lines else _members(observations, said_by)
    limbs = _told_once(said_by.values())
    groups: dict[int, Group] = {}
    naming: set[int] = set()
    for key, group in members.items():
        told = [_unless_told_once(said_by.get(row.number), limbs) for row in group]
        if any(told):
            naming |= {row.number for row, said in zip(group, told, strict=True) if said and _names_others(said)}
            groups |= _in_turn(group, told) if _changes(told) or not key else _together(group, told)
    groups = {**_by_their_labels(message, members), **groups}
    for key, group in members.items():
        above = members.get(key.rpartition(".")[0], []) if _DOTTED.fullmatch(key) else []
        if above and all(row.number in naming for row in above):
            # An OBX-4 that only names a scan says it of its parts: 1 of 1.1 and 1.2.
            wider = groups[above[-1].number]
            groups |= {row.number: _joined(wider, groups.get(row.number, NO_GROUP)) for row in group}
    if limbs:
        groups = {row.number: replace(groups.get(row.number, NO_GROUP), limbs=limbs) for row in observations}
    return groups, frozenset(naming)


def _told_once(said_by: Iterable[Group]) -> LimbSides:
    """Return the sides told for a limb by one observation, or by several that agree: "Hip scanned: left"."""
    told = {(said.limb, said.side) for said in said_by if said.limb}
    limbs = [limb for limb, _ in told]
    return tuple((limb, side) for limb, side in told if limb and side and limbs.count(limb) == 1)


def _unless_told_once(said: Group | None, limbs: LimbSides) -> Group | None:
    """Return what an observation says of those beside it: nothing, if it is said of all numbers of its limb."""
    return NO_GROUP if said and said.limb and (said.limb, said.side) in limbs else said


def _by_their_labels(message: Message, members: Mapping[str, Sequence[Segment]]) -> dict[int, Group]:
    """Return the site of observations whose label names none, where the labels of their OBX-4 name one.

    "L1-L4 BMD" and "T-score" under 1, "Left neck BMD" and "T-score" under 2; not where all stand under one number, nor
    where one number has two results of a kind.
    """
    placed: dict[int, Group] = {}
    for key, rows in members.items() if len(members) > 1 else ():
        meanings = [_meaning(message, row) for row in rows]
        sites = {in_words(site) for one in meanings if one and (site := _only_site(one))}
        named = [one.quantity for one in meanings if one and one.quantity]
        if not key or len(sites) != 1 or "" in sites or len(set(named)) != len(named):
            continue
        bare = [row for row, one in zip(rows, meanings, strict=True) if one and not one.regions and not one.rest]
        placed |= {row.number: Group(site=next(iter(sites))) for row in bare}
    return placed


def _meaning(message: Message, row: Segment) -> Meaning | None:
    """Return what the label of a number says, None for what is no number or no result."""
    if row.field(2).strip().upper() not in NUMBERS:
        return None
    return _result_named(message.separators, message.codec, row.field(3))


@lru_cache(maxsize=4096)
def _result_named(separators: Separators, codec: str, label: str) -> Meaning | None:
    """Return the result a label names, remembered, because a sender uses the same ones all day."""
    meanings = [meaning_of(text) for text in coded_element(separators, codec, label).texts]
    return next((one for one in meanings if one.quantity and one.is_result and not one.prior), None)


def _only_site(meaning: Meaning) -> Site | None:
    regions = meaning.regions or frozenset()
    return Site(next(iter(regions)), meaning.side, meaning.levels) if len(regions) == 1 else None


def _members(rows: Sequence[Segment], said_by: Mapping[int, Group]) -> dict[str, list[Segment]]:
    """Return the observations by OBX-4; where each has its own below a common number (1.1, 1.2), by that number."""
    by_key: dict[str, list[Segment]] = {}
    for row in rows:
        by_key.setdefault(row.field(4).strip(), []).append(row)
    naming = {row.field(4).strip() for row in rows if row.number in said_by}
    if naming and all(_DOTTED.fullmatch(key) and len(by_key[key]) == 1 for key in naming):
        joint: dict[str, list[Segment]] = {}
        for row in rows:
            joint.setdefault(row.field(4).strip().partition(".")[0], []).append(row)
        return joint
    return by_key


def _changes(told: Sequence[Group | None]) -> bool:
    """Whether one group names two sites, sides or days."""
    said = [one for one in told if one]
    return any(len({getattr(one, name) for one in said} - {"", None}) > 1 for name in _TELLING)


def _together(rows: Sequence[Segment], told: Sequence[Group | None]) -> dict[int, Group]:
    joint = Group()
    for said in told:
        joint = _joined(joint, said) if said else joint
    return {row.number: joint for row in rows}


def _names_others(said: Group) -> bool:
    """Whether what an observation says is all it holds; a site that is not told may be told in prose."""
    return not said.ends and not said.is_line and said.site != UNPLACED.site


def _in_turn(rows: Sequence[Segment], told: Sequence[Group | None]) -> dict[int, Group]:
    if is_out_of_order(rows):
        return {row.number: UNPLACED for row in rows}
    first = next(number for number, said in enumerate(told) if said)
    if any(map(is_number, rows[:first])):
        # A site may as well stand behind its numbers.
        return {}
    behind = _sides_behind(rows, told)
    groups: dict[int, Group] = {}
    state, used, torn = Group(), False, missing_before(rows)
    for row, said in zip(rows, told, strict=True):
        if row.number in torn:
            # The one missing may have named another site.
            state = Group() if said else UNPLACED
        if said is None:
            groups[row.number], used = replace(state, side=behind.get(row.number)) if behind else state, True
            continue
        if (used and (said.site or said.scan)) or said.ends:
            state = Group(day=state.day, prior=state.prior)
        state, used = _joined(state, said), False
    return groups


def _sides_behind(rows: Sequence[Segment], told: Sequence[Group | None]) -> dict[int, Side | None]:
    """Return the side of each row, by its number, where sides stand behind the numbers they are of; else nothing.

    They do if no number stands behind the last and one before the first. A block of a site has the one side in it.
    """
    numbers = [at for at, row in enumerate(rows) if told[at] is None and is_number(row)]
    sides = [at for at, said in enumerate(told) if said and said.side]
    if not numbers or not sides or not (numbers[0] < sides[0] and numbers[-1] < sides[-1]):
        return {}
    starts = [at for at, said in enumerate(told) if said and (said.site or said.scan)] or [0]
    found: dict[int, Side | None] = {}
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        within = {said.side for said in told[start:end] if said and said.side}
        side = next(iter(within)) if len(within) == 1 else None
        found |= {row.number: side for row in rows[start:end]}
    return found


def _joined(group: Group, said: Group) -> Group:
    told = {name: getattr(said, name) for name in (*_TELLING, "prior") if getattr(said, name)}
    return replace(group, **told)
