"""Tables of one quantity, named above them or in their corner, whose rows are days and whose columns are sites."""

from collections.abc import Sequence
from itertools import pairwise

from parsers.pdf.headings.columns import SCORES, Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.names import is_day, is_value
from parsers.pdf.shapes.components import joined
from parsers.pdf.shapes.sites import SiteHeading, SiteHeadings, headings_at
from parsers.pdf.tables.cells import cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.words import Word, box_of, phrases, text_of

_QUANTITIES = SCORES | {Column.BMD}
# Heights of a character.
_CAPTION_ABOVE = 4.0
_WIDEST_STEP = 3.2
_MOST_WORDS_OF_DAY = 4
_Line = tuple[list[Word], list[list[Word]]]
"""The words of a day, and the number of each site."""


def days_by_site_of(rows: Sequence[list[Word]]) -> list[Table]:
    """Return the tables of a page with a row for each day and a column for each site, as a table for each site.

    None where the quantity is not named, or a number does not stand under one site for certain.
    """
    found: list[Table] = []
    for number in range(len(rows)):
        heads = headings_at(rows, number)
        meaning = _quantity(rows, number, heads) if heads else None
        lines = _lines(rows[number + heads.count :], heads) if heads and meaning else []
        if heads and meaning and lines:
            found += [_table(site, at, meaning, lines, heads) for at, site in enumerate(heads.sites)]
    return found


def _quantity(rows: Sequence[list[Word]], number: int, heads: SiteHeadings) -> Meaning | None:
    """Return what the corner of the table or the line above it names, where that is a quantity of results."""
    row, first = rows[number], heads.sites[0].words[0]
    above = rows[number - 1] if number else []
    near = bool(above) and row[0].base - above[0].base <= _CAPTION_ABOVE * max(row[0].size, above[0].size)
    corner = [word for word in row if word.x1 <= first.x0]
    texts = [text_of(corner), text_of(above) if near and len(phrases(above)) == 1 else ""]
    meanings = [meaning_of(text.strip(" :"), {}) for text in texts if text]
    known = [item for item in meanings if item and item.qualifier is None and item.column in _QUANTITIES]
    return known[0] if known else None


def _lines(below: Sequence[list[Word]], heads: SiteHeadings) -> list[_Line]:
    """Return the days below the sites with a number under each of them; none where a line of a day lacks one."""
    found: list[_Line] = []
    base = max(word.base for word in heads.words)
    for row in below:
        count = next((at for at in range(min(_MOST_WORDS_OF_DAY, len(row)), 0, -1) if is_day(text_of(row[:at]))), 0)
        if not count or row[0].base - base > _WIDEST_STEP * row[0].size:
            break
        cells = joined(row[count:])
        if len(cells) != len(heads.sites) or not all(is_value(cell[0].text) for cell in cells):
            return []
        found.append((list(row[:count]), cells))
        base = row[0].base
    return found if all(_are_under(cells, heads.sites) for _, cells in found) else []


def _are_under(cells: Sequence[list[Word]], sites: Sequence[SiteHeading]) -> bool:
    """Whether each number stands nearer to the name of its own site than to that of any other."""
    edges = [(site.words[0].x0, site.words[-1].x1) for site in sites]
    between = [(one[1] + two[0]) / 2 for one, two in pairwise(edges)]
    bounds = [float("-inf"), *between, float("inf")]
    return all(bounds[at] < box_of(cell)[0] and box_of(cell)[2] < bounds[at + 1] for at, cell in enumerate(cells))


def _table(site: SiteHeading, at: int, meaning: Meaning, lines: Sequence[_Line], heads: SiteHeadings) -> Table:
    x0, top, _, bottom = box_of(heads.words)
    right = max(cell[-1].x1 for _, cells in lines for cell in cells)
    region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=x0)
    date = Heading(column=Column.DATE, text="", unit=None, x0=x0, x1=x0)
    heading = Heading(column=meaning.column, text="", unit=meaning.unit, x0=x0, x1=right)
    header = Header(
        headings=(region, date, heading), top=top, bottom=bottom, size=max(word.size for word in heads.words)
    )
    rows = tuple(_row(site, heading, day, cells[at]) for day, cells in lines)
    return Table(header=header, rows=rows, is_transposed=True)


def _row(site: SiteHeading, heading: Heading, day: list[Word], own: list[Word]) -> Row:
    cell = cell_of(heading, own)
    return Row(
        label=site.name,
        group=None,
        section=site.limb,
        box=box_of([*day, *own]),
        cells=(cell,) if cell and cell.fault is None else (),
        faults=(cell,) if cell and cell.fault else (),
        date=text_of(day),
    )
