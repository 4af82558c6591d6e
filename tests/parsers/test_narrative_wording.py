"""Ways of putting a result that the positions discourage, in every language."""

import pytest

from tests.parsers.narrative_saying import report_of


def discouraged(text):
    return [f"{one.kind}: {one.provenance.raw}" for one in report_of(text).text.discouraged]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mild osteopenia.", "Mild osteopenia"),
        ("IMPRESSION: Moderate to severe osteopenia of the hip.", "Moderate to severe osteopenia"),
        ("Marked osteoporosis of the lumbar spine.", "Marked osteoporosis"),
        ("Leichtgradige Osteopenie.", "Leichtgradige Osteopenie"),
        ("Ausgeprägte Osteoporose der LWS.", "Ausgeprägte Osteoporose"),
        ("Ostéopénie modérée.", "Ostéopénie modérée"),
        ("Osteopenia leve en cadera.", "Osteopenia leve"),
        ("Osteopenia moderada da coluna.", "Osteopenia moderada"),
        ("Osteopenia lieve.", "Osteopenia lieve"),
        ("Milde osteopenie.", "Milde osteopenie"),
    ],
)
def test_a_degree_of_a_class_is_discouraged(text, words):
    assert [f"degree: {words}"] == discouraged(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She has the bones of an 80-year-old.", "bones of an 80-year-old"),
        ("The patient has the bones of an eighty-year-old woman.", "bones of an eighty-year-old"),
        ("Sie hat die Knochen einer 80-Jährigen.", "Knochen einer 80-Jährigen"),
        ("Elle a les os d'une femme de 80 ans.", "os d'une femme de 80 ans"),
        ("Tiene los huesos de una mujer de 80 años.", "huesos de una mujer de 80 años"),
        ("Ela tem os ossos de uma mulher de 80 anos.", "ossos de uma mulher de 80 anos"),
        ("Ha le ossa di una donna di 80 anni.", "ossa di una donna di 80 anni"),
        ("Ze heeft de botten van een 80-jarige.", "botten van een 80-jarige"),
    ],
)
def test_the_age_of_bones_is_discouraged(text, words):
    assert [f"bone_age: {words}"] == discouraged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Osteopenia.",
        "Severe osteoporosis.",
        "Schwere Osteoporose.",
        "Ostéoporose sévère.",
        "No severe osteopenia.",
        "Mild degenerative change and osteopenia.",
        "Osteopenia, leve escoliosis.",
        "INDICATION: mild osteopenia.",
        "COMPARISON: mild osteopenia in 2019.",
        "Previously mild osteopenia.",
        "A 62-year-old woman with osteopenia.",
        "Bone density of the hip in a 62-year-old woman.",
    ],
)
def test_plain_classes_and_what_the_report_does_not_say_itself_are_not(text):
    assert [] == discouraged(text)
