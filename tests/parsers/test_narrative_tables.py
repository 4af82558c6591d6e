"""Tables, lists and pairs people write into a text, one at a time, and the values in them."""

import pytest

from tests.parsers.narrative_saying import said

FORMS = [
    ("T/Z-score lumbar spine: -2.1/-1.0", ["lumbar_spine t_score -2.1", "lumbar_spine z_score -1.0"]),
    (
        "Left femoral neck: -1.2 (T-score), +0.6 (Z-score)",
        ["femoral_neck left t_score -1.2", "femoral_neck left z_score 0.6"],
    ),
    (
        "Total hip BMD is 0.870 g/cm2 on the left (T-score 0.2) and 0.885 g/cm2 on the right (T-score 0.4).",
        [
            "total_hip left bmd 0.870",
            "total_hip left t_score 0.2",
            "total_hip right bmd 0.885",
            "total_hip right t_score 0.4",
        ],
    ),
    (
        "Femoral neck: left -0.6, right -0.5 (T-scores).",
        ["femoral_neck left t_score -0.6", "femoral_neck right t_score -0.5"],
    ),
    (
        "Region         Left T-score   Right T-score\nFemoral neck   -3.0           -2.8",
        ["femoral_neck left t_score -3.0", "femoral_neck right t_score -2.8"],
    ),
    (
        "T-scores | LEFT | RIGHT\nHip (femoral neck) | -3.3 | -\nTotal hip | -3.6 | -3.1",
        ["femoral_neck left t_score -3.3", "total_hip left t_score -3.6", "total_hip right t_score -3.1"],
    ),
    (
        (
            "LEFT HIP:\nRegion         BMD (g/cm2)   T-score\n"
            "Femoral neck   0.874         -1.2\nTotal          0.852         -1.1"
        ),
        [
            "femoral_neck left bmd 0.874",
            "femoral_neck left t_score -1.2",
            "total_hip left bmd 0.852",
            "total_hip left t_score -1.1",
        ],
    ),
    (
        (
            "Lumbar spine (L1-L4): BMD 1.301 g/cm2, T-score 0.7.\n\nTrend: Lumbar spine (L1-L4)\n"
            "Date               Age   BMD (g/cm2)   T-score\n18 July 2014       67    1.301         0.7\n"
            "12 April 2013      66    1.337         1.0"
        ),
        [
            "lumbar_spine L1+L2+L3+L4 bmd 1.301",
            "lumbar_spine L1+L2+L3+L4 t_score 0.7",
            "lumbar_spine L1+L2+L3+L4 bmd 1.337 prior",
            "lumbar_spine L1+L2+L3+L4 t_score 1.0 prior",
        ],
    ),
    (
        (
            "Regione   BMD precedente (g/cm2)   T-score   Variazione (%)   BMD attuale (g/cm2)\n"
            "Collo del femore   0,855   -2,7   0,9   0,863"
        ),
        [
            "femoral_neck bmd 0.855 prior",
            "femoral_neck t_score -2.7",
            "femoral_neck change_percent 0.9",
            "femoral_neck bmd 0.863",
        ],
    ),
    (
        (
            "R\u00e9gion       Variation   DMO ant\u00e9rieure   T-score   DMO actuelle\n"
            "             (%)         (g/cm\u00b2)                   (g/cm\u00b2)\n"
            "Col gauche   -4,2        0,938            0,4       0,899"
        ),
        [
            "femoral_neck left change_percent -4.2",
            "femoral_neck left bmd 0.938 prior",
            "femoral_neck left t_score 0.4",
            "femoral_neck left bmd 0.899",
        ],
    ),
    (
        "Schenkelhals links: BMD 0,846 g/qcm, T-Wert -1,4 (Vorbefund vom 21.09.2016: 0,851 g/qcm, T-Wert -1,3).",
        [
            "femoral_neck left bmd 0.846",
            "femoral_neck left t_score -1.4",
            "femoral_neck left bmd 0.851 prior",
            "femoral_neck left t_score -1.3 prior",
        ],
    ),
    ("LWS T-Wert -0,7, 2015 noch -0,6.", ["lumbar_spine t_score -0.7", "lumbar_spine t_score -0.6 prior"]),
    ("Am linken\nGesamtfemur T-Wert -1,1.", ["total_hip left t_score -1.1"]),
    (
        "DMO. \u00c0 l'extr\u00e9mit\u00e9 sup\u00e9rieure du f\u00e9mur droit (total), le T-score est de -0,5.",
        ["total_hip right t_score -0.5"],
    ),
    (
        "Sur la hanche totale T-score de moins 2,2 et au col f\u00e9moral de moins 1,9.",
        ["total_hip t_score -2.2", "femoral_neck t_score -1.9"],
    ),
    ("Cuello femoral izqueirdo: T-score -1,3.", ["femoral_neck left t_score -1.3"]),
    (
        "Cuello femoral der.: T-score actual menos 1,1, anterior menos 1,0.",
        ["femoral_neck right t_score -1.1", "femoral_neck right t_score -1.0 prior"],
    ),
    ("LWK L1-L4 m.u.v. L2: T-score -1,4.", ["lumbar_spine L1+L3+L4 t_score -1.4"]),
    ("Lumbar spine L1-L4 gamma L2: T-score -1.4.", []),
    ("Lumbar spine\nRegion\tBMD (g/cm2)\tT-score\nL1-4 gamma L3\t0.694\t-3.0", []),
    (
        "Left femoral neck; BMD= 0.898grams/cm2; T-score= 0.4",
        ["femoral_neck left bmd 0.898", "femoral_neck left t_score 0.4"],
    ),
    ("Im Vergleich zu jungen Gesunden ergibt sich an der LWS ein T-Wert von -2,8.", ["lumbar_spine t_score -2.8"]),
    (
        "Colonna lombare da L1 a L4: T-score -2,9. Femore in toto: T-score -1,2.",
        ["lumbar_spine L1+L2+L3+L4 t_score -2.9", "total_hip t_score -1.2"],
    ),
    (
        "Since 3 July 2012, BMD at the left total hip has changed by -5.2%; the current value is 0.667 g/cm2.",
        ["total_hip left change_percent -5.2", "total_hip left bmd 0.667"],
    ),
    ("Total hip ........ T-score -0.3", ["total_hip t_score -0.3"]),
    (
        "Colo femoral: DMO 0,939 g/cm2, 0,7 desvios-padr\u00e3o abaixo da m\u00e9dia do adulto jovem.",
        ["femoral_neck bmd 0.939", "femoral_neck t_score -0.7"],
    ),
    (
        "Left total hip BMD 0.870 g/cm2, 93% of the young adult mean (T-score -0.6).",
        ["total_hip left bmd 0.870", "total_hip left young_adult_percent 93", "total_hip left t_score -0.6"],
    ),
]


@pytest.mark.parametrize(("text", "values"), FORMS)
def test_every_cell_goes_to_its_site_quantity_and_time(text, values):
    assert values == said(text)


@pytest.mark.parametrize("mark", ["--", "N/A", "***", "---"])
def test_a_mark_for_an_empty_cell_counts_as_one(mark):
    text = f"RIGHT HIP:\nRegion BMD (g/cm2) T-Score Z-Score\nFemoral neck 0.649 {mark} -0.2"

    assert sorted(said(text)) == ["femoral_neck right bmd 0.649", "femoral_neck right z_score -0.2"]


@pytest.mark.parametrize("row", ["Femoral neck   0.649   -0.2", "Femoral neck 0.649 -0.2"])
def test_gaps_that_show_no_columns_place_no_number(row):
    text = f"RIGHT HIP:\nRegion   BMD (g/cm2)   T-Score   Z-Score\n{row}"

    assert not [found for found in said(text) if "score" in found]
