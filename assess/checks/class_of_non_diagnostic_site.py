"""M25: the stated class is that of a site not used for diagnosis, and not that of the deciding one."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checks.impression_contradicts_numbers import STATED
from assess.values.check_sources import ISCD_ADULT
from assess.values.deciding import DIAGNOSTIC_REGIONS
from assess.values.densitometric import class_of
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Quantity, StatedClass
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    text = situation.report.text
    of_site = next((one for one in text.stated_classes if _elsewhere(one)), None)
    if of_site is not None:
        return fires(_said(of_site))
    stated = STATED.get(text.stated_classification or "")
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


def _elsewhere(stated: StatedClass) -> bool:
    said_of = stated.region is not None and stated.region not in DIAGNOSTIC_REGIONS
    return said_of and not stated.denied and stated.classification in STATED


def _said(stated: StatedClass) -> Reason:
    place = (stated.region or "").replace("_", " ")
    return Reason(
        term=f"class stated of {place}, a site not used for diagnosis",
        value=stated.classification,
        operator="present",
        threshold=None,
        verdict=Truth.TRUE,
        source="report",
    )


CHECK = Check(
    id="M25",
    code=Caveat.NON_DIAGNOSTIC_SITE_IGNORED,
    severity=Severity.MAJOR,
    says="The stated class is that of a site not used for diagnosis; the diagnostic sites give another one.",
    cite=ISCD_ADULT,
    run=_run,
)
