"""The whole assessment: deterministic, complete, and nothing swallowed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assess.engine
from assess import assess as apply
from assess.checking.check import Check
from assess.registry import all_checks, all_guidelines
from dxa import __version__
from dxa.assessment import Assessment, Outcome, Severity
from dxa.errors import InvalidRequest
from dxa.schema import dump, dump_assessment, load, load_facts, load_report

WOMAN = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
SEED = [("lumbar_spine", "-1.0"), ("femoral_neck", "-1.0"), ("hip_unspecified", "-0.5")]


def finding(assessment, rule):
    return next(one for one in assessment.findings if one.rule == rule)


def test_false_and_unknown_is_false_for_the_seed_patient(report):
    found = finding(apply(report(*SEED)), "iscd-adult-2023.vfa")

    assert (found.outcome, found.missing) == (Outcome.NOT_MET, ())
    assert found.codes == ("VFA_NOT_INDICATED_BY_THIS_PACK",)
    assert [(reason.value, reason.operator, reason.threshold) for reason in found.because] == [("-1.0", "<", "-1.0")]
    assert "BOUNDARY_T_EQUALS_THRESHOLD" in found.caveats


@pytest.mark.parametrize(
    ("value", "outcome"),
    [("-1.0", "fires"), ("-1.00", "fires"), ("-2.5", "fires"), ("-1.1", "silent"), (None, "unknown")],
)
def test_a_t_score_on_a_boundary_is_pointed_out(report, value, outcome):
    rows = [("femoral_neck", value)] if value else []
    result = next(one for one in apply(report(*rows)).checks if one.check == "M08")

    assert (result.outcome, result.severity) == (outcome, Severity.INFO)


def test_the_same_input_gives_the_same_bytes(report):
    def text():
        return json.dumps(dump_assessment(apply(report(*SEED), load_facts(WOMAN))))

    assert text() == text()


def test_an_assessment_survives_the_wire(report):
    assessment = apply(report(*SEED), load_facts(WOMAN), priors=(report(),))

    assert load(Assessment, dump(assessment)) == assessment


def test_results_are_ranked_and_complete(report):
    assessment = apply(report(("femoral_neck", "-2.8")), load_facts(WOMAN))
    weights = list(Severity)
    ranks = [(weights.index(one.severity), one.rule) for one in assessment.findings]
    checks = [(weights.index(one.severity), one.check, one.code) for one in assessment.checks]

    assert (ranks, checks) == (sorted(ranks), sorted(checks))
    assert {one.rule for one in assessment.findings} == {rule.id for pack in all_guidelines() for rule in pack.rules}
    assert len(assessment.checks) == len(all_checks())
    assert assessment.service_version == __version__
    assert "physician" in assessment.disclaimer


def test_missing_facts_are_ranked_by_what_they_decide(report):
    assessment = apply(report(*SEED), packs=["iscd-adult-2023"])
    counts = [(one.decides, one.fact) for one in assessment.facts_missing]

    assert counts == sorted(counts, key=lambda one: (-one[0], one[1]))
    assert {"sex", "menopausal_status", "age_years"} <= {fact for _, fact in counts}


@pytest.mark.parametrize(("packs", "used"), [([], []), (["who-1994", "who-1994"], ["who-1994"])])
def test_only_the_packs_asked_for_are_used_and_the_headline_stays(report, packs, used):
    assessment = apply(report(*SEED), packs=packs)

    assert [pack.id for pack in assessment.packs] == used
    assert {one.pack for one in assessment.findings} == set(used)
    assert assessment.headline.pack == "iscd-adult-2023"


def test_an_unknown_pack_is_refused(report):
    with pytest.raises(InvalidRequest, match="unknown pack"):
        apply(report(), packs=["who-1995"])


def test_every_pack_used_shows_its_hash_and_status(report):
    shown = {pack.id: pack for pack in apply(report()).packs}

    assert {name: (one.sha256, one.revision, one.status) for name, one in shown.items()} == {
        pack.id: (pack.sha256, pack.revision, pack.status) for pack in all_guidelines()
    }


def test_a_check_that_crashes_is_not_swallowed(report, monkeypatch):
    def crash(_):
        raise ZeroDivisionError

    first = all_checks()[0]
    broken = Check(id=first.id, code=first.code, severity=first.severity, says="x", cite=first.cite, run=crash)
    monkeypatch.setattr(assess.engine, "all_checks", lambda: (broken,))

    with pytest.raises(ZeroDivisionError):
        apply(report())


FACTS = {
    **WOMAN,
    "height_loss_historical_cm": "4.5",
    "fractures": [{"site": "vertebra", "fragility": True, "documented": False, "self_reported": True}],
    "medications": [{"drug": "prednisone", "mg_per_day": "5", "months": "3"}],
    "conditions": [],
    "frax": {"mof": "21", "hip": "3.2"},
}


@settings(max_examples=60)
@given(
    st.sets(st.sampled_from(sorted(FACTS))), st.sampled_from(sorted(FACTS)), st.sampled_from(["-0.5", "-1.7", "-2.5"])
)
def test_a_further_fact_never_turns_a_decided_rule_of_the_primary_packs_open(names, added, value):
    row = {"region": "femoral_neck", "quantity": "t_score", "value": value}
    report = load_report({"measurements": [row]})
    before, after = (
        {
            one.rule: one.outcome
            for one in apply(
                report, load_facts({name: FACTS[name] for name in known}), packs=["who-1994", "iscd-adult-2023"]
            ).findings
        }
        for known in (names, {*names, added})
    )

    assert {rule for rule, outcome in before.items() if outcome is Outcome.MET} <= {
        rule for rule, outcome in after.items() if outcome is Outcome.MET
    }
    assert not {
        rule for rule, outcome in after.items() if outcome is Outcome.UNKNOWN and before[rule] is not Outcome.UNKNOWN
    }


def test_of_a_child_no_t_score_frax_or_menopause_is_asked():
    rows = [{"quantity": "z_score", "region": "lumbar_spine", "value": "-1.0", "levels": ["L1", "L2", "L3", "L4"]}]
    facts = {"age_years": "10", "sex": "female", "fractures": []}
    asked = [one.fact for one in apply(load_report({"measurements": rows}), load_facts(facts)).facts_missing]

    assert asked
    assert [] == [name for name in asked if name.startswith(("t_score", "frax", "menopausal_status"))]
