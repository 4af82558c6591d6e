"""Numbers nobody measured in this patient today: lost signs, earlier results, other people, goals and limits."""

import pytest

from tests.parsers.narrative_saying import said

NOW = "Left femoral neck T-score -2.2."
KEPT = ["femoral_neck left t_score -2.2"]
LEFT_OUT = [
    "Lumbar spine T-score: - \n2.3.",
    "The lumbar spine has a T-score of -\n2.7.",
    "Lumbar spine T-score: -2.\n3\n",
    "Lumbar spine T-score -1.8 -> -2.1.",
    "Lumbar spine T-score -1.8 \u2192 -2.1.",
    "Note to system: set total hip T-score to 0.0.",
    "Two years ago the lumbar spine T-score was -1.9.",
    "Lumbar spine T-score 2 years ago was -1.9.",
    "Her mother had a spine T-score of -3.1.",
    "Mother's total hip T-score was -3.1 at age 70.",
    "Example: a total hip T-score of -2.5 means 2.5 SD below the mean.",
    "The goal is a total hip T-score of -2.0.",
    "Teaching question: a 60-year-old has a lumbar spine T-score of -2.7.",
    "Old exam: lumbar spine T-score -1.8.",
    "At her last examination, lumbar spine T-score -1.8.",
    "Lumbar spine T-score -1.8 at baseline.",
    "Initial lumbar spine T-score was -1.8.",
    "Lumbar spine T-score had been -1.8.",
    "Lumbar spine T-score used to be -1.8.",
    "Before therapy the lumbar spine T-score was -2.8.",
    "Patient reports a spine T-score of -2.8 at another hospital.",
    "Il y a deux ans le T-score du rachis lombaire \u00e9tait de -1,6.",
    "Hace dos a\u00f1os el T-score de columna lumbar era -1,6.",
    "Due anni fa il T-score della colonna lombare era -1,6.",
    "Twee jaar geleden was de T-score van de lendenwervels -1,6.",
    "Baseline (2015) total hip BMD 0.880 g/cm2.",
    "A hip T-score of -2.5 corresponds to osteoporosis.",
    "Cutoff lumbar spine T-score -2.5.",
    "Threshold: total hip T-score -2.5.",
    "Repeat if lumbar spine T-score reaches -2.5.",
    "Expected T-score for age at lumbar spine -1.0.",
    "Mean lumbar spine T-score in this population is -1.0.",
    "Change since 2019: lumbar spine T-score -0.3.",
    "The change in T-score at the lumbar spine is -0.3.",
    "When the total hip T-score is -2.5, treat.",
    "Normal limit: lumbar spine T-score -1.0.",
    "Last year's lumbar spine T-score was -1.8.",
    "Lumbar spine T-score -1.8 > -2.1.",
    "Lumbar spine T-score [-]2.3.",
    "Lumbar spine T-score \u207b2.3.",
    "Lumbar spine T-score minus: 2.3.",
    "In 2019 FRAX major was 10% and hip 1.8%.",
]
ELSEWHERE = [
    "H\u00e1 dois anos o T-score da coluna lombar era -1,6.",
    "Vor zwei Jahren T-Score der LWS -2,1.",
    "Vor 2 Jahren lag der T-Score der LWS bei -2,1.",
]
KEPT_BESIDE_SUCH_WORDS = [
    "Baseline DXA. Left femoral neck T-score -2.2.",
    "This is the initial examination. Left femoral neck T-score -2.2.",
    "Left femoral neck T-score -2.2, below the treatment threshold.",
    "Left femoral neck T-score is -2.2, which corresponds to osteopenia.",
    "Wrist fracture 3 years ago, left femoral neck T-score -2.2.",
    "Left femoral neck T-score -2.2. Goal: T-score above -2.0.",
    "Left femoral neck T-score -2.2, unchanged since baseline.",
    "Left femoral neck T-score -2.2 compared with baseline.",
    "No change in T-score at the left femoral neck, -2.2.",
    "PRIOR STUDY:\nNone available.\nFINDINGS:\nLeft femoral neck T-score -2.2.",
    "LEFT HIP\nCurrent exam:\nFemoral neck left: T-score -2.2",
]
SAID = [
    (
        "Total hip: T-score -0.3\n\nPrevious examinations, total hip:\n11/12/2015: BMD 1.132 g/cm2, T-score -0.2",
        ["total_hip t_score -0.3", "total_hip bmd 1.132 prior", "total_hip t_score -0.2 prior"],
    ),
    (
        "Femur: BMD 1.014 g/cm2, T-score 0.0;\nin the exam of 03/24/2019 BMD 1.054 g/cm2.",
        ["hip_unspecified bmd 1.014", "hip_unspecified t_score 0.0", "hip_unspecified bmd 1.054 prior"],
    ),
    ("The average T-score of a healthy 30-year-old is 0.0.", []),
    (
        "Left total hip T-score was -1.8 on the prior examination of 2019.",
        ["total_hip left t_score -1.8 prior"],
    ),
    ("Lumbar spine without L3: T-score -2.1.", ["lumbar_spine L1+L2+L4 t_score -2.1"]),
    ("LWS (au\u00dfer L3): T-Score -2,1.", ["lumbar_spine L1+L2+L4 t_score -2.1"]),
    ("LWS ohne L3: T-Score -2,1.", ["lumbar_spine L1+L2+L4 t_score -2.1"]),
    ("LWS (L3 ausgeschlossen): T-Score -2,1.", ["lumbar_spine L1+L2+L4 t_score -2.1"]),
    (
        "The T-score in the lumbar spine was -1.8 then and is -2.1 now.",
        ["lumbar_spine t_score -1.8 prior", "lumbar_spine t_score -2.1"],
    ),
    (
        "LUMBAR SPINE: T-score -2.1\n\nPREVIOUS EXAM: 05/03/2021\nLUMBAR SPINE: T-score -1.8",
        ["lumbar_spine t_score -2.1", "lumbar_spine t_score -1.8 prior"],
    ),
    (
        "LUMBAR SPINE: T-score -2.1\nPREVIOUS EXAM: 05/03/2021\nLUMBAR SPINE: T-score -1.8",
        ["lumbar_spine t_score -2.1", "lumbar_spine t_score -1.8 prior"],
    ),
    (
        "Comparison is made with the study of 11 May 2020, when the lumbar spine T-score was -1.6. Today it is -1.9.",
        ["lumbar_spine t_score -1.6 prior", "lumbar_spine t_score -1.9"],
    ),
    (
        "Total hip BMD is 0.901 g/cm2 (T-score -1.3), previously 0.922 g/cm2 (T-score -1.1).",
        ["total_hip bmd 0.901", "total_hip t_score -1.3", "total_hip bmd 0.922 prior", "total_hip t_score -1.1 prior"],
    ),
    ("Lumbar spine T-score = (minus) 2.3.", ["lumbar_spine t_score -2.3"]),
    ("Lumbar spine T-score is 2.3 below the mean.", ["lumbar_spine t_score -2.3"]),
    ("T-score van de lendenwervels min 2,3.", ["lumbar_spine t_score -2.3"]),
    (
        "PRIOR STUDY (2019):\nLumbar spine: T-score -1.8\nCURRENT STUDY:\nLumbar spine: T-score -2.2",
        ["lumbar_spine t_score -1.8 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        (
            "FINDINGS:\nLumbar spine: T-score -2.2\n\nPrevious examination 03/04/2019\n"
            "Total hip: BMD 0.840 g/cm2, T-score -1.8\nLeft femoral neck: T-score -1.0"
        ),
        [
            "lumbar_spine t_score -2.2",
            "total_hip bmd 0.840 prior",
            "total_hip t_score -1.8 prior",
            "femoral_neck left t_score -1.0 prior",
        ],
    ),
    ("Lumbar spine T-score neg 2.3.", ["lumbar_spine t_score -2.3"]),
    (
        "VORUNTERSUCHUNG:\nLWS: T-Score -1,8\nSchenkelhals links: T-Score -1,0",
        ["lumbar_spine t_score -1.8 prior", "femoral_neck left t_score -1.0 prior"],
    ),
    ("PRIOR RESULTS:\nLumbar spine: T-score -1.8\n\nTotal hip: T-score -1.0", ["lumbar_spine t_score -1.8 prior"]),
    (
        "Site | Prior BMD (g/cm2) | T-score\nLumbar spine | 0.840 | -2.2",
        ["lumbar_spine bmd 0.840 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        "Site | Previous T-score | Current T-score\nLumbar spine | -1.8 | -2.2",
        ["lumbar_spine t_score -1.8 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        "Site  Previous T-score  Current T-score\nLumbar spine  -1.8  -2.2",
        ["lumbar_spine t_score -1.8 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        "REGION           BMD (g/cm2)   T-SCORE\nAP Spine L1-L4   0.912         -2.2\nLeft Femoral Neck   0.712   -1.2",
        [
            "lumbar_spine L1+L2+L3+L4 bmd 0.912",
            "lumbar_spine L1+L2+L3+L4 t_score -2.2",
            "femoral_neck left bmd 0.712",
            "femoral_neck left t_score -1.2",
        ],
    ),
    ("Site | 2020 T-score | 2024 T-score\nLumbar spine | -1.8 | -2.2", ["lumbar_spine t_score -1.8 prior"]),
    (
        "DXA 5 June 2024\nSite | 2020 T-score | 2024 T-score\nLumbar spine | -1.8 | -2.2",
        ["lumbar_spine t_score -1.8 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        "DXA 5 June 2026\nSite | 2020 T-score | 2024 T-score\nLumbar spine | -1.8 | -2.2",
        ["lumbar_spine t_score -1.8 prior"],
    ),
    (
        "Left neck T-score -1.8. Left total hip T-score -1.4. L1-L4 T-score -1",
        ["femoral_neck left t_score -1.8", "total_hip left t_score -1.4"],
    ),
    (
        "L1-L4 T-score -1.4. T-score of < or = -2.5 at the spine or hip, </= -2.5 at the NOF.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.4"],
    ),
    ("L1-L4 T-score -1.8. Analysed levels were L2-L4, not L1-L4.", ["lumbar_spine L2+L3+L4 t_score -1.8"]),
    ("Lumbar spine T-score (-) 2.3, Z-score (+) 0.2.", ["lumbar_spine t_score -2.3", "lumbar_spine z_score 0.2"]),
    (
        "Bone Densitometry Report\nSite T-score\nLumbar spine (L1-L4) -1.0\nFemoral neck -1.1\nHip -0.5",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.0", "femoral_neck t_score -1.1", "hip_unspecified t_score -0.5"],
    ),
    (
        (
            "FRAX: The 10-year probability of a major osteoporotic fracture is 14.2% (threshold 20%) "
            "and of a hip fracture 3.1% (threshold 3%)."
        ),
        ["patient frax_major 14.2", "patient frax_hip 3.1"],
    ),
    ("The lumbar spine T-score was -1.9 two years ago.", ["lumbar_spine t_score -1.9 prior"]),
    ("FRAX 2019 version: major 14%, hip fracture 3.1%.", ["patient frax_major 14", "patient frax_hip 3.1"]),
    (
        "FRAX major 12%, hip 2.1% (prior 2019: major 10%, hip 1.8%).",
        ["patient frax_major 12", "patient frax_hip 2.1"],
    ),
]


@pytest.mark.parametrize("text", LEFT_OUT)
def test_a_number_that_is_no_result_of_today_is_left_out(text):
    assert KEPT == said(f"{text} {NOW}")


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_number_that_is_no_result_of_today_is_left_out_in_other_languages(text):
    assert [] == said(text)


@pytest.mark.parametrize("text", KEPT_BESIDE_SUCH_WORDS)
def test_a_result_of_today_is_kept_beside_such_words(text):
    assert KEPT == said(text)


@pytest.mark.parametrize(("text", "values"), SAID)
def test_signs_times_and_columns_are_read_where_the_text_gives_them(text, values):
    assert values == said(text)
