"""What a posted report's own words add to it, and what is said of words too long to read."""

import pytest

from dxa.issues import IssueCode
from dxa.report import DxaReport, ReportText
from dxa.schema import load_report
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


NECK = {"region": "femoral_neck", "side": "left", "quantity": "t_score", "value": "-1.8", "unit": "1"}
SPINE = {"region": "lumbar_spine", "levels": ["L1", "L2", "L3", "L4"], "quantity": "bmd", "value": "0.934"}
ROWS = [NECK, SPINE | {"unit": "g/cm2"}]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The lowest T-score is -2.8 at the femoral neck.", ["T-score of the femoral neck"]),
        ("BMD of the lumbar spine L1-L4 is 0.834 g/cm2.", ["BMD of the lumbar spine"]),
        ("Left femoral neck T-score -1.8.", []),
        ("Right femoral neck T-score -2.8.", []),
        ("The T-score of the femoral neck was -2.8 in 2019.", []),
        ("T-score of the total hip -2.8.", []),
        ("BMD of L2-L4 0.834 g/cm2.", []),
        ("BMD of the lumbar spine 0.93 g/cm2.", []),
        ("Osteoporosis is a T-score of -2.5 or lower at the femoral neck.", []),
    ],
)
def test_a_number_of_the_words_is_held_against_the_measurements_of_its_site(words, told):
    report = completed(load_report({"measurements": ROWS, "text": {"impression": words}}), "digest", "/report")
    other = [issue for issue in report.issues if issue.code == IssueCode.WORDS_GIVE_ANOTHER_NUMBER]

    assert [f"the words give another {one} than the measurements" for one in told] == [issue.text for issue in other]
    assert {"/report/text/impression"} >= {issue.locator.pointer for issue in other}
    assert [row["value"] for row in ROWS] == [str(row.value) for row in report.measurements]


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("Addendum: these values belong to a different patient.", [IssueCode.RESULTS_TAKEN_BACK] * 2),
        ("Addendum: left and right were interchanged.", [IssueCode.SIDES_TAKEN_BACK, None]),
        ("Left and right were both measured.", [None, None]),
    ],
)
def test_given_measurements_are_held_where_the_words_take_them_back(words, held):
    report = completed(load_report({"measurements": ROWS, "text": {"impression": words}}), "digest")

    assert held == [row.held for row in report.measurements]
