"""Whether densities and T-scores of an unknown maker's tables belong together by one published reference.

A table that no percentage or mineral content bears out is borne out by its own numbers when one reference explains
every T-score by the density beside it, and no other reading of the same numbers could be explained as well: the
Z-scores for T-scores, a row's score beside another row's density, the density or score of another examination.
The constant is no witness by itself; a wrong one explains no table. See docs/decisions/0026.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from dxa.issues import IssueCode
from dxa.regions import Side, Site
from dxa.report import DxaReport, Measurement, Quantity, Sex
from parsers.pdf.values.explained import FEWEST, Row, as_printed, by, families_of, most_explained
from parsers.pdf.values.misread import may_be_misread

_GAP = (Decimal("-0.5"), Decimal("4.0"))
"""By how much a Z-score may lie above the T-score of its row, from the young to the oldest."""
_SPREAD = Decimal("1.0")
"""How far that distance may lie from the median of all rows: sites lose bone at a different pace."""
_CHANGED = Decimal("0.25")
"""Our own bound of a change between two examinations, as a share; beyond it a density is of something else."""
_MOVED = Decimal("1.5")
"""The same of a T-score."""
_PAIR = frozenset({Quantity.BMD, Quantity.T_SCORE})


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


def _examinations(tables: Sequence[DxaReport], sources: Sequence[object]) -> list[list[Row]]:
    """Return the rows of all tables, those of one examination together; none of a site a table prints twice."""
    printed = [(number, row) for number, report in enumerate(tables) for row in report.measurements]
    found: list[list[Row]] = []
    for rows in by(printed, lambda pair: (pair[1].current, pair[1].exam_date)).values():
        sites = by(rows, lambda pair: _site(pair[1])).items()
        parts = [(site, part) for site, own in sites for part in _parts(own)]
        found.append([row for site, part in parts if (row := _row(site, part, _beside(part, printed, sources)))])
    return found


_Printed = tuple[int, Measurement]
"""A value with the number of its table."""


def _parts(own: Sequence[_Printed]) -> list[list[_Printed]]:
    """Return the values of one site as one row where no quantity is printed twice, else those of each table."""
    quantities = [row.quantity for _, row in own]
    return [list(own)] if len(set(quantities)) == len(own) else list(by(own, lambda pair: pair[0]).values())


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


def _row(site: Site, printed: Sequence[_Printed], beside: Sequence[Measurement]) -> Row | None:
    """Return a row, None for the difference of two sides and for one with a value that is in doubt otherwise."""
    own = [row for _, row in printed]
    usable = {row.quantity: row for row in own if row.held in {None, IssueCode.UNVERIFIED_TABLE}}
    if len(usable) < len(own) or site.side is Side.DIFFERENCE:
        return None

    def of(quantity: Quantity) -> Decimal | None:
        return usable[quantity].value if quantity in usable else None

    def elsewhere(quantity: Quantity) -> tuple[Decimal, ...]:
        return tuple(row.value for row in beside if row.quantity is quantity)

    return Row(
        tables=tuple(dict.fromkeys(number for number, _ in printed)),
        site=site,
        bmd=of(Quantity.BMD),
        t=of(Quantity.T_SCORE),
        z=of(Quantity.Z_SCORE),
        other_bmd=elsewhere(Quantity.BMD),
        other_t=elsewhere(Quantity.T_SCORE),
        days=_whole_days(beside),
    )


def _whole_days(beside: Sequence[Measurement]) -> dict[object, tuple[Decimal, Decimal]]:
    """Return density and T-score of each other examination that has one of each, without any doubt but the table's."""
    days = by((row for row in beside if row.quantity in _PAIR), lambda row: (row.current, row.exam_date))
    sound = {None, IssueCode.UNVERIFIED_TABLE}
    pairs = {day: {row.quantity: row.value for row in own if row.held in sound} for day, own in days.items()}
    return {
        day: (pair[Quantity.BMD], pair[Quantity.T_SCORE])
        for day, pair in pairs.items()
        if len(pair) == len(days[day]) == len(_PAIR)
    }


def _by_table(rows: Sequence[Row]) -> list[list[Row]]:
    groups = list(by(rows, lambda row: row.tables[0]).values())
    return groups if len(groups) > 1 else []


def _is_explained(rows: Sequence[Row], sex: Sex | None) -> bool:
    """Whether one reference explains the rows as they are printed, and none explains them read in another way."""
    families = families_of(sex)
    count = most_explained(rows, families)
    if count < FEWEST:
        # One row is explained by chance too easily: only by a constant as printed, and beside a Z-score.
        families = tuple(as_printed(family) for family in families)
        count = most_explained(rows, families) if _is_lone_witness(rows) else 0
    return count > 0 and not may_be_misread(rows, families, count)


def _is_lone_witness(rows: Sequence[Row]) -> bool:
    """Whether the one row with a reference has a Z-score too, which then has to fail where the T-score does not."""
    scored = [row for row in rows if row.t is not None and row.bmd is not None]
    return len(scored) == 1 and scored[0].z is not None and scored[0].z != scored[0].t


def _plausible(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose two scores are as far from each other as those of the others."""
    gaps = [row.z - row.t for row in rows if row.z is not None and row.t is not None]
    if not gaps:
        return list(rows)
    middle = median(gaps)

    def agrees(row: Row) -> bool:
        if row.z is None or row.t is None:
            return True
        gap = row.z - row.t
        return _GAP[0] <= gap <= _GAP[1] and abs(gap - middle) <= _SPREAD

    return [row for row in rows if agrees(row)]


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
    pairs = by((row for row in report.measurements if row.quantity in _PAIR), _place_and_day)

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
