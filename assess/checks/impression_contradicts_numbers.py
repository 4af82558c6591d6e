"""M01: the report's stated class or trend is not that of its own numbers."""

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import WHO_CATEGORIES
from assess.densitometric import T_NORMAL, T_OSTEOPOROSIS, class_of
from assess.logic import Operator
from assess.population import T_APPLIES
from assess.situation import Situation
from assess.stated_changes import trend_judged
from assess.terms import fragility_fracture_at
from dxa.assessment import CheckOutcome, Reason, Severity, Truth
from dxa.report import Quantity, StatedClass
from dxa.vocabulary import Caveat, Classification

STATED = {
    "normal": Classification.NORMAL,
    "osteopenia": Classification.LOW_BONE_MASS,
    "osteoporosis": Classification.OSTEOPOROSIS,
}
"""Classes as a report states them."""
_FRACTURE = fragility_fracture_at("hip", "vertebra")


def _run(situation: Situation) -> Judged:
    of_class, of_trend = _class_judged(situation), trend_judged(situation)
    fired = [one for one in (of_class, of_trend) if one.outcome is CheckOutcome.FIRES]
    if not fired:
        return of_class if of_trend.outcome is CheckOutcome.SILENT else of_trend
    because = tuple(reason for one in fired for reason in one.because)
    return fires(*because, says=" ".join(one.says for one in fired if one.says), severity=fired[0].severity)


def _class_judged(situation: Situation) -> Judged:
    overall = _overall(situation)
    of_patient = _of_patient(situation, overall) if overall else silent()
    if of_patient.outcome is CheckOutcome.FIRES:
        return of_patient
    wrong = [reason for one in situation.report.text.stated_classes if (reason := _at_site(situation, one))]
    return fires(*wrong) if wrong else of_patient


def _overall(situation: Situation) -> StatedClass | None:
    """Return the class said of the patient, asserted sooner than denied; None if nothing is said of the patient."""
    text = situation.report.text
    if text.stated_classification in STATED:
        return StatedClass(classification=text.stated_classification)
    said = [one for one in text.stated_classes if one.region is None and one.classification in STATED]
    return next(iter([one for one in said if not one.denied] or said), None)


def _of_patient(situation: Situation, stated: StatedClass) -> Judged:
    lowest = situation.t.known
    if lowest is None or lowest.settled_by:
        return undecided(*(lowest.settled_by if lowest else ("t_score",)))
    found = class_of(lowest.value)
    agrees = (found is STATED[stated.classification]) is not stated.denied
    reason = Reason(
        term="stated class against the class of the lowest valid T-score",
        value=f"{_said(stated)}, T-score {lowest.value}",
        operator=(Operator.NE if stated.denied else Operator.EQ).value,
        threshold=found.value,
        verdict=Truth.TRUE if agrees else Truth.FALSE,
        measurement=lowest.measurement,
        source="report",
    )
    if agrees or _clinical(situation, stated):
        return silent(reason)
    # Where Z-scores apply, the words are wrong in kind, which M06 says; the contradiction stands all the same.
    severity = Severity.MAJOR if situation.evaluated(T_APPLIES).verdict is Truth.FALSE else Severity.CRITICAL
    words = f'The report says "{_said(stated)}"; its lowest valid T-score of {lowest.value} is {_words(found)}.'
    return fires(reason, says=words, severity=severity)


def _clinical(situation: Situation, stated: StatedClass) -> bool:
    """Return whether a fragility fracture of hip or vertebra makes it osteoporosis at any T-score."""
    asserted = stated.classification == "osteoporosis" and not stated.denied
    return asserted and situation.evaluated(_FRACTURE).verdict is Truth.TRUE


def _at_site(situation: Situation, stated: StatedClass) -> Reason | None:
    """Return how a class said of one site contradicts the T-scores measured there; None if it does not."""
    if stated.region is None or stated.classification not in STATED:
        return None
    rows = [
        row
        for row in situation.usable
        if row.quantity is Quantity.T_SCORE and row.region is stated.region and stated.side in {None, row.side}
    ]
    rows = [row for row in rows if not stated.levels or row.levels == stated.levels]
    if not rows or any((class_of(row.value) is STATED[stated.classification]) is not stated.denied for row in rows):
        return None
    return Reason(
        term=f"stated class of {stated.region.value.replace('_', ' ')}",
        value=f"{_said(stated)}, T-score {rows[0].value}",
        operator=(Operator.NE if stated.denied else Operator.EQ).value,
        threshold=class_of(rows[0].value).value,
        verdict=Truth.FALSE,
        measurement=rows[0].id,
        source="report",
    )


def _said(stated: StatedClass) -> str:
    return f"no {stated.classification}" if stated.denied else stated.classification


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
