"""The catalogue of messages: complete, without orders and figures, and plain where a patient reads it."""

from importlib.resources import files

import pytest

from assess.checking.check_codes import CheckCode
from assess.messages import CODES, SENTENCES, catalogue, read_catalogue
from assess.registry import all_checks, all_guidelines
from dxa.assessment import ChangeVerdict
from dxa.draft import Audience, DraftPart
from dxa.errors import Defect
from dxa.regions import Region
from dxa.vocabulary import Caveat, Classification, Recommendation, Risk
from tests.assess.plain_words import DIGITS, DIRECTIVE, grade, syllables

TEXT = files("assess").joinpath("messages.toml").read_text(encoding="utf-8")
KNOWN = {
    "classification": Classification,
    "recommendation": Recommendation,
    "risk": Risk,
    "caveat": Caveat,
    "check": CheckCode,
    "verdict": ChangeVerdict,
    "section": DraftPart,
    "site": Region,
}
PLAIN_GRADE = 8


def texts():
    """Return every text with its place: those of codes for each audience, sentences, names."""
    for part, messages in catalogue().messages.items():
        for code, message in messages.items():
            for field in ("radiologist", "clinician", "patient", "name"):
                if getattr(message, field):
                    yield f"{part}.{code}.{field}", getattr(message, field)
    for part in ("sentences", "packs", "facts"):
        yield from ((f"{part}.{key}", text) for key, text in getattr(catalogue(), part).items())


@pytest.mark.parametrize("part", KNOWN)
def test_every_code_and_no_other_has_its_texts(part):
    assert {str(code) for code in KNOWN[part]} == set(catalogue().messages[part])


def test_every_check_has_a_text():
    assert [] == [check.code for check in all_checks() if catalogue().of(check.code.value) is None]


def test_every_pack_has_a_short_name():
    assert {pack.id for pack in all_guidelines()} == set(catalogue().packs)


def test_no_code_stands_in_two_sections():
    codes = [code for part in CODES for code in catalogue().messages[part]]

    assert len(codes) == len(set(codes))


def test_every_class_has_a_name_and_plain_words():
    messages = catalogue().messages["classification"].values()

    assert all(message.name and message.patient for message in messages)


def test_no_text_gives_an_order():
    assert [] == [(place, found[0]) for place, text in texts() if (found := DIRECTIVE.search(text))]


def test_no_text_holds_a_figure():
    assert [] == [place for place, text in texts() if DIGITS.search(text)]


@pytest.mark.parametrize(
    "order", ["Start alendronate.", "The patient should take calcium.", "Stop denosumab.", "We must treat.", "GIVE it."]
)
def test_orders_are_recognised(order):
    assert DIRECTIVE.search(order)


def test_plain_words_are_at_grade_eight_or_below():
    grades = {
        place: grade(text.format(site="lower back") if "{site}" in text else text)
        for place, text in texts()
        if place.endswith(".patient") and not place.startswith(("site.", "section."))
    }

    assert {} == {place: round(level, 1) for place, level in grades.items() if level > PLAIN_GRADE}
    assert grades


def test_reading_level_tells_hard_words_from_easy_ones():
    hard = "Densitometric classification necessitates individualized pharmacotherapeutic consideration."

    assert grade("The cat sat on the mat. It was a warm day.") < 1
    assert grade(hard) > 20
    assert [6, 3, 2] == [syllables(word) for word in ("osteoporosis", "density", "broken")]


def test_only_what_may_be_told_has_plain_words():
    told = {code for part in CODES for code, message in catalogue().messages[part].items() if message.patient}

    assert told.isdisjoint({str(code) for code in (*Caveat, *CheckCode)})
    assert told.isdisjoint({"BISPHOSPHONATE_FIRST_LINE", "START_BONE_PROTECTION_WITHOUT_WAITING_FOR_BMD"})


def test_a_message_falls_back_to_the_radiologists_words_but_never_for_patients():
    message = catalogue().messages["section"]["limits"]

    assert ["Limits", "Limits", None] == [message.towards(audience) for audience in Audience]


@pytest.mark.parametrize("name", SENTENCES)
def test_places_of_every_sentence_resolve(name):
    filled = catalogue().sentences[name].format(**dict.fromkeys(SENTENCES[name], "·"))

    assert "{" not in filled
    assert filled.count("·") >= len(SENTENCES[name])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[risk.LOW]", "[risk.LOW", "messages.toml"),
        ('conditional = "If {assumption}: {name}."', 'conditional = "If {assumption}: {nom}."', "conditional"),
        ('device_none = "The device is not stated."', "", "device_none"),
        ('no_prior = "', 'no_priors = ""\nno_prior = "', "no_priors"),
        ('name = "low bone mass"', 'nom = "low bone mass"', "classification.LOW_BONE_MASS"),
        ('radiologist = "Low bone mass."', 'radiologist = " "', "classification.LOW_BONE_MASS"),
        ('radiologist = "Low bone mass."', "", "classification.LOW_BONE_MASS"),
        ('radiologist = "Low bone mass."', 'radiologist = "Low {site} mass."', "classification.LOW_BONE_MASS"),
        ('radiologist = "Low bone mass."', 'radiologist = "Low { bone mass."', "classification.LOW_BONE_MASS"),
        ("[pack]", "[packet]", "pack"),
    ],
)
def test_a_damaged_catalogue_is_refused_with_the_place(before, after, told):
    assert before in TEXT

    with pytest.raises(Defect, match=told.replace(".", r"\.")):
        read_catalogue(TEXT.replace(before, after, 1))
