"""M22: an element a DXA report has to hold is absent."""

from collections.abc import Iterator

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.over_time.changes import changes_of
from assess.values.check_sources import ISCD_REPORTING
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Quantity
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if not situation.report.measurements:
        return silent()
    absent = tuple(_absent(situation))
    if not absent:
        return silent()
    reasons = (
        Reason(term=name, value=None, operator="present", threshold=None, verdict=Truth.FALSE, source="report")
        for name in absent
    )
    return fires(*reasons, says=f"The report does not give: {', '.join(absent)}.")


def _absent(situation: Situation) -> Iterator[str]:
    report = situation.report
    rows = [row for row in report.measurements if row.current]
    quantities = {row.quantity for row in rows}
    if Quantity.BMD not in quantities:
        yield "BMD"
    if not quantities & {Quantity.T_SCORE, Quantity.Z_SCORE}:
        yield "T- or Z-scores"
    if report.study.device.manufacturer is None:
        yield "manufacturer"
    if report.study.device.model is None:
        yield "model"
    if not any(row.reference for row in rows):
        yield "reference database"
    if report.context.indication is None:
        yield "indication"
    changes = situation.once(changes_of)
    if changes and all(change.lsc_g_cm2 is None for change in changes):
        yield "least significant change"
    if changes and any(change.start.date is None for change in changes):
        yield "date of the earlier examination"


CHECK = Check(
    id="M22",
    code=Caveat.MISSING_REPORT_ELEMENT,
    severity=Severity.MINOR,
    says="An element a DXA report has to hold is absent.",
    cite=ISCD_REPORTING,
    run=_run,
)
