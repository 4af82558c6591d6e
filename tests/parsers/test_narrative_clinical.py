"""Clinical facts with their polarity."""

import pytest

from tests.parsers.narrative_saying import report_of

FACTS = [
    (
        "INDICATION: 66-year-old postmenopausal woman.",
        [("age_years", "66"), ("menopausal_status", "postmenopausal"), ("sex", "female")],
    ),
    ("INDICATION: 72 y/o male.", [("age_years", "72"), ("sex", "male")]),
    ("Indicación: mujer de 59 años.", [("age_years", "59"), ("sex", "female")]),
    ("Klinische Angaben: 68-jährige Patientin.", [("age_years", "68"), ("sex", "female")]),
    ("Female reference population. Young adult women.", []),
    ("Mother is 88 years old.", []),
    (
        "INDICATION: Prednisone 7.5 mg daily for 6 months.",
        [("medications[].drug", "prednisone"), ("medications[].mg_per_day", "7.5"), ("medications[].months", "6")],
    ),
    (
        "INDICATION: On prednisolone 5 mg/day for 2 years.",
        [("medications[].drug", "prednisolone"), ("medications[].mg_per_day", "5"), ("medications[].months", "24")],
    ),
    ("INDICATION: Denies steroid use. Prednisone stopped in 2019.", []),
    ("INDICATION: Height loss of 4.5 cm.", [("height_loss_historical_cm", "4.5")]),
    ("INDICATION: Height loss of 2 inches.", [("height_loss_historical_cm", "5.08")]),
    ("INDICATION: On alendronate since 2019.", [("therapy", "alendronate")]),
    ("RECOMMENDATION: Treatment with alendronate.", []),
    ("Consider treatment with denosumab.", []),
    ("Previously treated with alendronate.", []),
    ("No history of fracture. No vertebral fracture.", [("fractures", "none")]),
    ("No vertebral fracture is seen.", []),
    ("Scoliosis without kyphosis.", [("findings", "scoliosis")]),
    ("No scoliosis, kyphosis or compression fracture.", []),
    ("There is no fracture but degenerative changes are present.", [("findings", "degenerative_spine")]),
    ("Keine Wirbelkörperfraktur. Degenerative Veränderungen.", [("findings", "degenerative_spine")]),
    ("Not measured because of a right hip replacement.", [("implants[].site", "hip"), ("implants[].side", "right")]),
    ("Left hip prosthesis; right total hip measured.", [("implants[].site", "hip"), ("implants[].side", "left")]),
    (
        "Fragility fracture of the distal radius.",
        [("fractures[].site", "distal_radius"), ("fractures[].fragility", "true")],
    ),
    ("Wrist fracture in a car crash.", [("fractures[].site", "distal_radius"), ("fractures[].high_energy", "true")]),
    ("Mother had a hip fracture.", [("risk_factors", "parental_hip_fracture")]),
    (
        "Known primary hyperparathyroidism. Hyperparathyroidism under control.",
        [("conditions", "primary_hyperparathyroidism")],
    ),
    ("Rule out ankylosing spondylitis. Possible scoliosis.", []),
    (
        "Aortic calcification and facet arthropathy.",
        [("findings", "aortic_calcification"), ("findings", "facet_sclerosis")],
    ),
    ("Vertebral fracture assessment should be considered if kyphosis is present.", []),
    ("FRAX without BMD: major 14%, hip 3.1%.", [("frax.with_bmd", "false")]),
    ("O diagnóstico de osteoporose pode ser feito quando T-score <= -2,5.", []),
    ("Paciente con diagnóstico de osteoporosis.", [("prior_diagnosis.osteoporosis", "true")]),
]
AGES = [
    ("Paciente com 66 anos, menopausa há 18 anos.", ["66"]),
    ("66 anni, donna, in terapia da 5 anni.", ["66"]),
    ("Mujer hipertensa de 67 años.", ["67"]),
    ("Femme de 67 ans, ménopausée depuis 12 ans.", ["67"]),
    ("Paciente em uso de ácido zoledrônico há 3 anos.", []),
    ("Paciente con osteoporosis de 8 años de evolución.", []),
    ("Paziente con 10 anni di terapia.", []),
    ("Se sugiere control de la paciente en 2 años.", []),
    ("Patiente traitée pendant 3 ans par zolédronate.", []),
    ("Mujeres > 65 años.", []),
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_facts_are_taken_as_stated_and_never_when_denied(text, facts):
    assert facts == [(fact.name, fact.value) for fact in report_of(text).context.facts if not fact.denied]


@pytest.mark.parametrize(("text", "ages"), AGES)
def test_years_are_an_age_only_where_they_are_a_persons(text, ages):
    assert ages == [fact.value for fact in report_of(text).context.facts if fact.name == "age_years"]


def test_two_ages_cancel_each_other():
    report = report_of("INDICATION: 66-year-old woman.\nFINDINGS: Results of this 71-year-old woman.")

    assert ["sex"] == [fact.name for fact in report.context.facts]


def test_facts_lead_back_to_their_words():
    (fact,) = report_of("Marked scoliosis is seen.").context.facts

    assert "scoliosis" == fact.provenance.raw
