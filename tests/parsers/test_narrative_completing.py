"""What a posted report's own words add to it, and what is said of words too long to read."""

from dxa.issues import IssueCode
from dxa.report import DxaReport, ReportText
from parsers.narrative.completing import completed

LONG = "The left total hip T-score is -2.6. " * 600


def test_words_too_long_to_read_are_told_and_never_silently_left_out():
    report = completed(DxaReport(text=ReportText(findings=LONG)), "digest", "/report")

    assert [(IssueCode.WORDS_NOT_READ, "/report/text/findings")] == [
        (issue.code, issue.locator.pointer) for issue in report.issues
    ]


def test_words_of_usual_length_are_read():
    report = completed(DxaReport(text=ReportText(impression="Osteoporosis.")), "digest")

    assert ("osteoporosis", ()) == (report.text.stated_classification, report.issues)
