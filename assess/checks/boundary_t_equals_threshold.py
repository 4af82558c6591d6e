"""M08: the deciding T-score stands exactly on a class boundary."""

from decimal import Decimal

from assess.checking.check import Check
from assess.expressions.logic import Operator, Parameter, any_of
from assess.rules.rule import at
from assess.terms.terms import LOWEST_T
from dxa.assessment import Citation, Evidence, Severity
from dxa.vocabulary import Caveat

_WHO = Citation(
    title="WHO Technical Report Series 843 / Kanis 1994",
    year=1994,
    locator="BMD categories",
    url="https://www.4bonehealth.org/education/t-score",
    evidence=Evidence.SECONDARY,
)
T_NORMAL_END = Parameter(
    name="T_NORMAL_END",
    value=Decimal("-1.0"),
    operator=Operator.EQ,
    unit="T-score",
    cite=at(_WHO, "BMD categories: normal and low bone mass"),
)
T_OSTEOPOROSIS_END = Parameter(
    name="T_OSTEOPOROSIS_END",
    value=Decimal("-2.5"),
    operator=Operator.EQ,
    unit="T-score",
    cite=at(_WHO, "BMD categories: low bone mass and osteoporosis"),
)

CHECK = Check(
    id="M08",
    code=Caveat.BOUNDARY_T_EQUALS_THRESHOLD,
    severity=Severity.INFO,
    says="The deciding T-score stands exactly on a boundary: -1.0 is normal and anything lower is low bone mass; "
    "-2.5 is osteoporosis and anything higher is low bone mass.",
    cite=_WHO,
    when=any_of(LOWEST_T.equals(T_NORMAL_END), LOWEST_T.equals(T_OSTEOPOROSIS_END)),
)
