"""M06: a T-score category is stated for somebody to whom Z-scores apply."""

from dataclasses import replace

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, judged, silent
from assess.checks.impression_contradicts_numbers import STATED
from assess.terms.population import T_APPLIES
from assess.values.check_sources import ISCD_ADULT
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    text = situation.report.text
    # Normal, osteopenia and osteoporosis are words of T-scores; "below the expected range for age" is not.
    said = [text.stated_classification, *(one.classification for one in text.stated_classes if not one.denied)]
    stated = next((name for name in said if name in STATED), None)
    if stated is None:
        return silent()
    gate = situation.evaluated(T_APPLIES)
    if gate.verdict is Truth.UNKNOWN:
        return judged(gate)
    if gate.verdict is Truth.TRUE:
        return silent(*gate.because)
    reason = Reason(
        term="stated class", value=stated, operator="present", threshold=None, verdict=Truth.TRUE, source="report"
    )
    return fires(reason, *gate.because)


CHECK = Check(
    id="M06",
    code=Caveat.T_SCORE_USED_WHERE_Z_PREFERRED,
    severity=Severity.MAJOR,
    says="A T-score category is stated for a patient to whom Z-scores apply (premenopausal women, men under "
    "50, children and adolescents).",
    cite=replace(ISCD_ADULT, locator="Premenopausal women and men under 50: Z-scores preferred"),
    run=_run,
)
