"""Sentences people write, one at a time, and the values in them."""

import pytest

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of, said

FORMS = [
    (
        "Lumbar spine (L1-L4): BMD 0.912 g/cm2, T-score -2.4, Z-score -1.0 (osteopenia).",
        [
            "lumbar_spine L1+L2+L3+L4 bmd 0.912",
            "lumbar_spine L1+L2+L3+L4 t_score -2.4",
            "lumbar_spine L1+L2+L3+L4 z_score -1.0",
        ],
    ),
    (
        (
            "LUMBAR SPINE (L1-L4, L2 excluded):\n  BMD: 0.912 g/cm2\n  T-score: -2.4\n"
            "LEFT HIP:\n  Neck: T-score -2.1\n  Total: -1.1\n"
        ),
        [
            "lumbar_spine L1+L3+L4 bmd 0.912",
            "lumbar_spine L1+L3+L4 t_score -2.4",
            "femoral_neck left t_score -2.1",
            "total_hip left t_score -1.1",
        ],
    ),
    (
        (
            "LEFT HIP (TOTAL):\n    BMD 0.720 g/cm2, T-score -1.9\n"
            "LEFT HIP (FEMORAL NECK):\n    BMD 0.650 g/cm2, T-score -2.4"
        ),
        [
            "total_hip left bmd 0.720",
            "total_hip left t_score -1.9",
            "femoral_neck left bmd 0.650",
            "femoral_neck left t_score -2.4",
        ],
    ),
    (
        "Total hip: BMD values= 0.712 g/cm2 T-score= -1.9 Z-score= -0.6",
        ["total_hip bmd 0.712", "total_hip t_score -1.9", "total_hip z_score -0.6"],
    ),
    (
        "T-score of -2.1 at the left femoral neck and -1.3 at the lumbar spine.",
        ["femoral_neck left t_score -2.1", "lumbar_spine t_score -1.3"],
    ),
    (
        "T scores of -1.0 for both the lumbar spine and femoral neck, and -0.5 for the hip.",
        ["lumbar_spine t_score -1.0", "femoral_neck t_score -1.0", "hip_unspecified t_score -0.5"],
    ),
    (
        "T-score columna lumbar L1-L4: -1.2 DE. Cuello femoral: -2.1 DE.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.2", "femoral_neck t_score -2.1"],
    ),
    (
        "Osteoporosis of the femoral necks (T-score -2.6 left, -2.7 right).",
        ["femoral_neck left t_score -2.6", "femoral_neck right t_score -2.7"],
    ),
    (
        "T-score of -2.1 in the left and -2.3 in the right femoral neck.",
        ["femoral_neck left t_score -2.1", "femoral_neck right t_score -2.3"],
    ),
    (
        "The T-scores of the lumbar spine, left femoral neck and total hip are -1.0, -2.1 and -1.5, respectively.",
        ["lumbar_spine t_score -1.0", "femoral_neck left t_score -2.1", "total_hip t_score -1.5"],
    ),
    (
        "At the left hip, the femoral neck T-score is -2.1 and the total hip T-score is -1.8.",
        ["femoral_neck left t_score -2.1", "total_hip left t_score -1.8"],
    ),
    (
        "T-SCORE\n  Lumbar spine      -2.1\n  Left femoral neck -1.8",
        ["lumbar_spine t_score -2.1", "femoral_neck left t_score -1.8"],
    ),
    (
        "Left femoral neck: -2.1 T-score, -0.9 Z-score.",
        ["femoral_neck left t_score -2.1", "femoral_neck left z_score -0.9"],
    ),
    ("T-score: L-spine -2.2, L hip -1.9.", ["lumbar_spine t_score -2.2", "hip_unspecified left t_score -1.9"]),
    (
        "One-third (33%) radius: T-score -2.1. Radius 33%: Z-score -1.0.",
        ["radius_33 t_score -2.1", "radius_33 z_score -1.0"],
    ),
    (
        "FOREARM (LEFT):\n1/3 radius: T-score -2.0\nUD: T-score -2.5",
        ["radius_33 left t_score -2.0", "radius_ultradistal left t_score -2.5"],
    ),
    (
        "The T-score of the lumbar spine measured\n-2.1, the T-score of the left\nfemoral neck was -1.8.",
        ["lumbar_spine t_score -2.1", "femoral_neck left t_score -1.8"],
    ),
    ("The lowest T-score is -2.4 (left femoral neck), consistent with osteopenia.", ["femoral_neck left t_score -2.4"]),
    ("Her hip is 2.6 standard deviations below the young adult mean.", ["hip_unspecified t_score -2.6"]),
    (
        "L1-L4: 0.912 g/cm2, T -2.2, Z -1.1",
        [
            "lumbar_spine L1+L2+L3+L4 bmd 0.912",
            "lumbar_spine L1+L2+L3+L4 t_score -2.2",
            "lumbar_spine L1+L2+L3+L4 z_score -1.1",
        ],
    ),
    (
        "L3 was excluded due to a fracture. L1-L4: T-score -1.9. L3: T-score 0.5.",
        ["lumbar_spine L1+L2+L4 t_score -1.9", "lumbar_spine L3 t_score 0.5"],
    ),
    (
        "T-Score an der LWS (LWK 1-4) -1,2 und am linken Schenkelhals -2,3.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.2", "femoral_neck left t_score -2.3"],
    ),
    (
        "Le T-score est de -2,1 au col fémoral gauche et de -1,3 au rachis lombaire.",
        ["femoral_neck left t_score -2.1", "lumbar_spine t_score -1.3"],
    ),
    (
        "| Region | BMD g/cm2 | T-score |\n| L1-L4 | 0.912 | -2.2 |\n| Left total hip | 0.720 | |",
        ["lumbar_spine L1+L2+L3+L4 bmd 0.912", "lumbar_spine L1+L2+L3+L4 t_score -2.2", "total_hip left bmd 0.720"],
    ),
    ("Total hip change from prior: -3.2%.", ["total_hip change_percent -3.2"]),
    ("Total hip BMD decreased by 0.035 g/cm2 (4.6%).", ["total_hip change_percent -4.6"]),
]
PROSE = [
    (
        "In the lumbar spine, the average T-score of L1-L4 was -1.9 with an average BMD of 0.954 g/cm2.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.9", "lumbar_spine L1+L2+L3+L4 bmd 0.954"],
    ),
    (
        "In the left hip, the T-score in the femoral neck was -2.2, and the total hip T-score was -1.8.",
        ["femoral_neck left t_score -2.2", "total_hip left t_score -1.8"],
    ),
    (
        "DEXA shows T-score -1.9 lumbar spine, -2.2 left femoral neck, -1.8 left total hip.",
        ["lumbar_spine t_score -1.9", "femoral_neck left t_score -2.2", "total_hip left t_score -1.8"],
    ),
    (
        "T-score -1.9 (lumbar spine), -2.2 (left femoral neck) and -1.8 (left total hip).",
        ["lumbar_spine t_score -1.9", "femoral_neck left t_score -2.2", "total_hip left t_score -1.8"],
    ),
    (
        "The BMD of the lumbar spine is 0.954 g/cm2, 81% of young adult mean, T-score -1.9.",
        ["lumbar_spine bmd 0.954", "lumbar_spine young_adult_percent 81", "lumbar_spine t_score -1.9"],
    ),
    ("Spine BMD 0.954 grams/cm2, T-score minus 1.9.", ["lumbar_spine bmd 0.954", "lumbar_spine t_score -1.9"]),
    ("Left forearm 1/3 radius T-score: -2.0.", ["radius_33 left t_score -2.0"]),
    ("Right distal one-third radius: T-score -2.0.", ["radius_33 right t_score -2.0"]),
    (
        "Femoral neck T-score: right -2.2, left -2.0, mean -2.1.",
        ["femoral_neck right t_score -2.2", "femoral_neck left t_score -2.0", "femoral_neck mean t_score -2.1"],
    ),
    (
        "Bei der Patientin zeigt sich an der LWS ein T-Wert von -1,9 und am linken Schenkelhals ein T-Wert von -2,2.",
        ["lumbar_spine t_score -1.9", "femoral_neck left t_score -2.2"],
    ),
    (
        "En columna lumbar la DMO es de 0,954 g/cm2 (T-score -1,9) y en cuello femoral izquierdo de 0,660 g/cm2.",
        ["lumbar_spine bmd 0.954", "lumbar_spine t_score -1.9", "femoral_neck left bmd 0.660"],
    ),
    (
        "A paciente apresenta T-score de -1,9 em coluna lombar e de -2,2 em colo do fêmur.",
        ["lumbar_spine t_score -1.9", "femoral_neck t_score -2.2"],
    ),
]
PRIORS = [
    (
        "Left total hip T-score -2.5. Previous T-score -2.3.",
        ["total_hip left t_score -2.5", "total_hip left t_score -2.3 prior"],
    ),
    (
        "L1-L4 T-score -2.1 (previously -1.9), Z-score -1.0.",
        [
            "lumbar_spine L1+L2+L3+L4 t_score -2.1",
            "lumbar_spine L1+L2+L3+L4 t_score -1.9 prior",
            "lumbar_spine L1+L2+L3+L4 z_score -1.0",
        ],
    ),
    (
        "Total hip BMD has declined to 0.720 g/cm2 from 0.755 g/cm2 in 2018.",
        ["total_hip bmd 0.720", "total_hip bmd 0.755 prior"],
    ),
    (
        "The BMD of the total hip has decreased from 0.755 to 0.720 g/cm2.",
        ["total_hip bmd 0.755 prior", "total_hip bmd 0.720"],
    ),
    (
        "Total hip T-score is -1.2, which has decreased from -0.9.",
        ["total_hip t_score -1.2", "total_hip t_score -0.9 prior"],
    ),
    (
        "Left femoral neck (T-score -2.6, worsened from prior (T-score -2.3 in 2020)).",
        ["femoral_neck left t_score -2.6", "femoral_neck left t_score -2.3 prior"],
    ),
    (
        "Total hip T-score -1.9 (2019 T-scores: femoral neck -1.8, lumbar -1.2).",
        ["total_hip t_score -1.9", "femoral_neck t_score -1.8 prior", "lumbar_spine t_score -1.2 prior"],
    ),
    ("Compared to the prior study from 2019, the total hip T-score is -2.1.", ["total_hip t_score -2.1"]),
    ("No prior study for comparison. Total hip T-score -1.9.", ["total_hip t_score -1.9"]),
    ("Prior wrist fracture, total hip T-score -1.9.", ["total_hip t_score -1.9"]),
    (
        "LUMBAR SPINE\nCurrent: T-score -2.2\nPrior: T-score -1.9",
        ["lumbar_spine t_score -2.2", "lumbar_spine t_score -1.9 prior"],
    ),
    (
        "COMPARISON: 2019, total hip T-score -1.0.\nFINDINGS: Total hip T-score -1.2.",
        ["total_hip t_score -1.0 prior", "total_hip t_score -1.2"],
    ),
    ("COMPARISON: None.\nTotal hip: T-score -1.9.", ["total_hip t_score -1.9"]),
    (
        "INDICATION: T-score -2.8 at the spine in 2018.\nFINDINGS: Lumbar spine T-score -2.2.",
        ["lumbar_spine t_score -2.8 prior", "lumbar_spine t_score -2.2"],
    ),
    (
        "Exam date: 2023-04-15\nTotal hip BMD was 0.755 g/cm2 on 03/14/2019 and 0.720 g/cm2 on 04/15/2023.",
        ["total_hip bmd 0.755 prior", "total_hip bmd 0.720"],
    ),
    ("Total hip BMD was 0.755 g/cm2 on 03/14/2019 and 0.720 g/cm2 on 04/15/2023.", []),
    ("Total hip BMD 2024: 0.720 g/cm2; 2019: 0.755 g/cm2.", ["total_hip bmd 0.755 prior"]),
]
NOBODYS = [
    "WHO: normal T-score >= -1.0; osteopenia T-score between -1.0 and -2.5; osteoporosis T-score at or below -2.5.",
    "The lumbar spine T-score is below -2.5.",
    "Lumbar spine T-score of -1.0 or above is normal.",
    "Osteoporosis is defined as a T-score of -2.5 or lower at the lumbar spine or total hip.",
    "The LSC at the spine is 0.030 g/cm2. Total hip 0.027 g/cm2 (LSC).",
    "The difference of the T-scores of both hips is 0.2.",
    "The T-score at the distal radius is -2.2. Heel T-score -3.0.",
    "Lowest T-score: -2.6.",
    "Lumbar spine T-score: ____ Z-score: N/A",
    "No T-score is reported.",
    "TBS T-score -2.1. TBS-adjusted T-score at the lumbar spine -2.9.",
    "T-score-2.1 lumbar spine. T-score -1.0--2.5 at the spine.",
    "Lumbar spine T-score O.9. Total hip T-score l.2.",
    "T-score of -2.1 at the gamma.",
    "Lumbar spine BMD 0.912.",
    "QCT of the lumbar spine 85 mg/cm3.",
    "FRAX: 28%.",
    "FRAX should be calculated; treat if the 10-year hip fracture probability is at least 3%.",
    "T-score and total hip, 66 years, 162 cm, 61.5 kg.",
    "Lumbar spine and left total hip T-score -2.1.",
    "The T-scores of the gamma and the total hip are -1.0 and -2.1, respectively.",
]
HELD = [
    ("Lumbar spine T-score 2.6 (osteoporosis).", ["lumbar_spine t_score 2.6 held:UNSIGNED_T_SCORE"]),
    ("Lumbar spine T-score is -22.", ["lumbar_spine t_score -22 held:IMPLAUSIBLE_VALUE"]),
    ("Total hip BMD 7.2 g/cm2.", ["total_hip bmd 7.2 held:IMPLAUSIBLE_VALUE"]),
    (
        "Total hip T-score -2.1. Impression: total hip T-score -2.6.",
        ["total_hip t_score -2.1 held:VALUE_CONFLICT", "total_hip t_score -2.6 held:VALUE_CONFLICT"],
    ),
    (
        "Total hip BMD - 0.912 g/cm2, T-score - 2.4.",
        ["total_hip bmd 0.912", "total_hip t_score -2.4 held:DETACHED_MINUS"],
    ),
    ("Total hip T-score - 2.4.", ["total_hip t_score -2.4"]),
    ("Left total hip T-score -2.46. Impression: T-score -2.5 at the total hip.", ["total_hip left t_score -2.46"]),
    ("Lumbar spine T-score 0.4. Impression: normal bone density.", ["lumbar_spine t_score 0.4"]),
]
RISKS = [
    (
        "FRAX: hip 1.6% / major 9.8%. Treatment thresholds are 20% / 3%.",
        ["patient frax_hip 1.6", "patient frax_major 9.8"],
    ),
    (
        "She has an 18% risk of major osteoporotic fracture and a 4.2% risk of hip fracture by FRAX.",
        ["patient frax_major 18", "patient frax_hip 4.2"],
    ),
    (
        "FRAX 10-YEAR FRACTURE RISK (without BMD):\nMajor osteoporotic fracture: 14%\nHip fracture: 4.2%",
        ["patient frax_major 14", "patient frax_hip 4.2"],
    ),
    (
        "FRAX major 22%, hip fracture 6.1%. Compared with 2019, BMD of the hip decreased 4.5%.",
        ["patient frax_major 22", "patient frax_hip 6.1"],
    ),
    ("Trabecular bone score 1.215. FRAX adjusted for TBS: major 9%, hip 2%.", ["lumbar_spine tbs 1.215"]),
]
ISSUES = [
    ("T-score 68 % at the lumbar spine.", IssueCode.PERCENT_AS_SCORE),
    ("Lumbar spine T-score 68.", IssueCode.PERCENT_AS_SCORE),
    ("Total hip BMD 650 mg/cm2.", IssueCode.UNIT_CONVERTED),
    ("Total hip BMD 0.912.", IssueCode.UNKNOWN_UNIT),
    ("Lowest T-score: -2.6.", IssueCode.UNKNOWN_ROW),
    ("Hip T-score -2.6.", IssueCode.SITE_AMBIGUOUS),
    ("Total hip T-score -2,6.", IssueCode.DECIMAL_COMMA),
    ("Total hip T-score \u22122.6.", IssueCode.UNUSUAL_MINUS),
    ("Total hip T-score 1.2.3.", IssueCode.NOT_A_NUMBER),
    ("Total hip T-score -2.6 (previously -2.5).", IssueCode.PRIOR_WITHOUT_DATE),
    ("FRAX: 28%.", IssueCode.UNKNOWN_ROW),
    ("Height loss of 2 inches.", IssueCode.UNIT_CONVERTED),
]


@pytest.mark.parametrize(("text", "values"), [*FORMS, *PROSE, *PRIORS, *HELD, *RISKS])
def test_every_value_goes_to_its_site_and_time(text, values):
    assert values == said(text)


@pytest.mark.parametrize("text", NOBODYS)
def test_numbers_that_are_nobodys_values_are_left_out(text):
    assert [] == said(text)


@pytest.mark.parametrize(("text", "code"), ISSUES)
def test_what_was_not_plain_is_reported(text, code):
    issues = report_of(text).issues

    assert code in {issue.code for issue in issues}
    assert all(issue.locator is not None and issue.document == "d" * 64 for issue in issues)


def test_provenance_leads_back_to_the_printed_characters():
    text = "Hip 2.6 standard deviations below the young adult mean; total hip BMD 650 mg/cm2,\nT-score \u22122,4."
    rows = report_of(text).measurements

    assert ["2.6 standard deviations below", "650", "\u22122,4"] == [row.provenance.raw for row in rows]
    assert [row.provenance.raw for row in rows] == [text[slice(*row.provenance.locator.chars)] for row in rows]


def test_excluded_vertebra_carries_the_reason_of_the_report():
    rows = report_of("L3 was excluded due to a fracture. L1-L4: T-score -1.9. L3: T-score 0.5.").measurements

    assert [None, "a fracture"] == [row.excluded for row in rows]


def test_vertebra_called_excluded_behind_its_value_carries_the_reason():
    rows = report_of("L3: T -1.4, L4: T 0.3 (excluded due to sclerosis). L1-L3: T -1.3.").measurements

    assert [None, "sclerosis", None] == [row.excluded for row in rows]


def test_prior_of_a_dated_comparison_has_its_date():
    (row,) = report_of("COMPARISON: DXA of 05/14/2019, total hip T-score -1.0.").measurements

    assert "2019-05-14" == row.exam_date.isoformat()
    assert not row.current


RUN_ON = (
    "DXA\nClinical history: wrist fracture. The T-score of the spine is -2.0.",
    "DXA\nKlinik: Z. n. Radiusfraktur. Es zeigt sich an der LWS ein T-Score von -2,0.",
    "Ostéodensitométrie\nIndication : fracture du poignet. L'examen montre un T-score à -2,0 au rachis.",
    "DEXA\nKlinische gegevens: polsfractuur.\nTer hoogte van de lumbale wervelkolom\nbedraagt de T-score -2,0.",
    "DXA\nKlinik: Z. n. Radiusfraktur. Es zeigt sich an\nder LWS ein T-Score\nvon -2,0.",
    "DXA\nAnamnese: Sturz, Vitamin D. Die heute durchgeführte DXA ergibt einen T-Score von -2,0 an der LWS.",
)


def test_results_that_run_on_behind_the_indication_are_of_today():
    wrong = {text: found for text in RUN_ON if (found := said(text)) != ["lumbar_spine t_score -2.0"]}

    assert {} == wrong


HISTORIES = (
    "DXA\nIndication: osteoporosis. T-score of the spine in 2019 was -2.0.\nFindings:\nLeft total hip T-score -1.1",
    "DXA\nIndikation: Sturz. Bekannte Osteopenie, T-Score LWS -2,0.\nGesamthüfte links T-Score -1,1",
)


def test_a_history_within_the_indication_is_not_of_today():
    assert [] == [row for text in HISTORIES for row in said(text) if row == "lumbar_spine t_score -2.0"]


BACK = (
    "DXA. Am Schenkelhals links BMD 0,655 g/cm². Dies entspricht einem T-Wert von -2,3.",
    "DXA. Col fémoral gauche : DMO 0,655 g/cm². Cela correspond à un T-score de -2,3.",
    "DEXA. Femurhals links: BMD 0,655 g/cm². Dit komt overeen met een T-score van -2,3.",
    "DXA. Left femoral neck BMD 0.655 g/cm2. This corresponds to a T-score of -2.3. A T-score of -2.5 is osteoporosis.",
)


def test_a_sentence_that_points_back_is_of_the_site_before_and_a_definition_is_not():
    expected = ["femoral_neck left bmd 0.655", "femoral_neck left t_score -2.3"]
    wrong = {text: found for text in BACK if (found := said(text)) != expected}

    assert {} == wrong


@pytest.mark.parametrize(
    "text",
    [
        "L1-L4 has a T-score ofnegative 1.9.",
        "L1-L4 T-scorenegative 1.9",
        "L1-L4 T-score reportedminus 1.9.",
        "LWS L1-L4 T-Wert vonminus 1,9.",
        "Rachis L1-L4 T-score demoins 1,9.",
        "Columna L1-L4 T-score demenos 1,9",
        "LWK L1-L4 T-score vanmin 1,9",
    ],
)
def test_a_sign_joined_to_the_word_before_it_is_no_lost_sign(text):
    assert ["lumbar_spine L1+L2+L3+L4 t_score -1.9"] == said(text)


def test_a_row_of_33_per_cent_is_the_third_before_a_number_without_its_zero_too():
    text = "Rechter onderarm (radius):\n33%: ,728 g/cm² T-Score +0,2\nUD: ,483 g/cm² T-Score +0,6"

    assert [
        "radius_33 right bmd 0.728",
        "radius_33 right t_score 0.2",
        "radius_ultradistal right bmd 0.483",
        "radius_ultradistal right t_score 0.6",
    ] == said(text)
