"""Numbers measured at an age, perhaps not today's, and Z-scores that are adjusted for the height."""

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of, said

AT_AN_AGE = (
    "DXA. At age 50 the spine T-score was -1.4.",
    "DXA. The spine T-score was -1.4 at age 50.",
    "DXA. At the age of 50 the spine T-score was -1.4; it is -2.1 now.",
    "DXA. Spine: T-score -2.1. When she was 50 the T-score was -1.4.",
    "DXA. Spine T-score -2.1, when she was 50 it was -1.4.",
    "DXA. When aged 50 the spine T-score was -1.4.",
    "DXA. LWS: T-Score -2,1. Mit 50 Jahren war der T-Score -1,4.",
    "DXA. Im Alter von 50 Jahren lag der T-Score der LWS bei -1,4.",
    "Ostéodensitométrie. À 50 ans, le T-score du rachis était de -1,4.",
    "Ostéodensitométrie. À l'âge de 50 ans, le T-score du rachis était de -1,4.",
    "Densitometría. A los 50 años el T-score de columna era de -1,4.",
    "Densitometria. A 50 anni il T-score della colonna era -1,4.",
    "Densitometria. Aos 50 anos o T-score da coluna era de -1,4.",
    "DXA. Op 50-jarige leeftijd was de T-score van de LWK -1,4.",
    "DXA. Op de leeftijd van 50 jaar was de T-score van de LWK -1,4.",
)
"""Whether -1.4 is of today these sentences do not tell."""

OF_TODAY = (
    "DXA. The patient was 50 years old. The spine T-score was -1.4.",
    "DXA. In this 50 year old woman the spine T-score was -1.4.",
    "DXA. At the age of 50 her spine T-score is -1.4.",
    "DXA. Patientin, 50 Jahre. T-Score der LWS war -1,4.",
    "Densitométrie. Patiente de 50 ans. Le T-score du rachis était de -1,4.",
)

BOTH = {
    "DXA. Total body less head Z-score -1.8 (height-adjusted Z-score -0.9).": ["total_body_less_head z_score -1.8"],
    "DXA. L1-L4 Z-score -1.5 (HAZ-adjusted -0.7).": ["lumbar_spine L1+L2+L3+L4 z_score -1.5"],
}

ADJUSTED = (
    "DXA. LWS: Größenkorrigierter Z-Score -1,3.",
    "DXA. LWS: größenadjustierter Z-Score -1,3.",
    "DXA. LWS: auf die Körpergröße korrigierter Z-Score -1,3.",
    "DXA. LWS: Z-Score größenkorrigiert -1,3.",
    "Densitométrie. Rachis : Z-score ajusté à la taille -1,3.",
    "Densitométrie. Rachis : Z-score (ajusté à la taille) -1,3.",
    "Densitometría. Columna: Z-score ajustado por talla -1,3.",
    "Densitometria. Colonna: Z-score corretto per l'altezza -1,3.",
    "Densitometria. Coluna: Z-score ajustado para estatura: -1,3.",
    "DXA. LWK: voor lengte gecorrigeerde Z-score -1,3.",
    "DXA. LWK: lengtegecorrigeerde Z-score -1,3.",
    "DXA. Spine: Z-score (height-adjusted) -1.3.",
    "DXA. Spine: Z-score -1.3 (height-adjusted).",
)
"""No Z-score as the positions mean it."""


def test_number_measured_at_an_age_is_told_as_open():
    wrong = {}
    for text in AT_AN_AGE:
        report = report_of(text)
        codes = {issue.code for issue in report.issues}
        if any("1.4" in format(row.value, "f") for row in report.measurements) or IssueCode.DATE_AMBIGUOUS not in codes:
            wrong[text] = (said(text), codes)

    assert {} == wrong


def test_age_of_the_patient_today_leaves_the_number_to_today():
    wrong = {text: found for text in OF_TODAY if (found := said(text)) != ["lumbar_spine t_score -1.4"]}

    assert {} == wrong


def test_adjusted_z_score_is_none():
    wrong = {text: found for text in ADJUSTED if (found := said(text))}
    wrong |= {text: found for text, expected in BOTH.items() if (found := said(text)) != expected}

    assert {} == wrong


BLOCKS = (
    "DXA 2019 spine T -1.4 left total hip T -1.2 DXA 2023 spine T -1.9 left total hip T -1.5",
    "DXA 03/2019: L1-L4 T-score -1.4, total hip T-score -1.2 DXA 03/2023: L1-L4 T-score -1.9, total hip T-score -1.5",
)
"""Two examinations in one line, each headed by its name and date; -1.9 and -1.5 are of the newer one."""


def test_date_behind_the_name_of_the_examination_heads_what_follows_it():
    found = [[tuple(row.split()[-2:]) for row in said(text)] for text in BLOCKS]

    assert [[("-1.4", "prior"), ("-1.2", "prior")]] * len(BLOCKS) == found
