"""The class shown first, below, at and above each boundary, and with each input missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess import assess
from assess.registry import all_guidelines
from assess.rules.headline import headline_pack
from dxa.schema import load_facts, load_report

WOMAN = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
MAN = {"age_years": "66", "sex": "male"}
YOUNG = {"age_years": "36", "sex": "female", "menopausal_status": "premenopausal"}
SEED = [("lumbar_spine", "-1.0"), ("femoral_neck", "-1.0"), ("hip_unspecified", "-0.5")]
T = [("femoral_neck", "-1.7")]
Z = [("femoral_neck", "-1.7", {"quantity": "z_score"})]
OLDER = "postmenopausal woman or man aged 50 or older"


def conditions(headline):
    return {one.assumption: one.classification.value for one in headline.conditional}


def test_the_seed_patient_is_indeterminate_and_normal_under_one_assumption(report):
    headline = assess(report(*SEED)).headline

    assert headline.classification == "INDETERMINATE"
    assert set(headline.missing) == {"age_years", "sex", "menopausal_status"}
    assert conditions(headline) == {OLDER: "NORMAL"}
    assert headline.deciding.measurement == "m1"
    assert {one.measurement: one.reason for one in headline.deciding.rejected} == {"m3": "HIP_REGION_UNSPECIFIED"}
    assert {"SITE_AMBIGUOUS", "BOUNDARY_T_EQUALS_THRESHOLD", "SPINE_LEVELS_NOT_STATED"} == set(headline.caveats)


def test_the_seed_patient_is_normal_as_a_postmenopausal_woman(report):
    headline = assess(report(*SEED), load_facts(WOMAN)).headline

    assert (headline.classification, headline.missing, headline.conditional) == ("NORMAL", (), ())


@pytest.mark.parametrize(
    "facts", [WOMAN, MAN, {**WOMAN, "menopausal_status": "transition"}, {**MAN, "age_years": "50"}]
)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.3", "NORMAL"),
        ("-0.99", "NORMAL"),
        ("-1.0", "NORMAL"),
        ("-1.00", "NORMAL"),
        ("-1.01", "LOW_BONE_MASS"),
        ("-1.1", "LOW_BONE_MASS"),
        ("-2.46", "LOW_BONE_MASS"),
        ("-2.4", "LOW_BONE_MASS"),
        ("-2.49", "LOW_BONE_MASS"),
        ("-2.5", "OSTEOPOROSIS"),
        ("-2.51", "OSTEOPOROSIS"),
    ],
)
def test_the_class_below_at_and_above_each_boundary(report, value, expected, facts):
    headline = assess(report(("femoral_neck", value)), load_facts(facts)).headline

    assert headline.classification == expected


@pytest.mark.parametrize("facts", [YOUNG, {"age_years": "49", "sex": "male"}, {**YOUNG, "age_years": None}])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1.9", "WITHIN_EXPECTED_RANGE_FOR_AGE"),
        ("-2.0", "BELOW_EXPECTED_RANGE_FOR_AGE"),
        ("-2.1", "BELOW_EXPECTED_RANGE_FOR_AGE"),
    ],
)
def test_z_scores_decide_before_menopause_and_before_fifty(report, value, expected, facts):
    rows = [("femoral_neck", value, {"quantity": "z_score"}), ("femoral_neck", "-3.0")]
    headline = assess(report(*rows), load_facts(facts)).headline

    assert (headline.classification, headline.deciding.measurement) == (expected, "m1")


@pytest.mark.parametrize(
    ("rows", "facts", "missing", "conditional"),
    [
        (T, {**WOMAN, "menopausal_status": None}, {"menopausal_status"}, {"postmenopausal woman": "LOW_BONE_MASS"}),
        (T, {**WOMAN, "sex": None}, {"sex"}, {"woman": "LOW_BONE_MASS"}),
        (T, {"age_years": "66"}, {"sex", "menopausal_status"}, {"postmenopausal woman or man": "LOW_BONE_MASS"}),
        (T, {"sex": "male"}, {"age_years"}, {"man aged 50 or older": "LOW_BONE_MASS"}),
        (T, {"age_years": "30"}, {"sex", "menopausal_status"}, {"postmenopausal woman": "LOW_BONE_MASS"}),
        (
            Z,
            {**YOUNG, "menopausal_status": None},
            {"menopausal_status"},
            {"premenopausal woman": "WITHIN_EXPECTED_RANGE_FOR_AGE"},
        ),
        (Z, {"sex": "male"}, {"age_years"}, {"man aged 20 to 49": "WITHIN_EXPECTED_RANGE_FOR_AGE"}),
        (
            T + Z,
            {},
            {"age_years", "sex", "menopausal_status"},
            {OLDER: "LOW_BONE_MASS", "premenopausal woman or man aged 20 to 49": "WITHIN_EXPECTED_RANGE_FOR_AGE"},
        ),
        (Z, WOMAN, {"t_score"}, {}),
        (T, YOUNG, {"z_score"}, {}),
        ([("wards_triangle", "-3.0")], WOMAN, {"t_score"}, {}),
        ([], WOMAN, {"t_score"}, {}),
        (T, {"sex": "female", "menopausal_status": "postmenarchal"}, {"age_years"}, {}),
        # Children are left to the pediatric pack, which asks for their own score and history.
        (T, {"age_years": "19"}, {"fractures", "z_score"}, {}),
        (T, {**WOMAN, "age_years": "19"}, {"fractures", "z_score"}, {}),
    ],
)
def test_each_missing_input_is_named_with_what_it_would_decide(report, rows, facts, missing, conditional):
    headline = assess(report(*rows), load_facts(facts)).headline

    assert headline.classification == "INDETERMINATE"
    assert (set(headline.missing), conditions(headline)) == (missing, conditional)


def test_contradicting_sexes_leave_the_class_open_and_say_so(report):
    headline = assess(report(*T, patient={"sex": "male"}), load_facts(WOMAN)).headline

    assert (headline.classification, headline.missing) == ("INDETERMINATE", ("sex",))
    assert "SEX_MISMATCH" in headline.caveats


def test_a_child_with_a_t_score_is_warned_about(report):
    assert "T_SCORE_IN_CHILD" in assess(report(*T), load_facts({"age_years": "12"})).headline.caveats
    assert "T_SCORE_IN_CHILD" not in assess(report(*Z), load_facts({"age_years": "12"})).headline.caveats


HIP_IS = "the hip value m2 is a femoral neck or total hip score"
HIP_IS_NOT = "the hip value m2 is of another hip region"


@pytest.mark.parametrize(
    ("rows", "expected", "missing", "conditional"),
    [
        (
            [("femoral_neck", "-1.2"), ("hip_unspecified", "-2.6")],
            "INDETERMINATE",
            ("site",),
            {HIP_IS: "OSTEOPOROSIS", HIP_IS_NOT: "LOW_BONE_MASS"},
        ),
        ([("femoral_neck", "-1.2"), ("hip_unspecified", "-1.9")], "LOW_BONE_MASS", (), {}),
        ([("femoral_neck", "-2.6"), ("hip_unspecified", "-2.9")], "OSTEOPOROSIS", (), {}),
        ([("hip_unspecified", "-2.9")], "INDETERMINATE", ("site",), {HIP_IS.replace("m2", "m1"): "OSTEOPOROSIS"}),
        (
            [("femoral_neck", "-0.8"), ("total_hip", "-0.2", {"held": "VALUE_CONFLICT"})],
            "INDETERMINATE",
            ("t_score",),
            {
                "the value m2 held for review is right": "NORMAL",
                "the value m2 held for review is wrong and the right one is no lower than the others": "NORMAL",
            },
        ),
        ([("femoral_neck", "-2.6"), ("total_hip", "-0.2", {"held": "VALUE_CONFLICT"})], "OSTEOPOROSIS", (), {}),
    ],
)
def test_a_value_in_doubt_opens_the_class_only_where_it_matters(report, rows, expected, missing, conditional):
    headline = assess(report(*rows), load_facts(WOMAN)).headline

    assert (headline.classification, headline.missing) == (expected, missing)
    assert conditions(headline) == conditional


def test_doubts_about_patient_and_value_are_told_apart(report):
    headline = assess(report(("femoral_neck", "-1.2"), ("hip_unspecified", "-2.6"))).headline

    assert conditions(headline) == {
        f"{OLDER}, and {HIP_IS}": "OSTEOPOROSIS",
        f"{OLDER}, and {HIP_IS_NOT}": "LOW_BONE_MASS",
    }
    assert set(headline.missing) == {"age_years", "sex", "menopausal_status", "site"}


def test_a_site_that_leads_with_who_gets_its_severe_class(report):
    facts = {**WOMAN, "fractures": [{"site": "hip", "fragility": True}], "facility": {"primary_packs": ["who-1994"]}}
    headline = assess(report(("femoral_neck", "-2.5")), load_facts(facts)).headline

    assert (headline.pack, headline.classification) == ("who-1994", "SEVERE_OSTEOPOROSIS")


@pytest.mark.parametrize(
    ("primary", "pack"),
    [
        ((), "iscd-adult-2023"),
        (("who-1994",), "who-1994"),
        (("seed-droracle-2025", "nogg-2024"), "iscd-adult-2023"),
        (("bhof-2022", "who-1994"), "who-1994"),
    ],
)
def test_only_a_classifying_pack_leads(primary, pack):
    assert headline_pack(all_guidelines(), primary).id == pack


SEVERITY = ["NORMAL", "LOW_BONE_MASS", "OSTEOPOROSIS"]
scores = st.decimals(min_value=-8, max_value=8, places=2)


@pytest.mark.slow
@given(scores, scores)
def test_a_lower_t_score_never_moves_the_class_towards_normal(first, second):
    low, high = sorted((first, second))
    classes = []
    for value in (low, high):
        row = {"region": "total_hip", "quantity": "t_score", "value": str(value)}
        classes.append(assess(load_report({"measurements": [row]}), load_facts(WOMAN)).headline.classification)

    assert SEVERITY.index(classes[0]) >= SEVERITY.index(classes[1])
    assert Decimal(str(low)) <= Decimal(str(high))
