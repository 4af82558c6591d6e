"""M21: the words claim a change, and no earlier examination is there to compare with."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.values.check_sources import ISCD_REPORTING
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Direction
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    # Words that deny a change claim none, nor do those that call the density stable: "no significant change".
    claims = [
        claim
        for claim in situation.report.text.stated_changes
        if not claim.denied and claim.direction is not Direction.STABLE
    ]
    earlier = bool(situation.priors or situation.facts.prior_bmd) or any(
        not row.current for row in situation.report.measurements
    )
    if not claims or earlier:
        return silent()
    reason = Reason(
        term=f"earlier examination for the {claims[0].direction.value} the words tell of",
        value=None,
        operator="present",
        threshold=None,
        verdict=Truth.FALSE,
        source="report",
    )
    return fires(reason)


CHECK = Check(
    id="M21",
    code=Caveat.CHANGE_CLAIM_WITHOUT_PRIOR,
    severity=Severity.MAJOR,
    says="The report speaks of a change, and no earlier examination is given to compare with.",
    cite=ISCD_REPORTING,
    run=_run,
)
