"""Change of BMD between two examinations, in g/cm2 against the facility's least significant change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assess.check_sources import ISCD_ADULT
from assess.logic import Operator, Parameter
from assess.situation import Situation
from assess.stated import Stated
from dxa.assessment import BmdPoint, Change, ChangeVerdict, Citation, Evidence, Reason, Truth
from dxa.regions import Region, Side
from dxa.report import Device, DxaReport, Measurement, Patient, Quantity
from dxa.vocabulary import Caveat

_PRECISION = Citation(
    title="Osteoporosis education, precision calculator (osteoed.org faqID=37)",
    year=None,
    locator="LSC = 2.77 x precision error, 95 % confidence",
    url="https://osteoed.org",
    evidence=Evidence.SECONDARY,
)
_LEVELS = Citation(
    title="Rosen, Szalat, Leslie: least significant change by number of vertebrae",
    year=2024,
    locator="Abstract: factors for three, two and one vertebrae",
    url="https://doi.org/10.1016/j.jocd.2024.101483",
    evidence=Evidence.SEEN,
)
LSC_FACTOR = Parameter(name="LSC_FACTOR", value=Decimal("2.77"), operator=Operator.EQ, unit="1", cite=_PRECISION)
LEVEL_FACTORS = {
    count: Parameter(name=f"LSC_{count}_LEVELS", value=Decimal(value), operator=Operator.EQ, unit="1", cite=_LEVELS)
    for count, value in ((3, "1.07"), (2, "1.24"), (1, "1.65"))
}
"""By how much the spine LSC for L1-L4 grows when fewer vertebrae are compared."""
SHORT_INTERVAL = Parameter(
    name="SHORT_INTERVAL", value=Decimal(12), operator=Operator.LT, unit="month", cite=ISCD_ADULT
)
_DISAGREE = "facts and report disagree"


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A BMD of an earlier examination, and the device it came from if another report says so."""

    row: Measurement
    device: Device | None
    performed_on: date | None = None

    @property
    def date(self) -> date | None:
        """When it was measured: the value's own date, or that of its examination."""
        return self.row.exam_date or self.performed_on


def changes_of(situation: Situation) -> tuple[Change, ...]:
    """Return the change of every current BMD against the newest earlier one of its site.

    Without the facility's LSC a change is undecidable; between devices that are known to differ and are not known
    to be cross-calibrated, or between different vertebrae, nothing is compared.
    """
    earlier = list(_earlier(situation))
    rows = [row for row in situation.usable if row.quantity is Quantity.BMD and row.side is not Side.DIFFERENCE]
    pairs = ((row, _newest([one for one in earlier if _same_site(row, one.row)], row)) for row in rows)
    return tuple(_change(situation, row, before) for row, before in pairs if before is not None)


def _earlier(situation: Situation) -> Iterator[_Earlier]:
    for row in situation.report.measurements:
        if row.quantity is Quantity.BMD and not row.current and row.held is None and row.excluded is None:
            yield _Earlier(row, None)
    for prior in situation.priors:
        if _is_later(prior, situation.exam_date) or _of_another(prior.patient, situation.report.patient):
            continue
        for row in prior.measurements:
            if row.quantity is Quantity.BMD and row.current and row.held is None and row.excluded is None:
                yield _Earlier(row, prior.study.device, prior.study.performed_on)


def _is_later(prior: DxaReport, exam_date: date | None) -> bool:
    """Return whether a report given as an earlier one was made after this examination."""
    performed = prior.study.performed_on
    return performed is not None and exam_date is not None and performed > exam_date


def _of_another(prior: Patient, patient: Patient) -> bool:
    """Return whether two reports are known to be of different people: another birth date or sex."""
    pairs = ((prior.birth_date, patient.birth_date), (prior.sex, patient.sex))
    return any(one is not None and other is not None and one != other for one, other in pairs)


def _same_site(row: Measurement, other: Measurement) -> bool:
    single = row.region is Region.LUMBAR_SPINE and len(row.levels) == 1
    # A single vertebra is compared with itself only; combinations are compared to say that they differ.
    return (row.region, row.side) == (other.region, other.side) and (not single or row.levels == other.levels)


def _newest(found: list[_Earlier], row: Measurement) -> _Earlier | None:
    exact = [one for one in found if one.row.levels == row.levels] or found
    dated = [one for one in exact if one.date is not None]
    return max(dated, key=lambda one: one.date or date.min, default=exact[0] if exact else None)


def _change(situation: Situation, row: Measurement, before: _Earlier) -> Change:
    delta = row.value - before.row.value
    lsc, arithmetic, source = lsc_of(situation, row)
    now = row.exam_date or situation.exam_date
    barriers = _barriers(situation, row, before)
    verdict = ChangeVerdict.NOT_COMPARABLE if barriers else _verdict(delta, lsc)
    reason = Reason(
        term=f"{row.value} - {before.row.value} = {delta} g/cm2, against the least significant change{arithmetic}",
        value=str(abs(delta)),
        operator=Operator.GT.value,
        threshold=None if lsc is None else str(lsc),
        verdict=Truth.UNKNOWN if barriers or lsc is None else Truth.TRUE if abs(delta) > lsc else Truth.FALSE,
        measurement=row.id,
        source=source,
    )
    return Change(
        region=row.region,
        side=row.side,
        levels=row.levels,
        start=BmdPoint(bmd=before.row.value, date=before.date),
        end=BmdPoint(bmd=row.value, date=now),
        delta_g_cm2=delta,
        delta_percent=_percent(delta, before.row.value),
        lsc_g_cm2=lsc,
        verdict=verdict,
        because=(reason, *_device_reasons(situation, before)),
        caveats=(*barriers, *_caveats(lsc, before.date, now)),
    )


def _verdict(delta: Decimal, lsc: Decimal | None) -> ChangeVerdict:
    if lsc is None:
        return ChangeVerdict.UNDECIDABLE
    if abs(delta) <= lsc:
        return ChangeVerdict.WITHIN_LSC
    return ChangeVerdict.SIGNIFICANT_GAIN if delta > 0 else ChangeVerdict.SIGNIFICANT_LOSS


def _percent(delta: Decimal, start: Decimal) -> Decimal | None:
    return (delta / start * 100).quantize(Decimal("0.1"), ROUND_HALF_UP) if start else None


def lsc_of(situation: Situation, row: Measurement) -> tuple[Decimal | None, str, str | None]:
    """Return the LSC in g/cm2, how it was worked out, and who stated it; None if nobody did, or two sources differ."""
    facility, region = situation.facts.facility, row.region.value
    stated, source = _said(situation, f"facility.lsc_g_cm2.{region}", facility.lsc_g_cm2.get(region))
    precision, origin = _said(
        situation, f"facility.precision_error_g_cm2.{region}", facility.precision_error_g_cm2.get(region)
    )
    if source == _DISAGREE or (stated is None and (precision is None or origin == _DISAGREE)):
        return None, "", source or origin
    lsc = stated if stated is not None else (precision or Decimal(0)) * LSC_FACTOR.value
    words, source = ("", source) if stated is not None else (f" ({LSC_FACTOR.value} x {precision})", origin)
    factor = LEVEL_FACTORS.get(len(row.levels)) if row.region is Region.LUMBAR_SPINE else None
    if factor is not None:
        lsc, words = lsc * factor.value, f"{words} x {factor.value} for {len(row.levels)} vertebrae"
    return lsc, words, source


def _said(situation: Situation, name: str, own: Decimal | None) -> tuple[Decimal | None, str | None]:
    """Return a number of the facility with who said it: caller or report; two that differ leave it unknown."""
    numbers = Stated(situation.report.context.facts).numbers(name)
    if len({*numbers, *([own] if own is not None else [])}) > 1:
        return None, _DISAGREE
    if own is not None:
        return own, "facts"
    return (numbers[0], "report") if numbers else (None, None)


def _barriers(situation: Situation, row: Measurement, before: _Earlier) -> tuple[str, ...]:
    found = []
    if before.row.levels != row.levels and before.row.levels and row.levels:
        found.append(Caveat.ROI_DIFFERS_BETWEEN_STUDIES.value)
    differs = before.device is not None and _differ(before.device, situation.report.study.device)
    if differs and situation.facts.facility.cross_calibrated is not True:
        found.append(Caveat.CROSS_DEVICE_NO_CALIBRATION.value)
    return tuple(found)


def _device_reasons(situation: Situation, before: _Earlier) -> tuple[Reason, ...]:
    """Return that the devices could not be compared, where one of two reports does not say its device."""
    now = situation.report.study.device
    if before.device is None or _differ(before.device, now) or (now.serial and before.device.serial):
        return ()
    words = "same device in both examinations (serial number)"
    return (
        Reason(term=words, value=None, operator="==", threshold=None, verdict=Truth.UNKNOWN, source="report, prior"),
    )


def _differ(first: Device, second: Device) -> bool:
    """Return whether two devices are known to be different ones; a name that is missing says nothing."""
    pairs = (
        (first.manufacturer, second.manufacturer),
        (first.model, second.model),
        (first.serial, second.serial),
    )
    return any(one is not None and other is not None and one.casefold() != other.casefold() for one, other in pairs)


def _full_months(start: date, end: date) -> int:
    """Return the calendar months between two days: the same day a year later is twelve."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - (end.day < start.day)


def _caveats(lsc: Decimal | None, start: date | None, end: date | None) -> tuple[str, ...]:
    found = [] if lsc is not None else [Caveat.LSC_MISSING.value]
    if start is not None and end is not None and _full_months(start, end) < SHORT_INTERVAL.value:
        found.append(Caveat.INTERVAL_TOO_SHORT.value)
    return tuple(found)
