"""Tables whose columns are sites and whose rows are quantities, as plain tables of one row for each site."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.pdf.headings.columns import SCORES, Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.headings.qualifiers import Qualifier
from parsers.pdf.naming.names import LONE_SIGNS, is_value
from parsers.pdf.shapes.sites import SiteHeading, SiteHeadings, headings_at
from parsers.pdf.tables.cells import Cell, Fault, cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import union
from parsers.pdf.text.words import Word, box_of, text_of

_RESULTS = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.YOUNG, Column.MATCHED, Column.TBS}) | SCORES
_FEWEST_ROWS = 2
_WIDEST_STEP, _FIRST_STEP = 3.2, 5.0
"""Heights of a character between lines of one table, and from its headings, which may be of three lines each."""
_ASIDE = 5.0
"""Heights of a character by which cells set to the left begin before a heading set to the middle."""
_Strip = tuple[float, float]


def transposed_of(rows: Sequence[list[Word]]) -> list[Table]:
    """Return the tables of a page whose headings are sites; none where a single cell cannot be placed for certain."""
    found: list[Table] = []
    after = 0
    for number in range(len(rows)):
        heads = headings_at(rows, number) if number >= after else None
        if heads is None:
            continue
        first = number + heads.count
        lines = _lines(heads.sites, rows[first:], heads.words[-1].base)
        table = _table(heads, lines) if lines else None
        if table is not None:
            found.append(table)
            after = first + len(lines)
    return found


_Line = tuple[Meaning, list[Word], list[list[Word]]]
"""What a line holds, its name, and its cells from the left."""


def _lines(sites: Sequence[SiteHeading], below: Iterable[Sequence[Word]], base: float) -> list[_Line]:
    """Return the lines under headings that name a quantity and hold numbers, up to the first other one."""
    first = sites[0].words[0].x0
    found: list[_Line] = []
    for row in below:
        if row[0].base - base > (_WIDEST_STEP if found else _FIRST_STEP) * row[0].size:
            break
        line = _line(row, first, len(sites))
        if line is None or (line[0].column in _RESULTS and _kind(line) in map(_kind, found)):
            break
        found.append(line)
        base = row[0].base
    return found


def _kind(line: _Line) -> tuple[Column, Qualifier | None]:
    return line[0].column, line[0].qualifier


def _line(row: Sequence[Word], first: float, count: int) -> _Line | None:
    at = next(
        (at for at, word in enumerate(row) if is_value(word.text) and word.x1 > first - _ASIDE * word.size and at),
        len(row),
    )
    name, cells = list(row[:at]), _cells(row[at:])
    meaning = meaning_of(text_of(name), {}) if name else None
    if name and meaning is None and len(cells) == count and all(is_value(cell[0].text) for cell in cells):
        # A full line of something else, among the results.
        return Meaning(column=Column.OTHER), name, cells
    timed = meaning is not None and (meaning.qualifier is None or meaning.qualifier.side is None)
    known = meaning is not None and timed and meaning.column in _RESULTS | {Column.OTHER}
    return (meaning, name, cells) if meaning and known and cells else None


def _cells(words: Sequence[Word]) -> list[list[Word]]:
    """Return the cells of a line: a sign goes with its number, a unit with the number before it."""
    cells: list[list[Word]] = []
    for word in words:
        sign = bool(cells) and cells[-1][-1].text in LONE_SIGNS and word.text[:1].isdigit()
        near = bool(cells) and word.x0 - cells[-1][-1].x1 <= word.size
        if near and (sign or not is_value(word.text)):
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _table(heading: SiteHeadings, lines: Sequence[_Line]) -> Table | None:
    """Return a row for each site; None if the cells do not stand in as many columns as there are sites."""
    sites = heading.sites
    columns = _columns(sites, lines)
    results = [line for line in lines if line[0].column in _RESULTS]
    if columns is None or len(results) < (1 if heading.are_parted else _FEWEST_ROWS):
        return None
    heads = [_heading(line, columns) for line in results]
    left = min(name[0].x0 for _, name, _ in lines)
    bottom = max(word.bottom for _, name, _ in lines for word in name)
    rows: list[Row] = []
    for at, site in enumerate(sites):
        cells = [
            cell
            for heading, line in zip(heads, results, strict=True)
            for own in line[2]
            if _column(own, columns) == at and (cell := cell_of(heading, own)) is not None
        ]
        x0, top, x1, _ = box_of(site.words)
        rows.append(_row(site, cells, (x0, top, x1, bottom)))
    if any(cell.fault not in {None, Fault.NOT_A_NUMBER} for row in rows for cell in row.faults):
        return None
    region = Heading(column=Column.REGION, text="", unit=None, x0=left, x1=columns[0][0])
    _, top, _, low = box_of(heading.words)
    header = Header(headings=(region, *heads), top=top, bottom=low, size=max(word.size for word in heading.words))
    return Table(header=header, rows=tuple(rows), is_transposed=True)


def _row(site: SiteHeading, cells: Sequence[Cell], box: tuple[float, float, float, float]) -> Row:
    return Row(
        label=site.name,
        group=None,
        section=site.limb,
        box=box,
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
    )


def _heading(line: _Line, columns: Sequence[_Strip]) -> Heading:
    meaning, name, _ = line
    x0, x1 = columns[0][0], columns[-1][1]
    return Heading(
        column=meaning.column, text=text_of(name), unit=meaning.unit, x0=x0, x1=x1, qualifier=meaning.qualifier
    )


def _columns(sites: Sequence[SiteHeading], lines: Sequence[_Line]) -> list[_Strip] | None:
    """Return where the columns of the sites stand; None where a cell lies in none of them or in two."""
    full = [cells for _, _, cells in lines if len(cells) == len(sites)]
    if not full:
        return None
    strips = [union([box_of(part) for part in parts]) for parts in zip(*full, strict=True)]
    columns = [(box[0], box[2]) for box in strips]
    middles = [(box_of(site.words)[0] + box_of(site.words)[2]) / 2 for site in sites]
    apart = all(one[1] < two[0] for one, two in pairwise(columns))
    headed = all(
        columns[at][0] - _room(columns, at) <= middle <= columns[at][1] + _room(columns, at)
        for at, middle in enumerate(middles)
    )
    placed = [[_column(cell, columns) for cell in cells] for _, _, cells in lines]
    certain = all(None not in own and len(set(own)) == len(own) for own in placed)
    return columns if apart and headed and certain else None


def _room(columns: Sequence[_Strip], at: int) -> float:
    """Return how far a heading's middle may stand off its column: less than half way to the next one."""
    gaps = [two[0] - one[1] for one, two in pairwise(columns)]
    near = [gaps[other] for other in (at - 1, at) if 0 <= other < len(gaps)]
    return 0.45 * min(near)


def _column(cell: Sequence[Word], columns: Sequence[_Strip]) -> int | None:
    over = [at for at, (x0, x1) in enumerate(columns) if cell[0].x0 < x1 and cell[-1].x1 > x0]
    return over[0] if len(over) == 1 else None
