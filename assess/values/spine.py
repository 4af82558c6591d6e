"""Which spine value counts: the combination of most evaluable vertebrae, never a single one."""

from collections.abc import Iterable, Sequence

from assess.values.refusals import Doubt, Refusal
from dxa.regions import Region
from dxa.report import Measurement

MIN_VERTEBRAE = 2
"""Evaluable vertebrae a spine value needs (ISCD, recalled)."""
_LUMBAR = frozenset({"L1", "L2", "L3", "L4"})


def excluded_vertebrae(measurements: Iterable[Measurement]) -> frozenset[str]:
    """Return the vertebrae the report itself excludes: single levels of the current spine with a reason."""
    return frozenset(
        row.levels[0]
        for row in measurements
        if row.region is Region.LUMBAR_SPINE and row.current and row.excluded is not None and len(row.levels) == 1
    )


def spine_refusal(row: Measurement, excluded: frozenset[str]) -> Refusal | None:
    """Return why a spine value cannot count on its own, given the vertebrae the report excludes."""
    if len(row.levels) == 1:
        return Refusal.SINGLE_VERTEBRA
    if not _LUMBAR.issuperset(row.levels):
        return Refusal.LEVELS_OUTSIDE_L1_L4
    if len(_LUMBAR - excluded) < MIN_VERTEBRAE:
        return Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE
    if excluded.intersection(row.levels):
        return Refusal.CONTAINS_EXCLUDED_VERTEBRA
    return None


def lesser_combinations(standing: Iterable[Measurement], excluded: frozenset[str]) -> dict[str, Refusal]:
    """Return the spine values that give way to a combination of more vertebrae, or to one that says its vertebrae."""
    spines = [row for row in standing if row.region is Region.LUMBAR_SPINE]
    largest = max((len(_vertebrae(row, excluded)) for row in spines), default=0)
    lesser = {row.id: Refusal.SMALLER_COMBINATION for row in spines if len(_vertebrae(row, excluded)) < largest}
    if excluded and any(row.levels for row in spines):
        lesser |= {row.id: Refusal.SPINE_LEVELS_UNKNOWN for row in spines if not row.levels}
    return lesser


def tied_combinations(sure: Sequence[Measurement], excluded: frozenset[str]) -> dict[str, Doubt]:
    """Return doubts on all but the highest of different combinations that have equally many vertebrae."""
    spines = [row for row in sure if row.region is Region.LUMBAR_SPINE]
    highest = max(spines, key=lambda row: (row.value, row.id), default=None)
    return {
        row.id: Doubt(row, Refusal.EQUALLY_LARGE_COMBINATION, "levels")
        for row in spines
        if highest is not None and _vertebrae(row, excluded) != _vertebrae(highest, excluded)
    }


def _vertebrae(row: Measurement, excluded: frozenset[str]) -> frozenset[str]:
    # A spine value without levels is the usual L1 to L4, as far as the report leaves them in.
    return frozenset(row.levels) or _LUMBAR - excluded
