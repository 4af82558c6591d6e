"""Questions of an order with their answers, as facts about the patient."""

from fixtures.hl7_writing import sent
from tests.acceptance.reading import read

ORDER = [
    "MSH|^~\\&|EHR|RIDGE|RIS|RIDGE|20260301101500||ORM^O01|Q-1|P|2.3",
    "PID|1||M00419^^^RIDGE^MR||TEST^PATIENT||19530612|F",
    "ORC|NW|P9009^EMR",
    "OBR|1|P9009^EMR||77080^DXA^C4",
]
STEROIDS, SMOKING = "medications[0].drug=glucocorticoid", "risk_factors=smoking"
ANSWERS = {
    ("Is the patient on steroids?", "Yes"): [STEROIDS],
    ("Is the patient on steroids?", "No"): [f"!{STEROIDS}"],
    ("Current smoker (Y/N)", "N"): [f"!{SMOKING}"],
    ("Current smoker (Y/N)", "Y^Yes^L"): [SMOKING],
    ("Rheumatoid arthritis", "no"): ["!conditions=rheumatoid_arthritis"],
    ("Rheumatoid arthritis?", "Unknown"): [],
    ("Steroids or anticonvulsants?", "Yes"): [],
    ("Alcohol 3 or more units per day?", "Y"): ["risk_factors=alcohol"],
    ("Is the patient pregnant?", "No"): [],
    ("Rheumatoid arthritis?" + " (seen by anybody)" * 12, "Yes"): [],
}


def facts_of(question, answer):
    row = f"OBX|1|ST|Q1^{question}^L||{answer}||||||F"
    facts = read(sent([*ORDER, row])).context.facts
    assert {fact.provenance.raw for fact in facts} <= {answer}
    return [f"{'!' if fact.denied else ''}{fact.name}={fact.value}".replace("[]", "[0]") for fact in facts]


def test_an_answer_is_read_with_its_question():
    found = {asked: [fact.replace(".0.", "[0].") for fact in facts_of(*asked)] for asked in ANSWERS}

    assert ANSWERS == found
