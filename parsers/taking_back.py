"""Holds the values of a document that says of itself that they, their sides or their scores do not count."""

from collections.abc import Callable, Mapping
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

    def held(row: Measurement) -> Measurement:
        own = (code for document, code in taken if document == row.provenance.document and COVERS[code](row))
        return replace(row, held=row.held or next(own, None))

    return replace(report, measurements=tuple(held(row) for row in report.measurements))
