"""Shapes of ordinary reports that were once misread: sides in letters, heads on two lines, ranges in words."""

import pytest

from tests.acceptance.reading import lines, read

SPINE = "lumbar_spine L1+L2+L3+L4"


def values(text, *, held=False):
    return lines(read(f"{text}\n".encode()), held=held)


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Colo do fêmur (E)", "femoral_neck left"),
        ("Colo do fêmur (D)", "femoral_neck right"),
        ("Cuello femoral (I)", "femoral_neck left"),
        ("Collo femorale (S)", "femoral_neck left"),
        ("Hanche totale (D)", "total_hip right"),
        ("Schenkelhals (D)", "femoral_neck"),
    ],
)
def test_a_letter_in_brackets_is_a_side_behind_a_bone_of_its_language(name, site):
    assert values(f"Densitometria DXA.\n{name}: 0,902 g/cm2") == {f"{site} bmd 0.902"}


@pytest.mark.parametrize("end", ["Reported by Dr L Ashgrove", "Clinical history: fracture of the left humerus."])
def test_an_initial_or_another_bone_does_not_contradict_the_hip_that_was_scanned(end):
    found = values(f"DEXA spine and right hip:\nThe left hip has been replaced.\n\nFemoral neck  T score -2.8\n\n{end}")

    assert found == {"femoral_neck right t_score -2.8"}


@pytest.mark.parametrize("between", ["between {} and {}", "zwischen {} und {}", "entre {} et {}", "tussen {} en {}"])
def test_vertebrae_between_which_was_measured_are_the_ends_of_a_range(between):
    assert values(f"DXA. BMD {between.format('L2', 'L4')}: 0.862 g/cm2.") == {"lumbar_spine L2+L3+L4 bmd 0.862"}
    assert values("DXA. BMD L2 and L4: 0.862 g/cm2.") == {"lumbar_spine L2+L4 bmd 0.862"}


HOLOGIC = """Scan Type: a Left Hip
DXA Results Summary:
Region     Area      BMC      BMD       T -    PR     Z -    AM
           (cm2)     (g)      (g/cm2)   score  (%)   score  (%)
Total      34.18     26.57    0.777     -1.4   80     0.0   95
"""


def test_heads_that_two_lines_share_are_those_of_their_columns():
    left = "total_hip left"
    rest = {
        f"{left} t_score -1.4",
        f"{left} young_adult_percent 80",
        f"{left} z_score 0.0",
        f"{left} age_matched_percent 95",
    }

    assert values(HOLOGIC) == rest | {f"{left} area 34.18", f"{left} bmc 26.57", f"{left} bmd 0.777"}


def test_a_row_of_one_score_above_another_is_no_pair_of_heads():
    table = "               L Fem Neck   R Fem Neck\nT score        -1.3         -1.5\nZ score        -0.7         -0.9"

    assert len(values(f"DXA\n\n{table}")) == 4


@pytest.mark.parametrize("limb", ["HIP:", "PROXIMAL FEMUR:"])
def test_a_row_without_a_name_is_of_the_row_it_stands_further_in_than(limb):
    table = f"{limb}            Right      Left\n  Neck    T-Score  -1.7       -1.9\n          Z-Score  -0.1       -0.3"

    found = values(f"DXA\n\n{table}")

    assert found == {
        "femoral_neck right t_score -1.7",
        "femoral_neck left t_score -1.9",
        "femoral_neck right z_score -0.1",
        "femoral_neck left z_score -0.3",
    }


def test_a_limb_and_its_part_with_a_gap_between_are_one_name():
    text = "DXA\nRT. HIP  NECK\nBMD      : 0.588 g/cm2\n\nLT. HIP  TOTAL\nBMD      : 0.722 g/cm2"

    assert values(text) == {"femoral_neck right bmd 0.588", "total_hip left bmd 0.722"}


@pytest.mark.parametrize("study", ["baseline study", "initial examination", "study"])
def test_brackets_behind_what_is_compared_with_are_of_then(study):
    found = values(f"DXA. L1-L4 BMD 0.832 g/cm2. Compared with the {study} (spine 0.778 g/cm2), there is no change.")

    assert found == {f"{SPINE} bmd 0.832", "lumbar_spine bmd 0.778 prior"}


def test_a_day_of_the_examination_before_heads_no_block_where_nothing_follows_the_findings():
    rows = "LWS L1-L4\n  T-Score -2,6 (VU: -2,7)\n\nErgebnis: Osteoporose (LSC 0,03 g/cm2)."

    assert values(f"DXA\n\nVoruntersuchung: 17.10.2022\n\n{rows}") == {
        f"{SPINE} t_score -2.6",
        f"{SPINE} t_score -2.7 prior",
    }


@pytest.mark.parametrize("words", ["loss of 0.9%", "decrease of 0.9%"])
def test_a_change_whose_sign_is_a_word_is_no_gain(words):
    found = values(f"DXA. Left total hip BMD 0.8 g/cm2. Change from previous: {words}.")

    assert "total_hip left change_percent 0.9" not in found


def test_a_dash_apart_from_a_risk_is_no_sign():
    report = read(b"DXA. L1-L4 T-score -1.2. FRAX: Major osteoporotic fracture - 5.6%, Hip fracture - 1.4%.\n")
    risks = {(row.quantity, str(row.value), row.provenance.raw) for row in report.measurements if not row.held}

    assert {("frax_major", "5.6", "5.6"), ("frax_hip", "1.4", "1.4")} <= risks


def test_a_part_named_behind_its_number_is_of_the_sided_hip_before():
    found = values("DXA. The T-score of the left hip is -1.9 overall and -2.6 at the femoral neck.")

    assert "femoral_neck left t_score -2.6" in found


def test_a_history_with_two_columns_of_changes_is_read():
    head = "Date          Age    BMD      T-score   Chg vs baseline   Chg vs previous"
    now = "10/06/2025    71     0.836    -1.9      +6.2%*            +1.0%"
    then = "09/28/2023    69     0.828    -2.0      +5.2%*            +5.2%*"
    found = values(f"DXA\n\nSite: AP SPINE L1-L4\n{head}\n{now}\n{then}")

    assert {f"{SPINE} bmd 0.836", f"{SPINE} bmd 0.828 prior", f"{SPINE} change_percent 1.0"} <= found


def test_a_change_beside_two_examinations_needs_no_head_of_its_own():
    exams = "                    Current          12/05/2023       Change"
    heads = "                    BMD    T-score   BMD    T-score"
    found = values(
        f"DXA\n\n{exams}\n{heads}\nLumbar spine L1-L4  0.838  -1.9      0.807  -2.2      +3.8%\n\nBMD in g/cm2."
    )

    assert {f"{SPINE} bmd 0.838", f"{SPINE} bmd 0.807 prior", f"{SPINE} change_percent 3.8"} <= found


def test_the_share_of_a_mean_of_young_adults_is_no_mean_of_two_hips():
    rows = "Cuello femoral:\nDensidad mineral ósea: 0,781 g/cm2.\n80% del promedio del adulto joven (T-score: -1,7)."
    found = values(f"DENSITOMETRIA OSEA POR DXA (Columna y fémur derecho)\n\n{rows}")

    assert {"femoral_neck right bmd 0.781", "femoral_neck right t_score -1.7"} <= found


def test_rows_without_a_name_are_of_the_region_on_the_line_above():
    rows = "Femoral neck\nBMD                 0.712     0.703\nTotal hip\nT-score             -1.2      -1.4"
    found = values(f"DXA\n\nHip                 Left      Right\n{rows}")

    assert found == {
        "femoral_neck left bmd 0.712",
        "femoral_neck right bmd 0.703",
        "total_hip left t_score -1.2",
        "total_hip right t_score -1.4",
    }


def test_shares_and_scores_under_both_people_are_told_apart():
    heads = "            BMD      YA     YA      AM     AM\nRegion    (g/cm²)    (%)  T-score   (%)  Z-score"
    found = values(f"DualFemur Bone Density\n{heads}\nNeck Left  0.807      78   -1.7      96   -0.3")

    left = "femoral_neck left"
    shares = {f"{left} young_adult_percent 78", f"{left} age_matched_percent 96"}
    assert found == shares | {f"{left} bmd 0.807", f"{left} t_score -1.7", f"{left} z_score -0.3"}


def test_a_verb_nobody_knows_has_no_sign():
    found = values(
        "DXA L1-L4 BMD 0.9 g/cm2. Since 2023 BMD decreased by 1.6% at L1-L4 and at the total hip clombed 0.8%."
    )

    assert not {row for row in found if row.startswith("total_hip")}


def test_behind_both_hips_one_without_its_side_is_of_neither():
    both = "DXA. Left and right hip (femoral neck) T-scores are -0.8 and -0.7, respectively."
    told = values(f"{both} T-score of the total femur: -1.3 (left), -0.9 (right).")

    assert {"total_hip left t_score -1.3", "total_hip right t_score -0.9"} <= told
    assert "total_hip t_score -1.3" in values(f"{both} T-score of the total femur: -1.3.")


@pytest.mark.parametrize("title", ["Left hip (previous, 02/14/2021)", "Previous left hip:", "Left hip (prior)"])
@pytest.mark.parametrize("row", ["Region    BMD     T-score\nNeck      0.712   -1.2", "Neck T-score -1.2"])
def test_results_below_the_title_of_an_earlier_examination_are_not_todays(title, row):
    now = "Left hip\nRegion    BMD     T-score\nNeck      0.702   -1.4"
    found = values(f"DXA 03/01/2025\n\n{title}\n{row}\n\n{now}")

    assert {one for one in found if one.endswith(("0.712", "-1.2"))} == set()
    assert "femoral_neck left t_score -1.4" in found
