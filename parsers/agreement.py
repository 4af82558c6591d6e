"""Whether several readings of one number agree: equal ones confirm each other, different ones are held back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.making import altering
from dxa.regions import Region, Side
from dxa.report import Issue, Measurement, Quantity


@dataclass(frozen=True, slots=True)
class Sighting:
    """One reading of a number; sightings of the same `reading` are not independent of each other."""

    reading: int
    measurement: Measurement


def agree(first: Decimal, second: Decimal) -> bool:
    """Return whether two printed numbers can be the same: equal, or one is the other rounded to its printed digits.

    A small whole number never stands for one with decimals: "-2" beside -2.46 is more likely a cut number.

    >>> agree(Decimal("-2.46"), Decimal("-2.5")), agree(Decimal("-2.4"), Decimal("-2.5"))
    (True, False)
    """
    coarse, fine = sorted((first, second), key=_digits)
    if coarse == fine:
        return True
    if _digits(coarse) == 0 and abs(coarse) < _TWO_DIGITS:
        return False
    return abs(fine - coarse) <= Decimal("0.5").scaleb(-_digits(coarse)) and _digits(coarse) < _digits(fine)


_TWO_DIGITS = 10


def _digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def combined(sightings: Sequence[Sighting]) -> tuple[tuple[Measurement, ...], tuple[Issue, ...]]:
    """Return one measurement per number, in canonical order and numbered anew, and what disagrees."""
    kinds: dict[tuple[object, ...], list[Sighting]] = {}
    for sighting in sightings:
        row = sighting.measurement
        kinds.setdefault((row.region, row.quantity, row.current, row.unit), []).append(sighting)
    left_out = tuple(issue for kind in kinds.values() for issue in _without_recognised(kind))
    judged = [found for kind in kinds.values() for found in _judged(kind)]
    rows = sorted((row for row, _ in judged), key=_canonical)
    issues = tuple(issue for _, issue in judged if issue is not None) + left_out
    return tuple(_renamed(row, f"m{number}") for number, row in enumerate(rows, 1)), issues


def _without_recognised(kind: list[Sighting]) -> list[Issue]:
    """Take the numbers recognised from pictures out of a kind that characters tell too: they could only spoil it."""
    recognised = [sighting for sighting in kind if sighting.measurement.provenance.parser.startswith(_RECOGNISED)]
    if len(recognised) in {0, len(kind)}:
        return []
    kind[:] = [one for one in kind if not one.measurement.provenance.parser.startswith(_RECOGNISED)]
    text = "recognised from a picture as well as read from characters; the recognised number was left out"
    return [
        Issue(
            code=IssueCode.OCR_NEEDS_REVIEW,
            text=f"{row.quantity} of {row.region} was {text}",
            locator=row.provenance.locator,
            document=row.provenance.document,
        )
        for row in (sighting.measurement for sighting in recognised)
    ]


_RECOGNISED = "ocr/"
_under = altering(Measurement, "id")


def _renamed(row: Measurement, identity: str) -> Measurement:
    """Return the measurement under another id."""
    return row if row.id == identity else _under(row, identity)


def _judged(kind: Sequence[Sighting]) -> list[tuple[Measurement, Issue | None]]:
    """Return the numbers of one quantity of one region, each with its disagreement if there is one."""
    if _stand_apart([sighting.measurement for sighting in kind]):
        return [(_confirmed([sighting]), None) for sighting in kind]
    groups = _joined_loosely(_joined_exactly(kind))
    confirmed = [_confirmed(group) for group in groups]
    found: list[tuple[Measurement, Issue | None]] = []
    for row, group in zip(confirmed, groups, strict=True):
        pairs = zip(confirmed, groups, strict=True)
        rivals = [other for other, against in pairs if against is not group and _rivals(group, against, groups)]
        if rivals:
            found.append((replace(row, held=row.held or IssueCode.VALUE_CONFLICT), _conflict(row, rivals)))
        else:
            found.append((row, None))
    return found


def _stand_apart(rows: Sequence[Measurement]) -> bool:
    """Whether every number states a place of its own, so that none can confirm or contradict another."""
    return len({(row.side, row.levels) for row in rows}) == len(rows) and not any(map(_is_vague, rows))


def _same_place(first: Measurement, second: Measurement) -> bool:
    """Whether two measurements of one quantity and region may belong to one examination."""
    return first.exam_date == second.exam_date or first.exam_date is None or second.exam_date is None


def _exactly(first: Measurement, second: Measurement) -> bool:
    return _same_place(first, second) and (first.side, first.levels) == (second.side, second.levels)


def _joined_exactly(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    """Return the sightings that agree with one another, each in the first group it agrees with throughout.

    One that is like an earlier one goes where that is, and only unlike ones are compared: a study of a thousand
    objects says the same number a thousand times.
    """
    groups: list[list[Sighting]] = []
    unlike: list[list[Measurement]] = []
    homes: dict[tuple[object, ...], int] = {}
    for sighting in sightings:
        row = sighting.measurement
        like = (row.side, row.levels, row.exam_date, row.value.as_tuple())
        home = homes.get(like)
        if home is None:
            home = next((number for number, rows in enumerate(unlike) if _agrees_throughout(row, rows)), len(groups))
            if home == len(groups):
                groups.append([])
                unlike.append([])
            homes[like] = home
            unlike[home].append(row)
        groups[home].append(sighting)
    return groups


def _agrees_throughout(row: Measurement, others: Sequence[Measurement]) -> bool:
    return all(_exactly(row, other) and agree(row.value, other.value) for other in others)


def _joined_loosely(groups: list[list[Sighting]]) -> list[list[Sighting]]:
    """Let a value whose side or levels are not stated confirm the one stated value it agrees with."""
    joined = [group for group in groups if not _is_vague(group[0].measurement)]
    for group in (group for group in groups if _is_vague(group[0].measurement)):
        homes = [other for other in joined if _comparable(group, other) and _agreeing(group, other)]
        # Of several combinations of vertebrae with one value, an unnamed spine means the widest.
        homes.sort(key=lambda other: -len(other[0].measurement.levels))
        if homes and (len(homes) == 1 or homes[0][0].measurement.region is Region.LUMBAR_SPINE):
            homes[0].extend(group)
        else:
            joined.append(group)
    return joined


def _is_vague(row: Measurement) -> bool:
    sided = row.region not in _UNSIDED
    return (sided and row.side is None) or (row.region is Region.LUMBAR_SPINE and not row.levels)


_UNSIDED = frozenset(
    {Region.LUMBAR_SPINE, Region.LATERAL_SPINE, Region.TOTAL_BODY, Region.TOTAL_BODY_LESS_HEAD, Region.PATIENT}
)


def _comparable(vague: list[Sighting], stated: list[Sighting]) -> bool:
    """Whether a value without side or levels may speak of a stated one read independently of it."""
    first, second = vague[0].measurement, stated[0].measurement
    independent = {sighting.reading for sighting in vague}.isdisjoint(sighting.reading for sighting in stated)
    # A mean is said to be one, and a single vertebra is no spine: neither is meant by a bare name.
    bare = second.side in {Side.LEFT, Side.RIGHT} or (second.region is Region.LUMBAR_SPINE and len(second.levels) > 1)
    return independent and not _is_vague(second) and bare and _same_place(first, second)


def _agreeing(group: list[Sighting], other: list[Sighting]) -> bool:
    return agree(group[0].measurement.value, other[0].measurement.value)


def _confirmed(group: list[Sighting]) -> Measurement:
    """Return the reading with the most digits, with everything the others add."""
    rows = [sighting.measurement for sighting in group]
    if len(rows) == 1 and "" not in {rows[0].reference, rows[0].excluded, rows[0].held}:
        known = rows[0].confirmed_by
        if not known or list(known) == sorted(set(known)):
            return rows[0]
    best = max(rows, key=lambda row: (not _is_vague(row), _digits(row.value), "narrative" not in row.provenance.parser))
    names = {name for row in rows for name in (row.confirmed_by or (row.provenance.parser.partition("/")[0],))}
    independent = len({sighting.reading for sighting in group}) > 1 or best.confirmed_by
    return replace(
        best,
        exam_date=next((row.exam_date for row in rows if row.exam_date), None),
        reference=next((row.reference for row in (best, *rows) if row.reference), None),
        excluded=next((row.excluded for row in (best, *rows) if row.excluded), None),
        held=_doubt(rows),
        confirmed_by=tuple(sorted(names)) if independent and len(names) > 1 else best.confirmed_by,
    )


def _doubt(rows: Sequence[Measurement]) -> str | None:
    """Return why readings of one number are held; a table that nothing bears out is borne out by a free reading."""
    free = any(row.held is None for row in rows)
    doubts = (row.held for row in rows if row.held and not (free and row.held == IssueCode.UNVERIFIED_TABLE))
    return next(doubts, None)


def _rivals(group: list[Sighting], other: list[Sighting], groups: list[list[Sighting]]) -> bool:
    """Whether two groups give different values for one place.

    A value without side or levels that agrees with none of the stated ones is in doubt; where only one is stated,
    that one is in doubt with it.
    """
    row, second = group[0].measurement, other[0].measurement
    if _exactly(row, second):
        # Two earlier values without date may come from two earlier examinations.
        return row.current or (row.exam_date is not None and row.exam_date == second.exam_date)
    vague, stated = (group, other) if _is_vague(row) else (other, group)
    if not (_is_vague(vague[0].measurement) and _comparable(vague, stated)):
        return False
    choices = [choice for choice in groups if _comparable(vague, choice)]
    return not any(_agreeing(vague, choice) for choice in choices) and (group is vague or len(choices) == 1)


def _conflict(row: Measurement, rivals: Sequence[Measurement]) -> Issue:
    names = ", ".join(sorted({rival.provenance.parser for rival in rivals} | {row.provenance.parser}))
    place = " ".join(part for part in (row.side, row.region, "".join(row.levels)) if part)
    return Issue(
        code=IssueCode.VALUE_CONFLICT,
        text=f"{row.quantity} of {place} is read differently ({names}); held back from rules until a reviewer decides",
        locator=row.provenance.locator,
        document=row.provenance.document,
    )


_REGIONS = {region: place for place, region in enumerate(Region)}
_QUANTITIES = {quantity: place for place, quantity in enumerate(Quantity)}
_SIDES = {side: place for place, side in enumerate([None, *Side])}


def _canonical(row: Measurement) -> tuple[object, ...]:
    newest_first = -row.exam_date.toordinal() if row.exam_date else 0
    return (
        not row.current,
        newest_first,
        _REGIONS[row.region],
        _SIDES[row.side],
        -len(row.levels),
        row.levels,
        _QUANTITIES[row.quantity],
        row.value,
        row.provenance.document,
        row.provenance.parser,
    )
