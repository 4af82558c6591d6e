"""Which BMD of an earlier examination each current one is compared with, and what is sure of the two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assess.case.situation import Situation
from assess.values.spine import excluded_vertebrae
from dxa.assessment import Truth
from dxa.locator import Locator
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import Device, DxaReport, Measurement, Patient, Provenance, Quantity, Unit

_L1_TO_L4 = ("L1", "L2", "L3", "L4")
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A BMD of an earlier examination."""

    row: Measurement
    device: Device | None
    """None where the report of the present examination shows it, which names one device only."""
    performed_on: date | None = None
    same_device: bool | None = None
    """Whether somebody states that it came from the present device."""
    left_out: frozenset[str] = frozenset()
    """Vertebrae its report excludes."""

    @property
    def date(self) -> date | None:
        """When it was measured: the value's own date, or that of its examination."""
        return self.row.exam_date or self.performed_on


@dataclass(frozen=True, slots=True)
class Pair:
    """A current BMD and the newest earlier one of its site."""

    row: Measurement
    before: Earlier
    same_side: Truth
    same_levels: Truth
    same_device: Truth


def pairs_of(situation: Situation) -> tuple[Pair, ...]:
    """Return every current BMD with the newest earlier one of its site."""
    earlier = [one for one in situation.once(_earlier) if is_usable(one.row)]
    left_out = excluded_vertebrae(situation.report.measurements) if earlier else frozenset()
    rows = [row for row in situation.usable if row.quantity is Quantity.BMD and row.side is not Side.DIFFERENCE]
    return tuple(_pairs(situation, rows, earlier, left_out))


def unused_pairs_of(situation: Situation) -> tuple[Pair, ...]:
    """Return the pairs of which one value is excluded or held for review, so that nothing is compared.

    An earlier value is named where no newer one of its site was compared instead, a current one where its site has no
    other. Single vertebrae are left out with their spine.
    """
    earlier = situation.once(_earlier)
    if not earlier:
        return ()
    left_out = excluded_vertebrae(situation.report.measurements)
    compared = {pair.row.id: pair.before for pair in situation.once(pairs_of)}
    rows = [
        row
        for row in situation.report.measurements
        if row.current and row.quantity is Quantity.BMD and row.side is not Side.DIFFERENCE and len(row.levels) != 1
    ]
    sites = {(row.region, row.side, row.levels) for row in rows if is_usable(row)}
    aside = [row for row in rows if not is_usable(row) and (row.region, row.side, row.levels) not in sites]
    unused = [one for one in earlier if not is_usable(one.row)]
    found = _pairs(situation, [row for row in rows if is_usable(row)], unused, left_out)
    named = (pair for pair in found if _is_newer(pair.before, compared.get(pair.row.id)))
    return (*named, *_pairs(situation, aside, earlier, left_out))


def is_usable(row: Measurement) -> bool:
    """Return whether a value is neither excluded nor held for review."""
    return row.held is None and row.excluded is None


def _is_newer(one: Earlier, other: Earlier | None) -> bool:
    if other is None:
        return True
    return one.date is not None and other.date is not None and one.date > other.date


def _pairs(
    situation: Situation, rows: Iterable[Measurement], earlier: Sequence[Earlier], left_out: frozenset[str]
) -> Iterator[Pair]:
    for row in rows:
        before = _newest(situation, row, [one for one in earlier if _same_site(row, one.row)], left_out)
        if before is not None:
            yield _pair(situation, row, before, left_out)


def other_patients(situation: Situation) -> tuple[str, ...]:
    """Return in what the reports given as earlier ones are of somebody else: patient id, birth date, sex."""
    found = (name for prior in situation.priors for name in _differing(situation, prior.patient))
    return tuple(dict.fromkeys(found))


def _differing(situation: Situation, prior: Patient) -> Iterator[str]:
    patient = situation.report.patient
    sex = situation.sex.value if situation.sex else patient.sex
    # Numbers of two different issuers may well differ for one person.
    elsewhere = prior.issuer is not None and patient.issuer is not None and prior.issuer != patient.issuer
    pairs = (
        ("patient id", prior.id, prior.id if elsewhere else patient.id),
        ("birth date", prior.birth_date, patient.birth_date),
        ("sex", prior.sex, sex),
    )
    yield from (name for name, one, other in pairs if one is not None and other is not None and one != other)


def _earlier(situation: Situation) -> tuple[Earlier, ...]:
    """Return every earlier BMD of this patient, those that are excluded or held for review included."""
    rows = situation.report.measurements
    found = [Earlier(row, None) for row in rows if row.quantity is Quantity.BMD and not row.current]
    for prior in situation.priors:
        if not any(_differing(situation, prior.patient)):
            found += _of_report(prior)
    return (*found, *_stated(situation))


def _stated(situation: Situation) -> Iterator[Earlier]:
    """Yield the earlier densities somebody states, as if a report without device had them."""
    for number, prior in enumerate(situation.facts.prior_bmd or (), start=1):
        row = Measurement(
            id=f"f{number}",
            region=prior.region,
            side=prior.side,
            levels=prior.levels,
            quantity=Quantity.BMD,
            value=prior.bmd_prev,
            unit=Unit.G_PER_CM2,
            exam_date=prior.exam_date,
            provenance=Provenance(
                document="facts",
                parser="facts",
                locator=Locator(pointer=f"/facts/prior_bmd/{number - 1}"),
                raw=str(prior.bmd_prev),
            ),
            current=False,
        )
        yield Earlier(row, Device(), same_device=prior.same_device)


def _of_report(prior: DxaReport) -> Iterator[Earlier]:
    left_out = excluded_vertebrae(prior.measurements)
    for row in prior.measurements:
        if row.quantity is Quantity.BMD and row.current:
            yield Earlier(row, prior.study.device, prior.study.performed_on, left_out=left_out)


def _same_site(row: Measurement, other: Measurement) -> bool:
    single = row.region is Region.LUMBAR_SPINE and len(row.levels) == 1
    # A single vertebra is compared with itself only; combinations are compared to say that they differ.
    if row.region is not other.region or (single and row.levels != other.levels):
        return False
    return row.side == other.side or (None in {row.side, other.side} and _is_sided(row.region))


def _is_sided(region: Region) -> bool:
    return SCAN_OF_REGION.get(region) in _SIDED


def _newest(
    situation: Situation, row: Measurement, found: Sequence[Earlier], left_out: frozenset[str]
) -> Earlier | None:
    alike = _alike(situation, row, found, left_out)
    dated = [one for one in alike if one.date is not None]
    return max(dated, key=lambda one: one.date or date.min, default=alike[0] if alike else None)


def _alike(
    situation: Situation, row: Measurement, found: Sequence[Earlier], left_out: frozenset[str]
) -> Sequence[Earlier]:
    """Return what was measured before a value, of its own side and vertebrae where there is any."""
    now = row.exam_date or situation.exam_date
    # What was measured on the same day or later is no earlier examination.
    before = [one for one in found if now is None or one.date is None or one.date < now]
    sided = [one for one in before if one.row.side == row.side] or before
    levels = levels_of(row, left_out)
    return [one for one in sided if levels is not None and levels_of(one.row, one.left_out) == levels] or sided


def older_than(situation: Situation, pair: Pair) -> tuple[Pair, ...]:
    """Return a current value with every earlier one older than that of its pair, newest first; none without dates."""
    newest = pair.before.date
    if newest is None:
        return ()
    left_out = excluded_vertebrae(situation.report.measurements)
    usable = [one for one in situation.once(_earlier) if is_usable(one.row) and _same_site(pair.row, one.row)]
    dated = {one.date: one for one in _alike(situation, pair.row, usable, left_out) if one.date is not None}
    return tuple(
        _pair(situation, pair.row, dated[day], left_out) for day in sorted(dated, reverse=True) if day < newest
    )


def levels_of(row: Measurement, left_out: Iterable[str]) -> tuple[str, ...] | None:
    """Return the vertebrae of a value: L1 to L4 where none are named; None where the report excludes some."""
    if row.levels or row.region is not Region.LUMBAR_SPINE:
        return row.levels
    return None if left_out else _L1_TO_L4


def _pair(situation: Situation, row: Measurement, before: Earlier, left_out: frozenset[str]) -> Pair:
    sides = row.side is not None and before.row.side is not None
    levels = levels_of(row, left_out), levels_of(before.row, before.left_out)
    known = None not in levels
    return Pair(
        row=row,
        before=before,
        same_side=Truth.TRUE if sides or not _is_sided(row.region) else Truth.UNKNOWN,
        same_levels=(Truth.TRUE if levels[0] == levels[1] else Truth.FALSE) if known else Truth.UNKNOWN,
        same_device=_same_device(before, situation.report.study.device),
    )


def _same_device(earlier: Earlier, now: Device) -> Truth:
    """Return whether two examinations come from one device; a name that is missing tells nothing."""
    before = earlier.device
    if earlier.same_device is not None:
        return Truth.TRUE if earlier.same_device else Truth.FALSE
    if before is None:
        return Truth.UNKNOWN
    pairs = ((now.manufacturer, before.manufacturer), (now.model, before.model), (now.serial, before.serial))
    if any(one is not None and other is not None and one.casefold() != other.casefold() for one, other in pairs):
        return Truth.FALSE
    return Truth.TRUE if now.serial and before.serial else Truth.UNKNOWN
