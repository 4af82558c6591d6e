"""Change of BMD between two examinations, in g/cm2 against the facility's least significant change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assess.case.situation import Situation
from assess.expressions.logic import Operator, Parameter, fulfils
from assess.over_time.earlier import Pair, is_usable, pairs_of, unused_pairs_of
from assess.over_time.least_change import least_change
from assess.values.check_sources import ISCD_ADULT
from assess.values.implants import implant_at
from assess.values.plausible import BMD_HIGH, BMD_LOW
from assess.values.refusals import LEVELS_NOT_STATED, Refusal
from dxa.assessment import BmdPoint, Change, ChangeVerdict, Reason, Truth
from dxa.report import Measurement
from dxa.vocabulary import Caveat

SHORT_INTERVAL = Parameter(
    name="SHORT_INTERVAL", value=Decimal(12), operator=Operator.LT, unit="month", cite=ISCD_ADULT
)
LEAST_CHANGE = ", against the least significant change"
"""What parts the arithmetic of a change from how its limit was worked out, in the first of its reasons."""
_LEFT_OUT = ("earlier value", "present value")
"""How the reasons begin that a value is excluded or held for review."""


def changes_of(situation: Situation) -> tuple[Change, ...]:
    """Return the change of every current BMD against the newest earlier one of its site.

    Between devices known to differ and not known to be cross-calibrated, between other vertebrae, or at an implant,
    nothing is compared. Without the facility's LSC, or while side, vertebrae or device are not known to be the same, a
    change is undecidable.
    """
    return tuple(change_between(situation, pair) for pair in situation.once(pairs_of))


def unused_changes_of(situation: Situation) -> tuple[Change, ...]:
    """Return what would be a change if one of its two values were not excluded or held for review.

    No rule and no check asks for these: they are named so that an earlier examination does not vanish.
    """
    return tuple(_unused(situation, pair) for pair in unused_pairs_of(situation))


def _unused(situation: Situation, pair: Pair) -> Change:
    change = change_between(situation, pair)
    values = ((pair.before.row, _LEFT_OUT[0], "prior"), (pair.row, _LEFT_OUT[1], "report"))
    why = [_left_out(row, which, source) for row, which, source in values if not is_usable(row)]
    excluded = any(row.excluded is not None for row, _, _ in values)
    return replace(
        change,
        verdict=ChangeVerdict.NOT_COMPARABLE if excluded else ChangeVerdict.UNDECIDABLE,
        because=(*why, *change.because[1:]),
        caveats=(Caveat.SITE_INVALID_EXCLUDED.value if excluded else Refusal.HELD_FOR_REVIEW.value,),
    )


def left_out_of(change: Change) -> tuple[str, ...]:
    """Return why a value of a change may not be used, in words; then no arithmetic is shown. Empty if both may be."""
    return tuple(reason.term for reason in change.because if reason.term.startswith(_LEFT_OUT))


def _left_out(row: Measurement, which: str, source: str) -> Reason:
    why = f"excluded ({row.excluded})" if row.excluded is not None else f"held for review ({row.held})"
    return Reason(
        term=f"{which} of {row.value} g/cm2 is {why}",
        value=None,
        operator=Operator.PRESENT.value,
        threshold=None,
        verdict=Truth.TRUE,
        measurement=row.id if row.current and source == "report" else None,
        source=source,
    )


def change_between(situation: Situation, pair: Pair) -> Change:
    """Return the change between two densities of one site, with its worked line."""
    row, before = pair.row, pair.before
    delta = row.value - before.row.value
    least = least_change(situation, row, before.row.value)
    lsc = least.decided(delta)
    now = row.exam_date or situation.exam_date
    barriers, doubts = _barriers(situation, pair), tuple(_doubts(situation, pair))
    verdict = ChangeVerdict.NOT_COMPARABLE if barriers else _verdict(delta, None if doubts else lsc)
    reason = Reason(
        term=f"{row.value} - {before.row.value} = {delta} g/cm2{LEAST_CHANGE}{least.arithmetic}",
        value=str(abs(delta)),
        operator=Operator.GT.value,
        threshold=None if lsc is None else str(lsc),
        verdict=Truth.UNKNOWN if barriers or lsc is None else Truth.TRUE if abs(delta) > lsc else Truth.FALSE,
        measurement=row.id,
        source=least.source,
    )
    if lsc is None and least.low is not None:
        doubts = (*doubts, f"least significant change in g/cm2: in per cent it is {least.low} or {least.high}")
    shown = doubts if before.device is not None or barriers else (*doubts, *_device_of_a_table(situation))
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
        because=(reason, *(_unknown(words) for words in shown)),
        caveats=(*barriers, *_caveats(lsc, before.date, now), *_unstated_levels(pair)),
    )


def _verdict(delta: Decimal, lsc: Decimal | None) -> ChangeVerdict:
    if lsc is None:
        return ChangeVerdict.UNDECIDABLE
    if abs(delta) <= lsc:
        return ChangeVerdict.WITHIN_LSC
    return ChangeVerdict.SIGNIFICANT_GAIN if delta > 0 else ChangeVerdict.SIGNIFICANT_LOSS


def _percent(delta: Decimal, start: Decimal) -> Decimal | None:
    return (delta / start * 100).quantize(Decimal("0.1"), ROUND_HALF_UP) if start else None


def _barriers(situation: Situation, pair: Pair) -> tuple[str, ...]:
    found = []
    if pair.same_levels is Truth.FALSE:
        found.append(Caveat.ROI_DIFFERS_BETWEEN_STUDIES.value)
    if pair.same_device is Truth.FALSE and situation.facts.facility.cross_calibrated is not True:
        found.append(Caveat.CROSS_DEVICE_NO_CALIBRATION.value)
    if implant_at(pair.row, situation.implants) is Truth.TRUE:
        found.append(Caveat.PROSTHESIS_AT_MEASURED_SITE.value)
    return tuple(found)


def _doubts(situation: Situation, pair: Pair) -> Iterator[str]:
    """Yield what would have to be known before the change may be judged."""
    if pair.same_side is Truth.UNKNOWN:
        yield "same side in both examinations"
    if pair.same_levels is Truth.UNKNOWN:
        yield "same vertebrae in both examinations"
    elsewhere = pair.before.device is not None and pair.same_device is Truth.UNKNOWN
    if elsewhere and situation.facts.facility.cross_calibrated is not True:
        yield "same device in both examinations (serial number)"
    if implant_at(pair.row, situation.implants) is Truth.UNKNOWN:
        yield "no implant at the measured site"
    if any(fulfils(one.value, bound) for one in (pair.row, pair.before.row) for bound in (BMD_LOW, BMD_HIGH)):
        yield "both values within what can be measured"


def _device_of_a_table(situation: Situation) -> tuple[str, ...]:
    # The report itself sets its earlier values beside the new one; it names one device only.
    calibrated = situation.facts.facility.cross_calibrated is True
    return () if calibrated else ("same device in both examinations (the report names one)",)


def _unknown(words: str) -> Reason:
    return Reason(
        term=words, value=None, operator="present", threshold=None, verdict=Truth.UNKNOWN, source="report, prior"
    )


def _unstated_levels(pair: Pair) -> tuple[str, ...]:
    """Return that one side names its vertebrae and the other is taken as L1 to L4."""
    return (LEVELS_NOT_STATED,) if bool(pair.row.levels) != bool(pair.before.row.levels) else ()


def _full_months(start: date, end: date) -> int:
    """Return the calendar months between two days: the same day a year later is twelve."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - (end.day < start.day)


def _caveats(lsc: Decimal | None, start: date | None, end: date | None) -> tuple[str, ...]:
    found = [] if lsc is not None else [Caveat.LSC_MISSING.value]
    if start is not None and end is not None and _full_months(start, end) < SHORT_INTERVAL.value:
        found.append(Caveat.INTERVAL_TOO_SHORT.value)
    return tuple(found)
