"""M28: FRAX is given for an age it was not made for."""

from decimal import Decimal

from assess.checking.check import Check
from assess.expressions.logic import Operator, Parameter, all_of, any_of
from assess.terms.terms import AGE, FRAX_GIVEN
from assess.values.check_sources import FRAX_PAGE
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

YOUNGEST = Parameter(name="FRAX_YOUNGEST", value=Decimal(40), operator=Operator.LT, unit="year", cite=FRAX_PAGE)
OLDEST = Parameter(name="FRAX_OLDEST", value=Decimal(91), operator=Operator.GE, unit="year", cite=FRAX_PAGE)
"""Whoever is 90 is inside; the 91st birthday is not."""

CHECK = Check(
    id="M28",
    code=Caveat.FRAX_AGE_OUT_OF_RANGE,
    severity=Severity.MAJOR,
    says="FRAX is made for ages from 40 to 90: outside, its value is not that of the patient's age.",
    cite=FRAX_PAGE,
    when=all_of(FRAX_GIVEN, any_of(AGE < YOUNGEST, AGE >= OLDEST)),
)
