"""Several glucocorticoid courses: what none reaches alone several may reach together, and nobody says when each was."""

import pytest

from assess.expressions.logic import Operator, all_of
from assess.rules.rule import figure
from assess.terms.courses import Together, dose_taken, grams_taken, taken
from assess.terms.terms import GLUCOCORTICOIDS, GRAMS_IN_A_YEAR, IS_GLUCOCORTICOID, MG_PER_DAY, MONTHS
from dxa.assessment import Citation, Evidence

CITE = Citation(title="A guide", year=2020, locator="Table 1", evidence=Evidence.SEEN)
DOSE = figure("DOSE", "5", Operator.GE, "mg/day", CITE)
TIME = figure("TIME", "3", Operator.GE, "month", CITE)
GRAMS = figure("GRAMS", "1", Operator.GE, "g/year", CITE)
LONG = taken(GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= DOSE, MONTHS >= TIME)), DOSE, TIME)
HIGH = dose_taken(GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= DOSE)), DOSE)
MUCH = grams_taken(GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, GRAMS_IN_A_YEAR >= GRAMS)), GRAMS)


def drug(mg=None, months=None, name="prednisone"):
    return {"drug": name, **({"mg_per_day": mg} if mg else {}), **({"months": months} if months else {})}


@pytest.mark.parametrize(
    ("courses", "verdict"),
    [
        ([], "false"),
        ([drug("5", "3")], "true"),
        ([drug("5", "3"), drug("1", "1")], "true"),
        ([drug("5", "2.9")], "false"),
        ([drug("3", "6"), drug("2", "6")], "unknown"),
        ([drug("3", "6"), drug("1.9", "6")], "false"),
        ([drug("5", "1.5"), drug("6", "1.5")], "unknown"),
        ([drug("5", "1.4"), drug("6", "1.5")], "false"),
        ([drug("5", "2"), drug("1", "60")], "false"),
        ([drug("3", "1.5"), drug("3", "1")], "false"),
        ([drug("3", "3"), drug("3", "2")], "unknown"),
        ([drug(None, "1"), drug("1", "60")], "false"),
        ([drug("4"), drug("2", "12")], "unknown"),
        ([drug("3", "6"), drug("9", "6", "inhaled budesonide")], "false"),
    ],
)
def test_courses_that_reach_a_dose_only_together_leave_it_undecided(situation, courses, verdict):
    found = situation(facts={"medications": courses}).evaluated(LONG)

    assert verdict == found.verdict
    assert (verdict == "unknown") == bool(found.missing)


@pytest.mark.parametrize(
    ("condition", "courses", "verdict"),
    [
        (HIGH, [drug("2", "1"), drug("3", "1")], "unknown"),
        (HIGH, [drug("2", "1"), drug("2.9", "1")], "false"),
        (MUCH, [drug("5", "4"), drug("5", "4")], "unknown"),
        (MUCH, [drug("5", "3"), drug("5", "3")], "false"),
        (MUCH, [drug("5", "7")], "true"),
    ],
)
def test_doses_and_grams_add_up_to_unknown_at_most(situation, condition, courses, verdict):
    assert verdict == situation(facts={"medications": courses}).evaluated(condition).verdict


def test_nothing_is_ever_true_because_of_several_courses(situation):
    case = situation(facts={"medications": [drug("50", "60"), drug("50", "60")]})
    together = next(part for part in LONG.parts if isinstance(part, Together))

    assert "unknown" == case.evaluated(together).verdict
