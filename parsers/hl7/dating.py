"""The day of what the prose and the attachments of a message say, beside the day the message gives."""

import re
from dataclasses import replace
from datetime import date

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue
from parsers.hl7.observations import ONE_DAY, Exam

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OTHER_YEAR = (
    "a text or attachment gives its examination another year than the message; its values are held back from rules"
)


def of_its_year(report: DxaReport, day: date | None) -> DxaReport:
    """Return the report of a text or attachment, what it calls present held back if the message is of another year.

    A day and month nobody can tell apart have one year all the same.
    """
    told = [
        year for issue in report.issues if issue.code == IssueCode.DATE_AMBIGUOUS for year in _YEAR.findall(issue.text)
    ]
    other = any(issue.code == IssueCode.STUDY_CONFLICT for issue in report.issues)
    other = other or (day is not None and bool(told) and str(day.year) not in told)
    if not other or report.study.performed_on is not None:
        return report
    rows = tuple(
        replace(row, held=row.held or IssueCode.STUDY_CONFLICT) if row.current else row for row in report.measurements
    )
    issue = Issue(code=IssueCode.STUDY_CONFLICT, text=_OTHER_YEAR)
    return replace(report, measurements=rows, issues=(*report.issues, issue))


def dated(report: DxaReport, exam: Exam) -> DxaReport:
    """Return a reading whose current values carry the day of the order and are prior if that is an earlier one.

    A text that dates the examination otherwise than its message does not take the message's own day away: what it
    calls present and dates otherwise is held back when the readings are joined.
    """
    # A text of another year that does not tell its day: its values are not of the day of the message.
    dateless = any(issue.code == IssueCode.STUDY_CONFLICT for issue in report.issues)
    rows = tuple(
        replace(
            row,
            exam_date=None if dateless and row.exam_date is None else _day(row.exam_date, exam),
            current=not exam.is_earlier,
        )
        if row.current
        else row
        for row in report.measurements
    )
    # How final the report is, OBR-25 says; a status of a part must not make the parts supersede each other.
    study = replace(report.study, status=None)
    day = study.performed_on
    if _day(day, exam) == exam.day or exam.day is None:
        return replace(report, measurements=rows, study=replace(study, performed_on=exam.day or day))
    text = "a text or attachment dates the examination otherwise than the message"
    issue = Issue(code=IssueCode.STUDY_CONFLICT, text=text)
    return replace(report, measurements=rows, study=replace(study, performed_on=None), issues=(*report.issues, issue))


def _day(stated: date | None, exam: Exam) -> date | None:
    """Return the day a text states, or that of its message if they are one examination by the clocks of two systems."""
    near = stated is None or (exam.day is not None and abs(stated - exam.day) <= ONE_DAY)
    return exam.day if near else stated
