"""Secondary causes, FRAX answers, nutrition and intervals, item by item and source by source."""

import pytest

from assess import assess
from dxa.schema import load_facts

WOMAN = {"sex": "female", "age_years": "66", "menopausal_status": "postmenopausal"}
UNTREATED = WOMAN | {"therapy": []}
PREMENOPAUSAL = UNTREATED | {"menopausal_status": "premenopausal"}


def items(report, facts, which="secondary_causes"):
    lists = assess(report(("femoral_neck", "-1.7")), load_facts(facts)).checklists
    return {item.name: item for one in lists if one.id == which for item in one.items}


def amounts(report, value, facts, what):
    found = assess(report(("femoral_neck", value)), load_facts(facts)).amounts
    for_her = (one for one in found if one.what == what and not one.whom.startswith("men"))
    return {(one.pack, str(one.low)): one.applies.value for one in for_her}


@pytest.mark.parametrize(
    ("facts", "name", "state", "value"),
    [
        ({}, "25-OH vitamin D", "unknown", None),
        ({"labs": {"25_oh_vitamin_d": "18"}}, "25-OH vitamin D", "stated", "18 ng/mL"),
        ({}, "malabsorption", "unknown", None),
        ({"conditions": []}, "malabsorption", "absent", None),
        ({"conditions": ["celiac disease"]}, "malabsorption", "present", "celiac_disease"),
        ({"conditions": ["celiac disease"]}, "hyperthyroidism", "absent", None),
        ({"medications": []}, "glucocorticoids", "absent", None),
        ({"medications": [{"drug": "prednisone"}]}, "glucocorticoids", "present", None),
        ({}, "testosterone", "unknown", None),
    ],
)
def test_each_secondary_cause_is_present_absent_stated_or_unknown(report, facts, name, state, value):
    item = items(report, facts)[name]

    assert (state, value) == (item.state.value, item.value)


def test_the_seed_s_causes_are_all_there_and_the_rest_is_optional(report):
    found = items(report, {})

    assert {"25-OH vitamin D", "serum calcium", "parathyroid hormone", "hyperparathyroidism", "hyperthyroidism",
            "hypogonadism", "glucocorticoids", "inflammatory disease", "malabsorption"} <= {
                name for name, item in found.items() if not item.optional}  # fmt: skip
    assert found["eGFR"].optional


def test_the_eleven_answers_of_frax_are_asked_for(report):
    found = items(report, WOMAN | {"risk_factors": ["smoking"]}, "frax_answers")

    assert (11, "present", "absent", "unknown") == (
        len(found), found["smoking"].state.value, found["parental hip fracture"].state.value,
        found["weight"].state.value)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "facts", "what", "key", "applies"),
    [
        ("-1.7", WOMAN, "calcium", ("bhof-2022", "1200"), "true"),
        ("-1.7", WOMAN | {"age_years": "50.9"}, "calcium", ("bhof-2022", "1200"), "false"),
        ("-1.7", WOMAN, "calcium", ("seed-droracle-2025", "1000"), "true"),
        ("-0.9", WOMAN, "calcium", ("seed-droracle-2025", "1000"), "false"),
        ("-1.7", WOMAN, "vitamin_d", ("bhof-2022", "800"), "true"),
        ("-1.7", WOMAN, "vitamin_d", ("seed-droracle-2025", "400"), "true"),
        ("-1.7", {}, "vitamin_d", ("bhof-2022", "800"), "unknown"),
        ("-1.7", WOMAN | {"therapy": ["alendronate"]}, "repeat_dxa", ("bhof-2022", "1"), "true"),
        ("-1.7", WOMAN | {"therapy": []}, "repeat_dxa", ("bhof-2022", "1"), "false"),
        ("-1.0", WOMAN, "repeat_dxa", ("seed-droracle-2025", "2"), "true"),
        ("-1.00", UNTREATED, "repeat_dxa", ("gourlay-2012", "17"), "true"),
        ("-1.01", UNTREATED, "repeat_dxa", ("gourlay-2012", "15"), "true"),
        ("-1.49", UNTREATED, "repeat_dxa", ("gourlay-2012", "15"), "true"),
        ("-1.50", UNTREATED, "repeat_dxa", ("gourlay-2012", "5"), "true"),
        ("-1.99", UNTREATED, "repeat_dxa", ("gourlay-2012", "5"), "true"),
        ("-2.00", UNTREATED, "repeat_dxa", ("gourlay-2012", "1"), "true"),
        ("-2.49", UNTREATED, "repeat_dxa", ("gourlay-2012", "1"), "true"),
        ("-2.50", UNTREATED, "repeat_dxa", ("gourlay-2012", "1"), "false"),
        ("-2.00", WOMAN, "repeat_dxa", ("gourlay-2012", "1"), "unknown"),
        ("-2.00", WOMAN | {"therapy": ["alendronate"]}, "repeat_dxa", ("gourlay-2012", "1"), "false"),
        ("-2.00", PREMENOPAUSAL, "repeat_dxa", ("gourlay-2012", "1"), "false"),
        (
            "-2.00",
            UNTREATED | {"age_years": "12", "menopausal_status": "premenarchal"},
            "repeat_dxa",
            ("gourlay-2012", "1"),
            "false",
        ),
    ],
)
def test_each_amount_says_whom_it_is_meant_for(report, value, facts, what, key, applies):
    assert applies == amounts(report, value, facts, what)[key]


def test_men_have_their_own_calcium(report):
    found = assess(report(("femoral_neck", "-1.7")), load_facts({"sex": "male", "age_years": "70.9"})).amounts
    meant = [(one.whom, str(one.low)) for one in found if one.what == "calcium" and one.applies.value == "true"]

    assert ("men of 50 to 70", "1000") in meant
    assert not [whom for whom, _ in meant if whom == "men from 71"]


def test_the_time_until_osteoporosis_is_told_of_women_only(report):
    found = assess(report(("femoral_neck", "-1.7")), load_facts({"sex": "male", "age_years": "70"})).amounts

    assert {"false"} == {one.applies.value for one in found if one.pack == "gourlay-2012"}
