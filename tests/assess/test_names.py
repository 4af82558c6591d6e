"""What callers call conditions, drugs and places of implants is known by the names rules ask for."""

import pytest

from assess.registry import all_guidelines
from assess.rules.judging import judge
from tests.assess.check_rows import neck, result

RULES = {rule.id: rule for pack in all_guidelines() for rule in pack.rules}
WOMAN = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "66", "medications": [], "fractures": []}
NECK = ("femoral_neck", "-1.8", {"side": "left"})
SPINE = ("lumbar_spine", "-1.0", {"levels": ["L1", "L2", "L3", "L4"]})


@pytest.mark.parametrize(
    ("facts", "rule", "outcome"),
    [
        ({"conditions": ["Hyperparathyroidism, primary"]}, "iscd-adult-2023.forearm", "met"),
        ({"conditions": ["PHPT"]}, "bhof-2022.vfa", "met"),
        ({"conditions": ["gout"]}, "iscd-adult-2023.forearm", "not_met"),
        ({"findings": ["Dowager's hump"]}, "nogg-2024.vfa", "met"),
        ({"findings": ["Degenerative disc disease"]}, "acr-ac-2022.degenerative-spine", "met"),
        ({"therapy": ["Prolia 60 mg every 6 months"], "egfr": "25"}, "qa-drug-safety.denosumab-kidney", "met"),
        ({"candidate_option": "Denosumab", "egfr": "25"}, "qa-drug-safety.denosumab-kidney", "met"),
        ({"candidate_option": "Fosamax 70 mg", "crcl_ml_min": "30"}, "qa-drug-safety.alendronate-renal", "met"),
        ({"candidate_option": "zoledronate", "therapy": [], "egfr": "25"}, "qa-drug-safety.denosumab-kidney",
         "not_applicable"),
        ({"therapy": ["denosumab, stopped 2023"], "egfr": "25"}, "qa-drug-safety.denosumab-kidney", "unknown"),
    ],
)  # fmt: skip
def test_rules_know_a_thing_by_other_names(situation, facts, rule, outcome):
    assert outcome == judge(RULES[rule], situation(NECK, SPINE, facts=WOMAN | facts)).outcome


@pytest.mark.parametrize(
    ("implant", "decides"),
    [
        ({"site": "Left total hip replacement"}, "spine"),
        ({"site": "hip prosthesis", "side": "left"}, "spine"),
        ({"site": "THR", "side": "left"}, "spine"),
        ({"site": "Right THA"}, "neck"),
        ({"site": "bilateral hip arthroplasties"}, "spine"),
        ({"site": "hip", "side": "L"}, "spine"),
        ({"site": "hip", "side": "Rt."}, "neck"),
        ({"site": "hip", "side": "the other one"}, "nothing"),
        ({"site": "left hip", "side": "right"}, "spine"),
        ({"site": "hip prosthesis"}, "nothing"),
        ({"site": "left knee prosthesis"}, "neck"),
        ({"site": "pacemaker"}, "neck"),
        ({"site": "cervical spine fusion"}, "neck"),
        ({"site": "somewhere"}, "nothing"),
    ],
)
def test_an_implant_lies_where_its_words_say(situation, implant, decides):
    lowest = situation(NECK, SPINE, facts=WOMAN | {"implants": [implant]}).t
    counted = {"femoral_neck": "neck", "lumbar_spine": "spine"}
    found = "nothing" if lowest.open_doubts else counted[lowest.lowest.region]

    assert decides == found


@pytest.mark.parametrize(
    "site", ["pedicle screws L4", "thoracic spine fusion T10 to L2", "thoracic T10-L2 rods", "cement L1"]
)
def test_metal_in_the_lumbar_spine_leaves_the_hip(situation, site):
    case = situation(NECK, ("lumbar_spine", "-2.8", SPINE[2]), facts=WOMAN | {"implants": [{"site": site}]})

    assert "femoral_neck" == case.t.lowest.region


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("compression", "met"),
        ("Compression fracture", "met"),
        ("anterior wedging", "met"),
        ("biconcave", "met"),
        ("transverse process", "not_met"),
        ("burst", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_vertebra_of_a_child_lost_height_by_any_name(situation, kind, outcome):
    broken = {"site": "vertebra", "type": kind, "high_energy": False, "local_disease": False}
    facts = {"age_years": "9", "sex": "male", "fractures": [broken]}
    case = situation(("lumbar_spine", "-1.0", {"quantity": "z_score"}), facts=facts)

    assert outcome == judge(RULES["iscd-pediatric-2019.osteoporosis"], case).outcome


@pytest.mark.parametrize(
    ("model", "outcome"),
    [("US (Caucasian)", "silent"), ("us-caucasian", "silent"), ("U.S.", "silent"), ("United States", "silent"),
     ("England", "fires"), ("USA Black", "silent"), ("New Zealand", "fires")],
)  # fmt: skip
def test_a_model_names_its_country_in_many_ways(model, outcome):
    facts = WOMAN | {"frax": {"mof": "8", "hip": "1", "model": model}, "facility": {"country": "US"}}

    assert outcome == result("FRAX_MODEL_COUNTRY_MISMATCH", [neck("-1.5")], facts).outcome
