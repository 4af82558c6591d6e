"""What a check of a printout's own redundancy looks at and answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxa.regions import Scan, Side, Site
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers of one row."""

    site: Site
    scan: Scan | None
    values: Mapping[Column, Decimal]
    """BMD in g/cm2, BMC in g, area in cm2, percentages in per cent."""
    stated: str = ""
    """The words of the row's column of classes, empty without one."""

    @property
    def is_difference(self) -> bool:
        """Whether the row is the difference of two sides, for which no relation holds."""
        return self.site.side is Side.DIFFERENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A contradiction in one row, and the values it puts in doubt."""

    row: int
    columns: tuple[Column, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A file of this folder ends in one such constant named CHECK."""

    name: str
    failures: Callable[[Sequence[Figures], Layout | None], tuple[Failure, ...]]
    confirms: Callable[[Figures], frozenset[Column]]
    """The values of a row this check has tested and found right; empty when it could not test any."""


def places(value: Decimal) -> int:
    """Return how many decimals a number was printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_unit(value: Decimal) -> Decimal:
    """Return by how much a printed number may differ from the unrounded one."""
    return Decimal("0.5").scaleb(-places(value))
