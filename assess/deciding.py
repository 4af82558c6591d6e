"""Which T- or Z-score decides: the lowest valid one, with every other one and why it did not take part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assess.implants import implant_at
from assess.known import Known, Listed
from dxa.assessment import Citation, Deciding, Evidence, RejectedMeasurement, Truth
from dxa.facts import Implant
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import Measurement, Quantity

SITES = Citation(
    title="ISCD Official Positions, Adult",
    year=2023,
    locator="Central DXA for diagnosis: skeletal sites and regions of interest",
    url="https://iscd.org/official-positions-2023",
    evidence=Evidence.RECALLED,
)
"""What the choice rests on."""

DIAGNOSTIC_REGIONS = frozenset(
    {Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.HIP_UNSPECIFIED, Region.RADIUS_33}
)
MIN_VERTEBRAE = 2
"""Evaluable vertebrae a spine value needs (ISCD, recalled)."""
_LUMBAR = frozenset({"L1", "L2", "L3", "L4"})


class Refusal(StrEnum):
    """Why a score did not take part, or could not be relied on to."""

    SITE_NOT_DIAGNOSTIC = "SITE_NOT_DIAGNOSTIC"
    MEAN_OR_DIFFERENCE = "MEAN_OR_DIFFERENCE"
    SINGLE_VERTEBRA = "SINGLE_VERTEBRA"
    LEVELS_OUTSIDE_L1_L4 = "LEVELS_OUTSIDE_L1_L4"
    CONTAINS_EXCLUDED_VERTEBRA = "CONTAINS_EXCLUDED_VERTEBRA"
    FEWER_THAN_TWO_EVALUABLE_VERTEBRAE = "FEWER_THAN_TWO_EVALUABLE_VERTEBRAE"
    SMALLER_COMBINATION = "SMALLER_COMBINATION"
    PRIOR_EXAMINATION = "PRIOR_EXAMINATION"
    EXCLUDED_BY_REPORT = "EXCLUDED_BY_REPORT"
    PROSTHESIS_AT_MEASURED_SITE = "PROSTHESIS_AT_MEASURED_SITE"
    RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE = "RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE"
    HELD_FOR_REVIEW = "HELD_FOR_REVIEW"
    HIP_REGION_UNSPECIFIED = "HIP_REGION_UNSPECIFIED"
    SPINE_LEVELS_UNKNOWN = "SPINE_LEVELS_UNKNOWN"
    EQUALLY_LARGE_COMBINATION = "EQUALLY_LARGE_COMBINATION"
    IMPLANT_SIDE_UNKNOWN = "IMPLANT_SIDE_UNKNOWN"


REFUSALS: Mapping[Refusal, str] = {
    Refusal.SITE_NOT_DIAGNOSTIC: "this region is not used for diagnosis",
    Refusal.MEAN_OR_DIFFERENCE: "a mean or difference of two sides is not used for diagnosis",
    Refusal.SINGLE_VERTEBRA: "a single vertebra is not used for diagnosis",
    Refusal.LEVELS_OUTSIDE_L1_L4: "only L1 to L4 are used for diagnosis",
    Refusal.CONTAINS_EXCLUDED_VERTEBRA: "it contains a vertebra the report excludes",
    Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE: "fewer than two vertebrae can be evaluated",
    Refusal.SMALLER_COMBINATION: "the report gives a combination of more vertebrae",
    Refusal.PRIOR_EXAMINATION: "it belongs to an earlier examination",
    Refusal.EXCLUDED_BY_REPORT: "the report calls it invalid",
    Refusal.PROSTHESIS_AT_MEASURED_SITE: "an implant lies at the measured site",
    Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE: "nothing stated lets the one-third radius count",
    Refusal.HELD_FOR_REVIEW: "a reviewer has to decide on this value first",
    Refusal.HIP_REGION_UNSPECIFIED: "the report says hip without saying which region",
    Refusal.SPINE_LEVELS_UNKNOWN: "vertebrae are excluded and it is not said which ones this value uses",
    Refusal.EQUALLY_LARGE_COMBINATION: "another combination has as many vertebrae and a higher value",
    Refusal.IMPLANT_SIDE_UNKNOWN: "an implant may lie at this site; its place or the measured side is not said",
}
"""Each reason as a clinician may read it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A score that may or may not count."""

    measurement: Measurement
    refusal: Refusal
    settled_by: str
    """The fact that would settle it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the choice has to know besides the scores."""

    implants: Listed[Implant] = field(default_factory=Listed)
    hyperparathyroidism: Truth = Truth.UNKNOWN
    over_table_weight: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The scores of one quantity, sorted into those that count, those in doubt and those that do not."""

    counted: tuple[Measurement, ...] = ()
    """Lowest first; ties by spine, femoral neck, total hip, radius, then side and id."""
    doubts: tuple[Doubt, ...] = ()
    """Scores that may count, lowest first."""
    rejected: tuple[RejectedMeasurement, ...] = ()
    """Every score that did not count, those in doubt included, in the order of the report."""

    @property
    def lowest(self) -> Measurement | None:
        """The score that decides, or None if no score surely counts."""
        return self.counted[0] if self.counted else None

    @property
    def known(self) -> Known[Decimal] | None:
        """The lowest score with what it may be once the doubts are settled; None if no score surely counts."""
        return _known_lowest(self.counted, self.doubts)

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """The doubts that matter: those that may bring a score lower than the deciding one."""
        lowest = self.lowest
        return tuple(doubt for doubt in self.doubts if lowest is None or _may_lower(doubt, lowest.value))

    def at(self, *regions: Region) -> Known[Decimal] | None:
        """Return the lowest score of some regions only, open towards what the doubts allow there."""
        hip = {Region.HIP_UNSPECIFIED} if {Region.FEMORAL_NECK, Region.TOTAL_HIP}.intersection(regions) else set()
        return _known_lowest(
            [row for row in self.counted if row.region in regions],
            [doubt for doubt in self.doubts if doubt.measurement.region in hip.union(regions)],
        )

    @property
    def deciding(self) -> Deciding:
        """The choice as an assessment shows it."""
        return Deciding(measurement=self.lowest.id if self.lowest else None, rejected=self.rejected)


def _known_lowest(counted: Sequence[Measurement], doubts: Iterable[Doubt]) -> Known[Decimal] | None:
    if not counted:
        return None
    lowest = counted[0]
    lower = [doubt for doubt in doubts if _may_lower(doubt, lowest.value)]
    return Known(
        lowest.value,
        measurement=lowest.id,
        alternatives=tuple(sorted({doubt.measurement.value for doubt in lower if not _held(doubt)})),
        or_lower=any(_held(doubt) for doubt in lower),
        settled_by=tuple(dict.fromkeys(doubt.settled_by for doubt in lower)),
    )


def _held(doubt: Doubt) -> bool:
    return doubt.refusal is Refusal.HELD_FOR_REVIEW


def _may_lower(doubt: Doubt, lowest: Decimal) -> bool:
    # The number of a held score is itself in question, so it may be lower than it says.
    return _held(doubt) or doubt.measurement.value < lowest


def choose(measurements: Sequence[Measurement], quantity: Quantity, circumstances: Circumstances) -> Choice:
    """Return the scores of `quantity` (T or Z) sorted by whether they may decide.

    Measurements of other quantities only tell which vertebrae the report excludes.
    """
    rows = [row for row in measurements if row.quantity is quantity]
    excluded = excluded_vertebrae(measurements)
    refusals = {row.id: refusal for row in rows if (refusal := _refusal(row, excluded, circumstances))}
    standing = [row for row in rows if row.id not in refusals]
    refusals |= _smaller_combinations(standing)
    doubts = {
        row.id: doubt for row in standing if row.id not in refusals and (doubt := _doubt(row, excluded, circumstances))
    }
    doubts |= _tied_combinations([row for row in standing if row.id not in refusals and row.id not in doubts])
    radius = _radius_qualifies(rows, refusals, circumstances)
    for row in standing:
        if row.region is Region.RADIUS_33 and row.id not in doubts and radius is not Truth.TRUE:
            doubt = Doubt(row, Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE, "conditions")
            doubts |= {row.id: doubt} if radius is Truth.UNKNOWN else {}
            refusals |= {row.id: doubt.refusal} if radius is Truth.FALSE else {}
    return _sorted_choice(rows, refusals, doubts)


def _sorted_choice(rows: Sequence[Measurement], refusals: Mapping[str, Refusal], doubts: Mapping[str, Doubt]) -> Choice:
    counted = sorted((row for row in rows if row.id not in refusals and row.id not in doubts), key=_rank)
    out = {**refusals, **{name: doubt.refusal for name, doubt in doubts.items()}}
    return Choice(
        counted=tuple(counted),
        doubts=tuple(sorted(doubts.values(), key=lambda doubt: _rank(doubt.measurement))),
        rejected=tuple(RejectedMeasurement(measurement=row.id, reason=out[row.id]) for row in rows if row.id in out),
    )


_ORDER = (Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.HIP_UNSPECIFIED, Region.RADIUS_33)


def _rank(row: Measurement) -> tuple[Decimal, int, str, str]:
    return row.value, _ORDER.index(row.region), row.side or "", row.id


def excluded_vertebrae(measurements: Iterable[Measurement]) -> frozenset[str]:
    """Return the vertebrae the report itself excludes: single levels of the current spine with a reason."""
    return frozenset(
        row.levels[0]
        for row in measurements
        if row.region is Region.LUMBAR_SPINE and row.current and row.excluded is not None and len(row.levels) == 1
    )


def _refusal(row: Measurement, excluded: frozenset[str], circumstances: Circumstances) -> Refusal | None:
    if not row.current:
        return Refusal.PRIOR_EXAMINATION
    if row.region not in DIAGNOSTIC_REGIONS:
        return Refusal.SITE_NOT_DIAGNOSTIC
    if row.side in {Side.MEAN, Side.DIFFERENCE}:
        return Refusal.MEAN_OR_DIFFERENCE
    if row.excluded is not None:
        return Refusal.EXCLUDED_BY_REPORT
    if implant_at(row, circumstances.implants) is Truth.TRUE:
        return Refusal.PROSTHESIS_AT_MEASURED_SITE
    return _spine_refusal(row, excluded) if row.region is Region.LUMBAR_SPINE else None


def _spine_refusal(row: Measurement, excluded: frozenset[str]) -> Refusal | None:
    if len(row.levels) == 1:
        return Refusal.SINGLE_VERTEBRA
    if not _LUMBAR.issuperset(row.levels):
        return Refusal.LEVELS_OUTSIDE_L1_L4
    if len(_LUMBAR - excluded) < MIN_VERTEBRAE:
        return Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE
    if excluded.intersection(row.levels):
        return Refusal.CONTAINS_EXCLUDED_VERTEBRA
    return None


def _combinations(rows: Iterable[Measurement]) -> list[Measurement]:
    return [row for row in rows if row.region is Region.LUMBAR_SPINE]


def _vertebrae(row: Measurement) -> frozenset[str]:
    # A spine value without levels is the usual L1 to L4.
    return frozenset(row.levels) or _LUMBAR


def _smaller_combinations(standing: Iterable[Measurement]) -> dict[str, Refusal]:
    spines = _combinations(standing)
    largest = max((len(_vertebrae(row)) for row in spines), default=0)
    return {row.id: Refusal.SMALLER_COMBINATION for row in spines if len(_vertebrae(row)) < largest}


def _tied_combinations(sure: Iterable[Measurement]) -> dict[str, Doubt]:
    """Return doubts on all but the highest of different combinations that have equally many vertebrae."""
    spines = _combinations(sure)
    highest = max(spines, key=lambda row: (row.value, row.id), default=None)
    return {
        row.id: Doubt(row, Refusal.EQUALLY_LARGE_COMBINATION, "levels")
        for row in spines
        if highest is not None and _vertebrae(row) != _vertebrae(highest)
    }


def _doubt(row: Measurement, excluded: frozenset[str], circumstances: Circumstances) -> Doubt | None:
    if row.held is not None:
        return Doubt(row, Refusal.HELD_FOR_REVIEW, row.quantity.value)
    if row.region is Region.HIP_UNSPECIFIED:
        return Doubt(row, Refusal.HIP_REGION_UNSPECIFIED, "site")
    if row.region is Region.LUMBAR_SPINE and not row.levels and excluded:
        return Doubt(row, Refusal.SPINE_LEVELS_UNKNOWN, "levels")
    if implant_at(row, circumstances.implants) is Truth.UNKNOWN:
        return Doubt(row, Refusal.IMPLANT_SIDE_UNKNOWN, "implants[].side")
    return None


_UNINTERPRETABLE = frozenset(
    {
        Refusal.EXCLUDED_BY_REPORT,
        Refusal.PROSTHESIS_AT_MEASURED_SITE,
        Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE,
        Refusal.CONTAINS_EXCLUDED_VERTEBRA,
    }
)


def _radius_qualifies(
    rows: Sequence[Measurement], refusals: Mapping[str, Refusal], circumstances: Circumstances
) -> Truth:
    """Return whether the one-third radius counts: hyperparathyroidism, weight, an unreadable spine or hip."""
    spine = _cannot_be_read(rows, refusals, lambda row: row.region is Region.LUMBAR_SPINE)
    hip = _cannot_be_read(rows, refusals, lambda row: SCAN_OF_REGION.get(row.region) is Scan.HIP)
    found = {circumstances.hyperparathyroidism, circumstances.over_table_weight, spine, hip}
    if Truth.TRUE in found:
        return Truth.TRUE
    # A weight nobody stated raises no doubt: spine and hip were measured, so the table carried the patient.
    unknown = Truth.UNKNOWN in {circumstances.hyperparathyroidism, spine, hip}
    return Truth.UNKNOWN if unknown else Truth.FALSE


def _cannot_be_read(
    rows: Iterable[Measurement], refusals: Mapping[str, Refusal], belongs: Callable[[Measurement], bool]
) -> Truth:
    current = [row for row in rows if row.current and belongs(row)]
    why = {refusals.get(row.id) for row in current if row.region in DIAGNOSTIC_REGIONS}
    if None in why:
        return Truth.FALSE
    # Not in the report: not measured, which may or may not mean that it could not be.
    return Truth.TRUE if why & _UNINTERPRETABLE else Truth.UNKNOWN
