"""The HL7 v2 reader: messages in, one report with everything they say about one examination out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from dxa.document import RawDocument
from dxa.errors import NoStructuredResults
from dxa.issues import IssueCode
from dxa.report import Context, DxaReport, Issue, ReportStatus
from dxa.settings import Limits
from parsers.hl7.batches import batch_issues
from parsers.hl7.contents import Contents, contents_of
from parsers.hl7.equipment import device_of
from parsers.hl7.identity import patient_of, status_of, study_of
from parsers.hl7.observations import ONE_DAY, Exam
from parsers.hl7.order_messages import joined, report_of_orders
from parsers.hl7.orders import Order, densitometry_orders, is_request, standing
from parsers.hl7.other_side import held_over_sides
from parsers.hl7.requests import clinical_information
from parsers.hl7.results import exam_day, standing_rows
from parsers.hl7.tokens import Segment, is_hl7, tokenised
from parsers.hl7.view import pdf_inside, show
from parsers.hl7.withdrawals import withdrawals_of
from parsers.merge import merge
from parsers.parser import Parser

_NUMBER = re.compile(rb"OBX\|[0-9]{0,5}\|NM\|")
_LONGEST_NUMBER = 400
"""Bytes behind that; a longer line is no plain number."""
_ENCODED = re.compile(rb"ed(?<=\Wed)(?=\W)")
"""In small letters; a pattern that begins with letters is looked for twenty times as fast as one that does not."""


def read(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a message, or a batch about one patient, says about the newest examination in it.

    Orders alone give a reading without results, which knows why the examination was asked for.

    Raises:
        UnreadableDocument: not tokenisable, or results of more than one patient.
        LimitExceeded: too many segments.
        NotDensitometry: no order in it is about DXA, or it holds neither results nor orders.
        NoStructuredResults: a DXA result with neither a number nor text nor anything to tell.
    """
    messages = tokenised(document.content, limits)
    digest = document.digest
    envelope = [*(issue for message in messages for issue in message.issues), *batch_issues(document.content)]
    found = densitometry_orders(messages)
    if is_request(found[0]):
        report = report_of_orders(found, digest)
        return replace(report, issues=_of(digest, [*envelope, *report.issues]))
    patient, patient_issues = patient_of(found)
    orders, superseded = standing(found)
    results = _results(orders)
    performed_on = max((result.day for result in results if result.day), default=None)
    study, study_issues = study_of(orders, performed_on)
    issues = [*envelope, *patient_issues, *superseded, *study_issues]
    contents = _contents(results, performed_on, digest, limits)
    asked = [clinical_information(order, digest, notes=False) for order in orders]
    told = Context(facts=tuple(fact for content in contents for fact in content.facts))
    device, device_issues = device_of([(result.order.message, row) for result in results for row in result.rows])
    issues += [issue for one in asked for issue in one.issues]
    issues += [issue for content in contents for issue in content.issues]
    base = DxaReport(
        patient=patient,
        study=replace(study, device=device),
        context=joined([*(one.context for one in asked), told]),
        measurements=tuple(row for content in contents for row in content.measurements),
        issues=_of(digest, [*issues, *device_issues]),
    )
    return _finished(base, [reading for content in contents for reading in content.reports], results)


class _Result(NamedTuple):
    """One order with the rows of it that may be read."""

    order: Order
    rows: tuple[Segment, ...]
    statuses: tuple[str, ...]
    day: date | None
    issues: tuple[Issue, ...]


def _results(orders: Sequence[Order]) -> list[_Result]:
    results: list[_Result] = []
    for number, order in enumerate(orders):
        later = [other for at, other in enumerate(orders) if _goes_on(order, other, behind=at > number)]
        sound = standing_rows(order, later)
        day, contradicted = exam_day(order, sound.rows)
        conflict = (_date_conflict(order),) if contradicted else ()
        results.append(_Result(order, sound.rows, sound.statuses, day, (*conflict, *sound.issues)))
    return results


def _goes_on(order: Order, other: Order, *, behind: bool) -> bool:
    """Return whether an order of another message is a later word on an order: issued later, else further down."""
    if not order.filler or other.filler != order.filler or other.message is order.message:
        return False
    first, second = order.issued, other.issued
    return behind if first is None or second is None or first == second else second > first


def _contents(results: Sequence[_Result], performed_on: date | None, digest: str, limits: Limits) -> list[Contents]:
    newest = [result.order.message for result in results if result.day and result.day == performed_on]
    contents: list[Contents] = []
    for result in results:
        is_newest = any(result.order.message is message for message in newest)
        earlier = _is_earlier(result.day, performed_on, is_newest=is_newest)
        exam = Exam(result.day, earlier or (result.day is None and result.order.is_called_earlier))
        first_id = 1 + sum(len(content.measurements) for content in contents)
        read_in = contents_of(result.order, result.rows, exam, document=digest, limits=limits, first_id=first_id)
        contents.append(replace(read_in, issues=(*result.issues, *read_in.issues)))
    return contents


def _of(digest: str, issues: Sequence[Issue]) -> tuple[Issue, ...]:
    return tuple(replace(issue, document=digest) for issue in issues)


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
    # Of present values one may lack its day: it is of the same examination as the others.
    places = {
        (row.region, row.side, row.levels, row.quantity, row.current, None if row.current else row.exam_date)
        for row in base.measurements
    }
    if not readings and len(places) == len(base.measurements):
        return base
    base, readings = held_over_sides(base, readings)
    return merge([base, *(readings or [DxaReport()])])


def _finished(base: DxaReport, readings: Sequence[DxaReport], results: Sequence[_Result]) -> DxaReport:
    """Return the report with the identity the message gives, whatever an attachment calls the patient."""
    report = _joined(base, readings)
    statuses = [status for result in results for status in result.statuses]
    status = status_of([result.order for result in results], statuses)
    withdrawn = tuple(one for result in results for one in withdrawals_of(result.order))
    says_something = bool(report.measurements or report.text.findings or report.text.impression)
    if not says_something and any(one.region is None for one in withdrawn):
        status = ReportStatus.CANCELLED
    issues = report.issues
    if status in {ReportStatus.PRELIMINARY, ReportStatus.PARTIAL}:
        issues = (*issues, Issue(code=IssueCode.PARTIAL_DOCUMENT, text=f"the report is {status}"))
    confirms = "U" in statuses and not says_something
    if confirms:
        text = "the sender confirms values of an earlier message and sends none"
        issues = (*issues, Issue(code=IssueCode.NOT_CONTENT, text=text))
    if not (says_something or issues or withdrawn or confirms) and status is not ReportStatus.CANCELLED:
        raise NoStructuredResults("the DXA order carries no result, no text and no readable attachment")
    return replace(
        report,
        patient=replace(
            report.patient, id=base.patient.id or report.patient.id, name=base.patient.name or report.patient.name
        ),
        study=replace(report.study, status=status, issued=base.study.issued),
        issues=issues,
        withdrawn=withdrawn,
    )


def _may_hold_a_file(content: bytes) -> bool:
    small = content.lower()
    return b"base64" in small or _ENCODED.search(small) is not None


def _numbers(content: bytes) -> int:
    """Return the bytes of the lines that are a number each."""
    heads = [(line, _NUMBER.match(line)) for line in content.splitlines()]
    return sum(len(line) for line, head in heads if head and len(line) - head.end() <= _LONGEST_NUMBER)


PARSER = Parser(
    name="hl7",
    version=1,
    media_type="application/hl7-v2",
    claims=is_hl7,
    isolated=_may_hold_a_file,
    read=read,
    show=show,
    pdf_inside=pdf_inside,
    # No words are looked for in them: 16 kB of whatever was put there took 4 ms at most.
    quick=_numbers,
)
