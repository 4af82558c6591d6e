"""Sentences about nobody in particular, and what they must not change in the result beside them."""

import pytest

from tests.acceptance.reading import lines, read

SPINE, HIP = "lumbar_spine L1+L2+L3+L4 t_score -1.8", "total_hip left t_score -1.2"
RESULT = "DXA. L1-L4 T-score -1.8. Left total hip T-score -1.2.\n"
NOBODYS = [
    "A total hip T-score of -3.7 should prompt referral.",
    "A hip T-score of -3.7 warrants treatment.",
    "If L4 were excluded, the L1-L3 T-score would be -2.8.",
    "An 80-year-old woman with a total hip T-score of -3.7 has a high risk.",
    "In the FREEDOM trial the mean total hip T-score was -3.7.",
    "Teaching point: a 72-year-old woman with a hip T-score of -2.9 and a fracture has severe osteoporosis.",
    "L3 is 1.3 T-scores above L2.",
    "The T-score of -3.0 at the spine was obtained elsewhere.",
    "Osteoporosis  T-score -2.5 and below",
    "Osteopenia  T-score -1.0 to -2.5",
    "Smoking, alcohol and prednisone weaken bones.",
    "BMD has increased/decreased by ___ %.",
    "[BMD has decreased significantly since 2019.]",
    "Bone density decreases by 1 % per year after the menopause.",
]


@pytest.mark.parametrize("sentence", NOBODYS)
def test_a_sentence_about_nobody_states_nothing(sentence):
    for text in (f"{RESULT}{sentence}\n", f"DXA.\n{sentence}\n{RESULT}"):
        report = read(text.encode())

        assert {SPINE, HIP} == lines(report)
        assert [] == [fact for fact in report.context.facts if not fact.denied]
        assert (None, ()) == (report.text.stated_classification, report.text.stated_changes)


def test_german_suppositions_are_no_results_and_take_none_away():
    said = "Ohne L4 k\u00f6nnte der T-Score bei -2,8 liegen. Es w\u00e4re und w\u00fcrde dann eine Osteoporose."
    report = read(f"Der T-Score betr\u00e4gt -1,8 an L1-L4 und -1,2 an der Gesamth\u00fcfte links. {said}\n".encode())

    assert {SPINE, HIP} == lines(report)
    assert report.text.stated_classification is None


def test_a_german_compound_of_risk_is_a_risk():
    said = "Eine 80-j\u00e4hrige Frau mit einem T-Score am Schenkelhals von -3,7 hat ein hohes Frakturrisiko."

    assert {SPINE, HIP} == lines(read(f"{RESULT}{said}\n".encode()))


def test_results_of_two_dates_of_birth_or_replaced_further_down_are_held():
    births = "A. Smith, DOB 02/03/1950: L1-L4 T-score -1.8\nB. Jones, DOB 04/05/1961: L1-L4 T-score -0.4\n"
    replaced = f"{RESULT}The L1-L2 T-score is -2.0 and replaces the value given above.\n"

    assert set() == lines(read(births.encode()))
    assert {HIP, "lumbar_spine L1+L2 t_score -2.0"} == lines(read(replaced.encode()))


@pytest.mark.parametrize("second", ["DOS 05/14/2024", "DOB 02/02/1953", "(71)  05/14/2024"])
def test_another_day_behind_a_date_of_birth_is_no_second_patient(second):
    assert {SPINE, HIP} == lines(read(f"RE: DOE, JOHN     DOB 02/02/1953     {second}\n{RESULT}".encode()))
