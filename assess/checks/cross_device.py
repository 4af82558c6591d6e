"""M17: the earlier examination comes from another device, and nobody cross-calibrated the two."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.over_time.earlier import Pair, pairs_of
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Device
from dxa.vocabulary import Caveat

_PARTS = ("manufacturer", "model", "serial")


def _run(situation: Situation) -> Judged:
    pairs = situation.once(pairs_of)
    if not pairs:
        return silent()
    now = situation.report.study.device
    devices = {pair.before.device: None for pair in pairs if pair.before.device is not None}
    reasons = [_reason(part, now, device) for device in devices for part in _differing(now, device)]
    if situation.facts.facility.cross_calibrated is True:
        return silent()
    reasons += [_stated_otherwise(pair) for pair in pairs if pair.before.same_device is False]
    if reasons:
        return fires(*reasons)
    if any(pair.same_device is Truth.UNKNOWN for pair in pairs):
        return undecided("prev_device") if now.serial else undecided("now_device", "prev_device")
    newer = [_reason("software", now, device) for device in devices if _differs(now.software, device.software)]
    if newer:
        words = "The software version changed between the examinations; the device did not."
        return fires(*newer, says=words, severity=Severity.INFO)
    return silent()


def _stated_otherwise(pair: Pair) -> Reason:
    return Reason(
        term=f"same device as before at {pair.row.region.value.replace('_', ' ')}",
        value="false",
        operator="==",
        threshold="true",
        verdict=Truth.FALSE,
        source="facts",
    )


def _differing(now: Device, before: Device) -> list[str]:
    return [part for part in _PARTS if _differs(getattr(now, part), getattr(before, part))]


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
