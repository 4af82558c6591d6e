"""M28: FRAX was computed without BMD although the femoral neck was measured."""

from assess.checking.check import Check
from assess.expressions.logic import all_of
from assess.terms.terms import FRAX_GIVEN, FRAX_WITH_BMD, NECK_BMD_GIVEN
from assess.values.check_sources import FRAX_PAGE
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

CHECK = Check(
    id="M28",
    code=Caveat.FRAX_WITHOUT_BMD,
    severity=Severity.MINOR,
    says="FRAX was computed without BMD although the femoral neck was measured.",
    cite=FRAX_PAGE,
    when=all_of(FRAX_GIVEN, NECK_BMD_GIVEN, FRAX_WITH_BMD.is_false()),
)
