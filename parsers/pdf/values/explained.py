"""Which rows of a table a published reference explains: a T-score is the density in deviations of young adults."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeVar

from dxa.assessment import Evidence
from dxa.regions import Region, Site
from dxa.report import Sex
from dxa.young_adults import PARTS_OF_SPINE, REFERENCES, WHOLE_SPINE, YoungAdult
from parsers.pdf.checks.check import half_unit

FEWEST = 2
"""Rows that one family has to explain; a single one is explained by chance too easily."""
_PRINTED, _CONVERTED = Decimal("0.01"), Decimal("0.15")
"""What the third decimal of a printed constant, and a constant converted between makers, add to rounding."""
_PART_ABOVE, _PART_BELOW = Decimal("1.3"), Decimal("0.8")
"""How far a vertebra's score may lie from what the reference of L1 to L4 says: their means differ by about an SD."""

_T = TypeVar("_T")
_K = TypeVar("_K")
Place = tuple[Region, tuple[str, ...]]
Family = Mapping[Place, tuple[YoungAdult, ...]]
"""The references one device prints scores by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one table, or the columns of several examinations in one, print of one site."""

    tables: tuple[int, ...]
    site: Site
    bmd: Decimal | None
    t: Decimal | None
    z: Decimal | None
    other_bmd: tuple[Decimal, ...]
    """Of other examinations in the same table."""
    other_t: tuple[Decimal, ...]
    days: Mapping[object, tuple[Decimal, Decimal]]
    """Density and T-score of each other examination in the same table that prints both of them once."""

    @property
    def place(self) -> Place:
        """What a reference is of: the region, and the vertebrae where they are not all four."""
        levels = self.site.levels
        return self.site.region, () if levels == WHOLE_SPINE else levels


def by(items: Iterable[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    """Return items in groups, in the order they first come in."""
    groups: dict[_K, list[_T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def most_explained(rows: Sequence[Row], families: Sequence[Family]) -> int:
    """Return how many rows the best of several families explains."""
    return max(explained(rows, family) for family in families)


def explained(rows: Sequence[Row], family: Family) -> int:
    """Return how many rows have the T-score a family of references gives their density; 0 if one has another."""
    count = 0
    for place, group in by((row for row in rows if row.bmd is not None and row.t is not None), _placed).items():
        whole = family.get((place[0], ()), ())
        candidates = (*family.get(place, ()), *(whole if place[1] else ()))
        if any(all(_fits(row, candidate) for row in group) for candidate in candidates):
            count += len(group)
        elif place[1] and all(_is_near(row, whole) for row in group):
            continue
        elif candidates:
            return 0
    return count


def _placed(row: Row) -> Place:
    return row.place


def _away(row: Row, reference: YoungAdult) -> Decimal:
    """Return by how much a printed T-score lies above the one its density has."""
    assert row.bmd is not None and row.t is not None  # noqa: S101, PT018 - both guarded by the caller
    return row.t - (row.bmd - reference.mean) / reference.sd


def _fits(row: Row, reference: YoungAdult) -> bool:
    assert row.bmd is not None and row.t is not None  # noqa: S101, PT018 - both guarded by the caller
    slack = _CONVERTED if reference.evidence is Evidence.DERIVED else _PRINTED
    return abs(_away(row, reference)) <= half_unit(row.t) + half_unit(row.bmd) / reference.sd + slack


def _is_near(row: Row, whole: Sequence[YoungAdult]) -> bool:
    return not whole or any(-_PART_BELOW <= _away(row, reference) <= _PART_ABOVE for reference in whole)


@cache
def families_of(sex: Sex | None) -> tuple[Family, ...]:
    """Return the references of each maker for a sex; a man's hips may be scored by women's, as ISCD asks."""
    women = (Sex.FEMALE, Sex.FEMALE)
    kinds = (women,) if sex is Sex.FEMALE else (women, (Sex.MALE, Sex.MALE), (Sex.MALE, Sex.FEMALE))
    makers = dict.fromkeys(reference.maker for reference in REFERENCES)
    return tuple(_family(maker, *kind) for maker in makers for kind in kinds)


def _family(maker: str, spine: Sex, hips: Sex) -> Family:
    own = [
        reference
        for reference in (*REFERENCES, *PARTS_OF_SPINE)
        if reference.maker == maker and reference.sex is (spine if reference.region is Region.LUMBAR_SPINE else hips)
    ]
    return {place: tuple(group) for place, group in by(own, lambda row: (row.region, row.levels)).items()}


def as_printed(family: Family) -> Family:
    """Return the references that were not converted from those of another maker."""
    return {
        place: tuple(reference for reference in group if reference.evidence is not Evidence.DERIVED)
        for place, group in family.items()
    }
