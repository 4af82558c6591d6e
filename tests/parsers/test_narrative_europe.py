"""Wordings of European reports: what each gives, and what it must not give."""

import pytest

from tests.parsers.narrative_saying import report_of, said

READ = [
    (
        "DXA der Wirbelsäule und der linken Hüfte\nLWS: T-Wert -1,5\n\nSchenkelhals: T-Wert -1,3",
        ["lumbar_spine t_score -1.5", "femoral_neck left t_score -1.3"],
    ),
    (
        "DXA of the spine and left hip.\nFemoral neck T-score -1.6. Right hip replaced in 2019.",
        ["femoral_neck left t_score -1.6"],
    ),
    (
        "DXA of the spine and left hip, both hips on request.\nFemoral neck T-score -1.6.",
        ["femoral_neck t_score -1.6"],
    ),
    ("DXA. Left hip pain.\nFemoral neck T-score -1.6.", ["femoral_neck t_score -1.6"]),
    (
        "Densitometria.\nColo femoral: T-score -2,2. Fêmur total: T-score -1,8.\nLado avaliado: direito.",
        ["femoral_neck right t_score -2.2", "total_hip right t_score -1.8"],
    ),
    (
        "DXA: LWS-T-Score -2,1; Hüft-T-Score links -1,8; linke Hüfte: Gesamt-T-Score -1,7, Hals-T-Wert -1,9.",
        [
            "lumbar_spine t_score -2.1",
            "hip_unspecified left t_score -1.8",
            "total_hip left t_score -1.7",
            "femoral_neck left t_score -1.9",
        ],
    ),
    (
        "Gesamthuefte li. T-Score -1,3; Gesamthuefte re. T-Score -1,2 (DXA).",
        ["total_hip left t_score -1.3", "total_hip right t_score -1.2"],
    ),
    (
        "Die Knochendichte der LWS liegt 0,9 SD unter der Altersnorm, die des linken Schenkelhalses 0,4 SD darunter.",
        ["lumbar_spine z_score -0.9", "femoral_neck left z_score -0.4"],
    ),
    (
        "LWS 0,9 SD unter der Altersnorm und 2,4 SD unter jungen Erwachsenen, am Hals 1,4 SD darunter.",
        ["lumbar_spine z_score -0.9", "lumbar_spine t_score -2.4"],
    ),
    (
        "La colonna lombare è inferiore di 2,6 DS rispetto al picco di massa ossea, e migliorata di 0,2 DS.",
        ["lumbar_spine t_score -2.6"],
    ),
    (
        "DXA: LWS -2,9, Schenkelhals -2,3, Gesamtfemur -2,1 (jeweils T-Score).",
        ["lumbar_spine t_score -2.9", "femoral_neck t_score -2.3", "total_hip t_score -2.1"],
    ),
    (
        "Fémur droit : la DMO du col est de 0,588 g/cm² (T-score à -2,4 DS).",
        ["femoral_neck right bmd 0.588", "femoral_neck right t_score -2.4"],
    ),
    (
        "Le rachis lombaire a été étudié sur L1, L2 et L4. DMO : 0,889 g/cm2 (T-score : -1,9).",
        ["lumbar_spine L1+L2+L4 bmd 0.889", "lumbar_spine L1+L2+L4 t_score -1.9"],
    ),
    (
        "La paziente di anni 66, frattura di polso (2018), esegue il 5 maggio 2025 MOC con T-score vertebrale -2,7.",
        ["lumbar_spine t_score -2.7"],
    ),
    (
        "DEXA 2020: T-score wervelkolom -2,0.\nDEXA nu: T-score wervelkolom -2,5.",
        ["lumbar_spine t_score -2.0 prior", "lumbar_spine t_score -2.5"],
    ),
    (
        "DXA. Femurhals (links/rechts): 0,802/0,815 g/cm², T-Score -1,7/-1,6.",
        [
            "femoral_neck left bmd 0.802",
            "femoral_neck right bmd 0.815",
            "femoral_neck left t_score -1.7",
            "femoral_neck right t_score -1.6",
        ],
    ),
    ("DXA. Total hip 0.744/0.766 g/cm2, T-score -1.2.", ["total_hip t_score -1.2"]),
    (
        "DXA. Total hip (left) BMD: 0.751 g/cm2 T-score: -1.6 (previous\nstudy: BMD 0.769, T-score -1.4)",
        [
            "total_hip left bmd 0.751",
            "total_hip left t_score -1.6",
            "total_hip left bmd 0.769 prior",
            "total_hip left t_score -1.4 prior",
        ],
    ),
    (
        "DXA. Risque de fracture à 10 ans (FRAX) de 22,7\n% pour les fractures majeures et de 11,2 % pour la hanche.",
        ["patient frax_major 22.7", "patient frax_hip 11.2"],
    ),
    (
        "DXA. L3, L4 lumbar spine T-score -0.7, left hip femoral neck\nT-score 0.2.",
        ["lumbar_spine L3+L4 t_score -0.7", "femoral_neck left t_score 0.2"],
    ),
    (
        "DXA\nLumbar spine (L1-4): t-score 0.7\nt-scores | Left | Right\nHip (total) | 0.1 | 0.0",
        ["lumbar_spine L1+L2+L3+L4 t_score 0.7", "total_hip left t_score 0.1", "total_hip right t_score 0.0"],
    ),
    (
        "DMO. Le 24/08/2014, le T-score à la hanche totale était de -2,69 ; il est aujourd'hui de -2,69.",
        ["total_hip t_score -2.69 prior", "total_hip t_score -2.69"],
    ),
    (
        "DXA: Der T-Score der rechten Hüfte (gesamt) liegt um 0,4 unter dem der linken (-1,2).",
        [],
    ),
    ("Densitometría: el T-score de cadera derecha es 0,3 inferior al de la izquierda (-1,4).", []),
    ("DXA T-Score: LWS -1,9, gamma -1,5 (Vorwert -1,4), delta -1,6.", ["lumbar_spine t_score -1.9"]),
    (
        "Fêmur esquerdo com DMO de 0,744 g/cm2 no colo (T-score de -2,1) e de 0,801 g/cm2 no total (T-score de -1,6).",
        [
            "femoral_neck left bmd 0.744",
            "femoral_neck left t_score -2.1",
            "total_hip left bmd 0.801",
            "total_hip left t_score -1.6",
        ],
    ),
    (
        "DEXA. Na een wervelfractuur in 2023 is de T-score in de wervelkolom -3,3.",
        ["lumbar_spine t_score -3.3"],
    ),
    ("DEXA. Na een wervelfractuur in 2023 was de T-score in de wervelkolom -3,3.", []),
    (
        "DMO.\nComparatif : examen du 03/02/2021 (rachis 0,902 g/cm²).\nExamen actuel : rachis 0,871 g/cm².",
        ["lumbar_spine bmd 0.902 prior", "lumbar_spine bmd 0.871"],
    ),
    (
        "MOC. Anca destra: collo T-score -2,1, totale\nT-score -1,7.",
        ["femoral_neck right t_score -2.1", "total_hip right t_score -1.7"],
    ),
    (
        "MOC. Confronto con il 2021: T-score lombare da -2,9 a -2,5.",
        ["lumbar_spine t_score -2.9 prior", "lumbar_spine t_score -2.5"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_european_wording_gives_its_values_and_no_others(text, expected):
    assert sorted(expected) == sorted(said(text))


def test_a_date_that_leaves_day_and_month_open_is_in_the_order_of_the_others():
    text = "DXA. Esami precedenti, colonna:\n21/05/2012: T-score -0,8\n08/11/2009: T-score -0,7"

    days = {str(row.value): str(row.exam_date) for row in report_of(text).measurements}
    assert {"-0.8": "2012-05-21", "-0.7": "2009-11-08"} == days


def test_the_day_of_an_earlier_examination_is_never_that_of_this_one():
    text = "DMO. Le 24/08/2014, le T-score de la hanche totale était de -2,69 ; il est aujourd'hui de -2,69."

    assert [("2014-08-24", False), ("None", True)] == [
        (str(row.exam_date), row.current) for row in report_of(text).measurements
    ]


def test_a_bare_col_is_the_neck_in_a_french_sentence_about_the_spine():
    assert [
        "lumbar_spine t_score -1.8",
        "femoral_neck t_score -2.2",
        "total_hip t_score -2.0",
        "femoral_neck z_score -0.5",
    ] == said("Rachis : T -1,8 ; T -2,2 au col et -2,0 à la hanche totale, Z -0,5 au col.")
