"""Whose results stand below a line that names the examination compared with, where no heading says so."""

import pytest

from tests.acceptance.reading import lines, read

DAY = "Exam date: 06/19/2022\n"
SPINE = "lumbar_spine L1+L2+L3+L4"
NOW = {f"{SPINE} bmd 1.259", f"{SPINE} t_score 0.7"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Comparison: DXA of May 15, 2018.\nThe L1-L4 BMD is 1.259 g/cm2 with a T-score of 0.7.", NOW),
        ("Vergleich: DXA vom 15.05.2018.\nDie Knochendichte der LWS (L1-L4) beträgt 1,259 g/cm2, T-Score 0,7.", NOW),
        (
            "Comparison: DXA of May 15, 2018.\nThe L1-L4 T-score is 0.7, previously 1.0.",
            {f"{SPINE} t_score 0.7", f"{SPINE} t_score 1.0 prior"},
        ),
        ("Comparison: DXA of May 15, 2018.\nThe L1-L4 BMD was 1.259 g/cm2 with a T-score of 0.7.", set()),
        (
            "Comparison: DXA of May 15, 2018.\nThe L1-L4 T-score is 1.0.\nFINDINGS: L1-L4 T-score 0.7.",
            {f"{SPINE} t_score 0.7", f"{SPINE} t_score 1.0 prior"},
        ),
    ],
)
def test_a_sentence_that_is_said_of_now_ends_a_comparison(text, found):
    assert lines(read(f"{DAY}{text}\n".encode())) == found


@pytest.mark.parametrize("said", ["on that study", "as of then"])
def test_a_sentence_that_points_back_does_not(said):
    text = f"{DAY}Comparison: DXA of May 15, 2018.\nThe L1-L4 T-score is 0.7 {said}.\n"

    assert {line for line in lines(read(text.encode())) if not line.endswith("prior")} == set()


@pytest.mark.parametrize("gap", [" ", "  ", "   "])
@pytest.mark.parametrize("indent", ["", " " * 20])
def test_days_below_like_heads_are_columns_however_close_they_stand(gap, indent):
    heads = f"{indent or 'Region'.ljust(20)}{'T-score'.ljust(10)}{gap}T-score\n{' ' * 20}11/27/2023{gap}11/14/2020\n"
    row = f"{'L1-L4'.ljust(20)}{'-2.0'.ljust(10)}{gap}-2.4\n"
    text = f"Exam date: 11/27/2023\n\n{heads}{row}"

    assert lines(read(text.encode())) == {f"{SPINE} t_score -2.0", f"{SPINE} t_score -2.4 prior"}


def test_a_sentence_said_of_now_behind_results_may_be_of_the_examination_compared_with():
    text = f"{DAY}L1-L4 T-score -1.9.\nCOMPARISON: Outside DXA of 2019.\nThe left total hip is 0.812 g/cm2.\n"

    assert lines(read(text.encode())) == {f"{SPINE} t_score -1.9", "total_hip left bmd 0.812 prior"}


@pytest.mark.parametrize("title", ["Previous DXA results:", "Clinic letter 03/21/2026\n\nPrevious results:\n"])
def test_the_newest_row_below_previous_results_is_not_this_examination(title):
    rows = "Date         Region   T-score\n11/13/2022   L1-L4    -1.3\n10/15/2019   L1-L4    -1.2\n"
    report = read(f"{title}\n{rows}".encode())

    assert lines(report) == {f"{SPINE} t_score -1.2 prior"}
    assert "DATE_AMBIGUOUS" in {issue.code for issue in report.issues}


@pytest.mark.parametrize("word", ["Previous", "Previously", "Prior"])
def test_a_word_for_earlier_at_the_end_of_a_line_awaits_its_score(word):
    report = read(f"DXA.\nFINDINGS:\nLeft total hip: BMD 1.170 g/cm2, T-score -1.2. {word}\nT-score -1.5.\n".encode())

    assert lines(report) == {
        "total_hip left bmd 1.170",
        "total_hip left t_score -1.2",
        "total_hip left t_score -1.5 prior",
    }


def test_a_dated_value_beside_another_called_todays_is_earlier_whatever_years_stand_elsewhere():
    told = "Left femoral neck BMD 1.058 g/cm2 (14 Nov 2022), 1.037 g/cm2 (today)."
    report = read(f"DXA. {told} Right total hip T-score -0.7, compared to -0.5 in 2022.\n".encode())

    assert {"femoral_neck left bmd 1.058 prior", "femoral_neck left bmd 1.037"} <= lines(report)


def test_heads_in_small_letters_below_a_result_begin_a_table():
    table = "t-scores       LEFT   RIGHT\nFemoral neck   -3.7   -4.1\n"
    report = read(f"DXA.\nFindings:\nSpine (L1-L4): t-score -3.1\n{table}".encode())

    assert lines(report) == {
        f"{SPINE} t_score -3.1",
        "femoral_neck left t_score -3.7",
        "femoral_neck right t_score -4.1",
    }


def test_a_name_of_a_score_alone_within_a_line_is_that_of_the_next():
    report = read(b"DXA. Spine T-score -1.2. Trabecular bone score (TBS)\nL2-L4: 1.107.\n")

    assert "lumbar_spine L2+L3+L4 tbs 1.107" in lines(report)


@pytest.mark.parametrize(
    "above",
    [
        "Radiology | 1400 Example Avenue | Tel. 555-0142 Fax 555-0143\n",
        "Age: 68 years   Height: 160.5 cm   BMI: 24.1\n",
        "Bone density 77080\n",
        "Indication: T-score of -2.6 in 2019.\n",
    ],
)
def test_a_telephone_an_age_or_what_it_was_done_for_is_no_result_above_a_comparison(above):
    said = "The L1-L4 BMD is 1.259 g/cm2 with a T-score of 0.7, previously 1.250 g/cm2 and 0.6.\n"
    report = read(f"{above}{DAY}Comparison: DXA of May 15, 2018.\n{said}".encode())

    assert {line for line in lines(report) if not line.endswith("prior")} == NOW


@pytest.mark.parametrize("above", ["Left hip T-score -2.\n", "Left hip BMD 0.801 g/cm2.\n"])
def test_a_result_above_a_comparison_is_one(above):
    text = f"{DAY}{above}Comparison: DXA of May 15, 2018.\nThe L1-L4 T-score is 0.7.\n"

    assert f"{SPINE} t_score 0.7" not in lines(read(text.encode()))
