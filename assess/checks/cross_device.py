"""M17: the earlier examination comes from another device, and nobody cross-calibrated the two."""

from assess.changes import changes_of
from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import ISCD_MONITORING
from assess.situation import Situation
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Device
from dxa.vocabulary import Caveat

_PARTS = ("manufacturer", "model", "serial")


def _run(situation: Situation) -> Judged:
    changes = situation.once(changes_of)
    if not changes or not situation.priors:
        return silent()
    now, before = situation.report.study.device, situation.priors[0].study.device
    differing = [part for part in _PARTS if _differs(getattr(now, part), getattr(before, part))]
    if differing and situation.facts.facility.cross_calibrated is True:
        return silent()
    if differing:
        return fires(*(_reason(part, now, before) for part in differing))
    if _differs(now.software, before.software):
        words = "The software version changed between the examinations; the device did not."
        return fires(_reason("software", now, before), says=words, severity=Severity.INFO)
    return silent() if now.serial and before.serial else undecided("now_device", "prev_device")


def _differs(now: str | None, before: str | None) -> bool:
    return now is not None and before is not None and now.casefold() != before.casefold()


def _reason(part: str, now: Device, before: Device) -> Reason:
    return Reason(
        term=f"{part} of the device now and before",
        value=getattr(now, part),
        operator="==",
        threshold=getattr(before, part),
        verdict=Truth.FALSE,
        source="report, prior",
    )


CHECK = Check(
    id="M17",
    code=Caveat.CROSS_DEVICE_NO_CALIBRATION,
    severity=Severity.MAJOR,
    says="The earlier examination comes from another device without cross-calibration: no number is compared.",
    cite=ISCD_MONITORING,
    run=_run,
)
