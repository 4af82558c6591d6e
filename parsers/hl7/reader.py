"""The HL7 v2 reader: messages in, one report with everything they say about one examination out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dxa.document import RawDocument
from dxa.errors import NoStructuredResults
from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement, ReportStatus
from dxa.settings import Limits
from parsers.hl7.contents import contents_of
from parsers.hl7.identity import context_of, patient_of, status_of, study_of
from parsers.hl7.observations import ONE_DAY, Exam
from parsers.hl7.orders import Order, densitometry_orders, standing
from parsers.hl7.results import exam_day, standing_rows
from parsers.hl7.tokens import is_hl7, tokenised
from parsers.hl7.view import pdf_inside, show
from parsers.merge import merge
from parsers.parser import Parser

_ENCODED = re.compile(rb"base64|\WED\W", re.IGNORECASE)


def read(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a message, or a batch about one patient, says about the newest examination in it.

    Raises:
        UnreadableDocument: not tokenisable, or results of more than one patient.
        LimitExceeded: too many segments.
        NotDensitometry: no order in it is about DXA, or it holds no results.
        NoStructuredResults: a DXA order with neither a number nor text nor anything to tell.
    """
    messages = tokenised(document.content, limits)
    digest = document.digest
    found = densitometry_orders(messages)
    patient, patient_issues = patient_of(found)
    orders, superseded = standing(found)
    sound = [standing_rows(order) for order in orders]
    days = [exam_day(order, rows.rows) for order, rows in zip(orders, sound, strict=True)]
    performed_on = max((day for day, _ in days if day), default=None)
    newest = [order.message for order, (day, _) in zip(orders, days, strict=True) if day and day == performed_on]
    study, study_issues = study_of(orders, performed_on)
    issues = [*(issue for message in messages for issue in message.issues), *patient_issues, *superseded, *study_issues]
    measurements: list[Measurement] = []
    readings: list[DxaReport] = []
    for order, rows, (day, contradicted) in zip(orders, sound, days, strict=True):
        exam = Exam(day, _is_earlier(day, performed_on, is_newest=any(order.message is message for message in newest)))
        first_id = len(measurements) + 1
        contents = contents_of(order, rows.rows, exam, document=digest, limits=limits, first_id=first_id)
        measurements += contents.measurements
        readings += contents.reports
        issues += [*([_date_conflict(order)] if contradicted else []), *rows.issues, *contents.issues]
    base = DxaReport(
        patient=patient,
        study=study,
        context=context_of(orders),
        measurements=tuple(measurements),
        issues=tuple(replace(issue, document=digest) for issue in issues),
    )
    report = _joined(base, readings)
    status = status_of(orders, [status for rows in sound for status in rows.statuses])
    return _finished(report, base, status)


def _is_earlier(day: date | None, performed_on: date | None, *, is_newest: bool) -> bool:
    """Return whether an order is of an earlier examination than the newest, or may be because it bears no date."""
    if performed_on is None:
        return False
    return not is_newest if day is None else day < performed_on - ONE_DAY


def _date_conflict(order: Order) -> Issue:
    text = "every observation is dated before OBR-7; the latest of them is taken as the examination"
    return Issue(code=IssueCode.STUDY_CONFLICT, text=text, locator=order.place)


def _joined(base: DxaReport, readings: Sequence[DxaReport]) -> DxaReport:
    """Return the readings of one document as one; numbers of distinct sites alone need no comparing."""
    places = {(row.region, row.side, row.levels, row.quantity, row.current, row.exam_date) for row in base.measurements}
    if not readings and len(places) == len(base.measurements):
        return base
    return merge([base, *(readings or [DxaReport()])])


def _finished(report: DxaReport, base: DxaReport, status: ReportStatus | None) -> DxaReport:
    """Return the report with the identity the message gives, whatever an attachment calls the patient."""
    patient = replace(report.patient, id=base.patient.id or report.patient.id)
    issues = report.issues
    if status in {ReportStatus.PRELIMINARY, ReportStatus.PARTIAL}:
        issues = (*issues, Issue(code=IssueCode.PARTIAL_DOCUMENT, text=f"the report is {status}"))
    says_something = report.measurements or report.text.findings or report.text.impression or issues
    if not says_something and status is not ReportStatus.CANCELLED:
        raise NoStructuredResults("the DXA order carries no result, no text and no readable attachment")
    return replace(report, patient=patient, study=replace(report.study, status=status), issues=issues)


PARSER = Parser(
    name="hl7",
    version=1,
    media_type="application/hl7-v2",
    claims=is_hl7,
    isolated=lambda content: _ENCODED.search(content) is not None,
    read=read,
    show=show,
    pdf_inside=pdf_inside,
)
