"""Every pack: a table of situations for the primary ones, and what all of them have to keep."""

import json
from pathlib import Path

import pytest

import assess.guidelines
from assess import assess as apply
from assess.expressions.contents import nodes
from assess.expressions.logic import Comparison, Parameter
from assess.registry import all_checks, all_guidelines
from dxa.assessment import Evidence, Outcome, PackStatus
from dxa.schema import load_facts
from dxa.vocabulary import MEANINGS

REVISIONS = Path(assess.guidelines.__path__[0]) / "revisions.json"
RULES = [(pack, rule) for pack in all_guidelines() for rule in pack.rules]
WOMAN = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
MAN = {"age_years": "66", "sex": "male"}
NOTHING_ELSE = {"fractures": [], "medications": [], "height_loss_historical_cm": "0"}
GC = {"drug": "prednisone", "mg_per_day": "5", "months": "3"}
SELF = {"site": "vertebra", "self_reported": True, "documented": False}


def outcome(report, rule, value, facts):
    rows = [("femoral_neck", value)] if value is not None else []
    assessment = apply(report(*rows), load_facts(facts), packs=[rule.split(".")[0]])
    found = next(one for one in assessment.findings if one.rule == rule)
    return found.outcome.value, set(found.missing), found.caveats


@pytest.mark.parametrize(
    ("value", "facts", "expected", "missing"),
    [
        ("-1.0", {}, "not_met", set()),
        ("-0.9", {}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"age_years": "69.99"}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"age_years": "70"}, "met", set()),
        ("-1.1", WOMAN | {"age_years": "71"}, "met", set()),
        ("-1.0", WOMAN | {"age_years": "71"}, "not_met", set()),
        ("-1.1", MAN | NOTHING_ELSE | {"age_years": "79"}, "not_met", set()),
        ("-1.1", MAN | NOTHING_ELSE | {"age_years": "80"}, "met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"height_loss_historical_cm": "3.81"}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"height_loss_historical_cm": "3.9"}, "unknown", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"height_loss_historical_cm": "4"}, "unknown", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"height_loss_historical_cm": "4.1"}, "met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"fractures": [SELF]}, "met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"fractures": [SELF | {"documented": True}]}, "not_met", set()),
        (
            "-1.1",
            WOMAN | NOTHING_ELSE | {"fractures": [SELF | {"documented": None}]},
            "unknown",
            {"fractures[].documented"},
        ),
        ("-1.1", WOMAN | NOTHING_ELSE | {"fractures": [SELF | {"self_reported": False}]}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"fractures": [SELF | {"site": "hip"}]}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": [GC]}, "met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": [GC | {"mg_per_day": "4.9"}]}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": [GC | {"months": "2.9"}]}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": [GC | {"months": None}]}, "unknown", {"medications[].months"}),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": [GC | {"drug": "alendronate"}]}, "not_met", set()),
        ("-1.1", WOMAN | NOTHING_ELSE | {"age_years": None}, "unknown", {"age_years"}),
        ("-1.1", WOMAN | NOTHING_ELSE | {"age_years": "75", "sex": None}, "unknown", {"sex"}),
        ("-1.1", WOMAN | NOTHING_ELSE | {"height_loss_historical_cm": None}, "unknown", {"height_loss_historical_cm"}),
        ("-1.1", WOMAN | NOTHING_ELSE | {"fractures": None}, "unknown", {"fractures"}),
        ("-1.1", WOMAN | NOTHING_ELSE | {"medications": None}, "unknown", {"medications"}),
        (None, WOMAN | {"age_years": "71"}, "unknown", {"t_score"}),
        (None, WOMAN | NOTHING_ELSE, "not_met", set()),
    ],
)
def test_iscd_vfa_needs_a_low_t_score_and_one_criterion(report, value, facts, expected, missing):
    assert outcome(report, "iscd-adult-2023.vfa", value, facts)[:2] == (expected, missing)


@pytest.mark.parametrize(
    ("loss", "shown"), [("3.81", False), ("3.9", True), ("4", True), ("4.1", False), (None, False)]
)
def test_between_one_and_a_half_inches_and_4_cm_the_source_contradicts_itself(report, loss, shown):
    facts = WOMAN | {"height_loss_historical_cm": loss}
    caveats = outcome(report, "iscd-adult-2023.vfa", "-1.5", facts)[2]

    assert ("UNIT_INCONSISTENCY_IN_SOURCE_4CM_VS_1_5IN" in caveats) == shown


@pytest.mark.parametrize("pack", ["who-1994", "iscd-adult-2023"])
@pytest.mark.parametrize(
    ("value", "normal", "low", "osteoporosis"),
    [
        ("-0.99", "met", "not_met", "not_met"),
        ("-1.00", "met", "not_met", "not_met"),
        ("-1.01", "not_met", "met", "not_met"),
        ("-2.49", "not_met", "met", "not_met"),
        ("-2.5", "not_met", "not_met", "met"),
        ("-2.51", "not_met", "not_met", "met"),
        (None, "unknown", "unknown", "unknown"),
    ],
)
def test_exactly_one_class_holds_on_either_side_of_each_boundary(report, pack, value, normal, low, osteoporosis):
    names = ("normal", "low-bone-mass", "osteoporosis")

    assert [outcome(report, f"{pack}.{name}", value, WOMAN)[0] for name in names] == [normal, low, osteoporosis]


@pytest.mark.parametrize(
    ("facts", "expected", "missing"),
    [
        (WOMAN, "met", set()),
        (WOMAN | {"menopausal_status": "transition"}, "met", set()),
        (WOMAN | {"menopausal_status": "premenopausal"}, "not_applicable", set()),
        (WOMAN | {"menopausal_status": None}, "unknown", {"menopausal_status"}),
        (WOMAN | {"sex": None}, "unknown", {"sex"}),
        (WOMAN | {"age_years": None}, "met", set()),
        (MAN | {"age_years": "50"}, "met", set()),
        (MAN | {"age_years": "49.99"}, "not_applicable", set()),
        (MAN | {"age_years": None}, "unknown", {"age_years"}),
        ({"age_years": "19"}, "not_applicable", set()),
    ],
)
@pytest.mark.parametrize("pack", ["who-1994", "iscd-adult-2023"])
def test_t_score_classes_are_for_their_population(report, pack, facts, expected, missing):
    assert outcome(report, f"{pack}.osteoporosis", "-2.5", facts)[:2] == (expected, missing)


@pytest.mark.parametrize(
    ("value", "fractures", "expected", "missing"),
    [
        ("-2.5", [{"site": "hip", "fragility": True}], "met", set()),
        ("-2.4", [{"site": "hip", "fragility": True}], "not_met", set()),
        ("-2.5", [{"site": "hip", "fragility": False}], "not_met", set()),
        ("-2.5", [], "not_met", set()),
        ("-2.5", None, "unknown", {"fractures"}),
        ("-2.4", None, "not_met", set()),
    ],
)
def test_severe_osteoporosis_needs_a_fragility_fracture(report, value, fractures, expected, missing):
    found = outcome(report, "who-1994.severe-osteoporosis", value, WOMAN | {"fractures": fractures})

    assert found[:2] == (expected, missing)


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=lambda part: part.id)
def test_every_rule_compares_with_named_figures_and_speaks_in_known_codes(pack, rule):
    parts = [part for part in (rule.applies, rule.when, *(one.when for one in rule.caveats)) if part is not None]
    comparisons = [node for part in parts for node in nodes(part) if isinstance(node, Comparison)]
    numbers = [node.threshold for node in comparisons if isinstance(node.threshold, Parameter)]

    assert all(figure.cite.locator and figure.unit and figure.operator for figure in numbers)
    assert {code.value for code in (*rule.advises, *rule.otherwise)} <= set(MEANINGS)
    assert rule.cite.title.strip()
    assert rule.says.endswith((".", "?"))


@pytest.mark.parametrize("pack", all_guidelines(), ids=lambda pack: pack.id)
def test_every_pack_is_known_to_the_vocabulary_and_dated(pack):
    assert pack.id in MEANINGS
    assert pack.review_due > pack.last_updated
    assert pack.status is PackStatus.DRAFT or not pack.unverified


@pytest.mark.parametrize("pack", all_guidelines(), ids=lambda pack: pack.id)
def test_a_recalled_rule_says_so_in_every_finding(pack, report):
    recalled = {rule.id for rule in pack.rules if rule.recalled}
    findings = apply(report(("femoral_neck", "-1.7")), load_facts(WOMAN), packs=[pack.id]).findings

    assert {one.rule for one in findings if any("recalled" in note for note in one.notes)} >= recalled
    assert all(one.rule in recalled for one in findings if one.citation.evidence is Evidence.RECALLED)
    assert {one.outcome for one in findings} <= set(Outcome)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: f"{check.id}-{check.code}")
def test_every_check_cites_its_source(check):
    assert check.cite.locator.strip()
    assert all(figure.cite.locator for figure in check.parameters)


@pytest.mark.parametrize("pack", all_guidelines(), ids=lambda pack: pack.id)
def test_a_changed_pack_raises_its_revision(pack, request):
    recorded = json.loads(REVISIONS.read_text(encoding="utf-8"))
    hashes = recorded.setdefault(pack.id, {})
    if request.config.getoption("--rewrite-golden") and str(pack.revision) not in hashes:
        # Only a new revision is written: the hash of a published one stays what it was.
        hashes[str(pack.revision)] = pack.sha256
        REVISIONS.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    assert hashes.get(str(pack.revision)) == pack.sha256, f"{pack.id} changed: raise its revision and record it"
    assert sorted(map(int, hashes)) == list(range(1, pack.revision + 1))


def test_no_recorded_pack_has_vanished():
    recorded = json.loads(REVISIONS.read_text(encoding="utf-8"))

    assert set(recorded) <= {pack.id for pack in all_guidelines()}
