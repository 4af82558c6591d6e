"""Wordings that once gave a wrong value: another's site, side, vertebrae or examination."""

import pytest

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of, said

READ = [
    (
        "DEXA\nINDICATION: Follow-up of osteoporosis.\nT-score of the left femoral neck is -2.2.",
        ["femoral_neck left t_score -2.2"],
    ),
    (
        "DEXA\nCOMPARISON: None.\nThe T-score of the left femoral neck is -2.2.",
        ["femoral_neck left t_score -2.2"],
    ),
    (
        "REPORT:\nDXA\n\nINDICATION: Fracture.\n\nLumbar spine (L1 - L4): T-score -0.9",
        ["lumbar_spine L1+L2+L3+L4 t_score -0.9"],
    ),
    (
        "DXA. L-spine (L1, L3, L4; L2 removed because of compression deformity) T -2.4.",
        ["lumbar_spine L1+L3+L4 t_score -2.4"],
    ),
    (
        "Ostéodensitométrie. Rachis lombaire (L1-L3, L4 non prise en compte): T-score -1,4.",
        ["lumbar_spine L1+L2+L3 t_score -1.4"],
    ),
    (
        "À l'extrémité supérieure du fémur droit, le T-score est de -1,7 DS au col et de -1,2 DS à la hanche totale.",
        ["femoral_neck right t_score -1.7", "total_hip right t_score -1.2"],
    ),
    (
        "DXA. Linker heup, femurhals: T-score -1,9; totale heup: T-score -1,5.",
        ["femoral_neck left t_score -1.9", "total_hip left t_score -1.5"],
    ),
    ("Colo do fêmur E: T-score -1,7.", ["femoral_neck left t_score -1.7"]),
    ("T-score col fémoral D = -1,5", ["femoral_neck right t_score -1.5"]),
    (
        "PRIOR DXA (10/2020): L1-L4 T-score -1.4; left femoral neck T-score -1.6.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.4 prior", "femoral_neck left t_score -1.6 prior"],
    ),
    (
        "DXA of spine and hips: T-scores are -1.2 (L1-L4), -1.5 (left total hip), and -1.7 (left femoral neck).",
        [
            "lumbar_spine L1+L2+L3+L4 t_score -1.2",
            "total_hip left t_score -1.5",
            "femoral_neck left t_score -1.7",
        ],
    ),
    (
        "DXA. Hips: T-score -1.2 left total hip, T-score -1.5 right total hip.",
        ["total_hip left t_score -1.2", "total_hip right t_score -1.5"],
    ),
    ("An earlier DXA gave a T-score of -2.6 in the spine.", ["lumbar_spine t_score -2.6 prior"]),
    ("La densitometría anterior mostró un T-score lumbar de -1,9.", ["lumbar_spine t_score -1.9 prior"]),
    ("The left total hip T-score is 0.2 lower than before at -1.7.", ["total_hip left t_score -1.7"]),
    (
        "DXA. Lumbar spine, L1-L4, exculding L3 BMD: 0.953 g/cm2 T-score: -1.1",
        ["lumbar_spine L1+L2+L4 bmd 0.953", "lumbar_spine L1+L2+L4 t_score -1.1"],
    ),
    (
        "DXA\nDatos clínicos: Paciente de 61 años.\n- Columna AP (L1-L4): 0,930 g/cm2 (T score -1,0)",
        ["lumbar_spine L1+L2+L3+L4 bmd 0.930", "lumbar_spine L1+L2+L3+L4 t_score -1.0"],
    ),
    ("DXA. Previous results (2021): spine T -1.5.", ["lumbar_spine t_score -1.5 prior"]),
    ("Ostéodensitométrie. L1-L4 en excluant L3 : T-score -1,9.", ["lumbar_spine L1+L2+L4 t_score -1.9"]),
    (
        "DXA. T-score at left femoral neck of -2.1 versus -1.9 at the right.",
        ["femoral_neck left t_score -2.1", "femoral_neck right t_score -1.9"],
    ),
    (
        "DXA. L1-4: T-score -1.4; LFN: T-score -1.5; LTH: T-score -0.9",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.4", "femoral_neck left t_score -1.5", "total_hip left t_score -0.9"],
    ),
    (
        "DXA T-scores [Z-scores in brackets]: spine -2.7 [-1.1], left femoral neck -2.5 [-0.9].",
        ["lumbar_spine t_score -2.7", "femoral_neck left t_score -2.5"],
    ),
    (
        "DXA. Hip (left) - T-score -2.7 femoral neck; T-score -2.1 total, osteopenia.",
        ["femoral_neck left t_score -2.7", "total_hip left t_score -2.1"],
    ),
    (
        "DXA\n\nLeft total hip: T-score -1.4.\n\nADDENDUM: The T-score of the left total hip should read -2.5.",
        ["total_hip left t_score -1.4 held:VALUE_CONFLICT", "total_hip left t_score -2.5 held:VALUE_CONFLICT"],
    ),
    (
        "DXA. T-score of the left femoral neck is -1.9, correction, T-score -1.6.",
        ["femoral_neck left t_score -1.6"],
    ),
    (
        "DXA. T-scores for lumbar spine and right hip: L2-L4: -2.9, neck: -2.3, total: -2.1.",
        ["lumbar_spine L2+L3+L4 t_score -2.9", "femoral_neck right t_score -2.3", "total_hip right t_score -2.1"],
    ),
    ("QCT spine T-score -3.1. DXA femoral neck left T-score -2.0.", ["femoral_neck left t_score -2.0"]),
]

OPEN = [
    ("DXA\nCOMPARISON: DXA 2020\nT-score of the left femoral neck was -2.2.", IssueCode.DATE_AMBIGUOUS),
    ("DXA. Left total hip: BMD 0.744/0.766 g/cm2 (current/previous).", IssueCode.DATE_AMBIGUOUS),
    ("She had a T score of -2.2 at the spine on DXA in 2020, before starting treatment.", IssueCode.DATE_AMBIGUOUS),
]


@pytest.mark.parametrize(("text", "values"), READ)
def test_a_value_keeps_its_own_site_side_vertebrae_and_time(text, values):
    assert values == said(text)


@pytest.mark.parametrize(("text", "code"), OPEN)
def test_a_doubtful_value_is_left_out_and_told(text, code):
    assert not said(text)
    assert code in {issue.code for issue in report_of(text).issues}
