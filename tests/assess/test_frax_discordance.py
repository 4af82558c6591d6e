"""FRAX of major fracture where spine and femoral neck part (NOGG FAQ): 10 % per T-score unit."""

import pytest

from assess import assess
from dxa.schema import load_facts, load_report

WOMAN = {
    "sex": "female", "menopausal_status": "postmenopausal", "age_years": "65", "medications": [], "fractures": [],
    "findings": [], "conditions": [],
}  # fmt: skip
L1_L4 = ["L1", "L2", "L3", "L4"]


def treatment(neck, spine, mof, **facts):
    rows = [{"region": "femoral_neck", "quantity": "t_score", "value": neck, "unit": "1"}]
    if spine is not None:
        row = {"region": "lumbar_spine", "levels": L1_L4, "quantity": "t_score", "value": spine, "unit": "1"}
        rows.append(row | facts.pop("held", {}))
    frax = {"mof": mof, "hip": "0", "with_bmd": True} | facts.pop("frax", {})
    result = assess(load_report({"measurements": rows}), load_facts(WOMAN | facts | {"frax": frax}))
    return next(one for one in result.findings if one.rule == "nogg-2024.treatment")


@pytest.mark.parametrize(
    ("neck", "spine", "mof", "expected"),
    [
        # At 65 the intervention threshold is 16.5 %; 15 x 1.25 = 18.75 is the FAQ's own example.
        ("-1.0", "-3.5", "15", "met"),
        ("-1.0", "-3.5", "13.2", "met"),
        ("-1.0", "-3.5", "13.19", "not_met"),
        ("-1.0", "-2.0", "15", "met"),
        ("-1.0", "-1.9", "15", "not_met"),
        ("-1.0", None, "15", "not_met"),
        ("-2.0", "-1.0", "18.33", "not_met"),
        ("-2.0", "-1.0", "18.34", "met"),
        ("-2.0", "-1.1", "16.5", "met"),
    ],
)
def test_a_tenth_is_added_or_taken_off_per_unit(neck, spine, mof, expected):
    assert expected == treatment(neck, spine, mof).outcome


@pytest.mark.parametrize(
    ("facts", "expected", "missing"),
    [
        ({"findings": ["degenerative_spine"]}, "met", ()),
        ({"findings": None}, "unknown", ("findings",)),
        ({"frax": {"with_bmd": False}}, "met", ()),
        ({"frax": {"with_bmd": None}}, "unknown", ("frax.with_bmd",)),
    ],
)
def test_nothing_is_taken_off_for_a_spine_that_may_read_too_high(facts, expected, missing):
    found = treatment("-2.0", "-1.0", "17", **facts)

    assert (expected, missing) == (found.outcome, found.missing)


@pytest.mark.parametrize(("mof", "expected"), [("15", "unknown"), ("3", "not_met")])
def test_a_spine_value_held_back_leaves_it_open(mof, expected):
    found = treatment("-1.0", "-1.0", mof, held={"held": "VALUE_CONFLICT"})

    assert expected == found.outcome
    assert ("t_score" in found.missing) == (expected == "unknown")
