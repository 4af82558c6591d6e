"""Holds the values of a document that says of itself that they, their sides or their scores do not count."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Scan
from dxa.report import DxaReport, Measurement, Quantity


def _is_sided(row: Measurement) -> bool:
    return row.side is not None or SCAN_OF_REGION.get(row.region) in {Scan.HIP, Scan.FOREARM}


COVERS: Final[Mapping[IssueCode, Callable[[Measurement], bool]]] = {
    IssueCode.RESULTS_TAKEN_BACK: lambda _: True,
    IssueCode.SIDES_TAKEN_BACK: _is_sided,
    IssueCode.SCORES_TAKEN_BACK: lambda row: row.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE},
}
"""Which values of its document each of these issues holds back."""


def held_back(report: DxaReport) -> DxaReport:
    """Return the report with the values held that their own document takes back, however they were read."""
    taken = [(issue.document, IssueCode(issue.code)) for issue in report.issues if issue.code in COVERS]
    if not taken:
        return report
    rows = (
        held(row, (code for document, code in taken if document == row.provenance.document))
        for row in report.measurements
    )
    return replace(report, measurements=tuple(rows))


def held(row: Measurement, codes: Iterable[IssueCode]) -> Measurement:
    """Return a value held by the first of these issues that covers it."""
    covering = next((code for code in codes if COVERS[code](row)), None)
    return replace(row, held=row.held or covering)
