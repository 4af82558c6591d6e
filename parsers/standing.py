"""Which readings of one examination still count: corrections, withdrawals and changed orders take others out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement, ReportStatus, Withdrawal

_ORDERS = frozenset({ReportStatus.ORDERED, ReportStatus.ORDER_CANCELLED})
_CANCELLED = frozenset({ReportStatus.CANCELLED, ReportStatus.ORDER_CANCELLED})
_NOT_FINAL = frozenset({ReportStatus.PRELIMINARY, ReportStatus.PARTIAL})
_LETTERS = "hl7"
"""The format whose reports say when they were issued, and so are told from a device's even without a number."""

_Replaces = Callable[[DxaReport, DxaReport], bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """The readings that count, and what took the others out."""

    results: tuple[DxaReport, ...]
    orders: tuple[DxaReport, ...]
    issues: tuple[Issue, ...]


def is_order(report: DxaReport) -> bool:
    """Return whether a reading is an order for an examination, or its cancellation, and no result."""
    return report.study.status in _ORDERS


def standing(reports: Sequence[DxaReport]) -> Standing:
    """Return the readings that count, of those given in the order they arrived.

    A correction supersedes earlier reports of its examination and format, a cancellation withdraws them, and a final
    report with values replaces the preliminary one of its sender. Earlier is what was issued earlier, where both say
    when; else what arrived earlier. A cancelled order says nothing any more; results stand without it.
    """
    results, issues = _revised([report for report in reports if not is_order(report)], _replaces)
    orders, order_issues = _revised([report for report in reports if is_order(report)], _replaces_order)
    kept, taken = _without_withdrawn(results, reports)
    return Standing(tuple(_promoted(kept)), tuple(orders), (*issues, *order_issues, *taken))


def withdrawing(reports: Sequence[DxaReport]) -> DxaReport | None:
    """Return the last report that withdraws the others, or None."""
    return next((report for report in reversed(reports) if report.study.status is ReportStatus.CANCELLED), None)


def _revised(reports: Sequence[DxaReport], replaces: _Replaces) -> tuple[list[DxaReport], list[Issue]]:
    gone: set[int] = set()
    issues: list[Issue] = []
    preliminary = [number for number, report in enumerate(reports) if report.study.status in _NOT_FINAL]
    for place, later in enumerate(reports):
        replaced = {
            number
            for number in _replaceable(later, preliminary, len(reports))
            if number != place
            and _is_later(later, reports[number], number < place)
            and replaces(later, reports[number])
        }
        cancelled = later.study.status in _CANCELLED
        code = IssueCode.WITHDRAWN_VALUE if cancelled else IssueCode.SUPERSEDED_VALUE
        if replaced or cancelled:
            text = f"a {later.study.status} document took the place of {len(replaced)} earlier ones"
            issues.append(Issue(code=code, text=text))
        gone |= replaced | ({place} if cancelled else set())
    return [report for place, report in enumerate(reports) if place not in gone], issues


def _replaceable(later: DxaReport, preliminary: Sequence[int], count: int) -> Iterable[int]:
    """Return the places of the reports that one may replace by its own words, so that most are compared with none."""
    if later.study.status in {*_CANCELLED, ReportStatus.CORRECTED} or later.withdrawn:
        return range(count)
    return preliminary if later.study.issued is not None else ()


def _is_later(later: DxaReport, earlier: DxaReport, arrived_later: bool) -> bool:
    first, second = earlier.study.issued, later.study.issued
    return arrived_later if first is None or second is None or first == second else second > first


def _replaces(later: DxaReport, earlier: DxaReport) -> bool:
    """Whether a report takes the place of an earlier one: the sender of a report re-sends all of it in a revision."""
    if not _same_examination(later, earlier):
        return False
    if later.study.status is ReportStatus.CANCELLED:
        return len({_format_of_values(earlier), _format_of_values(later)} - {None}) <= 1
    if len({_format(earlier), _format(later)} - {None}) > 1:
        return False
    if later.study.status is ReportStatus.CORRECTED or any(one.region is None for one in later.withdrawn):
        return True
    dated = later.study.issued is not None and earlier.study.issued is not None
    final = later.study.status is ReportStatus.FINAL and earlier.study.status in _NOT_FINAL
    return dated and final and bool(later.measurements)


def _replaces_order(later: DxaReport, earlier: DxaReport) -> bool:
    """Whether an order takes the place of an earlier message about it: it cancels it, or states it anew."""
    return _same_examination(later, earlier) and (
        later.study.status is ReportStatus.ORDER_CANCELLED or bool(later.withdrawn)
    )


def _same_examination(first: DxaReport, second: DxaReport) -> bool:
    """Whether two reports bear one number of the department, or one of the ordering system if a side has no other."""
    numbers = first.study.accession, second.study.accession
    if None not in numbers:
        return numbers[0] == numbers[1]
    return first.study.order_number is not None and first.study.order_number == second.study.order_number


def _format(report: DxaReport) -> str | None:
    return _LETTERS if report.study.issued is not None else _format_of_values(report)


def _format_of_values(report: DxaReport) -> str | None:
    parsers = {row.provenance.parser.partition("/")[0].partition("-")[0] for row in report.measurements}
    return parsers.pop() if len(parsers) == 1 else None


def _promoted(reports: Sequence[DxaReport]) -> list[DxaReport]:
    """Return the reports, a preliminary one as final if its sender says so later without sending the values again."""
    promoted: list[DxaReport] = []
    confirming = [report for report in reports if _says_nothing_new(report)]
    for report in reports:
        final = report.study.status in _NOT_FINAL and any(_confirms(other, report) for other in confirming)
        if final:
            issues = tuple(issue for issue in report.issues if issue.code != IssueCode.PARTIAL_DOCUMENT)
            study = replace(report.study, status=ReportStatus.FINAL)
            promoted.append(replace(report, study=study, issues=issues))
        else:
            promoted.append(report)
    return promoted


def _says_nothing_new(report: DxaReport) -> bool:
    """Whether a report says that it is final and nothing else."""
    silent = not (report.measurements or report.withdrawn or report.text.findings or report.text.impression)
    return silent and report.study.status is ReportStatus.FINAL and report.study.issued is not None


def _confirms(later: DxaReport, report: DxaReport) -> bool:
    return _format(report) == _LETTERS and _same_examination(later, report)


def _without_withdrawn(
    reports: Sequence[DxaReport], everything: Sequence[DxaReport]
) -> tuple[list[DxaReport], list[Issue]]:
    """Return the reports without the single values a later report of their sender took back."""
    kept: list[DxaReport] = []
    issues: list[Issue] = []
    arrival = {id(report): place for place, report in enumerate(everything)}
    taking = [report for report in everything if report.withdrawn]
    for report in reports:
        taken = [
            one
            for other in taking
            if other is not report
            and _format(other) in {_format(report), None}
            and _same_examination(other, report)
            and _is_later(other, report, arrival[id(report)] < arrival[id(other)])
            for one in other.withdrawn
        ]
        rows = tuple(row for row in report.measurements if not any(_is_meant(one, row) for one in taken))
        if len(rows) < len(report.measurements):
            text = f"the sender took back {len(report.measurements) - len(rows)} values of an earlier document"
            issues.append(Issue(code=IssueCode.WITHDRAWN_VALUE, text=text))
            report = replace(report, measurements=rows)  # noqa: PLW2901 - the report as it stands
        kept.append(report)
    return kept, issues


def _is_meant(one: Withdrawal, row: Measurement) -> bool:
    same = (one.region, one.quantity, one.side) == (row.region, row.quantity, row.side)
    return row.current and same and (not one.levels or one.levels == row.levels)
