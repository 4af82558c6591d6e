"""Fractures, drugs, people and measures of the body, element by element."""

import pytest

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of


def facts_of(text: str, *, denied: bool = False) -> list[str]:
    return [f"{fact.name}={fact.value}" for fact in report_of(text).context.facts if fact.denied is denied]


FRACTURES = [
    (
        "History of a wrist fracture at age 61 after a fall from standing height and a hip fracture 18 months ago.",
        ["site=distal_radius", "fragility=true", "age_at=61", "site=hip", "months_ago=18"],
    ),
    ("Vertebral compression fractures at T8 and L2.", ["site=vertebra", "level=T8", "site=vertebra", "level=L2"]),
    ("T12 compression fracture, Genant grade 2.", ["site=vertebra", "level=T12", "genant=2"]),
    ("She fractured her left wrist in a car accident.", ["site=distal_radius", "high_energy=true"]),
    # A bone by its name alone does not tell at which end it broke.
    ("Humerus fracture at age 60.", ["site=humerus", "age_at=60"]),
    ("Fracture of the proximal humerus at age 60.", ["site=proximal_humerus", "age_at=60"]),
    ("Forearm fracture at age 60.", ["site=forearm", "age_at=60"]),
    ("Z. n. Radiusfraktur mit 60 Jahren.", ["site=radius", "age_at=60"]),
    ("Z. n. distaler Radiusfraktur mit 60 Jahren.", ["site=distal_radius", "age_at=60"]),
    ("Fracture de l'humérus à l'âge de 60 ans.", ["site=humerus", "age_at=60"]),
    ("History of multiple fragility fractures.", ["fragility=true"]),
    (
        "Wirbelkörperfraktur BWK 12 (Genant Grad 2) vor 6 Monaten.",
        ["site=vertebra", "level=T12", "months_ago=6", "genant=2"],
    ),
    (
        "Antécédent de fracture du poignet à 62 ans après une chute de sa hauteur.",
        ["site=distal_radius", "fragility=true", "age_at=62"],
    ),
    ("Antecedente de fractura de muñeca a los 61 años.", ["site=distal_radius", "age_at=61"]),
    ("Fratura de punho por fragilidade aos 60 anos.", ["site=distal_radius", "fragility=true", "age_at=60"]),
    ("Pregressa frattura di polso da fragilità a 63 anni.", ["site=distal_radius", "fragility=true", "age_at=63"]),
    ("Voorgeschiedenis: polsfractuur op de leeftijd van 64.", ["site=distal_radius", "age_at=64"]),
    ("FRAX: major 14%, hip fracture: 5.6%.", []),
    ("Hip fracture: 5.6%.", []),
    ("Mother with a fracture of the hip.", []),
    ("Vertebral fracture assessment was performed.", []),
    ("Risk of hip fracture.", []),
    ("M81.0 Age-related osteoporosis without current pathological fracture.", []),
]


@pytest.mark.parametrize(("text", "parts"), FRACTURES)
def test_each_fracture_keeps_its_own_parts(text, parts):
    found = [fact.removeprefix("fractures[].") for fact in facts_of(text) if fact.startswith("fractures[]")]

    assert parts == found


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("INDICATION: No prior fractures.", ["fractures=none"]),
        ("Denies fractures.", ["fractures=none"]),
        ("Keine Frakturen bekannt.", ["fractures=none"]),
        ("Aucun antécédent de fracture.", ["fractures=none"]),
        ("FINDINGS: No fracture is seen.", []),
        ("No history of fragility fracture.", []),
        (
            "INDICATION: No prior fractures.\nFINDINGS: Compression fracture of L1.",
            ["fractures[].site=vertebra", "fractures[].level=L1"],
        ),
    ],
)
def test_only_a_history_without_any_fracture_says_there_is_none(text, facts):
    assert facts == [fact for fact in facts_of(text) if fact.startswith("fractures")]


DRUGS = [
    ("On alendronate 70 mg weekly since 2019.", ["therapy=alendronate"]),
    ("Started Prolia in 2021.", ["therapy=denosumab"]),
    ("Switched from alendronate to denosumab.", ["therapy=denosumab"]),
    ("Medication: risedronate, calcium.", ["therapy=risedronate"]),
    ("Not on osteoporosis medication.", ["therapy=none"]),
    ("Treatment-naive.", ["therapy=none"]),
    ("Previously treated with Fosamax, discontinued in 2018.", []),
    ("Alendronate 2010-2015.", []),
    ("Plans to start teriparatide. Denosumab is planned. Candidate for zoledronic acid.", []),
    ("Therapie mit Denosumab geplant. Traitement antérieur par risédronate, arrêté en 2018.", []),
    ("Inhaled corticosteroids. Epidural steroid injection.", []),
    ("Prednisone 7.5 mg/day for 8 months.", ["drug=prednisone", "mg_per_day=7.5", "months=8"]),
    ("Prednisone 5-10 mg daily.", ["drug=prednisone"]),
    ("On prednisone 5 mg qd for > 3 months.", ["drug=prednisone", "mg_per_day=5"]),
    ("On methylprednisolone 4 mg daily.", ["drug=methylprednisolone"]),
    ("Prednisone 20 mg daily for 3 weeks.", ["drug=prednisone", "mg_per_day=20", "days=21"]),
    ("Long-term steroid therapy (prednisone 5 mg daily).", ["drug=prednisone", "mg_per_day=5"]),
    ("Homme de 72 ans sous privation androgénique depuis 3 ans.", ["drug=androgen_deprivation_therapy", "months=36"]),
    ("Breast cancer on letrozole 2.5 mg daily.", ["drug=letrozole", "mg_per_day=2.5"]),
    ("Corticothérapie par prednisone 10 mg/j depuis 6 mois.", ["drug=prednisone", "mg_per_day=10", "months=6"]),
    ("Glucocorticoids: yes.", ["drug=glucocorticoid"]),
    ("No hormone replacement therapy.", ["estrogen_current=false"]),
    ("On HRT.", ["estrogen_current=true"]),
]


@pytest.mark.parametrize(("text", "facts"), DRUGS)
def test_a_drug_counts_only_while_it_is_taken(text, facts):
    found = [fact.removeprefix("medications[].") for fact in facts_of(text)]

    assert facts == [fact for fact in found if fact.split("=")[0] not in {"sex", "age_years", "conditions"}]


PERSONS = [
    ("INDICATION: 66F.", ["age_years=66", "sex=female"]),
    ("Frau Muster, 66 Jahre.", ["age_years=66", "sex=female"]),
    ("Man van 88 jaar met rugpijn.", ["age_years=88", "sex=male", "findings=back_pain"]),
    ("Paziente di 52 anni, in menopausa.", ["age_years=52", "menopausal_status=postmenopausal"]),
    ("Age: 66. Sex: F.", ["age_years=66", "sex=female"]),
    ("Screening for osteoporosis in a 72-year-old male.", ["age_years=72", "sex=male"]),
    ("Menopause at age 48.", ["age_at_menopause=48", "menopausal_status=postmenopausal"]),
    ("TAH/BSO age 41.", ["conditions=surgical_menopause"]),
    ("The criteria apply to postmenopausal women and men over 50.", []),
    ("Sehr geehrte Frau Kollegin, Sehr geehrter Herr Dr. Muster,", []),
    ("T-scores refer to a young white female reference.", []),
    ("Weight 150 lb, height 5'4\".", ["weight_kg=68.04", "height_cm=162.56"]),
    ("Gewicht: 64 kg, Größe: 162 cm.", ["weight_kg=64", "height_cm=162"]),
    ("eGFR 48 mL/min. 25-OH vitamin D 18 ng/mL. Vitamin D 45 nmol/L.", ["egfr=48", "labs.25_oh_vitamin_d=18"]),
    ("2 cm height loss since the last visit.", ["height_loss_prospective_cm=2"]),
    ("Lost 4 cm in height since young adulthood.", ["height_loss_historical_cm=4"]),
    ("Height loss of 3 cm since 2020. Height loss > 4 cm.", []),
    ("Barium swallow 4 days ago.", ["recent_events[].type=oral_contrast_barium", "recent_events[].days_ago=4"]),
    ("Alcohol: 2 units per week.", ["alcohol_units_per_week=2"]),
    ("Right hip not scanned (hardware).", ["implants[].site=hip", "implants[].side=right"]),
    ("The left hip was not scanned due to arthroplasty of the hip.", ["implants[].site=hip", "implants[].side=left"]),
    ("Known osteoporosis.", ["prior_diagnosis.osteoporosis=true"]),
    (
        "The left hip could not be scanned today because of a prior total hip arthroplasty.",
        ["implants[].site=hip", "implants[].side=left"],
    ),
    ("The implant in the right hip. Hardware.", ["implants[].site=hip", "implants[].side=right"]),
    ("Implant in the hip or knee.", []),
    ("Alcohol: 2 units. Alcohol: none.", []),
    ("Aunt with fracture of the hip. Mother or aunt with fracture of the hip.", []),
    ("Prednisone 5 mg daily. On prednisone.", ["medications[].drug=prednisone", "medications[].mg_per_day=5"]),
]


@pytest.mark.parametrize(("text", "facts"), PERSONS)
def test_the_person_and_the_body_are_read_as_printed(text, facts):
    assert sorted(facts) == sorted(facts_of(text))


@pytest.mark.parametrize(
    ("text", "stated", "denied"),
    [
        ("Mother with a fracture of the hip.", ["risk_factors=parental_hip_fracture"], []),
        ("Mère : fracture du col du fémur.", ["risk_factors=parental_hip_fracture"], []),
        ("Moeder heupfractuur: ja.", ["risk_factors=parental_hip_fracture"], []),
        ("No parental history of hip fracture.", [], ["risk_factors=parental_hip_fracture"]),
        ("Family history of hip fracture. Sister with hip fracture.", [], []),
        ("Nonsmoker.", [], ["risk_factors=smoking"]),
        ("Former smoker.", [], []),
    ],
)
def test_relatives_and_habits_keep_their_polarity(text, stated, denied):
    assert stated == facts_of(text)
    assert denied == facts_of(text, denied=True)


def test_converted_lengths_are_reported():
    codes = {issue.code for issue in report_of("Height loss of 1.5 inches.").issues}

    assert IssueCode.UNIT_CONVERTED in codes


def test_the_indication_leads_back_to_its_words():
    context = report_of("INDICATION: Long-term steroid use.\nFINDINGS: Lumbar spine T-score -1.2.").context

    assert "Long-term steroid use." == context.indication
    assert context.indication_provenance is not None
    assert "Long-term steroid use." == context.indication_provenance.raw


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Height loss: none. No height loss.", ["height_loss_historical_cm=0"]),
        ("Age 30 reference.", []),
        ("Height 1.65 m. Weight 20 lb.", ["height_cm=165"]),
        ("Weight: unknown. Height: > 160 cm.", []),
        ("CT with contrast. Recent bone scan.", ["recent_events[].type=radionuclide"]),
        ("No barium study.", []),
        ("12 mm height loss.", ["height_loss_historical_cm=1.2"]),
        ("Physician: Mrs. Jones. Referred by Mrs. Smith.", []),
        ("Sex: unknown. Geschlecht: W.", ["sex=female"]),
        ("Menopause: 52 years. Menopause: unknown.", ["age_at_menopause=52", "menopausal_status=postmenopausal"]),
        ("Premenopausal: no.", []),
        ("Mother 66F. T-score 66 M.", []),
        ("The hip was replaced. Hip replacement? Left.", []),
        ("Bilateral hip replacements.", ["implants[].site=hip", "implants[].side=bilateral"]),
        ("No hip replacement.", []),
        ("Prior fracture: yes.", ["risk_factors=previous_fracture"]),
        ("Wrist fracture at age 130. Wrist fracture at 20%.", ["fractures[].site=distal_radius"]),
        (
            "Self-reported vertebral fracture.",
            ["fractures[].site=vertebra", "fractures[].self_reported=true", "findings=compression_fracture"],
        ),
        ("No previous diagnosis of osteoporosis.", ["prior_diagnosis.osteoporosis=false"]),
        ("Prednisone for 2 years until 2020.", []),
        ("Osteoporosis treatment: alendronate.", ["therapy=alendronate"]),
        ("Steroids for 10 days.", ["medications[].drug=glucocorticoid", "medications[].days=10"]),
        ("Prednisone 6 months ago.", []),
        (
            "Fractures of D12 and L1.",
            [*["fractures[].site=vertebra"] * 2, "fractures[].level=T12", "fractures[].level=L1"],
        ),
    ],
)
def test_what_is_not_plain_states_nothing(text, facts):
    assert sorted(facts) == sorted(facts_of(text))


ABOUT_EVERYBODY = [
    "Risk factors for osteoporosis include smoking, glucocorticoid use and a parent with a hip fracture.",
    "Patients with rheumatoid arthritis or on prednisone may lose bone faster.",
    "FRAX questions: previous fracture, parent fractured hip, current smoking, glucocorticoids, alcohol.",
    "Patienten mit rheumatoider Arthritis oder unter Prednison verlieren schneller Knochen.",
    "Les facteurs de risque sont le tabac, la corticothérapie et la ménopause précoce.",
    "Conseils : arrêt du tabac, apport de calcium et vitamine D.",
    "Los factores de riesgo son tabaquismo, corticoides y menopausia precoz.",
    "São fatores de risco o tabagismo, os corticoides e fraturas prévias.",
    "Tra i fattori di rischio fumo, terapia cortisonica e menopausa precoce.",
    "Risicofactoren voor osteoporose zijn roken, gebruik van prednison en vroege menopauze.",
]
"""What leaflets and portals tell beside results; nothing of it is known of the patient."""


def test_what_is_told_of_everybody_is_no_fact_of_the_patient():
    told = {text: facts_of(text) for text in ABOUT_EVERYBODY}

    assert {} == {text: facts for text, facts in told.items() if facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Risk factors: smoking, early menopause.", ["smoking", "premature_menopause"]),
        ("Her risk factors include smoking and early menopause.", ["smoking", "premature_menopause"]),
        ("Risikofaktoren: Rauchen, frühe Menopause.", ["smoking", "premature_menopause"]),
        ("Patient with rheumatoid arthritis.", ["rheumatoid_arthritis"]),
    ],
)
def test_risk_factors_of_the_patient_are_facts(text, expected):
    assert sorted(expected) == sorted(fact.partition("=")[2] for fact in facts_of(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Age/Sex: 61/F", ["age_years=61", "sex=female"]),
        ("Sex/Age: Female / 61 yrs", ["age_years=61", "sex=female"]),
        ("Age / Gender : 61 Y / M", ["age_years=61", "sex=male"]),
        ("Alter/Geschlecht: 61/W", ["age_years=61", "sex=female"]),
        ("Edad/Sexo: 61 años / F\nColumna lumbar, cuello femoral izquierdo", ["age_years=61", "sex=female"]),
        ("Age/Sex: 61/61", []),
        ("Sex: M/F", []),
        ("Geschlecht: m / w", []),
        ("PatientIn: Muster. Schenkelhals links", []),
        ("Patientin/Patient: Muster. Schenkelhals links", []),
        ("Patientin: Muster. Schenkelhals links", ["sex=female"]),
        # Beside H for "hombre" the letter stands for "mujer", elsewhere for "masculino".
        ("Paciente: Prueba. Sexo: M. Columna lumbar, cuello femoral izquierdo", []),
        ("Paciente: Prueba. Sexo: H. Columna lumbar, cuello femoral izquierdo", ["sex=male"]),
        ("Paciente: Teste. Sexo: M. Coluna lombar, colo do fêmur esquerdo", ["sex=male"]),
    ],
)
def test_age_and_sex_under_one_label_and_a_letter_that_may_be_either(text, expected):
    assert expected == sorted(facts_of(text))


UNMADE = [
    "Smoker: yes/no. Steroid use: Y / N.",
    "Previous fracture (yes/no): Parental hip fracture: no/yes",
    "Rheumatoid arthritis Y/N",
    "Knochendichtemessung der Lendenwirbelsäule und der Hüfte. Raucher: ja/nein. Kortisontherapie: ja / nein.",
    "Ostéodensitométrie du rachis et de la hanche. Tabac : oui/non. Corticothérapie : oui / non.",
    "Densitometría de la columna y de la cadera. Fumadora: sí/no. Corticoides: sí / no.",
    "Densitometria da coluna e do quadril. Tabagismo: sim/não. Uso de corticoides: sim / não.",
    "Densitometria della colonna e dell'anca. Fumatrice: sì/no. Cortisone: sì / no.",
    "Botdichtheidsmeting van de wervelkolom en de heup. Roken: ja/nee. Prednison: ja / nee.",
]
"""Questions of forms whose choices are printed and not made."""


def test_a_choice_nobody_made_is_no_fact():
    told = {text: facts_of(text) + facts_of(text, denied=True) for text in UNMADE}

    assert {} == {text: facts for text, facts in told.items() if facts}


@pytest.mark.parametrize(
    ("text", "denied"), [("Currently smoking (yes/no): no", True), ("Currently smoking (yes/no): yes", False)]
)
def test_the_answer_stands_behind_the_choice(text, denied):
    assert ["risk_factors=smoking"] == facts_of(text, denied=denied)
