"""The seed article's rules: below, at and above each figure, and its place beside the primary packs."""

import pytest

from assess import assess
from assess.registry import all_guidelines
from dxa.assessment import Assessment, Finding
from dxa.schema import load_facts, load_report

PACK = "seed-droracle-2025"
L1_L4 = ["L1", "L2", "L3", "L4"]
WOMAN = {"sex": "female", "age_years": "66", "menopausal_status": "postmenopausal"}


def row(region, value, quantity="t_score", levels=(), **more):
    unit = "g/cm2" if quantity == "bmd" else "1"
    return {"region": region, "value": value, "quantity": quantity, "levels": list(levels), "unit": unit, **more}


SEED_PATIENT = [
    row("lumbar_spine", "-1.0", levels=L1_L4),
    row("femoral_neck", "-1.0"),
    row("hip_unspecified", "-0.5"),
]


def neck(value):
    return [row("femoral_neck", value)]


def judged(rows, facts=None, **report) -> Assessment:
    return assess(load_report({"measurements": rows, **report}), load_facts(facts or {}))


def finding(number, rows, facts=None, **report) -> Finding:
    found = {one.rule: one for one in judged(rows, facts, **report).findings}
    return found[f"{PACK}.s{number}"]


def course(mg, months):
    return {"medications": [{"drug": "prednisone", "mg_per_day": mg, "months": months}]}


def fracture(site, **more):
    return {"fractures": [{"site": site, "fragility": True, **more}]}


def frax(**values):
    return {"frax": values, "fractures": [], "medications": []}


VERTEBRA_TOLD = {"fractures": [{"site": "vertebra", "self_reported": True, "documented": False}]}
VERTEBRA_KNOWN = {"fractures": [{"site": "vertebra", "self_reported": True, "documented": True}]}
ALL_KNOWN = {
    **WOMAN, "weight_kg": "60", "height_cm": "160", "fractures": [], "risk_factors": [], "medications": [],
    "conditions": [], "labs": {"25_oh_vitamin_d": "30", "calcium": "9.5", "pth": "40", "tsh": "2"},
}  # fmt: skip
MAN_80 = {"sex": "male", "age_years": "80"}

SITUATIONS = [
    ("01", "any T-score", neck("-1.0"), {}, "met"),
    ("01", "none", [row("femoral_neck", "0.8", "bmd")], {}, "not_met"),
    ("02", "above", neck("-0.9"), {}, "not_met"),
    ("02", "at the upper end", neck("-1.0"), {}, "met"),
    ("02", "inside", neck("-2.4"), {}, "met"),
    ("02", "at the lower end", neck("-2.5"), {}, "not_met"),
    ("02", "no T-score", [row("femoral_neck", "0.8", "bmd")], {}, "unknown"),
    ("03", "above", neck("-2.4"), {}, "not_met"),
    ("03", "at", neck("-2.5"), {}, "met"),
    ("03", "below", neck("-2.6"), {}, "met"),
    ("04", "osteopenia, nothing else", neck("-1.5"), frax(hip="5", mof="20"), "met"),
    ("04", "FRAX unknown", neck("-1.5"), {"fractures": [], "medications": []}, "unknown"),
    ("04", "high FRAX", neck("-1.5"), frax(hip="5.1", mof="20"), "not_met"),
    ("05", "above", neck("-0.9"), {}, "not_met"),
    ("05", "at", neck("-1.0"), {}, "not_met"),
    ("05", "below", neck("-1.1"), {}, "met"),
    ("06", "vertebra", neck("0.0"), fracture("vertebra"), "met"),
    ("06", "wrist", neck("0.0"), fracture("distal_forearm"), "not_met"),
    ("06", "nobody said", neck("0.0"), {}, "unknown"),
    ("08", "woman 69", neck("0"), {"sex": "female", "age_years": "69"}, "not_met"),
    ("08", "woman 70", neck("0"), {"sex": "female", "age_years": "70"}, "met"),
    ("08", "man 79", neck("0"), {"sex": "male", "age_years": "79"}, "not_met"),
    ("08", "man 80", neck("0"), MAN_80, "met"),
    ("08", "80, sex unknown", neck("0"), {"age_years": "80"}, "unknown"),
    ("08", "69, sex unknown", neck("0"), {"age_years": "69"}, "not_met"),
    ("09", "4 cm", neck("0"), {"height_loss_historical_cm": "4"}, "not_met"),
    ("09", "4.1 cm", neck("0"), {"height_loss_historical_cm": "4.1"}, "met"),
    ("09", "3.9 cm", neck("0"), {"height_loss_historical_cm": "3.9"}, "not_met"),
    ("09", "unknown", neck("0"), {}, "unknown"),
    ("10", "told", neck("0"), VERTEBRA_TOLD, "met"),
    ("10", "documented", neck("0"), VERTEBRA_KNOWN, "not_met"),
    ("11", "5 mg, 3 months", neck("0"), course("5", "3"), "met"),
    ("11", "4.9 mg", neck("0"), course("4.9", "3"), "not_met"),
    ("11", "2 months", neck("0"), course("5", "2"), "not_met"),
    ("11", "duration unknown", neck("0"), course("5", None), "unknown"),
    ("11", "dose too low, duration unknown", neck("0"), course("4.9", None), "not_met"),
    ("12", "kyphosis", neck("0"), {"findings": ["kyphosis"]}, "met"),
    ("12", "back pain", neck("0"), {"findings": ["acute_back_pain"]}, "met"),
    ("12", "neither", neck("0"), {"findings": []}, "not_met"),
    ("13", "osteopenia without FRAX", neck("-1.5"), {}, "met"),
    ("13", "FRAX given", neck("-1.5"), frax(hip="1"), "not_met"),
    ("14", "all answered", neck("0"), ALL_KNOWN, "met"),
    ("14", "weight open", neck("0"), {**ALL_KNOWN, "weight_kg": None}, "unknown"),
    ("15", "5 %", neck("0"), frax(hip="5"), "not_met"),
    ("15", "5.1 %", neck("0"), frax(hip="5.1"), "met"),
    ("15", "4.9 %", neck("0"), frax(hip="4.9"), "not_met"),
    ("15", "unknown", neck("0"), {}, "unknown"),
    ("16", "20 %", neck("0"), frax(mof="20"), "not_met"),
    ("16", "20.1 %", neck("0"), frax(mof="20.1"), "met"),
    ("16", "19.9 %", neck("0"), frax(mof="19.9"), "not_met"),
    ("17", "osteopenia", neck("-1.0"), {}, "met"),
    ("17", "osteoporosis", neck("-2.5"), {}, "not_met"),
    ("18", "all answered", neck("0"), ALL_KNOWN, "met"),
    ("18", "PTH open", neck("0"), {**ALL_KNOWN, "labs": {"calcium": "9"}}, "unknown"),
    ("19", "low", neck("-1.0"), {}, "met"),
    ("19", "not low", neck("-0.9"), {}, "not_met"),
    ("20", "low", neck("-2.6"), {}, "met"),
    ("21", "low", neck("-1.0"), {}, "met"),
    ("22", "vertebra", neck("0"), fracture("vertebra"), "met"),
    ("23", "hip risk", neck("0"), frax(hip="5.1", mof="1"), "met"),
    ("23", "both low", neck("0"), frax(hip="5", mof="20"), "not_met"),
    ("23", "one low, one unknown", neck("0"), frax(hip="5"), "unknown"),
    ("24", "-1.4 on prednisone", neck("-1.4"), course("5", "3"), "not_met"),
    ("24", "-1.5 on prednisone", neck("-1.5"), course("5", "3"), "met"),
    ("24", "-1.6 on prednisone", neck("-1.6"), course("5", "3"), "met"),
    ("24", "-1.5, no drugs", neck("-1.5"), {"medications": []}, "not_met"),
    ("24", "-1.5, drugs unknown", neck("-1.5"), {}, "unknown"),
    ("25", "any site", neck("0"), fracture("rib"), "met"),
    ("25", "none", neck("0"), {"fractures": []}, "not_met"),
    ("26", "threshold met", neck("0"), fracture("rib"), "met"),
    ("26", "nothing met", neck("0"), frax(hip="1", mof="1"), "not_met"),
    ("27", "threshold met", neck("0"), fracture("rib"), "met"),
    ("28", "postmenopausal osteopenia", neck("-1.5"), WOMAN, "met"),
    ("28", "status unknown", neck("-1.5"), {}, "unknown"),
    ("29", "bisphosphonate not possible", neck("0"),
     {**fracture("rib"), "conditions": ["bisphosphonate_intolerance"]}, "met"),
    ("29", "denosumab considered", neck("0"), {**fracture("rib"), "candidate_option": "denosumab"}, "met"),
    ("29", "bisphosphonate possible", neck("0"), {**fracture("rib"), "conditions": []}, "not_met"),
    ("30", "osteopenia", neck("-1.0"), {}, "met"),
    ("30", "normal", neck("-0.9"), {}, "not_met"),
    ("34", "osteophytes", neck("0"), {"findings": ["osteophytes"]}, "met"),
    ("35", "degenerative spine", neck("0"), {"findings": ["degenerative_spine"]}, "met"),
    ("36", "hyperparathyroidism", neck("0"), {"conditions": ["primary_hyperparathyroidism"]}, "met"),
    ("36", "none", neck("0"), {"conditions": []}, "not_met"),
    ("37", "64", neck("0"), {"age_years": "64"}, "met"),
    ("37", "65", neck("0"), {"age_years": "65"}, "not_met"),
    ("39", "always", neck("0"), {}, "met"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words", "rows", "facts", "expected"), SITUATIONS, ids=[f"S{one[0]} {one[1]}" for one in SITUATIONS]
)
def test_line_of_the_article_comes_out(number, words, rows, facts, expected):
    found = finding(number, rows, facts)

    assert expected == found.outcome
    assert bool(found.missing) == (expected == "unknown")


def bmd(value, **more):
    return row("total_hip", value, "bmd", side="left", **more)


def before(value, day="2022-05-14"):
    return bmd(value, current=False, exam_date=day)


LSC = {"facility": {"lsc_g_cm2": {"total_hip": "0.030"}}}
FOLLOW_UP = [
    ("31", "no earlier examination", [bmd("0.800")], {}, "not_applicable"),
    ("31", "serial unknown", [bmd("0.800"), before("0.810")], {}, "unknown"),
    ("32", "BMD of both", [bmd("0.800"), before("0.810")], {}, "met"),
    ("32", "T-scores only", [*neck("-1"), row("femoral_neck", "-0.9", current=False)], {}, "not_met"),
    ("33", "below the range", [bmd("0.972"), before("1.000")], {}, "not_met"),
    ("33", "inside the range, no LSC", [bmd("0.960"), before("1.000")], {}, "unknown"),
    ("33", "inside the range, beyond LSC", [bmd("0.960"), before("1.000")], LSC, "met"),
    ("33", "inside the range, within LSC", [bmd("0.971"), before("1.000")], LSC, "not_met"),
    ("33", "at the upper end", [bmd("0.944"), before("1.000")], {}, "unknown"),
    ("33", "above the range", [bmd("0.943"), before("1.000")], {}, "met"),
]


@pytest.mark.parametrize(
    ("number", "words", "rows", "facts", "expected"), FOLLOW_UP, ids=[f"S{one[0]} {one[1]}" for one in FOLLOW_UP]
)
def test_monitoring_line_comes_out(number, words, rows, facts, expected):
    assert expected == finding(number, rows, facts).outcome


@pytest.mark.parametrize(("serials", "expected"), [(("A", "A"), "met"), (("A", "B"), "not_met")])
def test_same_machine_is_told_by_its_serial_number(serials, expected):
    now, earlier = (
        load_report({"measurements": [bmd("0.8")], "study": {"device": {"serial": serial}}}) for serial in serials
    )
    found = {one.rule: one for one in assess(now, priors=(earlier,)).findings}

    assert expected == found[f"{PACK}.s31"].outcome


def test_seed_patient_is_low_for_the_article_and_open_for_the_primary_packs():
    assessment = judged(SEED_PATIENT)
    low = next(one for one in assessment.findings if one.rule == f"{PACK}.s02")

    assert "INDETERMINATE" == assessment.headline.classification
    assert ("LOW_BONE_MASS",) == low.codes
    assert {"PACK_CONFLICT_WITH_PRIMARY_SOURCE", "BOUNDARY_T_EQUALS_THRESHOLD"} <= set(low.caveats)
    assert ("iscd-adult-2023", "who-1994") == low.conflicts_with


def test_seed_patient_with_her_facts_is_normal_and_the_article_says_otherwise():
    assessment = judged(SEED_PATIENT, WOMAN)
    normal = next(one for one in assessment.findings if one.rule == "iscd-adult-2023.normal")

    assert "NORMAL" == assessment.headline.classification
    assert (PACK,) == normal.conflicts_with


def test_article_and_primary_packs_agree_away_from_the_boundary():
    assert () == finding("02", neck("-1.1"), WOMAN).conflicts_with


@pytest.mark.parametrize(
    ("number", "facts", "expected"),
    [
        ("27", {**fracture("rib"), "crcl_ml_min": "34"}, True),
        ("27", {**fracture("rib"), "crcl_ml_min": "35"}, False),
        ("29", {**fracture("rib"), "candidate_option": "denosumab", "egfr": "29"}, True),
        ("29", {**fracture("rib"), "candidate_option": "denosumab", "egfr": "30"}, False),
    ],
)
def test_renal_limits_are_named(number, facts, expected):
    limits = {"ALENDRONATE_CRCL_BELOW_35", "DENOSUMAB_ADVANCED_CKD_BOXED_WARNING"}

    assert expected == bool(limits & set(finding(number, neck("0"), facts).caveats))


def test_every_line_is_a_rule_or_a_rejected_claim():
    pack = next(one for one in all_guidelines() if one.id == PACK)
    lines = {rule.id.rpartition(".s")[2] for rule in pack.rules} | {claim.id[1:3] for claim in pack.rejected_claims}

    assert {f"{number:02}" for number in range(1, 40)} == lines
    assert all(rule.source_verdict and rule.cite.unresolved for rule in pack.rules)
    assert not pack.classifies
