"""What a rule, a pack and a check must be before anything evaluates them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assess.checking.check import Check, fires, silent, undecided
from assess.expressions.logic import Operator, Parameter
from assess.rules.rule import Guideline, RejectedClaim, Rule, at, canonical
from assess.terms.terms import AGE, LOWEST_T
from dxa.assessment import CheckOutcome, Citation, Evidence, PackStatus, Reason, Severity, Truth
from dxa.vocabulary import Caveat, Recommendation

CITE = Citation(title="A guideline", year=2020, locator="Table 1", evidence=Evidence.SEEN)
LOW = Parameter(name="T_LOW", value=Decimal("-1.0"), operator=Operator.LT, unit="T-score", cite=CITE)
RULE = Rule(id="some-2020.vfa", says="Say.", when=LOWEST_T < LOW, advises=(Recommendation.VFA_INDICATED,), cite=CITE)
PACK = Guideline(
    id="some-2020",
    edition="2020",
    revision=1,
    title="Some",
    about="About.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 1, 1),
    review_due=date(2027, 1, 1),
    rules=(RULE,),
)
RECALLED = at(CITE, "Table 2", Evidence.RECALLED)
LOW_RECALLED = replace(LOW, cite=RECALLED)
LOWER = replace(LOW, value=Decimal("-1.1"))
INCLUSIVE = replace(LOW, operator=Operator.LE)


def test_a_citation_moves_to_another_place_and_keeps_its_evidence_unless_told():
    assert at(CITE, "Table 3") == replace(CITE, locator="Table 3")
    assert RECALLED.evidence is Evidence.RECALLED


def test_a_citation_needs_a_locator():
    with pytest.raises(ValueError, match="locator"):
        replace(RULE, cite=at(CITE, " "))


@pytest.mark.parametrize(
    ("rules", "parameters", "message"),
    [
        ((RULE, RULE), (), "unique"),
        ((replace(RULE, id="other.vfa"),), (), "start with"),
        ((RULE,), (replace(LOW, value=Decimal(-2)),), "same name"),
    ],
)
def test_a_pack_refuses_ids_and_figures_it_cannot_tell_apart(rules, parameters, message):
    with pytest.raises(ValueError, match=message):
        replace(PACK, rules=rules, parameters=parameters)


@pytest.mark.parametrize(
    ("rule", "unverified"),
    [
        (RULE, ()),
        (replace(RULE, cite=RECALLED), (RULE.id,)),
        (replace(RULE, when=LOWEST_T < LOW_RECALLED), (RULE.id,)),
        (replace(RULE, when=AGE < LOW_RECALLED, applies=AGE < LOW_RECALLED), (RULE.id,)),
    ],
)
def test_a_pack_on_recalled_figures_says_so_and_cannot_be_approved(rule, unverified):
    pack = replace(PACK, rules=(rule,))

    assert pack.unverified == unverified
    if unverified:
        with pytest.raises(ValueError, match="recalled"):
            replace(pack, status=PackStatus.APPROVED)


def test_a_recalled_figure_outside_the_rules_counts_as_well():
    pack = replace(PACK, parameters=(replace(LOW, name="CALCIUM", cite=RECALLED),))

    assert pack.unverified == ("CALCIUM",)
    assert [figure.name for figure in pack.figures] == ["T_LOW", "CALCIUM"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(PACK, rules=(replace(RULE, says="Other."),)),
        replace(PACK, rules=(replace(RULE, when=LOWEST_T < LOWER),)),
        replace(PACK, rules=(replace(RULE, when=LOWEST_T <= INCLUSIVE),)),
        replace(PACK, rules=(replace(RULE, severity=Severity.MAJOR),)),
        replace(PACK, revision=2),
        replace(PACK, rejected_claims=(RejectedClaim(id="S07", says="No.", reason="Inverted.", cite=CITE),)),
    ],
)
def test_every_change_of_content_changes_the_hash(changed):
    assert changed.sha256 != PACK.sha256


def test_a_review_does_not_change_the_hash():
    reviewed = replace(PACK, status=PackStatus.APPROVED, reviewed_by=("A. Reader",), review_due=date(2028, 1, 1))

    assert reviewed.sha256 == PACK.sha256


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError, match="float"):
        canonical(1.0)


def reason(verdict):
    return Reason(term="t", value="1", operator="==", threshold="1", verdict=verdict)


CHECK = Check(id="M99", code=Caveat.LSC_MISSING, severity=Severity.MAJOR, says="Says.", cite=CITE, when=LOWEST_T < LOW)


@pytest.mark.parametrize(
    ("judged", "outcome", "severity", "says"),
    [
        (fires(reason(Truth.TRUE)), CheckOutcome.FIRES, Severity.MAJOR, "Says."),
        (fires(says="This.", severity=Severity.MINOR), CheckOutcome.FIRES, Severity.MINOR, "This."),
        (silent(reason(Truth.FALSE)), CheckOutcome.SILENT, Severity.INFO, "Says."),
        (undecided("lsc"), CheckOutcome.UNKNOWN, Severity.INFO, "Says."),
    ],
)
def test_a_check_says_how_it_came_out(situation, judged, outcome, severity, says):
    check = replace(CHECK, when=None, run=lambda _: judged, figures=(LOW,))
    result = check.result(situation())

    assert (result.outcome, result.severity, result.says) == (outcome, severity, says)
    assert (result.because, result.missing) == (judged.because, judged.missing)
    assert check.parameters == (LOW,)


@pytest.mark.parametrize(
    ("value", "outcome"),
    [("-1.1", CheckOutcome.FIRES), ("-1.0", CheckOutcome.SILENT), (None, CheckOutcome.UNKNOWN)],
)
def test_a_check_may_be_an_expression(situation, value, outcome):
    rows = [("femoral_neck", value)] if value else []

    assert CHECK.result(situation(*rows)).outcome == outcome
    assert CHECK.parameters == (LOW,)


@pytest.mark.parametrize("run", [None, lambda _: silent()])
def test_a_check_is_either_an_expression_or_a_function(run):
    with pytest.raises(ValueError, match="either"):
        replace(CHECK, when=None if run is None else CHECK.when, run=run)
