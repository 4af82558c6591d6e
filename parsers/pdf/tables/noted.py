"""The unit of density that stands in a note of the page, "BMD in g/cm2", and over no column."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.headings.columns import Column, plain_heading
from parsers.pdf.headings.header import Heading
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.lines import Line

_NOTE = re.compile(
    r"[*(\[ ]*(?:all )?(?:BMD|DMO|bone (?:mineral )?densit(?:y|ies)|densit(?:y|ies)|Knochendichten?|botdichtheid|"
    r"valori di BMD)"
    r"(?: values?)?(?: (?:is|are))?(?: (?:given|expressed|stated))?,? (?:in|en|em) "
    r"(?P<unit>m?g/cm(?:2|\u00b2))(?:[.;]?[*)\] ]*$|[.;] )",
    re.IGNORECASE,
)


def notes_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that say, alone or in their first sentence, the unit of all densities."""
    return [line for line in lines if _NOTE.match(line.text)]


_AREAL = re.compile(r"(?<![\w/])(?P<unit>m?g/cm(?:2|\u00b2))(?!\w)", re.IGNORECASE)


def with_noted_unit(table: Table, notes: Sequence[Line], lines: Sequence[Line]) -> Table:
    """Return a table, a density without a unit in the one its page names; as it is if the page names several.

    A note says it of all densities; without one, the page may print a single unit of density anywhere else.
    """
    if not any(map(_lacks_unit, table.header.headings)):
        return table
    units = {plain_heading(found["unit"]) for note in notes if (found := _NOTE.match(note.text))}
    units = units or {plain_heading(found["unit"]) for line in lines for found in _AREAL.finditer(line.text)}
    if len(units) != 1:
        return table
    (unit,) = units
    header = replace(table.header, headings=tuple(_in(heading, unit) for heading in table.header.headings))
    return replace(table, header=header, rows=tuple(_row(row, unit) for row in table.rows))


def _lacks_unit(heading: Heading) -> bool:
    return heading.column is Column.BMD and heading.unit is None


def _in(heading: Heading, unit: str) -> Heading:
    return replace(heading, unit=unit) if _lacks_unit(heading) else heading


def _row(row: Row, unit: str) -> Row:
    return replace(row, cells=tuple(replace(cell, heading=_in(cell.heading, unit)) for cell in row.cells))
