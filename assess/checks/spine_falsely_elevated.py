"""M14: something is known that raises the measured spine density falsely."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, judged, silent
from assess.terms.spine_artefacts import SPINE_ARTEFACTS
from assess.values.check_sources import COMMON_ERRORS
from dxa.assessment import Severity
from dxa.regions import Region
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if not any(row.region is Region.LUMBAR_SPINE for row in situation.usable):
        return silent()
    return judged(situation.evaluated(SPINE_ARTEFACTS))


CHECK = Check(
    id="M14",
    code=Caveat.SPINE_FALSELY_ELEVATED_RISK,
    severity=Severity.MAJOR,
    says=(
        "Degenerative change, calcification, fracture, cement or hardware at the spine may raise its value falsely; "
        "consider other sites."
    ),
    cite=COMMON_ERRORS,
    run=_run,
)
