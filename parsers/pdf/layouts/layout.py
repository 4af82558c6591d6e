"""What is particular to the printouts of one maker and software."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dxa.regions import Scan
from parsers.pdf.headings.columns import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of printout; a file of this folder ends in one such constant named LAYOUT."""

    name: str
    manufacturer: str
    anchors: tuple[str, ...]
    """Regular expressions; a document with any of them is of this maker."""
    columns: tuple[tuple[Column, ...], ...]
    """The orders of columns it prints, region first."""
    headings: Mapping[str, Column] = field(default_factory=dict)
    """Headings only this maker uses, as `headings.plain_heading` gives them."""
    skipped: Mapping[str, None]
    """Row labels (lower case) that are known and no site of ours: not read, and not reported."""
    density_unit: str | None = None
    """The unit of BMD where a page of this maker prints none; None: such a value is refused."""
    ratios: Mapping[Scan, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Least and greatest k in T = k * (young-adult percent - 100) / 100, by scan; absent when unknown."""
