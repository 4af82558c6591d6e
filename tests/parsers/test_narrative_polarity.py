"""What a clause says of what it names: so, not so, or neither."""

import pytest

from tests.parsers.narrative_saying import report_of

STATED, DENIED, NOTHING = "scoliosis", "no scoliosis", ""

CLAUSES = [
    ("Scoliosis is seen.", STATED),
    ("Mild scoliosis.", STATED),
    ("No fracture, mild scoliosis.", STATED),
    ("No fracture but scoliosis.", STATED),
    ("Scoliosis without kyphosis.", STATED),
    ("Scoliosis: yes.", STATED),
    ("Scoliosis? Yes.", STATED),
    ("[x] Scoliosis", STATED),
    ("Not measured because of scoliosis.", STATED),
    ("No scoliosis.", DENIED),
    ("Scoliosis: no.", DENIED),
    ("Scoliosis? No.", DENIED),
    ("Scoliosis (no).", DENIED),
    ("Scoliosis - none.", DENIED),
    ("Scoliosis is not seen.", DENIED),
    ("Kyphosis and scoliosis not seen.", DENIED),
    ("No kyphosis, scoliosis or osteophytes.", DENIED),
    ("No kyphosis, osteophytes, or scoliosis.", DENIED),
    ("Denies kyphosis and scoliosis.", DENIED),
    ("Keine Skoliose.", DENIED),
    ("Eine Skoliose liegt nicht vor.", DENIED),
    ("Pas de scoliose.", DENIED),
    ("Sin escoliosis.", DENIED),
    ("Nega scoliosi.", DENIED),
    ("Sem escoliose.", DENIED),
    ("Geen scoliose.", DENIED),
    ("Possible scoliosis.", NOTHING),
    ("Rule out scoliosis.", NOTHING),
    ("Scoliosis cannot be excluded.", NOTHING),
    ("Scoliosis?", NOTHING),
    ("Scoliosis? Unknown.", NOTHING),
    ("Scoliosis: ____", NOTHING),
    ("[ ] Scoliosis", NOTHING),
    ("No change in scoliosis.", NOTHING),
    ("Her mother has scoliosis.", NOTHING),
    ("Family history of scoliosis.", NOTHING),
    ("If scoliosis is present, use the hip.", NOTHING),
    ("Verdacht auf Skoliose.", NOTHING),
    ("Skoliose nicht auszuschließen.", NOTHING),
    ("Suspicion de scoliose.", NOTHING),
    ("Posible escoliosis.", NOTHING),
    ("Sospetta scoliosi.", NOTHING),
    ("Verdenking op scoliose.", NOTHING),
    # Whether the comma goes on with the denial nobody can tell.
    ("No fracture, scoliosis.", NOTHING),
    ("No kyphosis and scoliosis.", NOTHING),
    ("Scoliosis does not involve L1.", NOTHING),
]


@pytest.mark.parametrize(("text", "said"), CLAUSES)
def test_a_clause_states_denies_or_leaves_open(text, said):
    facts = [fact for fact in report_of(text).context.facts if fact.value == "scoliosis"]

    assert said == " ".join(("no " if fact.denied else "") + fact.value for fact in facts)


def test_a_thing_stated_of_one_place_and_denied_of_another_is_stated():
    report = report_of("No compression fracture at L2. Compression fracture of T12.")

    assert [("findings", "compression_fracture", False)] == [
        (fact.name, fact.value, fact.denied) for fact in report.context.facts if fact.name == "findings"
    ]


def test_a_denied_fact_leads_back_to_its_words():
    (fact,) = report_of("There is no scoliosis.").context.facts

    assert fact.denied
    assert "scoliosis" == fact.provenance.raw


ANSWERS = [
    ("Smoking: 10 cigarettes daily.", "smoking"),
    ("Smoking: 0.", "no smoking"),
    ("Smoking: quit.", ""),
    ("Nikotin: neg.", "no smoking"),
    ("Roken: gestopt.", ""),
    ("Denies: smoking, alcohol abuse.", "no smoking"),
    ("Her husband is a smoker.", ""),
    ("Raucherin.", "smoking"),
    ("Verneint: Rauchen, Kortison.", "no smoking"),
    ("Nega tabagismo, etilismo e uso de corticoides.", "no smoking"),
    ("Parent hip fracture no, smoking no, steroids yes.", "no smoking"),
    ("Sans scoliose, tabagisme actif.", "smoking"),
    ("☒ Smoking", "smoking"),
    ("☐ Smoking", ""),
    ("Smoking (yes).", "smoking"),
    ("Smoking: [no].", "no smoking"),
    ("Smoking - unknown.", ""),
    ("No risk factors (smoking).", ""),
    ("Tabagisme chez la mère.", ""),
    ("With smoking: no osteoporosis.", "smoking"),
]


@pytest.mark.parametrize(("text", "said"), ANSWERS)
def test_a_form_answers_for_itself_and_for_nobody_else(text, said):
    facts = [fact for fact in report_of(text).context.facts if fact.value == "smoking"]

    assert said == " ".join(("no " if fact.denied else "") + fact.value for fact in facts)


DRUGS = [
    ("In passato terapia con alendronato.", []),
    ("In the past on alendronate.", []),
    ("Alendronat nicht vertragen. Alendronate was offered.", []),
    ("No response to alendronate.", []),
    ("Un traitement par acide zolédronique pourrait être discuté.", []),
    ("Bis 2018 Alendronat, seitdem Denosumab halbjährlich.", ["denosumab"]),
    ("Tot 2018 alendronaat, nu denosumab elke 6 maanden.", ["denosumab"]),
    ("She is intolerant of alendronate and takes raloxifene.", ["raloxifene"]),
    ("On prednisone 5 mg daily and alendronate 70 mg weekly.", ["alendronate"]),
    ("On alendronate and calcitonin.", ["alendronate", "calcitonin"]),
]


@pytest.mark.parametrize(("text", "taken"), DRUGS)
def test_therapy_is_what_is_taken_now_in_every_language(text, taken):
    facts = report_of(text).context.facts

    assert taken == [fact.value for fact in facts if fact.name == "therapy" and not fact.denied]
