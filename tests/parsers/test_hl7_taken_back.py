"""A result taken back in its own message, or in a later one of the same batch, does not stand."""

import pytest

from dxa.issues import IssueCode
from tests.acceptance.reading import lines, read

SPINE = "38267-1^L1-L4 T-score^LN"
READ = {"lumbar_spine L1+L2+L3+L4 t_score -1.2"}


def message(*results, sent="20240514101502", number="M1"):
    """Return a message of results, each "value status"."""
    rows = [
        f"MSH|^~\\&|RIS|HOSP|CDS|HOSP|{sent}||ORU^R01|{number}|P|2.5.1",
        "PID|1||P77^^^HOSP^MR||TEST^ONE||19570612|F",
        "OBR|1|P1^E|A1^R|77080^DXA axial^C4|||20240514093500||||||||||||||||||F",
    ]
    for at, result in enumerate(results, 1):
        value, status = result.rsplit(" ", 1)
        rows.append(f"OBX|{at}|NM|{SPINE}||{value}||||||{status}")
    return "\r".join([*rows, ""])


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (["-2.0 F", "-2.0 D"], set()),
        (["-2.0 F", " W"], set()),
        (["-2.0 F", '"" X'], set()),
        (["-2.0 D", "-1.2 F"], READ),
        (["-1.2 F", "-2.0 D"], READ),
        (["-2.0 W", "-1.2 F"], READ),
    ],
)
def test_a_result_taken_back_further_down_is_none(results, expected):
    assert expected == lines(read(message(*results).encode()))


@pytest.mark.parametrize("taken", ["-1.2 D", " D", " W", "-9.9 W"])
def test_a_later_message_of_a_batch_takes_back_what_an_earlier_one_said(taken):
    first, second = message("-1.2 F"), message(taken, sent="20240515101502", number="M2")

    for batch in (first + second, second + first):
        report = read(batch.encode())

        assert set() == lines(report) | lines(report, held=True)
        assert IssueCode.WITHDRAWN_VALUE in {issue.code for issue in report.issues}


def test_what_was_taken_back_before_may_be_said_again():
    batch = message("-1.2 D") + message("-1.2 F", sent="20240515101502", number="M2")

    assert READ == lines(read(batch.encode()))


@pytest.mark.parametrize(("value", "held"), [("0.945", True), ("-0.945", False), ("0.9", False), ("0.100", False)])
def test_a_score_printed_like_a_density_is_held(value, held):
    (row,) = read(message(f"{value} F").encode()).measurements

    assert held is (row.held == IssueCode.IMPLAUSIBLE_VALUE)
