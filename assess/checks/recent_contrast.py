"""M24: contrast or a radionuclide shortly before the scan."""

from decimal import Decimal

from assess.case.names import event_kind, is_affirmed, words_of
from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.values.check_sources import convention
from dxa.assessment import Severity, Truth
from dxa.facts import RecentEvent
from dxa.vocabulary import Caveat

_PAGES = convention("Patient pages of radiology departments: 48 hours to 14 days", "Preparation: contrast and isotopes")
WINDOW = Parameter(name="CONTRAST_DAYS", value=Decimal(14), operator=Operator.LE, unit="day", cite=_PAGES)
_KINDS = frozenset({"oral_contrast_barium", "intravenous_contrast", "radionuclide"})
_WORDS = (
    "contrast", "kontrast", "barium", "baryum", "bario", "iod", "jod", "yod", "radioi", "gadolin", "isotop", "nuclear",
    "nuklear", "nucle", "radionu", "radiofarm", "radiopharm", "scintigra", "szintigra", "gammagra", "gamagra",
    "centellogr", "cintilogr", "cintigra", "technet", "tc99",
)  # fmt: skip
"""Beginnings of the words for contrast and radionuclides in the languages of the readers."""
_ALONE = frozenset({"pet", "tep"})


def _may_disturb(event: RecentEvent) -> bool:
    """Return whether an event is one of those asked for, or may be: its kind is not said, or nobody knows the word."""
    return event.type is None or _disturbs(event.type) or event_kind(event.type) is None


def _disturbs(words: str) -> bool:
    told = words_of(words)
    # "CT without contrast" tells of none, and may be anything but sure.
    named = any(word in _ALONE or word.startswith(_WORDS) for word in told) or "bone_scan" in "_".join(told)
    return is_affirmed(words) and (named or event_kind(words) in _KINDS)


def _run(situation: Situation) -> Judged:
    listed = situation.recent_events
    events = [event for event in listed.entries if _may_disturb(event)]
    if not events:
        return silent() if listed.complete or listed.entries else undecided("recent_events")
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
        if event.type and _disturbs(event.type) and reason.verdict is Truth.TRUE
    ]
    if recent:
        return fires(*recent)
    if any(reason.verdict is Truth.UNKNOWN for reason in reasons):
        return undecided("recent_events[].days_ago")
    unsure = any(reason.verdict is Truth.TRUE for reason in reasons)
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
