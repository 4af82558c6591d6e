"""Lines of prose that stand in another order than OBX-1 numbers them: read in both, what differs is held back."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement
from parsers.hl7.headings import is_out_of_order
from parsers.hl7.narrative import Told

_TEXT = (
    "the lines stand in another order than their numbers, which gives this value another place; held back from rules"
)


def as_numbered(told: Sequence[Told]) -> list[Told]:
    """Return the lines in the order of their OBX-1, notes behind theirs; nothing if they stand in it already."""
    rows = [one.row for one in told if one.row.name == "OBX"]
    if not is_out_of_order(rows) or not all(row.field(1).strip().isdecimal() for row in rows):
        return []
    keys: list[int] = []
    for one in told:
        keys.append(int(one.row.field(1)) if one.row.name == "OBX" else keys[-1] if keys else 0)
    return [one for _, one in sorted(zip(keys, told, strict=True), key=lambda pair: pair[0])]


def held_where_order_matters(report: DxaReport, numbered: DxaReport) -> DxaReport:
    """Return a report of lines as they stand, the values held back that it and one in the order of OBX-1 differ in."""
    known = {_place(row) for row in numbered.measurements}
    rows: list[Measurement] = []
    issues: list[Issue] = []
    for row in report.measurements:
        if row.held is None and _place(row) not in known:
            where = row.provenance
            issues.append(
                Issue(code=IssueCode.VALUE_CONFLICT, text=_TEXT, locator=where.locator, document=where.document)
            )
            rows.append(replace(row, held=IssueCode.VALUE_CONFLICT))
        else:
            rows.append(row)
    return replace(report, measurements=tuple(rows), issues=(*report.issues, *issues))


def _place(row: Measurement) -> tuple[object, ...]:
    return row.region, row.side, row.levels, row.quantity, row.value, row.current, row.exam_date
