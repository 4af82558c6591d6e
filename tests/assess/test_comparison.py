"""What the packs answer, side by side."""

import pytest

from assess import assess
from dxa.schema import load_facts

WOMAN = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
PLAIN = {"fractures": [], "medications": [], "conditions": [], "findings": [], "risk_factors": [], "therapy": [],
         "height_loss_historical_cm": "0", "height_loss_prospective_cm": "0"}  # fmt: skip


def answers(report, question, value, facts, packs=None):
    found = {
        one.question: one for one in assess(report(("femoral_neck", value)), load_facts(facts), packs=packs).comparison
    }
    line = found.get(question)
    return (line.agree, {one.pack: one.answer for one in line.answers}) if line else (True, {})


@pytest.mark.parametrize(
    ("value", "agree", "expected"),
    [
        ("-2.6", True, {"who-1994": "OSTEOPOROSIS", "iscd-adult-2023": "OSTEOPOROSIS"}),
        ("-1.0", False, {"who-1994": "NORMAL", "iscd-adult-2023": "NORMAL", "seed-droracle-2025": "LOW_BONE_MASS"}),
        ("-1.1", True, {"who-1994": "LOW_BONE_MASS", "seed-droracle-2025": "LOW_BONE_MASS"}),
    ],
)
def test_classes_stand_side_by_side(report, value, agree, expected):
    found = answers(report, "class", value, WOMAN | PLAIN)

    assert (agree, expected) == (found[0], {pack: found[1].get(pack) for pack in expected})


def test_severe_is_a_degree_and_no_disagreement(report):
    facts = WOMAN | PLAIN | {"fractures": [{"site": "hip", "fragility": True}]}
    agree, found = answers(report, "class", "-2.6", facts, ["who-1994", "iscd-adult-2023"])

    assert (agree, found) == (True, {"who-1994": "SEVERE_OSTEOPOROSIS", "iscd-adult-2023": "OSTEOPOROSIS"})


def test_packs_part_at_their_thresholds(report):
    facts = WOMAN | PLAIN | {"age_years": "65", "frax": {"mof": "17", "hip": "2"}}
    agree, found = answers(report, "drugs", "-1.7", facts, ["bhof-2022", "nogg-2024", "esceo-2019"])

    assert (agree, found) == (False, {"bhof-2022": "no", "nogg-2024": "yes", "esceo-2019": "yes"})


def test_what_is_open_is_no_disagreement(report):
    agree, found = answers(report, "vfa", "-1.1", WOMAN, ["iscd-adult-2023", "bhof-2022"])

    assert (agree, found) == (True, {"iscd-adult-2023": "unknown", "bhof-2022": "yes"})


def test_a_rule_about_others_is_not_an_answer(report):
    found = answers(
        report, "risk", "-1.1", {"sex": "male", "age_years": "60"}, ["endocrine-society-2019", "thai-2023"]
    )[1]

    assert found == {"endocrine-society-2019": "not_applicable", "thai-2023": "unknown"}
