"""M25: the stated class is that of a site not used for diagnosis, and not that of the deciding one."""

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import ISCD_ADULT
from assess.checks.impression_contradicts_numbers import STATED
from assess.deciding import DIAGNOSTIC_REGIONS
from assess.densitometric import class_of
from assess.situation import Situation
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Quantity
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    stated = STATED.get(situation.report.text.stated_classification or "")
    others = [
        row for row in situation.usable if row.quantity is Quantity.T_SCORE and row.region not in DIAGNOSTIC_REGIONS
    ]
    if stated is None or not others:
        return silent()
    lowest = situation.t.known
    if lowest is None or lowest.settled_by:
        return undecided(*(lowest.settled_by if lowest else ("t_score",)))
    source = next((row for row in others if class_of(row.value) is stated), None)
    if source is None or class_of(lowest.value) is stated:
        return silent()
    return fires(
        Reason(
            term=f"stated class against the class at {source.region.value.replace('_', ' ')}, not used for diagnosis",
            value=str(source.value),
            operator="==",
            threshold=stated.value,
            verdict=Truth.TRUE,
            measurement=source.id,
        )
    )


CHECK = Check(
    id="M25",
    code=Caveat.NON_DIAGNOSTIC_SITE_IGNORED,
    severity=Severity.MAJOR,
    says="The stated class is that of a site not used for diagnosis; the diagnostic sites give another one.",
    cite=ISCD_ADULT,
    run=_run,
)
