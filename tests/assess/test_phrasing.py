"""Conditions in words: the same ones the evaluator sees."""

from decimal import Decimal

import pytest

from assess.expressions.logic import Operator, Undecided, all_of, any_of, at_least, not_
from assess.expressions.surely import Surely
from assess.registry import all_guidelines
from assess.rules.phrasing import outline, phrase
from assess.rules.rule import figure
from assess.terms.age_table import ByAge
from assess.terms.terms import AGE, FINDINGS, FRACTURE_SITE, FRACTURES, FRAX_WITH_BMD, LOWEST_T, SEX
from dxa.assessment import Citation, Evidence

CITE = Citation(title="A guide", year=2020, locator="Table 1", evidence=Evidence.SEEN)
LOW = figure("LOW", "-1.0", Operator.LT, "T-score", CITE)
OLD = figure("OLD", "65", Operator.GE, "year", CITE)
T, YEARS, WOMAN = LOWEST_T < LOW, AGE >= OLD, SEX.equals("female")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (T, "lowest T-score < -1.0"),
        (YEARS, "age >= 65 years"),
        (WOMAN, "sex is female"),
        (SEX.is_one_of("female", "male"), "sex is one of female, male"),
        (FRAX_WITH_BMD.is_true(), "FRAX calculated with BMD"),
        (FRAX_WITH_BMD.is_false(), "not FRAX calculated with BMD"),
        (LOWEST_T.is_present(), "lowest T-score is stated"),
        (all_of(T, any_of(YEARS, WOMAN)), "lowest T-score < -1.0 and (age >= 65 years or sex is female)"),
        (at_least(2, T, YEARS, WOMAN), "at least 2 of: lowest T-score < -1.0; age >= 65 years; sex is female"),
        (not_(T), "not (lowest T-score < -1.0)"),
        (Surely(T), "known: lowest T-score < -1.0"),
        (Undecided("the source is silent"), "undecided, because the source is silent"),
        (FINDINGS.has("back_pain", "kyphosis"), "findings include back pain or kyphosis"),
        (FRACTURES.any(FRACTURE_SITE.equals("hip")), "one of the fractures with (fracture site is hip)"),
        (FRACTURES.at_least(2, FRACTURE_SITE.equals("hip")), "2 or more of the fractures with (fracture site is hip)"),
        (ByAge((Decimal(50), Decimal(60)), (T, YEARS)), "by age: 50: lowest T-score < -1.0; 60: age >= 65 years"),
        (all_of(), "always"),
    ],
)
def test_expression_in_words(expression, words):
    assert words == phrase(expression)


def test_a_long_condition_is_a_list_of_its_parts():
    many = SEX.is_one_of(*(f"name_{number}" for number in range(30)))

    assert ["- lowest T-score < -1.0 and age >= 65 years"] == list(outline(all_of(T, YEARS)))
    assert ["- all of:", "  - lowest T-score < -1.0", "  - not:", f"    - {phrase(many)}"] == list(
        outline(all_of(T, not_(many)))
    )


def test_a_long_table_by_age_has_a_line_for_each_row():
    many = any_of(YEARS, *[T] * 20)
    table = ByAge((Decimal(50), Decimal(60)), (many, many))

    assert ["- by age:", f"  - at 50 years: {phrase(many)}", f"  - from 60 years: {phrase(many)}"] == list(
        outline(table)
    )


@pytest.mark.parametrize("pack", all_guidelines(), ids=lambda pack: pack.id)
def test_every_figure_of_a_rule_stands_in_its_words(pack):
    for rule in pack.rules:
        words = phrase(rule.when) + (phrase(rule.applies) if rule.applies is not None else "")
        caveats = {figure.name for caveat in rule.caveats if caveat.when for figure in rule.parameters}

        assert [] == [one.name for one in rule.parameters if str(one.value) not in words and one.name not in caveats]


def test_an_expression_without_words_is_refused():
    with pytest.raises(TypeError, match="no words"):
        phrase(object())
