"""M01: the report's stated class, trend or number is not that of its own numbers, or of a side it did not measure."""

from collections.abc import Mapping
from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.known import Known
from assess.expressions.logic import Operator
from assess.guidelines.iscd_pediatric_2019 import OSTEOPOROSIS as PEDIATRIC_OSTEOPOROSIS
from assess.over_time.stated_changes import trend_judged
from assess.over_time.stated_per_cent import per_cent_judged
from assess.terms.population import KNOWN_CHILD, T_APPLIES
from assess.terms.terms import ANY_FRAGILITY_FRACTURE, fragility_fracture_at
from assess.values.check_sources import WHO_CATEGORIES
from assess.values.densitometric import T_NORMAL, T_OSTEOPOROSIS, Z_BELOW, class_of, range_of
from dxa.assessment import CheckOutcome, Reason, Severity, Truth
from dxa.issues import IssueCode
from dxa.regions import Region, Side
from dxa.report import Measurement, Quantity, StatedClass
from dxa.vocabulary import Caveat, Classification

STATED = {
    "normal": Classification.NORMAL,
    "osteopenia": Classification.LOW_BONE_MASS,
    "osteoporosis": Classification.OSTEOPOROSIS,
}
"""Classes as a report states them."""
STATED_RANGES = {
    "below_expected_range_for_age": Classification.BELOW_EXPECTED_RANGE_FOR_AGE,
    "within_expected_range_for_age": Classification.WITHIN_EXPECTED_RANGE_FOR_AGE,
}
"""Ranges for age as a report states them."""
_RANGE_MEANT = {**STATED_RANGES, "normal": Classification.WITHIN_EXPECTED_RANGE_FOR_AGE}
"""What words of the range for age mean; "normal" is one of them where Z-scores apply."""
_GATE = {
    Truth.TRUE: "",
    Truth.FALSE: ", and T-score categories do not apply to this patient",
    Truth.UNKNOWN: " if T-score categories apply to this patient, which is not known",
}
_PEDIATRIC = {Truth.TRUE: "it is osteoporosis", Truth.FALSE: "it is none"}
_HIP = frozenset({Region.HIP_UNSPECIFIED, Region.FEMORAL_NECK, Region.TOTAL_HIP})
_OTHER_SIDE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
_FRACTURE = fragility_fracture_at("hip", "vertebra")


_SEVERE = (
    'The report says "severe osteoporosis", which by the WHO categories is osteoporosis with a fragility fracture; '
    "no such fracture is there by what is stated."
)


def _run(situation: Situation) -> Judged:
    of_class, of_trend = _class_judged(situation), trend_judged(situation)
    others = (_numbers_judged(situation), per_cent_judged(situation), _sides_judged(situation))
    parts = (of_class, _severity_judged(situation), of_trend, *others)
    fired = [one for one in parts if one.outcome is CheckOutcome.FIRES]
    if not fired:
        open_ones = [one for one in (of_trend, *parts) if one.outcome is CheckOutcome.UNKNOWN]
        return open_ones[0] if open_ones else of_class
    because = tuple(reason for one in fired for reason in one.because)
    return fires(*because, says=" ".join(one.says for one in fired if one.says), severity=fired[0].severity)


def _severity_judged(situation: Situation) -> Judged:
    """Return whether severe osteoporosis is said of a patient without a fragility fracture, open while that is open."""
    if not any(one.severe and not one.denied for one in situation.report.text.stated_classes):
        return silent()
    if situation.evaluated(T_APPLIES).verdict is Truth.FALSE:
        # That a T-score category is no word for this patient, another check says.
        return silent()
    if any(one.fragility is None and not one.high_energy for one in situation.fractures.entries):
        # Whoever calls it severe beside a fracture takes it for one of fragility.
        return silent()
    found = situation.evaluated(ANY_FRAGILITY_FRACTURE)
    if found.verdict is Truth.UNKNOWN:
        return undecided(*found.missing, because=found.because)
    if found.verdict is Truth.FALSE:
        return fires(*found.because, says=_SEVERE, severity=Severity.MAJOR)
    return silent()


def _numbers_judged(situation: Situation) -> Judged:
    """Return whether the words give a number that is not the measured one of its site."""
    other = IssueCode.WORDS_GIVE_ANOTHER_NUMBER
    found = tuple(dict.fromkeys(issue.text for issue in situation.report.issues if issue.code == other))
    if not found:
        return silent()
    return fires(*(_disagreeing(text) for text in found), says=f"{'; '.join(_capital(text) for text in found)}.")


def _sides_judged(situation: Situation) -> Judged:
    """Return whether a class is said of a side of which nothing was measured, while the other side was."""
    for one in situation.report.text.stated_classes:
        rows = [row for row in situation.report.measurements if one.region and _is_there(row, one.region)]
        measured = {row.side for row in rows if row.current}
        if one.side in _OTHER_SIDE and measured == {_OTHER_SIDE[one.side]}:
            place, other = _site_name(rows[0].region), _OTHER_SIDE[one.side].value
            words = f"the words are about the {one.side} {place}, and the {other} one was measured"
            return fires(_disagreeing(words), says=f"{_capital(words)}.", severity=Severity.MAJOR)
    return silent()


def _disagreeing(words: str) -> Reason:
    return Reason(
        term=words, value=None, operator=Operator.EQ.value, threshold=None, verdict=Truth.FALSE, source="report"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _class_judged(situation: Situation) -> Judged:
    of_patient = (_t_class_judged(situation), _z_class_judged(situation))
    fired = [one for one in of_patient if one.outcome is CheckOutcome.FIRES]
    if fired:
        return fired[0]
    wrong = [reason for one in situation.report.text.stated_classes if (reason := _at_site(situation, one))]
    return fires(*wrong) if wrong else next((one for one in of_patient if one.missing), of_patient[0])


def _t_class_judged(situation: Situation) -> Judged:
    """Return whether the T-score class said of the patient is another; words that name several are judged together."""
    if situation.evaluated(KNOWN_CHILD).verdict is Truth.TRUE:
        return _child_judged(situation)
    claims = _claims(situation, STATED)
    if situation.evaluated(T_APPLIES).verdict is Truth.FALSE:
        # "Normal" is then said of the range for age, and "no osteoporosis" is right at any T-score.
        claims = tuple(one for one in claims if one.classification != "normal" and not one.denied)
    asserted = [_by_t(situation, one) for one in claims if not one.denied]
    denied = [_by_t(situation, one) for one in claims if one.denied]
    wrong = [one for one in asserted if one.outcome is CheckOutcome.FIRES]
    ruled_out = [one for one in denied if one.outcome is CheckOutcome.FIRES]
    if asserted and len(wrong) < len(asserted) and (wrong or ruled_out):
        # The words name the class of the numbers and another one: which of them they mean, a person has to say.
        return undecided("stated_classification")
    return next(iter((*wrong, *ruled_out, *asserted, *denied)), silent())


def _claims(situation: Situation, known: Mapping[str, Classification]) -> tuple[StatedClass, ...]:
    """Return the classes said of the patient; the report's own conclusion alone where it has one."""
    text = situation.report.text
    own = text.stated_classification
    if own is not None and own in known:
        return (StatedClass(classification=own),)
    said = (one for one in text.stated_classes if one.region is None and one.classification in known)
    return tuple({(one.classification, one.denied): one for one in said}.values())


def _by_t(situation: Situation, stated: StatedClass) -> Judged:
    lowest = situation.t.known
    if lowest is None or lowest.settled_by:
        return undecided(*(lowest.settled_by if lowest else ("t_score",)))
    found = class_of(lowest.value)
    agrees = (found is STATED[stated.classification]) is not stated.denied
    reason = _reason("T-score", stated, found, lowest, agrees=agrees)
    if agrees or _clinical(situation, stated):
        return silent(reason)
    # Where Z-scores apply, the words are wrong in kind, which M06 says; the contradiction stands all the same.
    applies = situation.evaluated(T_APPLIES).verdict
    severity = Severity.MAJOR if applies is Truth.FALSE else Severity.CRITICAL
    sites = _of_sites(situation, stated)
    words = f'The report says "{_said(stated)}"{sites}; its lowest valid T-score of {lowest.value} is {_words(found)}'
    return fires(reason, says=f"{words}{_GATE[applies]}.", severity=severity)


def _of_sites(situation: Situation, stated: StatedClass) -> str:
    """Return the sites a class is said of where the report says it of sites alone; a patient has one diagnosis."""
    said = [one for one in situation.report.text.stated_classes if one.classification == stated.classification]
    names = dict.fromkeys(_site_name(one.region) for one in said if one.region is not None)
    whole = not said or any(one.region is None for one in said)
    return "" if whole else f" of {' and '.join(names)} only"


def _site_name(region: Region) -> str:
    return "hip" if region is Region.HIP_UNSPECIFIED else region.value.replace("_", " ")


def _child_judged(situation: Situation) -> Judged:
    """Return whether a child is said to have osteoporosis, or none, against the pediatric definition."""
    for one in _claims(situation, STATED):
        if one.classification != "osteoporosis":
            continue
        found = situation.evaluated(PEDIATRIC_OSTEOPOROSIS)
        if found.verdict is Truth.UNKNOWN:
            return undecided(*found.missing, because=found.because)
        if (found.verdict is Truth.TRUE) is one.denied:
            words = f'The report says "{_said(one)}"; by the pediatric definition {_PEDIATRIC[found.verdict]}.'
            return fires(*found.because, says=words)
    return silent()


def _z_class_judged(situation: Situation) -> Judged:
    """Return whether the range for age said of the patient is not that of the lowest valid Z-score."""
    claims = _claims(situation, STATED_RANGES)
    if situation.evaluated(T_APPLIES).verdict is Truth.FALSE:
        claims = (*claims, *(one for one in _claims(situation, STATED) if one.classification == "normal"))
    lowest = situation.z.known
    if not claims:
        return silent()
    if lowest is None or lowest.settled_by:
        return undecided(*(lowest.settled_by if lowest else ("z_score",)))
    found = range_of(lowest.value)
    wrong = [one for one in claims if (found is _RANGE_MEANT[one.classification]) is one.denied]
    if not wrong:
        return silent(_reason("Z-score", claims[0], found, lowest, agrees=True))
    if len(wrong) < len(claims):
        return undecided("stated_classification")
    said = "normal" if wrong[0].classification == "normal" else _words(_RANGE_MEANT[wrong[0].classification])
    told = f"not {said}" if wrong[0].denied else said
    words = f"By its words bone density is {told}; the lowest valid Z-score of {lowest.value} is {_words(found)}."
    return fires(_reason("Z-score", wrong[0], found, lowest, agrees=False), says=words, severity=Severity.MAJOR)


def _reason(score: str, stated: StatedClass, found: Classification, lowest: Known[Decimal], *, agrees: bool) -> Reason:
    return Reason(
        term=f"class of the lowest valid {score} of {lowest.value}",
        value=_words(found),
        operator=Operator.EQ.value,
        threshold=f'the stated "{_said(stated)}"',
        verdict=Truth.TRUE if agrees else Truth.FALSE,
        measurement=lowest.measurement,
        source="report",
    )


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
        if row.quantity is Quantity.T_SCORE and _is_there(row, stated.region) and stated.side in {None, row.side}
    ]
    rows = [row for row in rows if not stated.levels or row.levels == stated.levels]
    if not rows or any((class_of(row.value) is STATED[stated.classification]) is not stated.denied for row in rows):
        return None
    return Reason(
        term=f"class of the T-score of {rows[0].value} at the {_site_name(stated.region)}",
        value=_words(class_of(rows[0].value)),
        operator=Operator.EQ.value,
        threshold=f'the stated "{_said(stated)}"',
        verdict=Truth.FALSE,
        measurement=rows[0].id,
        source="report",
    )


def _is_there(row: Measurement, region: Region) -> bool:
    """Return whether a value is of the site words name; "the hip" is neck or total hip."""
    return row.region is region or (region is Region.HIP_UNSPECIFIED and row.region in _HIP)


def _said(stated: StatedClass) -> str:
    named = stated.classification.replace("_", " ")
    return f"no {named}" if stated.denied else named


def _words(found: Classification) -> str:
    return found.value.lower().replace("_", " ")


CHECK = Check(
    id="M01",
    code=Caveat.IMPRESSION_CONTRADICTS_NUMBERS,
    severity=Severity.CRITICAL,
    says="The stated class, trend, side or number is not that of the report's own numbers.",
    cite=WHO_CATEGORIES,
    run=_run,
    figures=(T_NORMAL, T_OSTEOPOROSIS, Z_BELOW),
)
