"""Tables whose columns are sites and whose rows are quantities, as plain tables of one row for each site."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dxa.regions import Scan, Side
from dxa.sites import levels_of, side_of, site_of
from parsers.pdf.headings.columns import SCORES, Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, ONLY_SIDE, is_value
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.tables.cells import Cell, Fault, cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import union
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of, without_footnotes

_RESULTS = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.YOUNG, Column.MATCHED, Column.TBS}) | SCORES
_FEWEST_SITES = 2
_FEWEST_ROWS = 2
_WIDEST_STEP = 3.2
"""Heights of a character between lines of one table."""
_Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Site:
    """The heading of a column, and the limb it stands under."""

    words: list[Word]
    limb: str | None = None
    label: str = ""
    """The name of the site, where the heading does not say all of it."""


def transposed_of(words: Sequence[Word]) -> list[Table]:
    """Return the tables of a page whose headings are sites; none where a single cell cannot be placed for certain."""
    rows = [row for row in map(without_footnotes, rows_of(words)) if row]
    found: list[Table] = []
    after = 0
    for number, row in enumerate(rows):
        if number < after:
            continue
        above = rows[number - 1] if number else []
        sites = _sites(row, above) or _sides(row, above)
        if sites is None:
            continue
        second = _second_line(sites, rows[number + 1]) if number + 1 < len(rows) else None
        head, first = ([*row, *rows[number + 1]], number + 2) if second else (row, number + 1)
        lines = _lines(second or sites, rows[first:], head[-1].base)
        table = _table(second or sites, lines, head) if lines else None
        if table is not None:
            found.append(table)
            after = first + len(lines)
    return found


def _second_line(sites: Sequence[_Site], below: Sequence[Word]) -> list[_Site] | None:
    """Return headings with the rest of their names, where the line below them holds a side or levels under each."""
    runs = phrases(below)
    over = [[site for site in sites if _stands_under(run, site.words)] for run in runs]
    if not runs or any(len(own) != 1 for own in over) or len({id(own[0]) for own in over}) != len(runs):
        return None
    if not all(ONLY_SIDE.fullmatch(text_of(run)) or side_of(text_of(run)) or levels_of(text_of(run)) for run in runs):
        return None
    rest = {id(own[0]): run for own, run in zip(over, runs, strict=True)}
    named = [replace(site, words=[*site.words, *rest.get(id(site), [])]) for site in sites]
    return named if all(_names_site(text_of(site.words)) for site in named) else None


def _stands_under(run: Sequence[Word], heading: Sequence[Word]) -> bool:
    return run[0].x0 < heading[-1].x1 and heading[0].x0 < run[-1].x1


def _sites(row: Sequence[Word], above: Sequence[Word]) -> list[_Site] | None:
    """Return the headings of a line that are all sites, each with the limb over it; None for any other line."""
    runs = phrases(row)
    if len(runs) > _FEWEST_SITES and not _names_site(text_of(runs[0])):
        # A word over the names of the quantities.
        runs = runs[1:]
    if len(runs) < _FEWEST_SITES:
        return None
    if all(_names_site(text_of(run)) for run in runs) and any(labelled_site(text_of(run)) for run in runs):
        return _grouped(runs, phrases(above)) or [_Site(run) for run in runs]
    return None


def _sides(row: Sequence[Word], above: Sequence[Word]) -> list[_Site] | None:
    """Return the headings of a line of sides under the name of one region, such as Left and Right under Total hip."""
    runs = phrases(row)
    sides = [side_of(text_of(run)) if ONLY_SIDE.fullmatch(text_of(run)) else None for run in runs]
    caption = text_of(above).strip(" :")
    site = labelled_site(caption) if above and row[0].base - above[0].base < _CAPTION * row[0].size else None
    if None in sides or not {Side.LEFT, Side.RIGHT} <= set(sides) or site is None or site.side or site.levels:
        return None
    return [_Site(run, label=f"{side} {caption}") for run, side in zip(runs, sides, strict=True)]


_CAPTION = 2.6
"""Heights of a character between the name of a region and the sides below it."""


def _names_site(text: str) -> bool:
    return labelled_site(text) is not None or any(site_of(text, scan) for scan in Scan)


def _grouped(runs: Sequence[list[Word]], over: Sequence[list[Word]]) -> list[_Site] | None:
    """Return headings with the limb over them, such as Left hip over Neck and Total; None if there is none."""
    if len(over) < _FEWEST_SITES or len(runs) % len(over) or len(over) == len(runs):
        return None
    count = len(runs) // len(over)
    groups = [runs[at * count : (at + 1) * count] for at in range(len(over))]
    limbs = all(scan_named(text_of(limb)) is not None for limb in over)
    inside = all(
        group[0][0].x0 - limb[0].size <= (limb[0].x0 + limb[-1].x1) / 2 <= group[-1][-1].x1 + limb[0].size
        for limb, group in zip(over, groups, strict=True)
    )
    if not (limbs and inside):
        return None
    return [_Site(run, text_of(limb)) for limb, group in zip(over, groups, strict=True) for run in group]


_Line = tuple[Meaning, list[Word], list[list[Word]]]
"""What a line holds, its name, and its cells from the left."""


def _lines(sites: Sequence[_Site], below: Iterable[Sequence[Word]], base: float) -> list[_Line]:
    """Return the lines under headings that name a quantity and hold numbers, up to the first other one."""
    first = sites[0].words[0].x0
    found: list[_Line] = []
    for row in below:
        if row[0].base - base > _WIDEST_STEP * row[0].size:
            break
        line = _line(row, first, len(sites))
        if line is None or line[0].column in {other[0].column for other in found} & _RESULTS:
            break
        found.append(line)
        base = row[0].base
    return found


def _line(row: Sequence[Word], first: float, count: int) -> _Line | None:
    at = next(
        (at for at, word in enumerate(row) if is_value(word.text) and word.x1 > first - 2 * word.size and at), len(row)
    )
    name, cells = list(row[:at]), _cells(row[at:])
    meaning = meaning_of(text_of(name), {}) if name else None
    if name and meaning is None and len(cells) == count and all(is_value(cell[0].text) for cell in cells):
        # A full line of something else, among the results.
        return Meaning(column=Column.OTHER), name, cells
    known = meaning is not None and meaning.qualifier is None and meaning.column in _RESULTS | {Column.OTHER}
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


def _table(sites: Sequence[_Site], lines: Sequence[_Line], row: Sequence[Word]) -> Table | None:
    """Return a row for each site; None if the cells do not stand in as many columns as there are sites."""
    columns = _columns(sites, lines)
    results = [line for line in lines if line[0].column in _RESULTS]
    if columns is None or len(results) < _FEWEST_ROWS:
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
    _, top, _, low = box_of(row)
    header = Header(headings=(region, *heads), top=top, bottom=low, size=max(word.size for word in row))
    return Table(header=header, rows=tuple(rows), is_transposed=True)


def _row(site: _Site, cells: Sequence[Cell], box: tuple[float, float, float, float]) -> Row:
    return Row(
        label=site.label or text_of(site.words),
        group=None,
        section=site.limb,
        box=box,
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
    )


def _heading(line: _Line, columns: Sequence[_Strip]) -> Heading:
    meaning, name, _ = line
    return Heading(column=meaning.column, text=text_of(name), unit=meaning.unit, x0=columns[0][0], x1=columns[-1][1])


def _columns(sites: Sequence[_Site], lines: Sequence[_Line]) -> list[_Strip] | None:
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
