"""M16: an implant lies at a measured site."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import COMMON_ERRORS
from assess.values.implants import implant_at
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    rows = [row for row in situation.report.measurements if row.current]
    found = [(row, implant_at(row, situation.implants)) for row in rows]
    hit = next((row for row, truth in found if truth is Truth.TRUE), None)
    if hit is not None:
        place = hit.region.value.replace("_", " ")
        return fires(
            Reason(
                term=f"implant at the measured site ({place})",
                value=hit.side.value if hit.side else None,
                operator="==",
                threshold="implant",
                verdict=Truth.TRUE,
                measurement=hit.id,
                source=situation.implants.source,
            )
        )
    if any(truth is Truth.UNKNOWN for _, truth in found):
        return undecided("implants[].side")
    return silent() if situation.implants.entries or situation.implants.complete else undecided("implants")


CHECK = Check(
    id="M16",
    code=Caveat.PROSTHESIS_AT_MEASURED_SITE,
    severity=Severity.CRITICAL,
    says="An implant lies at a measured site: its values take no part in the class.",
    cite=COMMON_ERRORS,
    run=_run,
)
