"""Whether "severe osteoporosis" is what the words may say: by WHO it is osteoporosis with a fragility fracture."""

from assess.case.situation import Situation
from assess.checking.check import Judged, fires, silent, undecided
from assess.terms.population import T_APPLIES
from assess.terms.terms import ANY_FRAGILITY_FRACTURE
from dxa.assessment import Severity, Truth

_SAYS = (
    'The report says "severe osteoporosis", which by the WHO categories is osteoporosis with a fragility fracture; '
    "no such fracture is there by what is stated."
)


def severity_judged(situation: Situation) -> Judged:
    """Return whether severe osteoporosis is said of a patient without a fragility fracture, open while that is open."""
    if not any(one.severe and not one.denied for one in situation.report.text.stated_classes):
        return silent()
    if situation.evaluated(T_APPLIES).verdict is Truth.FALSE:
        # That a T-score category is no word for this patient, another check says.
        return silent()
    found = situation.evaluated(ANY_FRAGILITY_FRACTURE)
    if found.verdict is Truth.UNKNOWN:
        return undecided(*found.missing, because=found.because)
    if found.verdict is Truth.FALSE:
        return fires(*found.because, says=_SAYS, severity=Severity.MAJOR)
    return silent()
