"""M01: the report's stated class or trend is not that of its own numbers."""

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import WHO_CATEGORIES
from assess.densitometric import T_NORMAL, T_OSTEOPOROSIS, class_of
from assess.logic import Operator
from assess.population import T_APPLIES
from assess.situation import Situation
from assess.stated_changes import trend_judged
from dxa.assessment import CheckOutcome, Reason, Severity, Truth
from dxa.vocabulary import Caveat, Classification

STATED = {
    "normal": Classification.NORMAL,
    "osteopenia": Classification.LOW_BONE_MASS,
    "osteoporosis": Classification.OSTEOPOROSIS,
}
"""Classes as a report states them."""


def _run(situation: Situation) -> Judged:
    of_class, of_trend = _class_judged(situation), trend_judged(situation)
    fired = [one for one in (of_class, of_trend) if one.outcome is CheckOutcome.FIRES]
    if not fired:
        return of_class if of_trend.outcome is CheckOutcome.SILENT else of_trend
    because = tuple(reason for one in fired for reason in one.because)
    return fires(*because, says=" ".join(one.says for one in fired if one.says), severity=fired[0].severity)


def _class_judged(situation: Situation) -> Judged:
    stated = situation.report.text.stated_classification
    if stated not in STATED:
        return silent()
    lowest = situation.t.known
    if lowest is None or lowest.settled_by:
        return undecided(*(lowest.settled_by if lowest else ("t_score",)))
    found = class_of(lowest.value)
    reason = Reason(
        term="stated class against the class of the lowest valid T-score",
        value=f"{stated}, T-score {lowest.value}",
        operator=Operator.EQ.value,
        threshold=found.value,
        verdict=Truth.TRUE if found is STATED[stated] else Truth.FALSE,
        measurement=lowest.measurement,
        source="report",
    )
    if found is STATED[stated]:
        return silent(reason)
    # Where Z-scores apply, the words are wrong in kind, which M06 says; the contradiction stands all the same.
    severity = Severity.MAJOR if T_APPLIES.evaluate(situation).verdict is Truth.FALSE else Severity.CRITICAL
    words = f'The report says "{stated}"; its lowest valid T-score of {lowest.value} is {_words(found)}.'
    return fires(reason, says=words, severity=severity)


def _words(found: Classification) -> str:
    return found.value.lower().replace("_", " ")


CHECK = Check(
    id="M01",
    code=Caveat.IMPRESSION_CONTRADICTS_NUMBERS,
    severity=Severity.CRITICAL,
    says="The stated class or trend is not that of the report's own numbers.",
    cite=WHO_CATEGORIES,
    run=_run,
    figures=(T_NORMAL, T_OSTEOPOROSIS),
)
