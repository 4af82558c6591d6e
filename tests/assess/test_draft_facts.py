"""What somebody stated stands under the indication, and who the patient is comes from it where no header says."""

import pytest

from assess import assess
from assess.draft import draft_of
from dxa.draft import DraftPart, SourceKind
from dxa.schema import load_facts, load_report

NECK = {"region": "femoral_neck", "quantity": "t_score", "value": "-1.7", "unit": "1"}


def indication(facts, **parts):
    report, known = load_report({"measurements": [NECK], **parts}), load_facts(facts)
    draft = draft_of(report, assess(report, known), facts=known)
    return next(section.sentences for section in draft.sections if section.part is DraftPart.INDICATION)


def texts(facts, **parts):
    return " ".join(one.text for one in indication(facts, **parts))


@pytest.mark.parametrize(
    ("facts", "patient", "expected"),
    [
        ({}, {}, "Patient: sex not stated, age not stated."),
        ({"sex": "female", "age_years": "66"}, {}, "Patient: female, 66 years at the examination."),
        (
            {"age_years": "66"},
            {"sex": "male", "age_years": "70"},
            "Patient: male, the sources contradict each other about the age.",
        ),
        ({"sex": "female"}, {"age_years": "70"}, "Patient: female, 70 years at the examination."),
    ],
)
def test_sex_and_age_come_from_the_header_or_from_who_stated_them(facts, patient, expected):
    assert expected in texts(facts, patient=patient)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"menopausal_status": "postmenopausal"}, "menopausal status postmenopausal"),
        ({"conditions": ["celiac_disease"]}, "conditions: celiac disease"),
        ({"fractures": []}, "fractures: none"),
        ({"fractures": [{"site": "hip", "fragility": True, "age_at": "61"}]}, "hip (fragility yes, age at 61)"),
        ({"medications": [{"drug": "prednisone", "mg_per_day": "5", "months": "6"}]},
         "prednisone (mg per day 5, months 6)"),
        ({"frax": {"mof": "12.5", "with_bmd": True}}, "FRAX for major osteoporotic fracture 12.5"),
        ({"height_loss_historical_cm": "4.5"}, "height loss since youth 4.5 cm"),
        ({"implants": [{"side": "left"}]}, "implants: side left"),
        ({"frax": {"inputs_unknown": ["smoking"]}}, "frax inputs unknown smoking"),
    ],
)  # fmt: skip
def test_each_stated_fact_is_told_with_its_name(facts, words):
    sentence = next(one for one in indication(facts) if one.text.startswith("Stated with the case"))

    assert words in sentence.text
    assert [SourceKind.FACT] == [source.kind for source in sentence.sources]


def test_nothing_is_told_where_nobody_stated_anything():
    assert "Stated with the case" not in texts({"facility": {"country": "US"}})


def stated_in_report(**facts):
    return {"context": {"facts": [{"name": name.replace("__", "."), "value": value} for name, value in facts.items()]}}


def test_sex_and_age_the_report_states_in_words_are_told_once():
    told = texts({}, **stated_in_report(age_years="66", sex="female", menopausal_status="postmenopausal"))

    assert "Patient: female, 66 years at the examination." in told
    assert "Stated in the report: menopausal status: postmenopausal." in told


def test_an_age_stated_twice_and_differently_is_not_told():
    twice = {"context": {"facts": [{"name": "age_years", "value": value} for value in ("66", "76")]}}

    assert "66" not in texts({}, **twice)


def test_precision_of_the_facility_belongs_to_the_technique():
    facts = stated_in_report(
        facility__lsc_g_cm2__lumbar_spine="0.028",
        facility__precision_error_percent="1.2",
        menopausal_status="postmenopausal",
    )
    report = load_report({"measurements": [NECK], **facts})
    parts = {section.part: section.sentences for section in draft_of(report, assess(report, load_facts({}))).sections}
    technique = " ".join(one.text for one in parts[DraftPart.TECHNIQUE])

    assert "least significant change at the lumbar spine 0.028 g/cm²; precision error 1.2 %" in technique
    assert "lsc" not in texts({}, **facts)
