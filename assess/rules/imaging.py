"""Conditions US lists of vertebral imaging share, with the readings of what they leave open."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Comparison, Operator, Parameter, Term, Undecided, all_of, any_of
from assess.rules.rule import CaveatWhen
from assess.terms.terms import GLUCOCORTICOIDS, HEIGHT_LOSS_HISTORICAL, IS_GLUCOCORTICOID, MONTHS
from dxa.assessment import Citation
from dxa.vocabulary import Caveat

LONG_TERM_READING = (
    "Long-term glucocorticoid treatment has no duration in the source: read as 3 months or more, as ISCD 2013 and ACR "
    "print it; a shorter course is left undecided."
)


def at_least(name: str, value: str, unit: str, cite: Citation) -> Parameter:
    """Return a figure that is reached from its value on."""
    return Parameter(name=name, value=Decimal(value), operator=Operator.GE, unit=unit, cite=cite)


def reaches(loss: Term[Situation], lower: Parameter, upper: Parameter) -> Expression[Situation]:
    """Return: a height loss reaches a limit printed in cm and in inches; undecided between the two, both in cm."""
    words = f"the source prints {lower.value} cm and {upper.value} cm, one of them in inches, as equal"
    return any_of(loss >= upper, all_of(loss >= lower, Undecided(words)))


def between_the_units(lower: Parameter, below: Parameter) -> CaveatWhen:
    """Return the caveat of a historical height loss between 1.5 inches and 4 cm."""
    return CaveatWhen(
        code=Caveat.UNIT_INCONSISTENCY_IN_SOURCE_4CM_VS_1_5IN,
        when=all_of(
            Comparison(HEIGHT_LOSS_HISTORICAL, Operator.GE, lower),
            Comparison(HEIGHT_LOSS_HISTORICAL, Operator.LT, below),
        ),
    )


def long_term_glucocorticoid(months: Parameter) -> Expression[Situation]:
    """Return: a long-term course is known; a shorter one leaves it undecided."""
    open_course = all_of(IS_GLUCOCORTICOID, Undecided("the source gives no duration for long-term treatment"))
    return GLUCOCORTICOIDS.any(any_of(all_of(IS_GLUCOCORTICOID, Comparison(MONTHS, Operator.GE, months)), open_course))
