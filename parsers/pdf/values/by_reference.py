"""Whether densities and T-scores of an unknown maker's tables belong together by one published reference.

A table that no percentage or mineral content bears out is borne out by its own numbers when one reference explains
every T-score by the density beside it, and no other reading of the same numbers could be explained as well: the
Z-scores for T-scores, a row's score beside another row's density, the density or score of another examination.
The constant is no witness by itself; a wrong one explains no table. See docs/decisions/0026.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from statistics import median
from typing import TypeVar

from dxa.assessment import Evidence
from dxa.issues import IssueCode
from dxa.regions import Region, Side, Site
from dxa.report import DxaReport, Measurement, Quantity, Sex
from dxa.young_adults import PARTS_OF_SPINE, REFERENCES, WHOLE_SPINE, YoungAdult
from parsers.pdf.checks.check import half_unit

_PRINTED, _CONVERTED = Decimal("0.01"), Decimal("0.15")
"""What the third decimal of a printed constant, and a constant converted between makers, add to rounding."""
_PART_ABOVE, _PART_BELOW = Decimal("1.3"), Decimal("0.8")
"""How far a vertebra's score may lie from what the reference of L1 to L4 says: their means differ by about an SD."""
_FEWEST = 2
_OTHERS = 3
"""Earlier examinations that are compared with."""
_GAP = (Decimal("-0.5"), Decimal("4.0"))
"""By how much a Z-score may lie above the T-score of its row, from the young to the oldest."""
_SPREAD = Decimal("1.0")
"""How far that distance may lie from the median of all rows: sites lose bone at a different pace."""
_CHANGED = Decimal("0.25")
"""Our own bound of a change between two examinations, as a share; beyond it a density is of something else."""
_MOVED = Decimal("1.5")
"""The same of a T-score."""
_PAIR = frozenset({Quantity.BMD, Quantity.T_SCORE})

_T = TypeVar("_T")
_K = TypeVar("_K")
_Place = tuple[Region, tuple[str, ...]]
_Family = Mapping[_Place, tuple[YoungAdult, ...]]
"""The references one device prints scores by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What one table, or the columns of several examinations in one, print of one site."""

    tables: tuple[int, ...]
    site: Site
    bmd: Decimal | None
    t: Decimal | None
    z: Decimal | None
    other_bmd: tuple[Decimal, ...]
    """Of other examinations in the same table."""
    other_t: tuple[Decimal, ...]

    @property
    def place(self) -> _Place:
        levels = self.site.levels
        return self.site.region, () if levels == WHOLE_SPINE else levels


def borne_out(tables: Sequence[DxaReport], sources: Sequence[object], sex: Sex | None) -> list[DxaReport]:
    """Return the reports of tables, values free that were held for want of a check and that one reference explains.

    Reports of one source are the examinations of one printed table, whose columns may be taken for each other.

    Rows without a reference of their own, such as a trochanter, go with the rows of their table that have one. A
    density or score of an earlier examination that stands alone goes with the present one beside it.
    """
    if not any(row.held == IssueCode.UNVERIFIED_TABLE for report in tables for row in report.measurements):
        return list(tables)
    released: dict[int, set[Site]] = {}
    for rows in _examinations(tables, sources):
        for group in filter(None, (rows, *_by_table(rows))):
            known = all(row.site in released.get(row.tables[0], ()) for row in group)
            for row in _plausible(group) if not known and _is_explained(group, sex) else ():
                for number in row.tables:
                    released.setdefault(number, set()).add(row.site)
    freed = [_freed(report, released.get(number, set())) for number, report in enumerate(tables)]
    present = {
        (_site(row), row.quantity): row.value
        for number, report in enumerate(freed)
        for row in report.measurements
        if row.current and row.quantity in _PAIR and _site(row) in released.get(number, ())
    }
    return [_with_priors(report, present) for report in freed]


def _examinations(tables: Sequence[DxaReport], sources: Sequence[object]) -> list[list[_Row]]:
    """Return the rows of all tables, those of one examination together; none of a site a table prints twice."""
    printed = [(number, row) for number, report in enumerate(tables) for row in report.measurements]
    found: list[list[_Row]] = []
    for rows in _by(printed, lambda pair: (pair[1].current, pair[1].exam_date)).values():
        sites = _by(rows, lambda pair: _site(pair[1])).items()
        parts = [(site, part) for site, own in sites for part in _parts(own)]
        found.append([row for site, part in parts if (row := _row(site, part, _beside(part, printed, sources)))])
    return found


_Printed = tuple[int, Measurement]
"""A value with the number of its table."""


def _parts(own: Sequence[_Printed]) -> list[list[_Printed]]:
    """Return the values of one site as one row where no quantity is printed twice, else those of each table."""
    quantities = [row.quantity for _, row in own]
    return [list(own)] if len(set(quantities)) == len(own) else list(_by(own, lambda pair: pair[0]).values())


def _by(items: Iterable[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    groups: dict[_K, list[_T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _site(row: Measurement) -> Site:
    return Site(row.region, row.side, row.levels)


def _beside(part: Sequence[_Printed], printed: Sequence[_Printed], sources: Sequence[object]) -> list[Measurement]:
    """Return the values of other examinations that the same tables print of the same site."""
    own = {sources[number] for number, _ in part}
    first = part[0][1]
    day = (first.current, first.exam_date)
    return [
        row
        for number, row in printed
        if sources[number] in own and _site(row) == _site(first) and (row.current, row.exam_date) != day
    ]


def _row(site: Site, printed: Sequence[_Printed], beside: Sequence[Measurement]) -> _Row | None:
    """Return a row, None for the difference of two sides and for one with a value that is in doubt otherwise."""
    own = [row for _, row in printed]
    usable = {row.quantity: row for row in own if row.held in {None, IssueCode.UNVERIFIED_TABLE}}
    if len(usable) < len(own) or site.side is Side.DIFFERENCE:
        return None

    def of(quantity: Quantity) -> Decimal | None:
        return usable[quantity].value if quantity in usable else None

    def elsewhere(quantity: Quantity) -> tuple[Decimal, ...]:
        return tuple(row.value for row in beside if row.quantity is quantity)

    return _Row(
        tables=tuple(dict.fromkeys(number for number, _ in printed)),
        site=site,
        bmd=of(Quantity.BMD),
        t=of(Quantity.T_SCORE),
        z=of(Quantity.Z_SCORE),
        other_bmd=elsewhere(Quantity.BMD),
        other_t=elsewhere(Quantity.T_SCORE),
    )


def _by_table(rows: Sequence[_Row]) -> list[list[_Row]]:
    groups = list(_by(rows, lambda row: row.tables[0]).values())
    return groups if len(groups) > 1 else []


def _is_explained(rows: Sequence[_Row], sex: Sex | None) -> bool:
    """Whether one reference explains the rows as they are printed, and none explains them read in another way."""
    families: Sequence[_Family] = _families(sex)
    count = _most_explained(rows, families)
    if count < _FEWEST:
        # One row is explained by chance too easily: only by a constant as printed, and beside a Z-score.
        families = [_as_printed(family) for family in families]
        count = _most_explained(rows, families) if _is_lone_witness(rows) else 0
    if count == 0:
        return False
    return not any(_most_explained(other, families) >= least for other, least in _misread(rows, families, count))


def _most_explained(rows: Sequence[_Row], families: Sequence[_Family]) -> int:
    return max(_explained(rows, family) for family in families)


def _is_lone_witness(rows: Sequence[_Row]) -> bool:
    """Whether the one row with a reference has a Z-score too, which then has to fail where the T-score does not."""
    scored = [row for row in rows if row.t is not None and row.bmd is not None]
    return len(scored) == 1 and scored[0].z is not None and scored[0].z != scored[0].t


def _misread(rows: Sequence[_Row], families: Sequence[_Family], count: int) -> Iterator[tuple[list[_Row], int]]:
    """Yield the rows as they would be read if columns or rows were taken for each other.

    Beside them stands how many of the same rows are explained as they are printed.
    """
    ways = [
        [replace(row, t=row.z) for row in rows if row.z is not None],
        *([replace(row, bmd=row.other_bmd[at]) for row in rows if at < len(row.other_bmd)] for at in range(_OTHERS)),
        *([replace(row, t=row.other_t[at]) for row in rows if at < len(row.other_t)] for at in range(_OTHERS)),
        *_shifted(rows),
    ]
    if count < _FEWEST:
        ways.append([replace(row, t=-row.t) for row in rows if row.t is not None])
    known = {(row.tables, row.site): row for row in rows}
    for way in ways:
        own = [known[row.tables, row.site] for row in way]
        if any((row.bmd, row.t) != (other.bmd, other.t) for row, other in zip(own, way, strict=True)):
            yield way, max(1, _most_explained(own, families))


def _shifted(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows of each table with the scores of the row above, and of the row below."""
    scored = [row for row in rows if row.t is not None and row.bmd is not None]
    groups = list(_by(scored, lambda row: row.tables[0]).values())
    if any(len(group) > 1 for group in groups):
        for step in (1, -1):
            yield [
                replace(row, t=group[(at + step) % len(group)].t) for group in groups for at, row in enumerate(group)
            ]


def _explained(rows: Sequence[_Row], family: _Family) -> int:
    """Return how many rows have the T-score a family of references gives their density; 0 if one has another."""
    count = 0
    for place, group in _by((row for row in rows if row.bmd is not None and row.t is not None), _placed).items():
        whole = family.get((place[0], ()), ())
        candidates = (*family.get(place, ()), *(whole if place[1] else ()))
        if any(all(_fits(row, candidate) for row in group) for candidate in candidates):
            count += len(group)
        elif place[1] and all(_is_near(row, whole) for row in group):
            continue
        elif candidates:
            return 0
    return count


def _placed(row: _Row) -> _Place:
    return row.place


def _away(row: _Row, reference: YoungAdult) -> Decimal:
    """Return by how much a printed T-score lies above the one its density has."""
    assert row.bmd is not None and row.t is not None  # noqa: S101, PT018 - both guarded by the caller
    return row.t - (row.bmd - reference.mean) / reference.sd


def _fits(row: _Row, reference: YoungAdult) -> bool:
    assert row.bmd is not None and row.t is not None  # noqa: S101, PT018 - both guarded by the caller
    slack = _CONVERTED if reference.evidence is Evidence.DERIVED else _PRINTED
    return abs(_away(row, reference)) <= half_unit(row.t) + half_unit(row.bmd) / reference.sd + slack


def _is_near(row: _Row, whole: Sequence[YoungAdult]) -> bool:
    return not whole or any(-_PART_BELOW <= _away(row, reference) <= _PART_ABOVE for reference in whole)


def _plausible(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows whose two scores are as far from each other as those of the others."""
    gaps = [row.z - row.t for row in rows if row.z is not None and row.t is not None]
    if not gaps:
        return list(rows)
    middle = median(gaps)

    def agrees(row: _Row) -> bool:
        if row.z is None or row.t is None:
            return True
        gap = row.z - row.t
        return _GAP[0] <= gap <= _GAP[1] and abs(gap - middle) <= _SPREAD

    return [row for row in rows if agrees(row)]


@cache
def _families(sex: Sex | None) -> tuple[_Family, ...]:
    """Return the references of each maker for a sex; a man's hips may be scored by women's, as ISCD asks."""
    women = (Sex.FEMALE, Sex.FEMALE)
    kinds = (women,) if sex is Sex.FEMALE else (women, (Sex.MALE, Sex.MALE), (Sex.MALE, Sex.FEMALE))
    makers = dict.fromkeys(reference.maker for reference in REFERENCES)
    return tuple(_family(maker, *kind) for maker in makers for kind in kinds)


def _family(maker: str, spine: Sex, hips: Sex) -> _Family:
    own = [
        reference
        for reference in (*REFERENCES, *PARTS_OF_SPINE)
        if reference.maker == maker and reference.sex is (spine if reference.region is Region.LUMBAR_SPINE else hips)
    ]
    return {place: tuple(group) for place, group in _by(own, lambda row: (row.region, row.levels)).items()}


def _as_printed(family: _Family) -> _Family:
    """Return the references that were not converted from those of another maker."""
    return {
        place: tuple(reference for reference in group if reference.evidence is not Evidence.DERIVED)
        for place, group in family.items()
    }


def _place_and_day(row: Measurement) -> tuple[Site, bool, object]:
    return _site(row), row.current, row.exam_date


def _freed(report: DxaReport, sites: set[Site]) -> DxaReport:
    """Return a report without the hold on values of these sites, and without its issue where none is held any more."""
    if not sites:
        return report
    rows = tuple(
        replace(row, held=None) if row.held == IssueCode.UNVERIFIED_TABLE and _site(row) in sites else row
        for row in report.measurements
    )
    return _without_issue(replace(report, measurements=rows))


def _without_issue(report: DxaReport) -> DxaReport:
    if any(row.held == IssueCode.UNVERIFIED_TABLE for row in report.measurements):
        return report
    return replace(report, issues=tuple(one for one in report.issues if one.code != IssueCode.UNVERIFIED_TABLE))


def _with_priors(report: DxaReport, present: Mapping[tuple[Site, Quantity], Decimal]) -> DxaReport:
    """Return a report, lone densities or scores of earlier examinations free beside present ones that are explained."""
    pairs = _by((row for row in report.measurements if row.quantity in _PAIR), _place_and_day)

    def goes_along(row: Measurement) -> bool:
        now = present.get((_site(row), row.quantity))
        held = row.held == IssueCode.UNVERIFIED_TABLE and not row.current
        if not held or now is None or row.quantity not in _PAIR or len(pairs[_place_and_day(row)]) > 1:
            return False
        if row.quantity is Quantity.T_SCORE:
            return abs(row.value - now) <= _MOVED
        return abs(row.value / now - 1) <= _CHANGED

    if not any(map(goes_along, report.measurements)):
        return report
    rows = tuple(replace(row, held=None) if goes_along(row) else row for row in report.measurements)
    return _without_issue(replace(report, measurements=rows))
