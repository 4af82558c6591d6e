"""The columns of a small table in running text: what stands under each heading."""

from dataclasses import dataclass

from dxa.regions import Side, Site
from parsers.narrative.examinations.times import Time
from parsers.narrative.language.dates import When

SEPARATORS = ("|", "\t", ";")
NOW = ("now", "sections:current")
THEN = ("prior", "earlier", "general:past", "sections:prior")
"""Tags of words for this examination and for an earlier one, at the head of a column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of a table."""

    label: str
    unit: str | None
    start: int
    end: int
    """Characters from the start of its line."""
    cell: int
    """Separators before it in its line."""
    time: Time = Time.CURRENT
    side: Side | None = None
    """The side of its numbers, if its heading names one."""
    site: Site | None = None
    """The site of its numbers, if its heading is one."""
    when: When | None = None
    """The date of its examination, if its heading gives one."""
    of_change: bool = False
    """True for a change since the examination before of which only the cells may tell that it is in per cent."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a table and what stands between its cells; None if nothing but blanks does."""

    columns: tuple[Column, ...]
    separator: str | None
    dated: bool
    """True if its rows are examinations of one site, told apart by their date."""
    slashed: bool = False
    """True if slashes alone part the numbers of a row, which stand in the order of the headings."""

    @property
    def of_sites(self) -> bool:
        """Whether each is of a site, beside others such as "Age" and "Weight" of the patient."""
        told = [column for column in self.columns if column.label != "other"]
        return bool(told) and all(column.site for column in told)


def cell_of(text: str, line: int, at: int, separator: str | None) -> int:
    """Return how many separators stand before a place of a line."""
    return text.count(separator, line, at) if separator else 0
