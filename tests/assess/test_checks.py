"""Each measurement check below, at and above its limit, and with each input missing once."""

import pytest

from assess.case.situation import situation_of
from assess.checking.check import Check
from assess.checks.adjacent_vertebra_t_jump import vertebrae
from assess.registry import all_checks
from dxa.assessment import CheckOutcome
from dxa.facts import Facts
from dxa.report import Quantity
from dxa.schema import load_report
from tests.assess.check_rows import GE, HOLOGIC, WOMAN, YOUNG, neck, result, row, says, singles, spine
from tests.assess.test_checks_of_history import SITUATIONS as OF_HISTORY

M01, M02_SEX, M02_AGE = "IMPRESSION_CONTRADICTS_NUMBERS", "SEX_MISMATCH", "AGE_DOB_MISMATCH"
M04, M06, M07 = "POSSIBLE_LOST_SIGN", "T_SCORE_USED_WHERE_Z_PREFERRED", "ROUNDING_CROSSES_THRESHOLD"
M09, M10 = "ADJACENT_VERTEBRA_T_JUMP", "FEWER_THAN_TWO_EVALUABLE_VERTEBRAE"
MINOR, MAJOR, M13, M14 = "DISCORDANCE_MINOR", "DISCORDANCE_MAJOR", "SPINE_HIP_T_GAP", "SPINE_FALSELY_ELEVATED_RISK"
M27, M31 = "UNIT_LOCALE", "PHYSICAL_RANGE"
NOTHING_WRONG = {"findings": [], "conditions": [], "fractures": []}
OTHER_NUMBER = {"issues": [{"code": "WORDS_GIVE_ANOTHER_NUMBER", "text": "the words give another T-score"}]}


def hip(value, side, **more):
    return row("total_hip", value, side=side, **more)


def at_hip(side):
    return {"text": {"stated_classes": [{"classification": "osteoporosis", "region": "total_hip", "side": side}]}}


SITUATIONS = [
    (M01, "osteopenia at -2.7", [neck("-2.7")], WOMAN, says("osteopenia"), "fires"),
    (M01, "osteopenia at -2.5", [neck("-2.5")], WOMAN, says("osteopenia"), "fires"),
    (M01, "osteopenia at -2.4", [neck("-2.4")], WOMAN, says("osteopenia"), "silent"),
    (M01, "osteopenia at -1.0", [neck("-1.0")], WOMAN, says("osteopenia"), "fires"),
    (M01, "osteopenia at -1.1", [neck("-1.1")], WOMAN, says("osteopenia"), "silent"),
    (M01, "normal at -1.0", [neck("-1.0")], WOMAN, says("normal"), "silent"),
    (M01, "osteoporosis at -2.5", [neck("-2.5")], WOMAN, says("osteoporosis"), "silent"),
    (M01, "another side", [hip("-2.6", "left")], WOMAN, at_hip("right"), "fires"),
    (M01, "the same side", [hip("-2.6", "left")], WOMAN, at_hip("left"), "silent"),
    (M01, "both sides", [hip("-2.6", "left"), hip("-2.6", "right")], WOMAN, at_hip("right"), "silent"),
    (M01, "the other side excluded", [hip("-2.6", "left"), hip("-1.6", "right", excluded="motion")], WOMAN,
     at_hip("right"), "silent"),
    (M01, "a side nobody printed", [hip("-2.6", None)], WOMAN, at_hip("right"), "silent"),
    (M01, "another number in the words", [neck("-2.6")], WOMAN, OTHER_NUMBER, "fires"),
    (M01, "nothing stated", [neck("-2.7")], WOMAN, {}, "silent"),
    (M01, "no T-score", [neck("-2.7", "z_score")], WOMAN, says("osteopenia"), "unknown"),
    (M01, "T-score held for review", [neck("-2.7", held="VALUE_CONFLICT")], WOMAN, says("osteopenia"), "unknown"),
    (M02_SEX, "sexes differ", [neck("-1.0")], WOMAN, {"patient": {"sex": "male"}}, "fires"),
    (M02_SEX, "sexes agree", [neck("-1.0")], WOMAN, {"patient": {"sex": "female"}}, "silent"),
    (M02_SEX, "no sex", [neck("-1.0")], {}, {}, "unknown"),
    (M02_AGE, "a year apart", [neck("-1.0")], {"age_years": "66"}, {"patient": {"age_years": "67"}}, "fires"),
    (M02_AGE, "less than a year", [neck("-1.0")], {"age_years": "66"}, {"patient": {"age_years": "66.9"}}, "silent"),
    (M02_AGE, "no age", [neck("-1.0")], {}, {}, "unknown"),
    (M04, "sign lost", [neck("2.5"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "fires"),
    (M04, "sign right", [neck("2.5"), neck("1.158", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M04, "fits neither", [neck("2.5"), neck("0.858", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M04, "below zero", [neck("-2.5"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M04, "no BMD", [neck("2.5")], WOMAN, {"study": HOLOGIC}, "unknown"),
    (M04, "no maker known", [neck("2.5"), neck("0.558", "bmd")], WOMAN, {}, "fires"),
    (M04, "no reference for the maker", [neck("2.5"), neck("0.558", "bmd")], WOMAN,
     {"study": {"device": {"manufacturer": "Unknown Works"}}}, "unknown"),
    (M04, "no reference for these levels", [spine("2.5", ["L1", "L2"]), spine("0.88", ["L1", "L2"], "bmd")], WOMAN,
     {"study": GE}, "unknown"),
    (M04, "whole spine", [spine("2.5"), spine("0.880", quantity="bmd")], WOMAN, {"study": GE}, "fires"),
    (M06, "class for the young", [neck("-1.2")], YOUNG, says("osteopenia"), "fires"),
    (M06, "class where it applies", [neck("-1.2")], WOMAN, says("osteopenia"), "silent"),
    (M06, "no class", [neck("-1.2")], YOUNG, {}, "silent"),
    (M06, "menopause unknown", [neck("-1.2")], {"sex": "female"}, says("osteopenia"), "unknown"),
    (M07, "-2.44", [neck("-2.44")], WOMAN, {}, "silent"),
    (M07, "-2.45", [neck("-2.45")], WOMAN, {}, "fires"),
    (M07, "-2.46", [neck("-2.46")], WOMAN, {}, "fires"),
    (M07, "-2.5", [neck("-2.5")], WOMAN, {}, "silent"),
    (M07, "-1.04", [neck("-1.04")], WOMAN, {}, "fires"),
    (M07, "-1.05", [neck("-1.05")], WOMAN, {}, "silent"),
    (M07, "no T-score", [neck("0.8", "bmd")], WOMAN, {}, "unknown"),
    (M09, "1.0 apart", singles("-1.2", "-2.2"), WOMAN, {}, "silent"),
    (M09, "1.1 apart", singles("-1.2", "-2.3"), WOMAN, {}, "fires"),
    (M09, "0.9 apart", singles("-1.2", "-2.1"), WOMAN, {}, "silent"),
    (M09, "not neighbours", [spine("-1.0", ["L1"]), spine("-3.0", ["L3"])], WOMAN, {}, "unknown"),
    (M09, "no single vertebra", [spine("-1.0")], WOMAN, {}, "unknown"),
    (M09, "no spine", [neck("-1.0")], WOMAN, {}, "silent"),
    (M10, "one vertebra", singles("-1.2"), WOMAN, {}, "fires"),
    (M10, "two vertebrae", [spine("-1.2", ["L1", "L3"])], WOMAN, {}, "silent"),
    (M10, "three excluded", [*singles("-1", "-1", "-1", excluded="fracture"), spine("-1", ["L4"])], WOMAN, {}, "fires"),
    (M10, "levels not stated", [spine("-1.2", ())], WOMAN, {}, "silent"),
    (M10, "no spine", [neck("-1.2")], WOMAN, {}, "silent"),
    (MINOR, "neighbouring classes", [spine("-0.9"), neck("-1.1")], WOMAN, {}, "fires"),
    (MINOR, "same class", [spine("-1.0"), neck("-0.5")], WOMAN, {}, "silent"),
    (MINOR, "two classes", [spine("-1.0"), neck("-2.5")], WOMAN, {}, "silent"),
    (MINOR, "no hip", [spine("-1.0")], WOMAN, {}, "unknown"),
    (MAJOR, "two classes", [spine("-1.0"), neck("-2.5")], WOMAN, {}, "fires"),
    (MAJOR, "one class", [spine("-1.1"), neck("-2.5")], WOMAN, {}, "silent"),
    (MAJOR, "no spine", [neck("-2.5")], WOMAN, {}, "unknown"),
    (MAJOR, "hip may be lower", [spine("-1.0"), neck("-1.0"), row("hip_unspecified", "-2.6")], WOMAN, {}, "unknown"),
    (M13, "1.0 apart", [spine("-1.0"), neck("-2.0")], WOMAN, {}, "silent"),
    (M13, "1.1 apart", [spine("-1.0"), neck("-2.1")], WOMAN, {}, "fires"),
    (M13, "0.9 apart", [spine("-1.0"), neck("-1.9")], WOMAN, {}, "silent"),
    (M13, "no spine", [neck("-1.9")], WOMAN, {}, "unknown"),
    (M13, "hip may be lower", [spine("-1.0"), neck("-1.9"), row("hip_unspecified", "-2.6")], WOMAN, {}, "unknown"),
    (M14, "osteophytes", [spine("-1.0")], {"findings": ["osteophytes"]}, {}, "fires"),
    (M14, "said in the report", [spine("-1.0")], {},
     {"context": {"facts": [{"name": "findings", "value": "degenerative_spine"}]}}, "fires"),
    (M14, "vertebral fracture", [spine("-1.0")],
     {**NOTHING_WRONG, "fractures": [{"site": "vertebra", "fragility": True}]}, {}, "fires"),
    (M14, "known to be none", [spine("-1.0")], NOTHING_WRONG, {}, "silent"),
    (M14, "nobody said", [spine("-1.0")], {}, {}, "unknown"),
    (M14, "spine not measured", [neck("-1.0")], {"findings": ["osteophytes"]}, {}, "silent"),
    (M27, "comma", [neck("-1.0")], {}, {"issues": [{"code": "DECIMAL_COMMA", "text": "x"}]}, "fires"),
    (M27, "another issue", [neck("-1.0")], {}, {"issues": [{"code": "UNKNOWN_ROW", "text": "x"}]}, "silent"),
    (M31, "BMD 0.19", [neck("0.19", "bmd")], {}, {}, "fires"),
    (M31, "BMD 0.2", [neck("0.2", "bmd")], {}, {}, "silent"),
    (M31, "BMD 2.0", [neck("2.0", "bmd")], {}, {}, "silent"),
    (M31, "BMD 2.01", [neck("2.01", "bmd")], {}, {}, "fires"),
    (M31, "T -8", [neck("-8")], {}, {}, "silent"),
    (M31, "T -8.1", [neck("-8.1")], {}, {}, "fires"),
    (M31, "T 8", [neck("8")], {}, {}, "silent"),
    (M31, "Z 8.1", [neck("8.1", "z_score")], {}, {}, "fires"),
    (M31, "held value", [neck("-25", held="IMPLAUSIBLE_VALUE")], {}, {}, "fires"),
    (M31, "difference of sides", [row("femoral_neck", "0.019", "bmd", side="difference")], {}, {}, "silent"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words", "rows", "facts", "report", "expected"),
    SITUATIONS,
    ids=[f"{one[0]}: {one[1]}" for one in SITUATIONS],
)
def test_check_comes_out(code, words, rows, facts, report, expected):
    found = result(code, rows, facts, **report)

    assert expected == found.outcome
    assert bool(found.missing) == (expected == CheckOutcome.UNKNOWN)
    assert found.because or expected != CheckOutcome.FIRES


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: f"{check.id} {check.code}")
def test_check_has_situations_and_a_source(check: Check):
    tested = {one[0] for one in (*SITUATIONS, *OF_HISTORY)} | {"BOUNDARY_T_EQUALS_THRESHOLD"}

    assert check.code in tested
    assert check.cite.locator
    assert check.cite.url or check.cite.unresolved


def test_contradiction_names_both_sides_and_weighs_less_where_z_scores_apply():
    grown, young = (result(M01, [neck("-2.7")], facts, **says("osteopenia")) for facts in (WOMAN, YOUNG))

    assert ("critical", "major") == (grown.severity, young.severity)
    assert "-2.7" in grown.says
    assert '"osteopenia"' in grown.says


@pytest.mark.parametrize(
    ("spine_t", "facts", "expected"),
    [("-0.5", WOMAN, [M14]), ("-3.5", WOMAN, []), ("-0.5", {}, []), ("-0.5", {"findings": ["osteophytes"]}, [M14])],
)
def test_high_spine_of_the_older_or_degenerated_is_suspect(spine_t, facts, expected):
    assert expected == list(result(M13, [spine(spine_t), neck("-2.0")], facts).caveats)


def test_vertebra_given_twice_counts_once():
    situation = situation_of(load_report({"measurements": [*singles("-1.0"), *singles("-1.2")][:1] * 1}), Facts())

    assert ["L1"] == list(vertebrae(situation, Quantity.T_SCORE))
