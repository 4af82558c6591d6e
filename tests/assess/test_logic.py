"""The laws of three-valued logic, and what a comparison may be made of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.expressions.contents import facts_of, nodes, parameters_of
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, Term, all_of, any_of, at_least, not_
from dxa.assessment import Citation, Evidence, Truth

CITE = Citation(title="A source", year=2020, locator="Table 1", evidence=Evidence.SEEN)
NAMES = ("a", "b", "c", "d")
TERMS = {name: Term(name, name, lambda case, name=name: case.get(name)) for name in NAMES}
VALUES = {Truth.TRUE: Known(value=True), Truth.FALSE: Known(value=False), Truth.UNKNOWN: None}


def figure(operator, value="-1.0"):
    return Parameter(name="T", value=Decimal(value), operator=operator, unit="T-score", cite=CITE)


def case_of(truths):
    return {name: VALUES[truth] for name, truth in truths.items()}


truths = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Truth)).map(
    lambda some: {name: some.get(name, Truth.UNKNOWN) for name in NAMES}
)
expressions = st.recursive(
    st.sampled_from([term.is_true() for term in TERMS.values()]),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda found: all_of(*found)),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: any_of(*found)),
        st.tuples(st.integers(1, 3), st.lists(parts, min_size=1, max_size=3)).map(
            lambda two: at_least(two[0], *two[1])
        ),
        parts.map(not_),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (Truth.TRUE, Truth.TRUE, Truth.TRUE, Truth.TRUE),
        (Truth.TRUE, Truth.FALSE, Truth.FALSE, Truth.TRUE),
        (Truth.TRUE, Truth.UNKNOWN, Truth.UNKNOWN, Truth.TRUE),
        (Truth.FALSE, Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (Truth.FALSE, Truth.UNKNOWN, Truth.FALSE, Truth.UNKNOWN),
        (Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_the_kleene_tables_hold_in_both_orders(left, right, both, either):
    for case in (case_of({"a": left, "b": right}), case_of({"a": right, "b": left})):
        a, b = TERMS["a"].is_true(), TERMS["b"].is_true()

        assert (both, either) == (all_of(a, b).evaluate(case).verdict, any_of(a, b).evaluate(case).verdict)


@given(expressions, expressions, truths)
def test_de_morgan_and_double_negation_hold(first, second, given_truths):
    case = case_of(given_truths)

    assert (
        not_(all_of(first, second)).evaluate(case).verdict == any_of(not_(first), not_(second)).evaluate(case).verdict
    )
    assert first.evaluate(case).verdict == not_(not_(first)).evaluate(case).verdict


@given(expressions, truths)
def test_a_decided_verdict_survives_every_further_fact(expression, given_truths):
    before = expression.evaluate(case_of(given_truths)).verdict
    for name, truth in given_truths.items():
        if truth is Truth.UNKNOWN and before is not Truth.UNKNOWN:
            after = {expression.evaluate(case_of({**given_truths, name: new})).verdict for new in Truth}

            assert {before} == after


@given(expressions, truths)
def test_missing_is_named_exactly_when_the_verdict_is_unknown(expression, given_truths):
    found = expression.evaluate(case_of(given_truths))

    assert (found.verdict is Truth.UNKNOWN) == bool(found.missing)
    assert set(found.missing) <= {name for name, truth in given_truths.items() if truth is Truth.UNKNOWN}


@given(expressions, truths)
def test_the_reasons_given_are_enough_for_the_verdict(expression, given_truths):
    found = expression.evaluate(case_of(given_truths))
    cited = {reason.term for reason in found.because}
    without = {name: truth if name in cited else Truth.UNKNOWN for name, truth in given_truths.items()}

    assert found.verdict == expression.evaluate(case_of(without)).verdict


T = Term("t_score", "lowest T-score", lambda case: case)


@pytest.mark.parametrize(
    ("build", "operator", "below", "at", "above"),
    [
        (T.__lt__, Operator.LT, Truth.TRUE, Truth.FALSE, Truth.FALSE),
        (T.__le__, Operator.LE, Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (T.__gt__, Operator.GT, Truth.FALSE, Truth.FALSE, Truth.TRUE),
        (T.__ge__, Operator.GE, Truth.FALSE, Truth.TRUE, Truth.TRUE),
        (T.equals, Operator.EQ, Truth.FALSE, Truth.TRUE, Truth.FALSE),
        (T.differs, Operator.NE, Truth.TRUE, Truth.FALSE, Truth.TRUE),
    ],
)
def test_every_operator_below_at_and_above_its_figure(build, operator, below, at, above):
    comparison = build(figure(operator))
    found = [comparison.evaluate(Known(Decimal(value))).verdict for value in ("-1.01", "-1.00", "-0.99")]

    assert [below, at, above] == found
    assert comparison.evaluate(None).verdict == Truth.UNKNOWN


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        (Operator.LT, "-1.1", Truth.TRUE),
        (Operator.LT, "-0.9", Truth.UNKNOWN),
        (Operator.LE, "-1.0", Truth.TRUE),
        (Operator.GE, "-1.1", Truth.FALSE),
        (Operator.GE, "-0.9", Truth.UNKNOWN),
        (Operator.GT, "-1.0", Truth.FALSE),
        (Operator.EQ, "-1.1", Truth.FALSE),
        (Operator.EQ, "-1.0", Truth.UNKNOWN),
        (Operator.NE, "-1.1", Truth.TRUE),
        (Operator.NE, "-0.9", Truth.UNKNOWN),
    ],
)
def test_a_value_that_may_be_lower_decides_only_what_every_lower_value_decides(operator, value, expected):
    built = {
        Operator.LT: T.__lt__, Operator.LE: T.__le__, Operator.GT: T.__gt__,
        Operator.GE: T.__ge__, Operator.EQ: T.equals, Operator.NE: T.differs,
    }[operator](figure(operator))  # fmt: skip
    found = built.evaluate(Known(Decimal(value), or_lower=True, settled_by=("site",)))

    assert expected == found.verdict
    assert (("site",) if expected is Truth.UNKNOWN else ()) == found.missing


def test_alternatives_decide_when_they_agree_and_are_shown():
    found = (figure(Operator.LT) > T).evaluate(Known(Decimal("-1.2"), alternatives=(Decimal("-1.5"),)))
    open_one = (figure(Operator.LT) > T).evaluate(Known(Decimal("-0.5"), alternatives=(Decimal("-1.5"),)))

    assert (found.verdict, open_one.verdict) == (Truth.TRUE, Truth.UNKNOWN)
    assert open_one.because[0].value == "-0.5 or -1.5"


@pytest.mark.parametrize("build", [T.__lt__, T.__le__, T.__gt__, T.equals, T.differs])
def test_a_figure_refuses_an_operator_it_is_not_meant_for(build):
    with pytest.raises(ValueError, match="meant for >="):
        build(figure(Operator.GE))


@pytest.mark.parametrize("value", [-1.0, Decimal("NaN"), Decimal("Infinity"), 1])
def test_a_figure_is_a_finite_decimal(value):
    with pytest.raises(ValueError, match="finite Decimal"):
        Parameter(name="T", value=value, operator=Operator.LT, unit="T-score", cite=CITE)


def test_a_figure_refuses_an_operator_that_does_not_compare_numbers():
    with pytest.raises(ValueError, match="does not compare"):
        figure(Operator.HAS)


def test_names_and_truth_values_compare_too():
    case = Known("female")
    found = [T.equals("female"), T.differs("male"), T.is_one_of("female", "male"), T.is_one_of("male")]

    assert [one.evaluate(case).verdict for one in found] == [Truth.TRUE, Truth.TRUE, Truth.TRUE, Truth.FALSE]
    assert T.is_false().evaluate(Known(value=False)).verdict == Truth.TRUE
    assert [T.is_present().evaluate(one).verdict for one in (case, None)] == [Truth.TRUE, Truth.FALSE]


def test_an_expression_lists_its_figures_and_facts():
    low, high = figure(Operator.LT), figure(Operator.GE, "2")
    expression = all_of(low > T, any_of(TERMS["a"].is_true(), not_(high <= T)), low > T, TERMS["b"].is_present())

    assert (low, high) == parameters_of(expression)
    assert facts_of(expression) == ("t_score", "a", "b")
    assert len(list(nodes(expression))) == 8
