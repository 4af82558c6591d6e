"""Each pack against the situations written down for it, and every figure with a case below, at and above it.

A file of `situations/` is one pack. `who` are the facts of its usual patient, of whom nothing else is the matter. A
case is [T-score of the femoral neck, or a table of region to T-score, or "" for none; facts in which the case differs,
"?" for not known; outcome; further expectations]. A table of limits by age stands for a case below, at and above each.
"""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from assess.case.situation import situation_of
from assess.expressions.contents import nodes
from assess.expressions.lists import Counted
from assess.expressions.logic import Comparison, Parameter
from assess.registry import all_guidelines
from assess.rules.judging import finding_of
from dxa.schema import load_facts, load_report

NOTHING_ELSE = {
    "fractures": [],
    "medications": [],
    "conditions": [],
    "findings": [],
    "risk_factors": [],
    "therapy": [],
    "height_loss_historical_cm": "0",
    "height_loss_prospective_cm": "0",
}
FILES = sorted(Path(__file__).with_name("situations").glob("*.toml"))
PACKS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
GUIDELINES = {pack.id.replace("-", "_"): pack for pack in all_guidelines()}
STEP = Decimal("0.01")


def cases_of(rule):
    """Return the cases of a rule, those of its tables included."""
    return [*rule.get("cases", ()), *(case for table in rule.get("by_age", ()) for case in tabled(table))]


def tabled(table):
    """Yield the cases of a table: the score or FRAX value at each age a step below, at and a step above the limit."""
    reached = {">": (False, False, True), ">=": (False, True, True), "<": (True, False, False)}[table["operator"]]
    for age, limit in table["limits"].items():
        for step, holds in zip((-STEP, 0, STEP), reached, strict=True):
            value = str(Decimal(limit) + step)
            facts = table.get("facts", {}) | {"age_years": age}
            if table["value"] == "t_score":
                yield [value, facts, table["outcomes"][0 if holds else 1]]
            else:
                frax = facts.get("frax", {}) | {table["value"]: value}
                yield [table.get("t_score", ""), facts | {"frax": frax}, table["outcomes"][0 if holds else 1]]


CASES = [
    pytest.param(name, rule["id"], pack["who"], case, id=f"{name}.{rule['id']}-{number}")
    for name, pack in PACKS.items()
    for rule in pack["rule"]
    for number, case in enumerate(cases_of(rule))
]
SHARED = {"MEN_FROM", "MEN_BELOW", "CHILD_BELOW"}
"""Figures of the population gates, tried in test_guidelines."""
OTHERWISE = {"not_met", "not_applicable"}
TABLED = ("who_1994", "iscd_adult_2023", "seed_droracle_2025")
"""Packs whose situations stand in test_guidelines and test_seed_droracle_2025."""


def row(region, value):
    name, _, other = region.partition("/")
    levels = {"levels": ["L1", "L2", "L3", "L4"]} if name == "lumbar_spine" else {}
    if other == "excluded":
        return {"region": name, "quantity": "t_score", "value": value, "unit": "1", "excluded": "artefact"}
    unit = "%" if other.endswith("percent") else "1"
    return {"region": name, "quantity": other or "t_score", "value": value, "unit": unit, **levels}


def situation(who, case):
    scores, facts, *_ = case
    rows = {"femoral_neck": scores} if isinstance(scores, str) else scores
    known = NOTHING_ELSE | who | facts
    text = case[3].get("text", {}) if len(case) > 3 else {}
    measured = [row(region, value) for region, value in rows.items() if value]
    report = load_report({"measurements": measured, "text": text})
    return situation_of(report, load_facts({name: value for name, value in known.items() if value != "?"}))


@pytest.mark.parametrize(("name", "rule_id", "who", "case"), CASES)
def test_a_rule_ends_as_its_source_has_it(name, rule_id, who, case):
    pack = GUIDELINES[name]
    rule = next(rule for rule in pack.rules if rule.id == f"{pack.id}.{rule_id}")
    found = finding_of(rule, pack, situation(who, case))
    more = case[3] if len(case) > 3 else {}

    assert (case[2], set(more.get("missing", found.missing))) == (found.outcome.value, set(found.missing))
    assert set(more.get("caveats", found.caveats)) == set(found.caveats)


def compared(expression, subject):
    """Yield the name of each figure and on which side of it the subject's value lies."""
    for node in nodes(expression):
        if isinstance(node, Comparison) and isinstance(node.threshold, Parameter):
            yield from sides(node, subject)
        if isinstance(node, Counted):
            for entry in node.entries.read(subject).entries:
                yield from compared(node.where, entry)


def sides(node, subject):
    try:
        known = node.term.read(subject)
    except AttributeError:
        # A part of a list entry, met on the way through the whole expression: it is asked of the entries themselves.
        return
    if known is not None and isinstance(known.value, Decimal):
        yield node.threshold.name, (known.value > node.threshold.value) - (known.value < node.threshold.value)


@pytest.mark.parametrize("name", sorted(set(GUIDELINES) - set(TABLED)))
def test_every_figure_is_tried_below_at_and_above(name):
    pack = GUIDELINES[name]
    seen = set()
    for case in (case for rule in PACKS[name]["rule"] for case in cases_of(rule)):
        subject = situation(PACKS[name]["who"], case)
        for rule in pack.rules:
            for part in (rule.when, rule.applies, *(caveat.when for caveat in rule.caveats)):
                seen |= set(compared(part, subject)) if part is not None else set()
    wanted = {figure.name for rule in pack.rules for figure in rule.parameters} - SHARED

    assert {name: sorted({-1, 0, 1} - {side for other, side in seen if other == name}) for name in wanted} == {
        name: [] for name in wanted
    }


@pytest.mark.parametrize("name", sorted(set(GUIDELINES) - set(TABLED)))
def test_every_rule_is_seen_met_and_not_met(name):
    outcomes = {rule["id"]: {case[2] for case in cases_of(rule)} for rule in PACKS[name]["rule"]}
    rules = {rule.id.partition(".")[2] for rule in GUIDELINES[name].rules}

    assert rules == set(outcomes)
    assert {rule for rule, seen in outcomes.items() if "met" not in seen or not seen & OTHERWISE} == set()
