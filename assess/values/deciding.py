"""Which T- or Z-score decides: the lowest valid one, with every other one and why it did not take part."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from assess.expressions.known import Known, Listed
from assess.expressions.logic import fulfils
from assess.values.implants import implant_at
from assess.values.plausible import SCORE_HIGH, SCORE_LOW
from assess.values.refusals import Doubt, Refusal
from assess.values.spine import excluded_vertebrae, lesser_combinations, spine_refusal, tied_combinations
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
CHILD_REGIONS = frozenset({Region.LUMBAR_SPINE, Region.TOTAL_BODY_LESS_HEAD})
"""Sites whose Z-scores count in children and adolescents (ISCD pediatric 2019, recalled)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the choice has to know besides the scores."""

    implants: Listed[Implant] = field(default_factory=Listed)
    hyperparathyroidism: Truth = Truth.UNKNOWN
    over_table_weight: Truth = Truth.UNKNOWN
    lost_signs: frozenset[str] = frozenset()
    """Ids of the T-scores that fit their BMD only with the opposite sign."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The scores of one quantity, sorted into those that count, those in doubt and those that do not."""

    counted: tuple[Measurement, ...] = ()
    """Lowest first; ties by spine, femoral neck, total hip, radius, then side and id."""
    doubts: tuple[Doubt, ...] = ()
    """Scores that may count, lowest first."""
    rejected: tuple[RejectedMeasurement, ...] = ()
    """Every score that did not count, those in doubt included, in the order of the report."""
    radii: tuple[Measurement, ...] = ()
    """Scores of the one-third radius with nothing against them but, perhaps, the circumstances."""

    @cached_property
    def _at(self) -> dict[tuple[Region, ...], Known[Decimal] | None]:
        return {}

    @property
    def lowest(self) -> Measurement | None:
        """The score that decides, or None if no score surely counts."""
        return self.counted[0] if self.counted else None

    @cached_property
    def known(self) -> Known[Decimal] | None:
        """The lowest score with what it may be once the doubts are settled; None if no score surely counts."""
        return _known_lowest(self.counted, self.doubts)

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """The doubts that matter: those that may bring a score lower than the deciding one."""
        lowest = self.lowest
        return tuple(doubt for doubt in self.doubts if lowest is None or _may_lower(doubt, lowest.value))

    def settled_with(self, doubt: Doubt) -> "Choice":
        """Return the choice in which one doubtful score counts and the other doubts are gone."""
        return replace(self, counted=tuple(sorted((*self.counted, doubt.measurement), key=_rank)), doubts=())

    def at(self, *regions: Region) -> Known[Decimal] | None:
        """Return the lowest score of some regions only, open towards what the doubts allow there."""
        if regions not in self._at:
            self._at[regions] = self._lowest_at(frozenset(regions))
        return self._at[regions]

    def _lowest_at(self, regions: frozenset[Region]) -> Known[Decimal] | None:
        hip = {Region.HIP_UNSPECIFIED} if {Region.FEMORAL_NECK, Region.TOTAL_HIP}.intersection(regions) else set()
        return _known_lowest(
            [row for row in self.counted if row.region in regions],
            [doubt for doubt in self.doubts if doubt.measurement.region in hip.union(regions)],
        )

    @cached_property
    def with_radius(self) -> Known[Decimal] | None:
        """The lowest score when the one-third radius counts whatever the circumstances."""
        radius = tuple(row for row in self.radii if row not in self.counted)
        counted = sorted((*self.counted, *radius), key=_rank)
        doubts = [one for one in self.doubts if one.refusal is not Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE]
        return _known_lowest(counted, doubts)

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


def choose(
    measurements: Sequence[Measurement],
    quantity: Quantity,
    circumstances: Circumstances,
    regions: frozenset[Region] = DIAGNOSTIC_REGIONS,
) -> Choice:
    """Return the scores of `quantity` (T or Z) at some regions sorted by whether they may decide.

    Measurements of other quantities only tell which vertebrae the report excludes.
    """
    rows = [row for row in measurements if row.quantity is quantity]
    excluded = excluded_vertebrae(measurements)
    refusals = {row.id: refusal for row in rows if (refusal := _refusal(row, excluded, circumstances, regions))}
    standing = [row for row in rows if row.id not in refusals]
    refusals |= lesser_combinations(standing, excluded)
    standing = [row for row in standing if row.id not in refusals]
    doubts = {row.id: doubt for row in standing if (doubt := _doubt(row, excluded, circumstances))}
    doubts |= tied_combinations([row for row in standing if row.id not in doubts], excluded)
    radii = [row for row in standing if row.region is Region.RADIUS_33 and row.id not in doubts]
    radius = _radius_qualifies(rows, refusals, circumstances) if radii else Truth.TRUE
    if radius is Truth.FALSE:
        refusals |= dict.fromkeys((row.id for row in radii), Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE)
    elif radius is Truth.UNKNOWN:
        # With the conditions known it is the spine or hip nobody measured that leaves the radius open.
        asked = "conditions" if circumstances.hyperparathyroidism is Truth.UNKNOWN else "site"
        doubts |= {row.id: Doubt(row, Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE, asked) for row in radii}
    choice = _sorted_choice(rows, refusals, doubts)
    flipped = tuple(_flipped(choice, circumstances.lost_signs)) if circumstances.lost_signs else ()
    return replace(choice, doubts=_by_rank((*choice.doubts, *flipped))) if flipped else choice


def _flipped(choice: Choice, lost: frozenset[str]) -> Iterator[Doubt]:
    """Yield the scores that count as printed, as they are if their minus was lost."""
    for row in choice.counted:
        if row.id in lost:
            yield Doubt(replace(row, value=-row.value), Refusal.POSSIBLE_LOST_SIGN, row.quantity.value)


def _by_rank(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(sorted(doubts, key=lambda doubt: _rank(doubt.measurement)))


def _sorted_choice(rows: Sequence[Measurement], refusals: Mapping[str, Refusal], doubts: Mapping[str, Doubt]) -> Choice:
    counted = sorted((row for row in rows if row.id not in refusals and row.id not in doubts), key=_rank)
    out = {**refusals, **{name: doubt.refusal for name, doubt in doubts.items()}}
    return Choice(
        counted=tuple(counted),
        doubts=_by_rank(doubts.values()),
        rejected=tuple(RejectedMeasurement(measurement=row.id, reason=out[row.id]) for row in rows if row.id in out),
        radii=tuple(
            row
            for row in rows
            if row.region is Region.RADIUS_33
            and out.get(row.id) in {None, Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE}
        ),
    )


_ORDER = (
    Region.LUMBAR_SPINE,
    Region.FEMORAL_NECK,
    Region.TOTAL_HIP,
    Region.HIP_UNSPECIFIED,
    Region.RADIUS_33,
    Region.TOTAL_BODY_LESS_HEAD,
)


def _rank(row: Measurement) -> tuple[Decimal, int, str, str]:
    return row.value, _ORDER.index(row.region), row.side or "", row.id


def _refusal(
    row: Measurement, excluded: frozenset[str], circumstances: Circumstances, regions: frozenset[Region]
) -> Refusal | None:
    if not row.current:
        return Refusal.PRIOR_EXAMINATION
    if row.region not in regions:
        return Refusal.SITE_NOT_DIAGNOSTIC
    if row.side in {Side.MEAN, Side.DIFFERENCE}:
        return Refusal.MEAN_OR_DIFFERENCE
    if row.excluded is not None:
        return Refusal.EXCLUDED_BY_REPORT
    if implant_at(row, circumstances.implants) is Truth.TRUE:
        return Refusal.PROSTHESIS_AT_MEASURED_SITE
    return spine_refusal(row, excluded) if row.region is Region.LUMBAR_SPINE else None


def _doubt(row: Measurement, excluded: frozenset[str], circumstances: Circumstances) -> Doubt | None:
    # What nobody can have (check M31) is in question like a value held for review.
    if row.held is not None or fulfils(row.value, SCORE_LOW) or fulfils(row.value, SCORE_HIGH):
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
    """Return whether the one-third radius counts: stated hyperparathyroidism or weight, an unreadable spine or hip."""
    spine = _cannot_be_read(rows, refusals, lambda row: row.region is Region.LUMBAR_SPINE)
    hip = _cannot_be_read(rows, refusals, lambda row: SCAN_OF_REGION.get(row.region) is Scan.HIP)
    found = {circumstances.hyperparathyroidism, circumstances.over_table_weight, spine, hip}
    if Truth.TRUE in found:
        return Truth.TRUE
    # Who lay on the table for spine and hip was not too heavy for it, whether or not anybody stated the limit.
    return Truth.UNKNOWN if Truth.UNKNOWN in {circumstances.hyperparathyroidism, spine, hip} else Truth.FALSE


def _cannot_be_read(
    rows: Iterable[Measurement], refusals: Mapping[str, Refusal], belongs: Callable[[Measurement], bool]
) -> Truth:
    current = [row for row in rows if row.current and belongs(row)]
    why = {refusals.get(row.id) for row in current if row.region in DIAGNOSTIC_REGIONS}
    if None in why:
        return Truth.FALSE
    # Not in the report: not measured, which may or may not mean that it could not be.
    return Truth.TRUE if why & _UNINTERPRETABLE else Truth.UNKNOWN
