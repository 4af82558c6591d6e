"""The day of what the prose and the attachments of a message say, beside the day the message gives."""

import re
from dataclasses import replace
from datetime import date, timedelta

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue
from parsers.hl7.observations import ONE_DAY, Exam

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OTHER_YEAR = (
    "a text or attachment gives its examination another year than the message; its values are held back from rules"
)
_FAR_OFF = "a text or attachment is of a day months from that of the message; its values are held back from rules"
_NEAR = timedelta(days=92)
"""An order may be made before the scan, or its report typed and sent after it; nobody is scanned twice so soon."""
_TELLING = frozenset({IssueCode.DATE_AMBIGUOUS, IssueCode.STUDY_CONFLICT})


def of_its_year(report: DxaReport, day: date | None, *, alone: bool = False) -> DxaReport:
    """Return the report of a text or attachment, what it calls present held back if the message is of another year.

    A day and month nobody can tell apart have one year all the same. Where the text stands `alone`, without numbers of
    the message, the turn of a year shortly before or after its day is no other one.
    """
    if report.study.performed_on is not None or day is None:
        return report
    told = {int(year) for issue in report.issues if issue.code in _TELLING for year in _YEAR.findall(issue.text)}
    if not told or day.year in told or (alone and any(_is_near(year, day) for year in told)):
        return report
    return _held(report, _OTHER_YEAR)


def _is_near(year: int, day: date) -> bool:
    turn = date(max(year, day.year), 1, 1)
    return abs(year - day.year) == 1 and abs(turn - day) <= _NEAR


def _held(report: DxaReport, text: str) -> DxaReport:
    """Return a report with what it calls present held back from rules."""
    rows = tuple(
        replace(row, held=row.held or IssueCode.STUDY_CONFLICT) if row.current else row for row in report.measurements
    )
    return replace(report, measurements=rows, issues=(*report.issues, Issue(code=IssueCode.STUDY_CONFLICT, text=text)))


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
    if day is not None and abs(day - exam.day) > _NEAR:
        report = _held(replace(report, measurements=rows), _FAR_OFF)
        rows = report.measurements
    text = "a text or attachment dates the examination otherwise than the message"
    issue = Issue(code=IssueCode.STUDY_CONFLICT, text=text)
    return replace(report, measurements=rows, study=replace(study, performed_on=None), issues=(*report.issues, issue))


def _day(stated: date | None, exam: Exam) -> date | None:
    """Return the day a text states, or that of its message if they are one examination by the clocks of two systems."""
    near = stated is None or (exam.day is not None and abs(stated - exam.day) <= ONE_DAY)
    return exam.day if near else stated
