"""Which score decides, and why the others do not."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.case.situation import situation_of
from dxa.regions import Region
from dxa.schema import load_facts, load_report

ALL = ["L1", "L2", "L3", "L4"]


def left(**more):
    return {"side": "left", **more}


def levels(*names, **more):
    return {"levels": list(names), **more}


def excluded(reason="fracture", **more):
    return {"excluded": reason, **more}


@pytest.mark.parametrize(
    ("rows", "deciding", "rejected"),
    [
        # The seed's patient.
        (
            [("lumbar_spine", "-1.0"), ("femoral_neck", "-1.0"), ("hip_unspecified", "-0.5")],
            "m1",
            {"m3": "HIP_REGION_UNSPECIFIED"},
        ),
        ([("total_hip", "-1.1", left()), ("femoral_neck", "-1.6", {"side": "right"})], "m2", {}),
        (
            [("femoral_neck", "-1.0"), ("wards_triangle", "-3.0"), ("trochanter", "-2.9")],
            "m1",
            {"m2": "SITE_NOT_DIAGNOSTIC", "m3": "SITE_NOT_DIAGNOSTIC"},
        ),
        (
            [
                ("total_hip", "-1.0", left()),
                ("total_hip", "-2.0", {"side": "mean"}),
                ("total_hip", "-3.0", {"side": "difference"}),
            ],
            "m1",
            {"m2": "MEAN_OR_DIFFERENCE", "m3": "MEAN_OR_DIFFERENCE"},
        ),
        (
            [("lumbar_spine", "-1.0", levels(*ALL)), ("lumbar_spine", "-2.8", levels("L4"))],
            "m1",
            {"m2": "SINGLE_VERTEBRA"},
        ),
        ([("femoral_neck", "-1.0"), ("femoral_neck", "-2.8", {"current": False})], "m1", {"m2": "PRIOR_EXAMINATION"}),
        ([("femoral_neck", "-1.0"), ("total_hip", "-2.8", excluded("prosthesis"))], "m1", {"m2": "EXCLUDED_BY_REPORT"}),
        (
            [("lumbar_spine", "-1.0", levels(*ALL)), ("lumbar_spine", "-2.0", levels("L2", "L3", "L4", "L5"))],
            "m1",
            {"m2": "LEVELS_OUTSIDE_L1_L4"},
        ),
        (
            [
                ("lumbar_spine", "-1.0", levels(*ALL)),
                ("lumbar_spine", "-1.4", levels("L1", "L2")),
                ("lumbar_spine", "-1.3", levels("L2", "L3", "L4")),
            ],
            "m1",
            {"m2": "SMALLER_COMBINATION", "m3": "SMALLER_COMBINATION"},
        ),
        # Ties go to the spine, then the neck; never to chance.
        ([("total_hip", "-1.0"), ("femoral_neck", "-1.0"), ("lumbar_spine", "-1.0")], "m3", {}),
        ([("femoral_neck", "-1.0", {"side": "right"}), ("femoral_neck", "-1.0", left())], "m2", {}),
        ([("wards_triangle", "-3.0")], None, {"m1": "SITE_NOT_DIAGNOSTIC"}),
        ([], None, {}),
    ],
)
def test_the_lowest_valid_site_decides_and_every_other_has_its_reason(situation, rows, deciding, rejected):
    choice = situation(*rows).t.deciding

    assert choice.measurement == deciding
    assert {one.measurement: one.reason for one in choice.rejected} == rejected


def spine(*rows):
    return [("lumbar_spine", value, parts) for value, parts in rows]


@pytest.mark.parametrize(
    ("rows", "deciding", "reasons"),
    [
        # L3 is excluded: what contains it does not count, the largest of the rest does.
        (
            spine(
                ("-1.0", levels("L3", **excluded())),
                ("-1.2", levels(*ALL)),
                ("-1.9", levels("L1", "L2", "L4")),
                ("-2.6", levels("L1", "L2")),
            ),
            "m3",
            ["EXCLUDED_BY_REPORT", "CONTAINS_EXCLUDED_VERTEBRA", "SMALLER_COMBINATION"],
        ),
        # The value that says its vertebrae wins over the one that does not.
        (
            spine(("-1.0", levels("L3", **excluded())), ("-2.2", {}), ("-1.9", levels("L1", "L2", "L4"))),
            "m3",
            ["EXCLUDED_BY_REPORT", "SPINE_LEVELS_UNKNOWN"],
        ),
        (
            spine(("-1.0", levels("L3", **excluded())), ("-2.2", {})),
            None,
            ["EXCLUDED_BY_REPORT", "SPINE_LEVELS_UNKNOWN"],
        ),
        (
            spine(*[("-1.0", levels(name, **excluded())) for name in ("L1", "L2", "L3")], ("-2.2", {})),
            None,
            ["EXCLUDED_BY_REPORT"] * 3 + ["FEWER_THAN_TWO_EVALUABLE_VERTEBRAE"],
        ),
        # Two combinations of three: the lower one is in doubt.
        (
            spine(("-1.2", levels("L1", "L2", "L3")), ("-1.8", levels("L2", "L3", "L4"))),
            "m1",
            ["EQUALLY_LARGE_COMBINATION"],
        ),
        # Without levels it is L1 to L4.
        (
            spine(("-1.2", {}), ("-1.2", levels(*ALL)), ("-1.9", levels("L2", "L3", "L4"))),
            "m1",
            ["SMALLER_COMBINATION"],
        ),
    ],
)
def test_the_spine_combination_of_most_evaluable_vertebrae_counts(situation, rows, deciding, reasons):
    choice = situation(*rows).t.deciding

    assert choice.measurement == deciding
    assert [one.reason for one in choice.rejected] == reasons


def test_an_exclusion_on_the_bmd_row_holds_for_the_t_score_too(situation):
    bmd = ("lumbar_spine", "0.9", {"quantity": "bmd", "unit": "g/cm2", "levels": ["L3"], "excluded": "fracture"})
    choice = situation(bmd, *spine(("-1.2", levels(*ALL)), ("-1.9", levels("L1", "L2", "L4")))).t

    assert choice.lowest.id == "m3"


@pytest.mark.parametrize(
    ("implant", "side", "reason"),
    [
        ({"site": "hip", "side": "left"}, "left", "PROSTHESIS_AT_MEASURED_SITE"),
        ({"site": "Hip", "side": "Left"}, "left", "PROSTHESIS_AT_MEASURED_SITE"),
        ({"site": "hip", "side": "bilateral"}, None, "PROSTHESIS_AT_MEASURED_SITE"),
        ({"site": "hip", "side": "left"}, "right", None),
        ({"site": "hip", "side": None}, "left", "IMPLANT_SIDE_UNKNOWN"),
        ({"site": "hip", "side": "left"}, None, "IMPLANT_SIDE_UNKNOWN"),
        ({"site": None, "side": None}, "left", "IMPLANT_SIDE_UNKNOWN"),
        ({"site": "knee", "side": "left"}, "left", None),
        ({"site": "lumbar_spine"}, "left", None),
    ],
)
def test_a_prosthesis_takes_its_own_side_out(situation, implant, side, reason):
    choice = situation(("total_hip", "-2.0", {"side": side}), facts={"implants": [implant]}).t

    assert [one.reason for one in choice.rejected] == ([reason] if reason else [])


def test_hardware_in_the_spine_takes_the_spine_out(situation):
    choice = situation(("lumbar_spine", "-2.0"), facts={"implants": [{"site": "spine"}]}).t

    assert [one.reason for one in choice.rejected] == ["PROSTHESIS_AT_MEASURED_SITE"]


BOTH = [("lumbar_spine", "-0.5"), ("total_hip", "-0.4", left())]
RADIUS = ("radius_33", "-2.7")
REASON = "RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE"


@pytest.mark.parametrize(
    ("rows", "facts", "counts"),
    [
        (BOTH, {"conditions": []}, "no"),
        (BOTH, {}, "doubt"),
        (BOTH, {"conditions": ["primary_hyperparathyroidism"]}, "yes"),
        (BOTH, {"conditions": [], "weight_kg": "180", "facility": {"table_weight_limit_kg": "159"}}, "yes"),
        (BOTH, {"conditions": [], "weight_kg": "159", "facility": {"table_weight_limit_kg": "159"}}, "no"),
        (BOTH, {"conditions": [], "weight_kg": "180"}, "no"),
        ([BOTH[0]], {"conditions": []}, "doubt"),
        ([BOTH[0], ("total_hip", "-0.4", excluded())], {"conditions": []}, "yes"),
        ([("lumbar_spine", "-0.5", excluded()), BOTH[1]], {"conditions": []}, "yes"),
        ([BOTH[0], ("wards_triangle", "-0.4")], {"conditions": []}, "doubt"),
    ],
)
def test_the_one_third_radius_counts_only_where_something_lets_it(situation, rows, facts, counts):
    choice = situation(*rows, RADIUS, facts=facts).t
    reasons = {one.reason for one in choice.rejected if one.measurement == f"m{len(rows) + 1}"}

    assert reasons == (set() if counts == "yes" else {REASON})
    assert any(doubt.refusal == REASON for doubt in choice.doubts) == (counts == "doubt")


@pytest.mark.parametrize(
    ("rows", "facts", "asked"), [([BOTH[1]], {}, "conditions"), ([BOTH[0]], {"conditions": []}, "site")]
)
def test_a_radius_in_doubt_asks_for_what_would_settle_it(situation, rows, facts, asked):
    assert situation(*rows, RADIUS, facts=facts).t.known.settled_by == (asked,)


@pytest.mark.parametrize(
    ("rows", "value", "alternatives", "or_lower"),
    [
        ([("femoral_neck", "-1.0"), ("hip_unspecified", "-1.5")], "-1.0", ["-1.5"], False),
        ([("femoral_neck", "-1.0"), ("hip_unspecified", "-0.5")], "-1.0", [], False),
        ([("femoral_neck", "-1.0"), ("total_hip", "-0.2", {"held": "VALUE_CONFLICT"})], "-1.0", [], True),
        ([("femoral_neck", "-1.0"), ("wards_triangle", "-3.2", {"held": "VALUE_CONFLICT"})], "-1.0", [], False),
    ],
)
def test_a_value_in_doubt_neither_decides_nor_vanishes(situation, rows, value, alternatives, or_lower):
    known = situation(*rows).t.known

    assert known.value == Decimal(value)
    assert (list(map(str, known.alternatives)), known.or_lower) == (alternatives, or_lower)


def test_one_region_can_be_asked_for_alone(situation):
    choice = situation(("lumbar_spine", "-2.0"), ("femoral_neck", "-1.0"), ("hip_unspecified", "-1.5")).t

    assert choice.at(Region.FEMORAL_NECK).alternatives == (Decimal("-1.5"),)
    assert choice.at(Region.LUMBAR_SPINE).alternatives == ()
    assert choice.at(Region.RADIUS_33) is None


def test_z_scores_are_chosen_the_same_way(situation):
    z = {"quantity": "z_score"}
    choice = situation(("lumbar_spine", "-1.0", z), ("femoral_neck", "-2.1", z), ("wards_triangle", "-3.0", z)).z

    assert choice.lowest.id == "m2"
    assert [one.reason for one in choice.rejected] == ["SITE_NOT_DIAGNOSTIC"]


@given(st.permutations(["lumbar_spine", "femoral_neck", "total_hip", "hip_unspecified", "radius_33", "trochanter"]))
def test_the_order_of_the_rows_does_not_matter(regions):
    values = dict(zip(sorted(regions), ("-1.0", "-1.0", "-1.0", "-2.0", "-1.0", "-3.0"), strict=True))
    rows = [{"region": region, "quantity": "t_score", "value": values[region], "id": region} for region in regions]
    choice = situation_of(load_report({"measurements": rows}), load_facts({"conditions": []})).t

    assert choice.lowest.id == "lumbar_spine"
    assert choice.open_doubts == ()


def test_the_side_breaks_a_tie_in_every_order(situation):
    rows = [("femoral_neck", "-1.0", {"side": side, "id": side}) for side in ("left", "right")]

    assert {situation(*order).t.lowest.id for order in permutations(rows)} == {"left"}
