"""Objects that name the ones they were made in place of: a re-analysed structured report beside the first analysis.

PS3.3 C.17.2.1: a predecessor is included in its successor "wholly or partially", so only what the successor measures
anew takes the place of what stood before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dxa.issues import IssueCode
from dxa.regions import Region, Side
from dxa.report import DxaReport, Issue, Measurement, ReportText

_Place = tuple[Region, Side | None, bool, date | None]


def without_replaced(reports: Sequence[DxaReport]) -> tuple[list[DxaReport], list[Issue]]:
    """Return the reports without the values that a successor holds anew, and what was left out.

    A region measured anew takes all its earlier values out, because another choice of vertebrae is another place. Two
    objects that name each other stay as they are; their values are compared like any others.
    """
    if not any(report.replaces for report in reports):
        return list(reports), []
    standing: list[DxaReport] = []
    issues: list[Issue] = []
    for report in reports:
        anew = {_place(row) for later in _successors(report, reports) for row in later.measurements}
        rows = tuple(row for row in report.measurements if _place(row) not in anew)
        taken = len(report.measurements) - len(rows)
        if taken:
            text = f"an object was made in place of an earlier one; {taken} values of that are left out"
            issues.append(Issue(code=IssueCode.SUPERSEDED_VALUE, text=text, document=_document(report)))
            standing.append(replace(report, measurements=rows, text=ReportText()))
        else:
            standing.append(report)
    return standing, sorted(issues, key=lambda issue: issue.document or "")


def _successors(report: DxaReport, reports: Sequence[DxaReport]) -> list[DxaReport]:
    """Return every report made in place of one, at first, second or any further hand."""
    found: list[DxaReport] = []
    names = {report.instance} - {None}
    while names:
        later = [other for other in reports if names & set(other.replaces) and other not in found]
        found += later
        names = {other.instance for other in later} - {None}
    return [] if report in found else found


def _place(row: Measurement) -> _Place:
    return row.region, row.side, row.current, row.exam_date


def _document(report: DxaReport) -> str:
    return report.measurements[0].provenance.document
