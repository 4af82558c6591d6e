"""Conditions over lists: nobody said is not none."""

import pytest

from assess.terms.terms import (
    ANY_FRAGILITY_FRACTURE,
    CONDITIONS,
    FRACTURE_SITE,
    FRACTURES,
    GLUCOCORTICOIDS,
    IS_GLUCOCORTICOID,
    fragility_fracture_at,
)
from dxa.assessment import Truth

HIP = {"site": "hip", "fragility": True}
OPEN = {"site": "vertebra", "fragility": None}
HARD = {"site": "tibia", "fragility": False}


@pytest.mark.parametrize(
    ("fractures", "verdict", "missing"),
    [
        (None, Truth.UNKNOWN, ("fractures",)),
        ([], Truth.FALSE, ()),
        ([HARD], Truth.FALSE, ()),
        ([OPEN], Truth.UNKNOWN, ("fractures[].fragility",)),
        ([OPEN, HIP], Truth.TRUE, ()),
        ([{"site": "hip", "high_energy": True}], Truth.FALSE, ()),
        ([{"site": "hip", "local_disease": True}], Truth.FALSE, ()),
        ([{"site": "hip", "fragility": True, "high_energy": True}], Truth.UNKNOWN, ("fractures[].fragility",)),
    ],
)
def test_a_fragility_fracture_is_known_only_when_somebody_said_so(situation, fractures, verdict, missing):
    found = ANY_FRAGILITY_FRACTURE.evaluate(situation(facts={"fractures": fractures}))

    assert (verdict, missing) == (found.verdict, found.missing)


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ("vertebra", Truth.TRUE),
        ("vertebral", Truth.TRUE),
        ("L2", Truth.TRUE),
        ("hip", Truth.FALSE),
        (None, Truth.UNKNOWN),
    ],
)
def test_a_site_is_known_by_its_other_names(situation, site, verdict):
    case = situation(facts={"fractures": [{"site": site, "fragility": True}]})

    assert verdict == fragility_fracture_at("vertebra").evaluate(case).verdict


@pytest.mark.parametrize(
    ("fractures", "verdict"),
    [([HIP], Truth.FALSE), ([HIP, HIP], Truth.TRUE), ([HIP, {"site": None}], Truth.UNKNOWN), (None, Truth.UNKNOWN)],
)
def test_entries_can_be_counted(situation, fractures, verdict):
    found = FRACTURES.at_least(2, FRACTURE_SITE.equals("hip")).evaluate(situation(facts={"fractures": fractures}))

    assert verdict == found.verdict


def test_what_the_report_states_proves_but_its_silence_does_not(situation):
    stated = {
        "facts": [{"name": "fractures[].site", "value": "hip"}, {"name": "fractures[].fragility", "value": "true"}]
    }
    case = situation(context=stated)

    assert fragility_fracture_at("hip").evaluate(case).verdict == Truth.TRUE
    assert fragility_fracture_at("vertebra").evaluate(case).missing == ("fractures",)


@pytest.mark.parametrize(
    ("conditions", "verdict", "shown"),
    [
        (None, Truth.UNKNOWN, None),
        ([], Truth.FALSE, "none"),
        (["Celiac disease"], Truth.FALSE, "celiac_disease"),
        (["primary hyperparathyroidism"], Truth.TRUE, "primary_hyperparathyroidism"),
    ],
)
def test_a_condition_is_absent_only_from_a_complete_list(situation, conditions, verdict, shown):
    found = CONDITIONS.has("primary_hyperparathyroidism").evaluate(situation(facts={"conditions": conditions}))

    assert (verdict, shown) == (found.verdict, found.because[0].value)


@pytest.mark.parametrize(
    ("drug", "verdict"),
    [
        ("prednisone", Truth.TRUE),
        ("budesonide", Truth.UNKNOWN),
        (None, Truth.UNKNOWN),
        ("alendronate", Truth.FALSE),
        ("inhaled budesonide", Truth.FALSE),
    ],
)
def test_only_systemic_glucocorticoids_are_exposure(situation, drug, verdict):
    case = situation(facts={"medications": [{"drug": drug, "mg_per_day": "7.5", "months": "6"}]})

    assert verdict == GLUCOCORTICOIDS.any(IS_GLUCOCORTICOID).evaluate(case).verdict


@pytest.mark.parametrize(("fractures", "shown"), [([], ["none"]), ([HIP], []), ([HIP, HARD], [])])
def test_no_known_entry_is_denied_by_the_reason(situation, fractures, shown):
    found = FRACTURES.at_least(2, FRACTURE_SITE.equals("vertebra")).evaluate(situation(facts={"fractures": fractures}))

    assert found.verdict is Truth.FALSE
    assert shown == [reason.value for reason in found.because if reason.operator == "count >="]
