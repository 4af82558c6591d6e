"""M28: FRAX is given for somebody on treatment, for whom it was not made."""

from assess.checking.check import Check
from assess.expressions.logic import all_of
from assess.terms.terms import FRAX_GIVEN, TREATED
from assess.values.check_sources import FRAX_PAGE
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

CHECK = Check(
    id="M28",
    code=Caveat.FRAX_ON_TREATMENT,
    severity=Severity.MINOR,
    says="FRAX is given although the patient takes an osteoporosis drug: it was made for untreated people.",
    cite=FRAX_PAGE,
    when=all_of(FRAX_GIVEN, TREATED),
)
