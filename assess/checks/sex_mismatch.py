"""M02: the sex differs between report, header, order or facts."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import COMMON_ERRORS
from dxa.assessment import Reason, Severity, Truth
from dxa.issues import IssueCode
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    merged = any(issue.code == IssueCode.SEX_CONFLICT for issue in situation.report.issues)
    if merged or situation.conflicts.get("sex") == Caveat.SEX_MISMATCH:
        reason = Reason(
            term="sex", value=None, operator="==", threshold=None, verdict=Truth.FALSE, source="report, facts"
        )
        return fires(reason)
    return silent() if situation.sex is not None else undecided("sex")


CHECK = Check(
    id="M02",
    code=Caveat.SEX_MISMATCH,
    severity=Severity.CRITICAL,
    says="The sources name different sexes; until somebody decides, the sex counts as unknown.",
    cite=COMMON_ERRORS,
    run=_run,
)
