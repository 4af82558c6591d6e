"""The heading of a result table and its columns, once it is known what they are."""

from dataclasses import dataclass

from parsers.pdf.headings.columns import LABELS, Column
from parsers.pdf.headings.qualifiers import Qualifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column: its heading and the strip of the page below it."""

    column: Column
    text: str
    unit: str | None
    """As printed, in plain characters, such as g/cm2; None when the heading names none."""
    x0: float
    x1: float
    qualifier: Qualifier | None = None
    """Which of several like columns it is; None when its heading names no side and no time."""
    second: Column | None = None
    """The score printed behind that of `column` in the same cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The headings of one table, from left to right; the row labels stand under the first of them that is a region."""

    headings: tuple[Heading, ...]
    top: float
    bottom: float
    size: float
    """Height of its characters."""
    doubled: tuple[Heading, ...] = ()
    """Further columns of the same names, which nothing tells apart from these."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What its columns are."""
        return tuple(heading.column for heading in self.headings)

    @property
    def has_density(self) -> bool:
        """Whether BMD is among its columns, as on every maker's printout."""
        return Column.BMD in self.columns

    @property
    def is_plain(self) -> bool:
        """Whether every row is one site of one examination and one side."""
        return not any(heading.qualifier or heading.column is Column.DATE for heading in self.headings)

    @property
    def region(self) -> Heading:
        """The column of the row labels."""
        return next(heading for heading in self.headings if heading.column is Column.REGION)

    @property
    def labels(self) -> tuple[Heading, ...]:
        """The columns of words at the left: the region and what stands beside it."""
        count = next(at for at, heading in enumerate(self.headings) if heading.column not in LABELS)
        return self.headings[:count]

    @property
    def first_result(self) -> Heading:
        """The first column right of the labels."""
        return self.headings[len(self.labels)]

    @property
    def first(self) -> str:
        """The words over the row labels, such as Region or Radius + Ulna."""
        return self.region.text
