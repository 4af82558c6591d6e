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
