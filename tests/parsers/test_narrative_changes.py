"""What the words of a report claim about change over time, and what they do not."""

import pytest

from dxa.locator import Locator
from dxa.report import Direction
from tests.parsers.narrative_saying import report_of


def claims(text):
    return [line_of(one) for one in report_of(text).text.stated_changes]


def line_of(claim):
    judged = {True: "significant", False: "not significant", None: None}[claim.significant]
    denied, scored = ("no" if claim.denied else None), ("on T-score" if claim.on_t_score else None)
    parts = (denied, claim.direction, claim.region, claim.side, judged, scored)
    return " ".join(part for part in parts if part)


ENGLISH = [
    (
        (
            "Compared with the prior study of 2019, BMD of the lumbar spine has decreased by 4.2%, which is "
            "statistically significant."
        ),
        ["loss lumbar_spine significant"],
    ),
    ("There is bone loss.", ["loss"]),
    ("BMD has increased/decreased since the previous exam.", []),
    ("BMD has [increased] [decreased] [remained stable] since the prior exam.", []),
    ("BMD has: [ ] increased [x] decreased [ ] remained stable since the prior exam", ["loss"]),
    ("Bone density compared to last exam:  ___ increased  ___ decreased  _X_ no change", ["stable"]),
    ("[ ] BMD has increased since the prior exam\n[x] BMD has decreased since the prior exam", ["loss"]),
    ("Significant decrease at the left total hip.", ["loss total_hip left significant"]),
    ("No significant increase in the lumbar spine.", ["no gain lumbar_spine significant"]),
    ("Accelerated bone loss since 2021.", ["loss significant"]),
    (
        "There has been significant interval bone loss at the left hip since 2019.",
        ["loss hip_unspecified left significant"],
    ),
    (
        "BMD decreased at the left femoral neck and increased at the lumbar spine since 2018.",
        ["loss femoral_neck left", "gain lumbar_spine"],
    ),
    (
        (
            "When compared to the previous exam, there has been a statistically significant decrease in bone mineral "
            "density of the hip of 5.1%, and no significant change in the spine."
        ),
        ["loss hip_unspecified significant", "stable lumbar_spine not significant"],
    ),
    (
        "Interval decrease of 0.035 g/cm2 at the left total hip, exceeding the LSC.",
        ["loss total_hip left significant"],
    ),
    ("The lumbar spine shows a 3.4% decrease from 2018.", ["loss lumbar_spine"]),
    ("Bone density is 3% lower than in 2019.", ["loss"]),
    (
        "Bone density at the total hip has declined since the previous study, while the spine is unchanged.",
        ["loss total_hip", "stable lumbar_spine"],
    ),
    (
        "Total hip BMD has increased by 2.1% since the prior exam, not statistically significant.",
        ["gain total_hip not significant"],
    ),
    (
        "Slight, statistically insignificant decrease in BMD of the right total hip since the previous study.",
        ["loss total_hip right not significant"],
    ),
    ("BMD in the spine has significantly improved since starting alendronate.", ["gain lumbar_spine significant"]),
    (
        "COMPARISON: DXA of 2019. Since then there has been a 4% loss of bone density at the femoral neck.",
        ["loss femoral_neck"],
    ),
    ("Osteoporosis with interval worsening at the femoral neck.", ["loss femoral_neck"]),
]
STABLE = [
    ("No significant change since the prior examination.", ["stable not significant"]),
    ("No change in BMD since 2019.", ["stable"]),
    (
        "There has been no significant change in the bone mineral density of the lumbar spine or left hip.",
        ["stable lumbar_spine not significant", "stable hip_unspecified left not significant"],
    ),
    ("BMD at the total hip is not significantly different from the prior study.", ["stable total_hip not significant"]),
    ("Total hip BMD remains stable on therapy.", ["stable total_hip"]),
    ("Osteopenia, unchanged since 2019.", ["stable"]),
    ("There was no interval bone loss; BMD is stable at all sites.", ["no loss", "stable"]),
]
OF_SCORES = [
    ("The T-score of the lumbar spine has decreased from -1.5 to -2.0.", ["loss lumbar_spine on T-score"]),
    ("The T-score improved from -2.6 to -2.3.", ["gain on T-score"]),
    ("Lumbar spine T-score is unchanged.", ["stable lumbar_spine on T-score"]),
    ("Der T-Wert ist von -1,5 auf -2,0 gefallen.", ["loss on T-score"]),
    ("Le T-score a diminué de -1,5 à -2,0 depuis 2018.", ["loss on T-score"]),
    ("De T-score van de femurhals is gedaald van -1,5 naar -2,0.", ["loss femoral_neck on T-score"]),
    ("BMD of the femoral neck, T-score -2.1, has decreased by 3%.", ["loss femoral_neck"]),
]
GERMAN = [
    (
        "Gegenüber der Voruntersuchung hat die Knochendichte der LWS signifikant abgenommen.",
        ["loss lumbar_spine significant"],
    ),
    ("Die Knochendichte ist im Vergleich zu 2019 um 3 % reduziert.", ["loss"]),
    ("Keine signifikante Änderung gegenüber der Voruntersuchung.", ["stable not significant"]),
    ("Die Knochendichte hat sich seit 2018 nicht verändert.", ["stable"]),
    ("Knochendichte am Schenkelhals stabil im Verlauf.", ["stable femoral_neck"]),
    (
        (
            "Im Vergleich zur Voruntersuchung von 2018 signifikante Abnahme der Knochendichte an der LWS und am linken "
            "Schenkelhals."
        ),
        ["loss lumbar_spine significant", "loss femoral_neck left significant"],
    ),
    ("Zunahme der Knochendichte an der LWS gegenüber 2019 um 4 %.", ["gain lumbar_spine"]),
]
FRENCH = [
    ("Depuis l'examen précédent, la densité osseuse du rachis lombaire a diminué de 4 %.", ["loss lumbar_spine"]),
    ("Perte osseuse significative au col fémoral depuis 2019.", ["loss femoral_neck significant"]),
    ("Pas de variation significative par rapport à l'examen précédent.", ["stable not significant"]),
    ("La densité osseuse est restée stable depuis 2018 au col fémoral.", ["stable femoral_neck"]),
    ("La DMO du rachis a augmenté de 5 % sous traitement.", ["gain lumbar_spine"]),
]
SPANISH = [
    ("Disminución de la DMO en columna lumbar respecto al estudio previo.", ["loss lumbar_spine"]),
    ("Pérdida ósea significativa en cadera total desde 2019.", ["loss total_hip significant"]),
    ("Sin cambios significativos respecto al estudio previo.", ["stable not significant"]),
    ("La DMO ha aumentado un 3 % en cuello femoral desde el estudio anterior.", ["gain femoral_neck"]),
    ("Empeoramiento significativo de la DMO en cuello femoral izquierdo.", ["loss femoral_neck left significant"]),
    ("La DMO lumbar se mantiene estable respecto a 2019.", ["stable lumbar_spine"]),
]
PORTUGUESE = [
    ("Houve redução da DMO da coluna lombar em relação ao exame anterior.", ["loss lumbar_spine"]),
    ("Perda óssea significativa no colo do fêmur desde 2019.", ["loss femoral_neck significant"]),
    ("Sem alterações significativas em relação ao exame anterior.", ["stable not significant"]),
    ("A DMO do fêmur total manteve-se estável em relação a 2019.", ["stable total_hip"]),
    ("Ganho de massa óssea no fêmur total em relação ao exame anterior.", ["gain total_hip"]),
]
ITALIAN = [
    (
        "Rispetto al precedente esame la densità ossea del collo femorale è diminuita in modo significativo.",
        ["loss femoral_neck significant"],
    ),
    ("Nessuna variazione significativa rispetto al precedente.", ["stable not significant"]),
    ("BMD del femore totale invariata rispetto al precedente controllo.", ["stable total_hip"]),
    ("La BMD lombare è aumentata del 3% rispetto al 2019.", ["gain lumbar_spine"]),
]
DUTCH = [
    (
        "De botdichtheid van de lumbale wervelkolom is significant gedaald ten opzichte van het vorige onderzoek.",
        ["loss lumbar_spine significant"],
    ),
    ("Geen significante verandering ten opzichte van vorig onderzoek.", ["stable not significant"]),
    ("Botverlies aan de heup sinds 2019.", ["loss hip_unspecified"]),
    ("Stabiele botdichtheid sinds 2018.", ["stable"]),
    ("De botdichtheid is toegenomen in de lumbale wervelkolom.", ["gain lumbar_spine"]),
]
CLAIMS = [*ENGLISH, *STABLE, *OF_SCORES, *GERMAN, *FRENCH, *SPANISH, *PORTUGUESE, *ITALIAN, *DUTCH]


@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_words_of_change_claim_it_of_their_site(text, expected):
    assert expected == claims(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No bone loss since the prior study.", ["no loss"]),
        ("No interval decrease in bone density.", ["no loss"]),
        ("No significant bone loss at the left total hip since 2021.", ["no loss total_hip left significant"]),
        ("There is no evidence of significant bone loss.", ["no loss significant"]),
        ("Kein Knochenverlust seit der Voruntersuchung.", ["no loss"]),
        ("Absence de perte osseuse depuis l'examen précédent.", ["no loss"]),
        ("Pas de perte osseuse significative depuis 2020.", ["no loss significant"]),
        ("Sin pérdida significativa de masa ósea respecto al estudio previo.", ["no loss significant"]),
        ("Não houve perda óssea significativa desde o exame anterior.", ["no loss significant"]),
        ("Non si osserva perdita ossea rispetto al precedente esame.", ["no loss"]),
        ("Geen botverlies sinds het vorige onderzoek.", ["no loss"]),
        ("No fracture and bone loss since 2019.", []),
    ],
)
def test_a_denied_loss_is_a_denial_and_neither_loss_nor_stable(text, expected):
    assert expected == claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Height has decreased by 3 cm since the last visit.",
        "There has been loss of height since 2010.",
        "Weight loss of 10 kg since the previous exam.",
        "Stable compression fracture of L1.",
        "Stable degenerative changes of the lumbar spine.",
        "The fracture risk has increased since the last study.",
        "She fell on her hip since the last visit.",
        "Patient declined treatment.",
        "Treatment has been changed since the last visit.",
        "Her mother had bone loss since menopause.",
        "Cortical thinning with bone loss around the prosthesis.",
        "Größenverlust von 3 cm seit 2010.",
        "Verlust an Körpergröße 4 cm seit dem 25. Lebensjahr.",
        "Perte de taille de 4 cm depuis l'âge de 20 ans.",
        "Pérdida de talla de 4 cm desde la juventud.",
        "Perda de altura de 3 cm desde 2010.",
        "Riduzione della statura di 4 cm.",
        "Lengteverlies van 3 cm sinds 2010.",
    ],
)
def test_a_change_of_anything_else_is_none_of_density(text):
    assert [] == claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Changes of less than 3% are not statistically significant.",
        "A change of at least 0.03 g/cm2 is required for statistical significance.",
        "LSC: 0.03 g/cm2 at the spine; a change less than this is not significant.",
        "If bone loss occurs, consider treatment.",
        "INDICATION: Monitor for bone loss. Height loss since 2015.",
        "RECOMMENDATION: Repeat DXA in 2 years to assess for bone loss.",
        "The patient has a history of bone loss.",
        "Low bone mass. Risk factors for bone loss include smoking.",
        "Bone loss or gain cannot be assessed because no prior study is available.",
        "No comparison is available; change cannot be determined.",
        "A follow-up in 2 years will show whether bone density is stable.",
        "Prednisone is known to cause bone loss.",
        "Previously stable.",
        "Zur Verlaufskontrolle: Knochenverlust?",
        "Empfehlung: Kontrolle bei Knochenverlust in 2 Jahren.",
    ],
)
def test_what_is_asked_supposed_defined_or_advised_claims_nothing(text):
    assert [] == claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bone density is decreased.",
        "Decreased bone density at the hip.",
        "Significantly lower at the hip than at the spine.",
        "Significantly reduced at the femoral neck.",
        "Significant decrease in joint space at the hip.",
        "Significant reduction at the femoral neck (T-score -2.8).",
        "Significant decrease at the total hip compared with young adults.",
        "Reduzierte Knochendichte.",
        "Diminution de la densité minérale osseuse.",
        "Disminución de la densidad ósea.",
        "BMD is 25% lower than that of young adults.",
        "BMD has decreased 8% compared to young adults.",
        "Bone density lower than expected for age.",
        "Compared to peers of the same age, bone density is reduced.",
        "Perte osseuse de 25 % par rapport à l'adulte jeune.",
    ],
)
def test_a_low_density_and_other_people_are_no_earlier_examination(text):
    assert [] == claims(text)


def test_a_claim_leads_back_to_its_words():
    text = "FINDINGS: Lumbar spine BMD has decreased by 4% since 2019."
    claim = report_of(text).text.stated_changes[0]

    assert Direction.LOSS == claim.direction
    assert "has decreased" == claim.provenance.raw
    assert Locator(chars=(27, 40)) == claim.provenance.locator


SHORT = {
    "Significant loss.": ["loss significant"],
    "Pérdida significativa.": ["loss significant"], "No bone loss.": ["no loss"], "Pas de perte osseuse.": ["no loss"],
    "The total hip improved significantly.": ["gain total_hip significant"], "Bone loss.": [],
    "Spine: significant loss. Left hip: significant gain.": [
        "loss lumbar_spine significant", "gain hip_unspecified left significant",
    ],
    "The left hip improved significantly with physiotherapy.": [], "Significant weight loss.": [],
    "No hearing loss.": [],
    "Significantly reduced at the femoral neck.": [], "A significant loss would be 5 %.": [],
    "Possible significant loss.": [],
}  # fmt: skip


def test_a_weighed_change_alone_is_a_claim_and_one_of_anything_else_is_none():
    assert SHORT == {text: claims(text) for text in SHORT}


PER_CENT = {
    "Total hip BMD has decreased by 9.0 % since the previous examination.": ("9.0", None),
    "There is an 8.0 % loss of BMD at the total hip since 2022.": ("8.0", 2022),
    "The BMD of the lumbar spine increased 4.2% compared to the prior study.": ("4.2", None),
    "Die BMD der Gesamthüfte hat um 9,0 % abgenommen seit der Voruntersuchung.": ("9.0", None),
    "BMD of the total hip decreased by 2.5 % per year.": (None, None),
    "La DMO de la hanche totale a diminué de 2,0 % par an.": (None, None),
    "Total hip BMD decreased by 9.0 % from baseline.": (None, None),
    "Total hip BMD decreased by about 4 % since the prior exam.": (None, None),
    "Total hip BMD decreased by 3-4 % compared with the prior.": (None, None),
    "Spine BMD decreased 3 % and hip BMD 4 % since the prior exam.": (None, None),
    "Total hip BMD decreased significantly (-9.0 %, LSC 3 %) since the prior exam.": ("9.0", None),
}


def test_per_cent_of_a_change_are_read_where_they_are_plain():
    found = {text: report_of(text).text.stated_changes[0] for text in PER_CENT}

    assert PER_CENT == {
        text: (None if one.percent is None else str(one.percent), one.since_year) for text, one in found.items()
    }
