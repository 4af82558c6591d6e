"""What a report concludes, said or denied."""

import pytest

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of

CONCLUSIONS = [
    ("IMPRESSION: Osteopenia.", "osteopenia"),
    ("IMPRESSION: Osteopenia (low bone mass), not osteoporosis.", "osteopenia"),
    ("FINDINGS: Lumbar spine T-score -2.7.\nIMPRESSION: Osteopenia.", "osteopenia"),
    ("IMPRESSION: No evidence of osteoporosis. Normal bone mineral density.", "normal"),
    ("IMPRESSION: Normal.", "normal"),
    ("IMPRESSION: 1. Osteoporosis of the spine. 2. Osteopenia of the hip.", "osteoporosis"),
    ("IMPRESSION: Osteoporosis is not present. Low bone mass.", "osteopenia"),
    ("IMPRESSION: Findings meet WHO criteria for osteoporosis.", "osteoporosis"),
    ("IMPRESSION: Patient is at risk of osteoporosis. Osteopenia.", "osteopenia"),
    ("IMPRESSION: Osteoporosis based on a T-score of -2.6 at the left femoral neck. Prior osteopenia.", "osteoporosis"),
    ("Lumbar spine T-score -1.3 (osteopenia). Left total hip T-score -0.4 (normal).", "osteopenia"),
    ("Osteopenia of the lumbar spine and osteoporosis of the left femoral neck.", "osteoporosis"),
    (
        "Conclusión: Osteoporosis en cuello femoral. No se cumple el criterio de osteoporosis en la columna.",
        "osteoporosis",
    ),
    ("Beurteilung: Osteopenie. Kein Anhalt für eine Osteoporose.", "osteopenia"),
    ("Conclusion : Ostéopénie. Pas d'ostéoporose densitométrique.", "osteopenia"),
    ("Conclusão: Osteopenia. Sem evidência de osteoporose.", "osteopenia"),
    ("Conclusioni: Osteopenia. Non osteoporosi.", "osteopenia"),
    ("Conclusie: Osteopenie. Geen osteoporose.", "osteopenia"),
    ("Konklusion: Osteopeni.", "osteopenia"),
    ("Bedömning: Osteoporos.", "osteoporosis"),
    ("IMPRESSION: Criteria for osteoporosis are met.", "osteoporosis"),
    ("IMPRESSION: The criteria for osteoporosis according to the WHO are met.", "osteoporosis"),
    ("IMPRESSION: Criteria for osteoporosis are not met.", None),
    ("IMPRESSION: Criteria for osteoporosis are nearly met.", None),
    ("Beurteilung: Die Kriterien einer Osteoporose sind erfüllt.", "osteoporosis"),
    ("Beurteilung: Die Kriterien einer Osteoporose nach WHO sind nicht erfüllt.", None),
    ("Conclusion : Les critères densitométriques d'ostéoporose ne sont pas remplis.", None),
    ("Conclusión: Cumple criterios de osteoporosis.", "osteoporosis"),
    ("Conclusión: No cumple criterios de osteoporosis.", None),
    ("Conclusioni: Sono soddisfatti i criteri per osteoporosi.", "osteoporosis"),
    ("Conclusão: Preenche critérios de osteoporose.", "osteoporosis"),
    ("Conclusie: Voldoet aan de criteria voor osteoporose.", "osteoporosis"),
    ("IMPRESSION: Low bone density, not yet osteoporosis.", "osteopenia"),
    ("IMPRESSION: Osteoporosis has been excluded.", None),
    ("IMPRESSION: Osteoporosis is not diagnosed.", None),
    ("IMPRESSION: Osteoporosis has not been demonstrated.", None),
    ("IMPRESSION: Osteoporosis without fracture.", "osteoporosis"),
    ("IMPRESSION: Osteoporosis with possible compression fracture at L1.", "osteoporosis"),
    ("IMPRESSION: Osteoporosis is likely.", None),
    ("IMPRESSION: Resolved osteoporosis.", None),
    ("IMPRESSION: She was told she had osteoporosis.", None),
    ("IMPRESSION: Osteoporosis in the family.", None),
    ("IMPRESSION: T-score just above the osteoporosis threshold.", None),
    ("IMPRESSION: Glucocorticoid-induced osteoporosis prophylaxis.", None),
    ("IMPRESSION: BMD is normal for a patient of this age.", None),
    ("IMPRESSION: Normal at the hip, osteopenic at the lumbar spine.", "osteopenia"),
    ("Beurteilung: Knochendichte altersentsprechend vermindert.", None),
    ("Beurteilung: Grenzwertige Osteopenie.", None),
    ("Conclusioni: Osteoporosi non documentata.", None),
    ("IMPRESSION: BMD normal for age.", None),
    ("IMPRESSION: Age-matched bone density is normal; the T-score is in the osteopenic range.", "osteopenia"),
    ("IMPRESSION: For her age the bone density is normal.", None),
    ("IMPRESSION: Low BMD for chronological age.", None),
    ("Beurteilung: Altersentsprechend normale Knochendichte.", None),
    ("Conclusion : Densité minérale osseuse normale pour l'âge.", None),
    ("Conclusión: Densidad mineral ósea normal para la edad.", None),
    ("Conclusie: Normale botdichtheid voor de leeftijd.", None),
    ("IMPRESSION: No osteopenia or osteoporosis.", None),
    ("IMPRESSION: Osteoporosis?", None),
    ("IMPRESSION: Rule out osteoporosis.", None),
    ("IMPRESSION: Bone density within normal limits for age.", None),
    ("IMPRESSION: Borderline osteopenia.", None),
    ("IMPRESSION: Major osteoporotic fracture risk by FRAX 12%.", None),
    ("INDICATION: Osteoporosis.\nFINDINGS: Lumbar spine T-score -1.2.", None),
    ("According to the WHO, a T-score of -2.5 indicates osteoporosis.", None),
    ("Osteopenia: -1.0 to -2.5", None),
    ("Osteoporosis is defined as a T-score of -2.5 or lower.", None),
    ("Vitamin D normal. Renal function within normal limits.", None),
    ("History of osteoporosis. Lumbar spine T-score -1.2.", None),
    ("On a scale where -2.5 or lower is osteoporosis, her spine T-score is -1.2.", None),
    ("Spine T-score -1.8. By convention, -2.5 and below counts as osteoporosis.", None),
    ("Spine T-score -2.6, at or below -2.5, is osteoporosis.", "osteoporosis"),
    ("Spine T-score is -2.5 or lower, osteoporosis.", "osteoporosis"),
    ("IMPRESSION: BMD is more than 2.5 SD below young adults, consistent with osteoporosis.", "osteoporosis"),
    ("BMD between 1 and 2.5 standard deviations below young adults. This is osteopenia.", "osteopenia"),
]
"""What reports say, each with the class that is theirs."""
LEGENDS = [
    "If it is -2.5 or lower, you have osteoporosis.",
    "People with osteoporosis and one or more fractures have severe osteoporosis.",
    "A score of +1 to -1 shows normal bone density. Any number below -1 to -2.5 shows osteopenia (low bone mass).",
    "Green: normal. Yellow: osteopenia. Red: osteoporosis.",
    "T < -2.5 -> Osteoporosis\nT < -2.5 and fracture -> Severe osteoporosis",
    "<-2,5 + keine Fraktur --> Osteoporose\n<-2,5 + ein bis drei Frakturen --> manifeste Osteoporose",
    "Um eine Osteoporose zu erkennen, muss die Knochendichte gemessen werden. Werte unter -2,5 gelten als Osteoporose.",
    "Eine Verminderung um mehr als 2,5 Standardabweichungen wird als Osteoporose bezeichnet.",
    "Erläuterung: unter -2,5 und zusätzlich Frakturen: schwere (manifeste) Osteoporose.",
    "Score T compris entre -1 et -2,5 DS : la densité est plus basse. C'est une ostéopénie.",
    "S'il est inférieur à -2,5, il s'agit d'une ostéoporose. On parle d'ostéoporose sévère en cas de fracture.",
    "Se habla de osteoporosis grave en caso de fractura. Rojo: osteoporosis.",
    "Um escore T da coluna de -2,5 ou abaixo é um diagnóstico de osteoporose. Fala-se de osteoporose com fratura.",
    "Si parla di osteoporosi conclamata in presenza di fratture. Valori inferiori a -2,5: osteoporosi.",
    "Men spreekt van ernstige osteoporose bij fracturen. Waarden lager dan -2,5: osteoporose.",
]
"""What texts for patients explain below the results."""


@pytest.mark.parametrize(("text", "stated"), CONCLUSIONS)
def test_only_what_the_report_asserts_is_its_conclusion(text, stated):
    assert stated == report_of(text).text.stated_classification


def test_what_a_text_explains_to_patients_is_no_conclusion():
    above = "DXA. L1-L4: T-score -0,4. Total hip T-score -0,6."
    concluded = {legend: report_of(f"{above}\n{legend}").text.stated_classification for legend in LEGENDS}

    assert {} == {legend: stated for legend, stated in concluded.items() if stated}


FORMS = [
    ("IMPRESSION: [ ] Normal [x] Osteopenia [ ] Osteoporosis", ["osteopenia"]),
    ("IMPRESSION: Normal [ ]   Osteopenia [x]   Osteoporosis [ ]", ["osteopenia"]),
    ("IMPRESSION: Normal ___   Osteopenia _X_   Osteoporosis ___", ["osteopenia"]),
    ("IMPRESSION: [x] Normal   [ ] Osteopenia   [ ] Osteoporosis", ["normal"]),
    ("IMPRESSION: [normal] [osteopenia] [osteoporosis]", []),
    ("IMPRESSION: Treatment for osteoporosis: [x] yes [ ] no", []),
    ("IMPRESSION: Family history of osteoporosis: yes", []),
    ("IMPRESSION:\n( ) Normal\n(X) Osteopenia\n( ) Osteoporosis", ["osteopenia"]),
    ("Impression: ☐ Normal ☒ Osteopenia ☐ Osteoporosis", ["osteopenia"]),
    ("Beurteilung: ☐ Normalbefund ☐ Osteopenie ☒ Osteoporose", ["osteoporosis"]),
    ("Conclusion : [ ] ostéopénie [x] ostéoporose", ["osteoporosis"]),
    ("WHO classification: Normal / Osteopenia / Osteoporosis", []),
    ("Diagnosis: normal/osteopenia/osteoporosis: osteopenia", ["osteopenia"]),
    ("IMPRESSION: Osteoporosis yes/no", []),
    ("IMPRESSION: Osteoporosis: No. Osteopenia: Yes.", ["not osteoporosis", "osteopenia"]),
    ("IMPRESSION: [Osteopenia]", ["osteopenia"]),
]
"""What a form offers, and what was chosen."""


@pytest.mark.parametrize(("text", "stated"), FORMS)
def test_of_the_classes_a_form_offers_only_the_chosen_one_is_stated(text, stated):
    classes = report_of(f"DXA. L1-L4: T-score -2.0.\n{text}").text.stated_classes

    assert stated == [f"{'not ' if one.denied else ''}{one.classification}" for one in classes]


def test_two_classes_for_the_whole_patient_contradict_each_other():
    report = report_of("IMPRESSION: Osteopenia. Osteoporosis.")

    assert report.text.stated_classification is None
    assert IssueCode.VALUE_CONFLICT in {issue.code for issue in report.issues}


def test_conclusion_leads_back_to_its_word():
    report = report_of("FINDINGS: Normal bone density.\nIMPRESSION: Clearly osteopenic.")

    assert "osteopenic" == report.text.stated_classification_provenance.raw


def test_sections_keep_their_words():
    report = report_of(
        "INDICATION: Screening.\nFINDINGS: Lumbar spine\nT-score -1.2.\nIMPRESSION:\nOsteopenia.\nRECOMMENDATION: None."
    )

    assert "Screening." == report.context.indication
    assert "Lumbar spine\nT-score -1.2." == report.text.findings
    assert "Osteopenia." == report.text.impression
