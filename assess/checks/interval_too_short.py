"""M19: less than a year since the earlier examination, without a reason for rapid loss."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.logic import any_of
from assess.over_time.changes import SHORT_INTERVAL, changes_of
from assess.terms.terms import ON_GLUCOCORTICOID, TREATED
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat

_EXPLAINED = any_of(ON_GLUCOCORTICOID, TREATED)


def _run(situation: Situation) -> Judged:
    changes = situation.once(changes_of)
    if not changes:
        return silent()
    code = Caveat.INTERVAL_TOO_SHORT.value
    short = [change for change in changes if code in change.caveats]
    if not short:
        dated = all(change.start.date and change.end.date for change in changes)
        return silent() if dated else undecided("exam_date")
    # Whether something explains a rapid loss has to be known before the interval may be called too short.
    explained = situation.evaluated(_EXPLAINED)
    if explained.verdict is not Truth.FALSE:
        return silent() if explained.verdict is Truth.TRUE else undecided(*explained.missing)
    start, end = short[0].start.date, short[0].end.date
    return fires(
        Reason(
            term=f"time from {start} to {end}",
            value=None,
            operator=SHORT_INTERVAL.operator.value,
            threshold=f"{SHORT_INTERVAL.value} months",
            verdict=Truth.TRUE,
            source="report, prior",
        )
    )


CHECK = Check(
    id="M19",
    code=Caveat.INTERVAL_TOO_SHORT,
    severity=Severity.MINOR,
    says="Less than 12 months lie between the examinations, and neither treatment nor glucocorticoids are named.",
    cite=ISCD_MONITORING,
    run=_run,
    figures=(SHORT_INTERVAL,),
)
