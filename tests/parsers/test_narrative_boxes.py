"""Boxes of forms, before or behind what they offer."""

import pytest

from tests.acceptance.reading import read

RESULT = "L1-L4 T-score -1.8.\n"
FACTS = [
    ("Smoking [ ] Rheumatoid arthritis [x] Parental hip fracture [ ]", ["conditions rheumatoid_arthritis"]),
    ("[ ] Smoking [x] Rheumatoid arthritis [ ] History of hip fracture in mother", ["conditions rheumatoid_arthritis"]),
    ("Smoking yes [ ] no [x]. Rheumatoid arthritis yes [x] no [ ].", ["conditions rheumatoid_arthritis"]),
    ("Raucher:  [ ] ja  [x] nein      H\u00fcftfraktur der Eltern:  [ ] ja  [x] nein", []),
    ("Smoking no [x] yes [ ]. Rheumatoid arthritis yes [x]", ["conditions rheumatoid_arthritis"]),
    ("Rheumatoid arthritis: yes [ ] no [x]\nSmoking: yes [x] no [ ]", ["risk_factors smoking"]),
    ("Rheumatoid arthritis: ( ) yes (x) no   Smoking: (x) yes ( ) no", ["risk_factors smoking"]),
    ("Rheumatoid arthritis? \u2610 yes \u2610 no", []),
    ("Smoking [ ] Rheumatoid arthritis [x] Parental hip fracture", []),
]
CLASSES = [
    ("Normal ( ) Osteopenia (X) Osteoporosis ( )", "osteopenia"),
    ("Assessment: Normal [ ]  Osteopenia [x]  Osteoporosis [ ]", "osteopenia"),
    ("Normal \u2610 Osteopenia \u2612 Osteoporosis \u2610", "osteopenia"),
    ("Assessment: Normal ___ Osteopenia _X_ Osteoporosis ___", "osteopenia"),
    ("Diagnosis: ( ) normal (x) osteopenia ( ) osteoporosis", "osteopenia"),
    ("[ ] Normal [ ] Osteopenia [ ] Osteoporosis", None),
]


@pytest.mark.parametrize(("form", "facts"), FACTS)
def test_a_box_states_the_fact_it_stands_at(form, facts):
    stated = read(f"{RESULT}{form}\n".encode()).context.facts

    assert facts == [f"{fact.name} {fact.value}" for fact in stated if not fact.denied]


@pytest.mark.parametrize(("form", "classification"), CLASSES)
def test_a_box_states_the_class_it_stands_at(form, classification):
    assert classification == read(f"{RESULT}{form}\n".encode()).text.stated_classification
