"""M28: FRAX questions were left blank, which the tool takes as no."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.terms.terms import FRAX_GIVEN
from assess.values.check_sources import FRAX_PAGE
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if situation.evaluated(FRAX_GIVEN).verdict is not Truth.TRUE:
        return silent()
    frax = situation.facts.frax
    if frax is None or frax.inputs_unknown is None:
        return undecided("frax.inputs_unknown")
    if not frax.inputs_unknown:
        return silent()
    blank = ", ".join(frax.inputs_unknown)
    reason = Reason(
        term="questions left blank", value=blank, operator="==", threshold="none", verdict=Truth.FALSE, source="facts"
    )
    return fires(reason, says=f"FRAX took as no what was left blank: {blank}.")


CHECK = Check(
    id="M28",
    code=Caveat.FRAX_INPUTS_UNKNOWN_TREATED_AS_NO,
    severity=Severity.MINOR,
    says="FRAX takes blank answers as no: risk may be higher than shown.",
    cite=FRAX_PAGE,
    run=_run,
)
