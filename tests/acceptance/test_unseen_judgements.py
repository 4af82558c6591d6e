"""Judgements written from the guideline sheet alone: the thresholds of every pack and check, and what is unknown."""

import tomllib
from pathlib import Path

import pytest

from assess import assess
from assess.case.situation import situation_of
from assess.columns import batch_of, outcomes, terms_text
from assess.registry import all_guidelines
from assess.rules.judging import judge
from dxa.schema import load_facts, load_report
from parsers.narrative.completing import completed
from tests.acceptance.rows import measurement, sampled

_FILES = ("unseen_judgements.toml", "unseen_judgements_2.toml", "unseen_judgements_3.toml", "unseen_judgements_4.toml")


def situations_of(name):
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["situation"]


SITUATIONS = [situation for name in _FILES for situation in situations_of(name)]
LISTS = (
    "fractures",
    "medications",
    "conditions",
    "findings",
    "risk_factors",
    "therapy",
    "implants",
    "recent_events",
)
NEGATIVES = {name: [] for name in LISTS} | {"height_loss_historical_cm": "0", "height_loss_prospective_cm": "0"}
WOMAN = {"sex": "female", "menopausal_status": "postmenopausal"}
MAN = {"sex": "male"}


def posted(situation):
    """Return a situation as a caller posts it."""
    priors = [given(prior) for prior in situation.get("priors", ())]
    return {"report": given(situation), "facts": stated(situation), "priors": priors}


def given(situation):
    return {"measurements": [measurement(row) for row in situation["report"]], **situation.get("parts", {})}


def examination(situation):
    return completed(load_report(given(situation)), "0" * 64)


def stated(situation):
    kind, _, age = situation.get("person", "").partition(" ")
    person = {"woman": WOMAN, "man": MAN}.get(kind, {}) | ({"age_years": age} if age else {})
    known = {**NEGATIVES, **person, **situation.get("facts", {})}
    return {name: value for name, value in known.items() if name not in situation.get("unstated", ())}


def facts(situation):
    return load_facts(stated(situation))


def judged(situation):
    priors = tuple(examination(prior) for prior in situation.get("priors", ()))
    return assess(examination(situation), facts(situation), priors)


def check_outcomes(result):
    """Return the outcome of each code; a code of several checks fires if one of them does."""
    outcomes = {}
    for rank in ("silent", "unknown", "fires"):
        outcomes |= {check.code: rank for check in result.checks if check.outcome == rank}
    return outcomes


def codes(result):
    found = set(result.headline.caveats)
    found |= {code for finding in result.findings for code in (*finding.codes, *finding.caveats)}
    found |= {code for check in result.checks for code in check.caveats}
    return found | {code for code, outcome in check_outcomes(result).items() if outcome == "fires"}


@pytest.mark.parametrize("situation", sampled(SITUATIONS), ids=lambda situation: situation["name"])
def test_a_situation_is_judged_as_the_sheet_says(situation):
    result = judged(situation)
    rules = {finding.rule: finding.outcome for finding in result.findings}
    checks = check_outcomes(result)
    risks = {one.pack: one.answer for asked in result.comparison if asked.question == "risk" for one in asked.answers}
    asked = " ".join(one.fact for one in result.facts_missing).split()

    assert situation.get("class", result.headline.classification) == result.headline.classification
    assert situation.get("rules", {}) == {rule: rules[rule] for rule in situation.get("rules", {})}
    assert situation.get("checks", {}) == {code: checks[code] for code in situation.get("checks", {})}
    assert situation.get("risk", {}) == {pack: risks.get(pack, "not_applicable") for pack in situation.get("risk", {})}
    assert set(situation.get("caveats", ())) <= codes(result)
    assert set() == set(situation.get("without", ())) & codes(result)
    assert set() == {fact for fact in situation.get("asks", ()) if not any(one.startswith(fact) for one in asked)}
    answers = {f"{one.question} {each.pack}": each.answer for one in result.comparison for each in one.answers}
    wanted = situation.get("answers", {})
    assert wanted == {name: answers.get(name, "not_applicable") for name in wanted}
    assert situation.get("first", "") in result.facts_missing[0].fact
    verdicts = [change.verdict for change in result.changes]
    assert situation.get("changes", verdicts) == verdicts


@pytest.mark.slow
def test_a_question_about_all_of_them_is_answered_as_each_one_is():
    cases = [
        situation_of(examination(one), facts(one), [examination(prior) for prior in one.get("priors", ())])
        for one in SITUATIONS[::10]
    ]
    batch = batch_of([terms_text(case) for case in cases])
    rules = [rule for pack in all_guidelines() for rule in pack.rules]
    alone = {rule.id: [judge(rule, case).outcome for case in cases] for rule in rules}

    assert alone == {rule.id: outcomes(rule, batch) for rule in rules}
