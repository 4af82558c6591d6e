"""M24: contrast or a radionuclide shortly before the scan."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import convention
from dxa.assessment import Severity, Truth
from dxa.vocabulary import Caveat

_PAGES = convention("Patient pages of radiology departments: 48 hours to 14 days", "Preparation: contrast and isotopes")
WINDOW = Parameter(name="CONTRAST_DAYS", value=Decimal(14), operator=Operator.LE, unit="day", cite=_PAGES)
_WORDS = (
    "contrast",
    "barium",
    "iodine",
    "gadolinium",
    "radionuclide",
    "isotope",
    "nuclear",
    "scintigraphy",
    "pet",
    "bone_scan",
)


def _run(situation: Situation) -> Judged:
    events = [
        event
        for event in situation.recent_events.entries
        if event.type is None or any(word in event.type.casefold().replace(" ", "_") for word in _WORDS)
    ]
    if not events:
        return (
            silent()
            if situation.recent_events.complete or situation.recent_events.entries
            else undecided("recent_events")
        )
    reasons = [
        compared(
            f"days since {event.type or 'an event of unknown kind'}",
            None if event.days_ago is None else Known(event.days_ago, situation.recent_events.source),
            Operator.LE,
            WINDOW,
            "recent_events[].days_ago",
        )
        for event in events
    ]
    recent = [
        reason.because[0]
        for event, reason in zip(events, reasons, strict=True)
        if event.type and reason.verdict is Truth.TRUE
    ]
    if recent:
        return fires(*recent)
    if any(reason.verdict is Truth.UNKNOWN for reason in reasons):
        return undecided("recent_events[].days_ago")
    unsure = any(
        event.type is None and reason.verdict is Truth.TRUE for event, reason in zip(events, reasons, strict=True)
    )
    return undecided("recent_events[].type") if unsure else silent()


CHECK = Check(
    id="M24",
    code=Caveat.RECENT_CONTRAST_OR_RADIONUCLIDE,
    severity=Severity.MAJOR,
    says="Contrast or a radionuclide was given within the 14 days before the scan, the longest time pages ask to wait.",
    cite=_PAGES,
    run=_run,
    figures=(WINDOW,),
)
