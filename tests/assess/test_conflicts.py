"""Packs that answer the same question otherwise name each other."""

from dataclasses import replace

import pytest

from assess.registry import all_guidelines
from assess.rules.conflicts import with_conflicts
from assess.rules.judging import finding_of, findings_of
from assess.rules.rule import Rule
from dxa.assessment import Citation, Evidence, Finding, Outcome
from dxa.vocabulary import Classification, Recommendation

CITE = Citation(title="A source", year=2020, locator="Table 1", evidence=Evidence.SEEN)
ISCD = next(pack for pack in all_guidelines() if pack.id == "iscd-adult-2023")
TEMPLATE = ISCD.rules[0]
YES, NO = Recommendation.VFA_INDICATED, Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK
LOW, NORMAL = Classification.LOW_BONE_MASS, Classification.NORMAL
SEVERE, OSTEOPOROSIS = Classification.SEVERE_OSTEOPOROSIS, Classification.OSTEOPOROSIS


def judged(pack, name, advises, outcome, otherwise=(), conflicts_with=()):
    rule = replace(TEMPLATE, id=f"{pack}.{name}", advises=(advises,), otherwise=otherwise)
    codes = (advises,) if outcome is Outcome.MET else otherwise if outcome is Outcome.NOT_MET else ()
    finding = Finding(
        rule=rule.id,
        pack=pack,
        outcome=outcome,
        codes=tuple(code.value for code in codes),
        says="Says.",
        conflicts_with=conflicts_with,
        citation=CITE,
    )
    return rule, finding


MET, NOT_MET, UNKNOWN, OTHERS = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("rows", "conflicts"),
    [
        # Two classes for one case.
        ([("a", "x", LOW, MET), ("b", "x", NORMAL, MET)], [("b",), ("a",)]),
        ([("a", "x", LOW, MET), ("b", "x", LOW, MET)], [(), ()]),
        # Severe osteoporosis is osteoporosis.
        ([("a", "x", SEVERE, MET), ("a", "y", OSTEOPOROSIS, MET), ("b", "x", OSTEOPOROSIS, MET)], [(), (), ()]),
        # A pack that cannot tell contradicts only the class it refutes.
        ([("a", "x", LOW, MET), ("b", "x", LOW, NOT_MET), ("b", "y", NORMAL, UNKNOWN)], [("b",), (), ()]),
        ([("a", "x", LOW, MET), ("b", "x", LOW, UNKNOWN)], [(), ()]),
        ([("a", "x", LOW, MET), ("b", "x", LOW, OTHERS)], [("b",), ()]),
        ([("a", "x", LOW, MET), ("b", "x", LOW, NOT_MET), ("b", "y", LOW, UNKNOWN)], [(), (), ()]),
        # Nothing decided, nothing contradicted.
        ([("a", "x", LOW, UNKNOWN), ("b", "x", NORMAL, MET)], [(), ()]),
        # Recommendations with an opposite.
        ([("a", "x", YES, MET), ("b", "x", YES, NOT_MET, (NO,))], [("b",), ("a",)]),
        ([("a", "x", YES, MET), ("b", "x", YES, NOT_MET, (NO,)), ("b", "y", YES, MET)], [(), (), ()]),
        ([("a", "x", YES, MET), ("b", "x", YES, UNKNOWN, (NO,))], [(), ()]),
    ],
)
def test_packs_that_disagree_name_each_other(rows, conflicts):
    found = with_conflicts([judged(*row) for row in rows])

    assert [one.conflicts_with for one in found] == conflicts


def test_what_a_rule_says_of_itself_is_kept():
    rows = [
        judged("a", "x", LOW, MET, conflicts_with=("who-1994",)),
        judged("b", "x", NORMAL, MET),
        judged("c", "x", YES, MET, conflicts_with=("z", "y")),
    ]

    assert [one.conflicts_with for one in with_conflicts(rows)] == [("b", "who-1994"), ("a",), ("z", "y")]


@pytest.mark.parametrize(("verdict", "shown"), [("CONFLICT", True), ("AGREE", False), (None, False)])
def test_a_rule_against_its_primary_source_says_so(situation, verdict, shown):
    rule: Rule = replace(ISCD.rules[-1], source_verdict=verdict)
    caveats = finding_of(rule, ISCD, situation(("femoral_neck", "-1.7"))).caveats

    assert ("PACK_CONFLICT_WITH_PRIMARY_SOURCE" in caveats) == shown


def test_the_seed_patient_is_refused_by_the_primary_packs_whatever_is_missing(situation):
    case = situation(("lumbar_spine", "-1.0"))
    rule = replace(TEMPLATE, id="literal.class", applies=None, advises=(LOW,))
    literal = replace(ISCD, id="literal", rules=(rule,))
    judged_all = [*findings_of(literal, case), *findings_of(ISCD, case)]

    assert with_conflicts(judged_all)[0].conflicts_with == ("iscd-adult-2023",)
