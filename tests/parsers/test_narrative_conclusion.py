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
]


@pytest.mark.parametrize(("text", "stated"), CONCLUSIONS)
def test_only_what_the_report_asserts_is_its_conclusion(text, stated):
    assert stated == report_of(text).text.stated_classification


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
