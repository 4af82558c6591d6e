"""What a report corrects is read as corrected, and what it takes back is held from rules."""

import pytest

from dxa.issues import IssueCode
from tests.acceptance.reading import lines, read

SPINE = "DXA. Lumbar spine T-score -2.0. "
NECKS = "DXA. Left femoral neck T-score -2.0, right femoral neck T-score -1.1. "

MESSAGE = r"""MSH|^~\&|RIS|HOSP|CDS|HOSP|20240514101502||ORU^R01|M1|P|2.5.1
PID|1||P77^^^HOSP^MR||TEST^ONE||19570612|F
OBR|1|P1^E|A1^R|77080^DXA axial^C4|||20240514093500|||||||||||||||20240514101400||RAD|F
OBX|1|NM|38267-1^L1-L4 T-score^LN||-2.0|{T-score}|||||F
OBX|2|TX|18782-3^Report^LN||ADDENDUM: these values belong to a different patient.||||||F
"""


def values(text, *, held=False):
    return lines(read(f"{text}\n".encode()), held=held)


@pytest.mark.parametrize(
    "text",
    [
        "The lumbar spine T-score is not -2.1 but -1.2.",
        "Addendum: lumbar spine T-score -1.2 instead of -2.1.",
        "Lumbar spine: the T-score given as -2.1 should read -1.2.",
        "Der T-Score der LWS beträgt nicht -2,1, sondern -1,2.",
        "Berichtigung: statt T-Score LWS -2,1 muss es heißen -1,2.",
        "Rachis lombaire : T-score -1,2 au lieu de -2,1.",
        "Columna lumbar: el T-score no es -2,1 sino -1,2.",
        "Fe de erratas: donde dice T-score columna lumbar -2,1 debe decir -1,2.",
        "Il T-score del rachide lombare non è -2,1 ma -1,2.",
        "Correção: onde se lê T-score coluna lombar -2,1 leia-se -1,2.",
        "De T-score van de lumbale wervelkolom is niet -2,1 maar -1,2.",
    ],
)
def test_a_denied_or_corrected_number_is_none_and_the_right_one_stays(text):
    assert {"lumbar_spine t_score -1.2"} == values(text)


def test_a_correction_below_holds_the_number_it_corrects():
    text = "Lumbar spine T-score -2.1.\nADDENDUM: The lumbar spine T-score should read -1.2, not -2.1."

    assert set() == values(text)
    assert {"lumbar_spine t_score -2.1", "lumbar_spine t_score -1.2"} == values(text, held=True)


def test_a_number_that_still_was_is_not_denied():
    assert "lumbar_spine t_score -0.6 prior" in values("LWS T-Wert -0,7, 2015 noch -0,6.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SPINE + "ADDENDUM: These values belong to a different patient.", IssueCode.RESULTS_TAKEN_BACK),
        (SPINE + "This report was issued for the wrong patient.", IssueCode.RESULTS_TAKEN_BACK),
        (SPINE + "DISREGARD THIS REPORT, issued in error.", IssueCode.RESULTS_TAKEN_BACK),
        ("SAMPLE REPORT. " + SPINE, IssueCode.RESULTS_TAKEN_BACK),
        (NECKS + "Addendum: left and right were interchanged in the table above.", IssueCode.SIDES_TAKEN_BACK),
        (NECKS + "ADDENDUM: wrong side; the sides have to be exchanged.", IssueCode.SIDES_TAKEN_BACK),
        (SPINE + "The T- and Z-scores were transposed.", IssueCode.SCORES_TAKEN_BACK),
        ("DXA. LWS T-Score -2,0. Die Werte gehören zu einer anderen Patientin.", IssueCode.RESULTS_TAKEN_BACK),
        ("DXA. Schenkelhals links T-Score -2,0. Rechts und links wurden vertauscht.", IssueCode.SIDES_TAKEN_BACK),
    ],
)
def test_values_a_report_takes_back_are_held(text, code):
    report = read(f"{text}\n".encode())

    assert {code} == {row.held for row in report.measurements}
    assert code in {issue.code for issue in report.issues}


@pytest.mark.parametrize(
    "text",
    [
        SPINE + "If this report reached you for the wrong patient, please call us.",
        SPINE + "Previous report: left and right hip were swapped.",
        SPINE + "Left and right were not interchanged.",
    ],
)
def test_a_boilerplate_a_denial_or_another_report_takes_nothing_back(text):
    assert {"lumbar_spine t_score -2.0"} == values(text)


def test_results_of_a_message_are_held_by_the_words_beside_them():
    found = read(MESSAGE.replace("\n", "\r").encode())

    assert {"lumbar_spine L1+L2+L3+L4 t_score -2.0"} == lines(found, held=True)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("MRN 0012345. {} MRN 67890. Hip T-score -2.1.", False),
        ("Name: ONE  ID: 12345\n{}\nName: TWO  ID: 67890\nHip T-score -2.1.", False),
        ("Patienten-ID: 4711 {} Patienten-ID: 4712", False),
        ("MRN 0012345. {} MRN: 12345.", True),
        ("Scan Date: January 08, 2026  ID: A0108260B\n{}\nScan Date: January 08, 2026  ID: A0108260C", True),
        ("MRN 0012345, Patient ID 9988. Order ID: 4712, Report ID: 4713. {}", True),
    ],
)
def test_values_beside_the_numbers_of_two_patients_are_nobodys(text, counts):
    found = values(text.format("Lumbar spine T-score -2.0."))

    assert ("lumbar_spine t_score -2.0" in found) is counts
