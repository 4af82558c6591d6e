"""A T-score whose minus may be lost decides nothing by itself."""

import pytest

from assess import assess
from dxa.schema import load_facts, load_report

WOMAN = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "66", "conditions": []}
HOLOGIC = {"study": {"device": {"manufacturer": "Hologic"}}}


def judged(*values, device=HOLOGIC):
    measured = [
        {"region": "femoral_neck", "side": "left", "quantity": quantity, "value": value, "unit": unit}
        for quantity, value, unit in values
    ]
    return assess(load_report({"measurements": measured, **device}), load_facts(WOMAN))


def outcome(result, rule):
    return next(one for one in result.findings if one.rule == rule)


@pytest.mark.parametrize(
    ("t_score", "classification"),
    # 0.600 g/cm2 is -2.15 by NHANES III and -2.24 by Hologic's own constants.
    [("2.2", "INDETERMINATE"), ("-2.2", "LOW_BONE_MASS"), ("1.0", "NORMAL")],
)
def test_a_lost_minus_leaves_the_class_open(t_score, classification):
    result = judged(("t_score", t_score, "1"), ("bmd", "0.600", "g/cm2"))

    assert classification == result.headline.classification
    assert (classification == "INDETERMINATE") == ("POSSIBLE_LOST_SIGN" in result.headline.caveats)


def test_both_signs_are_shown_with_what_follows():
    headline = judged(("t_score", "2.2", "1"), ("bmd", "0.600", "g/cm2")).headline

    assert {one.assumption: one.classification.value for one in headline.conditional} == {
        "the T-score m1 is as printed": "NORMAL",
        "the T-score m1 has lost its minus": "LOW_BONE_MASS",
    }
    assert ("t_score",) == headline.missing
    assert () == headline.deciding.rejected


def test_rules_are_open_where_the_sign_matters_and_say_why():
    result = judged(("t_score", "2.6", "1"), ("bmd", "0.550", "g/cm2"))
    finding = outcome(result, "bhof-2022.osteoporosis")

    assert ("unknown", ("t_score",)) == (finding.outcome, finding.missing)
    assert "POSSIBLE_LOST_SIGN" in finding.caveats
