"""M21: the words compare T-scores over time instead of bone density."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    claims = [claim for claim in situation.report.text.stated_changes if claim.on_t_score and not claim.denied]
    if not claims:
        return silent()
    reason = Reason(
        term="change told by T-score",
        value=claims[0].direction.value,
        operator="==",
        threshold="g/cm2",
        verdict=Truth.FALSE,
        source="report",
    )
    return fires(reason)


CHECK = Check(
    id="M21",
    code=Caveat.TREND_STATED_ON_T_SCORE,
    severity=Severity.MINOR,
    says="The report compares T-scores over time; change is judged in g/cm2 only.",
    cite=ISCD_MONITORING,
    run=_run,
)
