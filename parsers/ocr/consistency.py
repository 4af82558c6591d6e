"""Which recognised numbers hang together with the others of their row, and why the others do not count.

Stricter than for text: there an unchecked number was at least printed so; here it may be a misread one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Scan, Side, Site
from dxa.report import Measurement, Quantity
from parsers.pdf.checks.bmd_is_bmc_over_area import CHECK as QUOTIENT
from parsers.pdf.checks.check import Figures, places
from parsers.pdf.checks.score_against_percent import CHECK as SIZE
from parsers.pdf.checks.sign_against_percent import CHECK as SIGN
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_COLUMNS = {
    Quantity.BMD: Column.BMD,
    Quantity.BMC: Column.BMC,
    Quantity.AREA: Column.AREA,
    Quantity.T_SCORE: Column.T,
    Quantity.Z_SCORE: Column.Z,
    Quantity.YOUNG_ADULT_PERCENT: Column.YOUNG,
    Quantity.AGE_MATCHED_PERCENT: Column.MATCHED,
}
_DECIMALS = {
    Column.BMD: {3, 4},
    Column.BMC: {1, 2, 3},
    Column.AREA: {1, 2, 3},
    Column.T: {1, 2},
    Column.Z: {1, 2},
    Column.YOUNG: {0, 1},
    Column.MATCHED: {0, 1},
}
"""How many decimals the makers print; a point that was lost or moved shows here first."""
# k of T = k * (percent - 100) / 100 over 44 printed rows of two makers and every region (the widest seen).
_SEEN = (Decimal("6.4"), Decimal("11.4"))
_ANY_MAKER = Layout(name="", manufacturer="", anchors=(), columns=(), skipped={}, ratios=dict.fromkeys(Scan, _SEEN))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a recognised number does not count."""

    code: IssueCode
    text: str


_FORM = Fault(IssueCode.CONSISTENCY_FAILED, "a number without the decimals its column is printed with")
_UNCHECKED = Fault(IssueCode.UNVERIFIED_TABLE, "nothing in its row to check the number by")
_TWICE = Fault(IssueCode.CONSISTENCY_FAILED, "two rows of one table with the same name")


def faults_of(rows: Sequence[Measurement]) -> dict[str, Fault]:
    """Return what is wrong with the numbers of one table, by id; a number that is not named hangs together."""
    faults = {row.id: Fault(IssueCode(row.held), "") for row in rows if row.held}
    usual = {column: _usual_decimals(column, rows) for column in Column}
    sites: dict[Site, list[Measurement]] = {}
    for row in rows:
        sites.setdefault(Site(row.region, row.side, row.levels), []).append(row)
        column = _COLUMNS.get(row.quantity)
        if column is None:
            faults.setdefault(row.id, _UNCHECKED)
        elif places(row.value) not in _DECIMALS[column] or places(row.value) != usual[column]:
            faults.setdefault(row.id, _FORM)
    for site, own in sites.items():
        known = [row for row in own if row.quantity in _COLUMNS]
        by_column = {_COLUMNS[row.quantity]: row for row in known}
        twice = len(by_column) < len(known)
        good = {column: row.value for column, row in by_column.items() if row.id not in faults}
        checked = frozenset() if twice else _checked(site, good)
        for row in known:
            if twice or _COLUMNS[row.quantity] not in checked:
                faults.setdefault(row.id, _TWICE if twice else _UNCHECKED)
    return faults


def _usual_decimals(column: Column, rows: Sequence[Measurement]) -> int | None:
    counts = Counter(places(row.value) for row in rows if _COLUMNS.get(row.quantity) is column)
    return counts.most_common(1)[0][0] if counts else None


def _checked(site: Site, values: Mapping[Column, Decimal]) -> frozenset[Column]:
    """Return the columns of a row whose numbers another number of the row bears out."""
    if site.side is Side.DIFFERENCE:
        return frozenset()
    checked: set[Column] = set()
    if _score_fits(site, values, Column.T, Column.YOUNG):
        checked |= {Column.T, Column.YOUNG, Column.BMD}
    if _score_fits(site, values, Column.Z, Column.MATCHED):
        checked |= {Column.Z, Column.MATCHED}
    if {Column.BMD, Column.BMC, Column.AREA} <= values.keys():
        figures = Figures(site=site, scan=Scan.SPINE, values=values)
        # A quotient that fails takes back what a score has borne out.
        measured = {Column.BMD, Column.BMC, Column.AREA}
        checked = checked | measured if QUOTIENT.confirms(figures) else checked - measured
    return frozenset(checked)


def _score_fits(site: Site, values: Mapping[Column, Decimal], score: Column, percent: Column) -> bool:
    """Whether sign and size of a score are those its percentage asks for."""
    if not {score, percent} <= values.keys():
        return False
    # A Z-score and its percentage stand to each other as a T-score and its own.
    figures = Figures(site=site, scan=Scan.SPINE, values={Column.T: values[score], Column.YOUNG: values[percent]})
    has_sign = values[score] != 0
    return not SIZE.failures([figures], _ANY_MAKER) and (Column.T in SIGN.confirms(figures) or not has_sign)
