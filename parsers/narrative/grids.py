"""Small tables in running text whose columns are sites or examinations: a line of those, then rows of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from parsers.narrative.dates import When
from parsers.narrative.joining import is_wide, narrowed
from parsers.narrative.naming import sides_of, with_sites
from parsers.narrative.quantities import wanted, without_unit
from parsers.narrative.roles import Role
from parsers.narrative.scope import Scope
from parsers.narrative.surroundings import SCORES
from parsers.narrative.table_heads import Column, Columns
from parsers.narrative.tables import Cell, assigned, row_site
from parsers.narrative.times import Time
from parsers.narrative.tokens import Token

_WIDE_GAP = 2
"""Blanks between two headings."""
_EXAM_WORDS = frozenset(["scan", "study", "exam", "examination", "dxa", "dexa", "result", "results", "value", "values"])
_NAMES = ("general:site_head", "general:date_head", "units:year")


@dataclass(frozen=True, slots=True)
class Grid:
    """The heads of a table, and the label its corner gives all rows."""

    columns: Columns
    label: str | None
    unit: str | None
    of_sites: bool
    """True if the columns are sites, False if they are examinations."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What the name of a row gives its numbers."""

    label: str
    unit: str | None
    site: Site | None


def grid_of(tokens: Sequence[Token], text: str) -> Grid | None:
    """Return the grid a heading line announces: two sites or more, or two examinations, in cells of their own."""
    separator = next((mark for mark in ("|", "\t") if mark in text[tokens[0].start : tokens[-1].end]), None)
    cells = [cell for cell in _cells(tokens, text, separator) if cell]
    if len(cells) < 2 or any(token.is_a("number", "bad_number") for token in tokens):  # noqa: PLR2004 - two columns
        return None
    line = text.rfind("\n", 0, tokens[0].start) + 1
    sided = _sided(cells, text, line, separator)
    if sided is not None:
        return Grid(Columns(sided, separator, dated=False), None, None, of_sites=True)
    corner, heads = _corner(cells)
    for kind in (_site_head, _time_head):
        columns = [kind(cell, text, line, separator) for cell in heads]
        told = [column for column in columns if column is not None]
        if len(told) == len(heads) > 1 and _is_telling(told):
            label = next((key for token in corner if (key := token.key("labels"))), None)
            unit = next((key for token in corner if (key := token.key("units")) not in {None, "year"}), None)
            return Grid(Columns(tuple(told), separator, dated=False), label, unit, of_sites=kind is _site_head)
    return None


def _cells(tokens: Sequence[Token], text: str, separator: str | None) -> Iterator[list[Token]]:
    """Yield the tokens of each cell of a line, parted by bars or tabs, or by wide gaps."""
    cell: list[Token] = []
    for number, token in enumerate(tokens):
        between = text[tokens[number - 1].end : token.start] if number else ""
        apart = separator in between if separator else len(between) >= _WIDE_GAP and not between.strip()
        if token.text == separator or (apart and cell):
            yield cell
            cell = []
        if token.text != separator:
            cell.append(token)
    yield cell


def _corner(cells: list[list[Token]]) -> tuple[list[Token], list[list[Token]]]:
    """Part the first cell from the heads, if it names the rows or gives them all a label."""
    first = cells[0]
    names = any(token.is_a(*_NAMES) for token in first) and not any(token.when for token in first)
    labelled = any(token.key("labels") for token in first)
    known = all(token.key("labels") or token.key("units") or token.is_a("punctuation", *_NAMES) for token in first)
    return (first, cells[1:]) if known and (names or labelled) else ([], cells)


def _is_telling(columns: Sequence[Column]) -> bool:
    """Whether the columns are of different sites, or of different examinations."""
    told = [(column.site, column.time, column.when) for column in columns if column.label == ""]
    return len(told) > 1 and len(set(told)) == len(told)


def _column(cell: Sequence[Token], text: str, line: int, separator: str | None) -> Column:
    place = text.count(separator, line, cell[0].start) if separator else 0
    return Column("", None, cell[0].start - line, cell[-1].end - line, place)


def _site_head(cell: Sequence[Token], text: str, line: int, separator: str | None) -> Column | None:
    """Return the column of a cell that holds one site and nothing else."""
    named, _ = with_sites(cell, text)
    sites = [token.site for token in named if token.is_a("site", "levels") and token.site]
    mere = all(token.is_a("site", "levels") or token.text in {"(", ")", ":", "."} for token in named)
    if len(sites) != 1 or not mere:
        return None
    return _with(_column(cell, text, line, separator), site=sites[0])


def _time_head(cell: Sequence[Token], text: str, line: int, separator: str | None) -> Column | None:
    """Return the column of a cell that names one examination, or the change between them."""
    column = _column(cell, text, line, separator)
    if any(token.is_a("change", "general:neutral") or token.key("labels") == "change_prior" for token in cell):
        percent = any(token.key("units") == "percent" for token in cell)
        return Column("change" if percent else "other", "percent", column.start, column.end, column.cell)
    marks = "punctuation", "at", "now", "prior", "earlier", "general:past", "exam_date", "date"
    if not all(token.is_a(*marks) or token.text in _EXAM_WORDS for token in cell):
        return None
    dates = [token.when for token in cell if token.when]
    past = any(token.is_a("prior", "earlier", "general:past") for token in cell)
    now = any(token.is_a("now") for token in cell)
    if len(dates) > 1 or past == now is True or not (past or now or dates):
        return None
    time = Time.PRIOR if past else Time.CURRENT if now else Time.UNSURE
    return _with(column, time=time, when=next(iter(dates), None))


def _sided(cells: Sequence[list[Token]], text: str, line: int, separator: str | None) -> tuple[Column, ...] | None:
    """Return the columns of a site and its sides: "Femoral neck   Left   Right"."""
    first, *heads = cells
    column = _site_head(first, text, line, separator)
    sides = [sides_of(cell[0]) if len(cell) == 1 else None for cell in heads]
    if column is None or column.site is None or len(heads) < 2 or None in sides:  # noqa: PLR2004 - two sides
        return None
    if column.site.side is not None or SCAN_OF_REGION.get(column.site.region) not in {Scan.HIP, Scan.FOREARM}:
        return None
    site = column.site
    return tuple(
        _with(_column(cell, text, line, separator), site=replace(site, side=Side(side)))
        for cell, side in zip(heads, sides, strict=True)
        if side is not None
    )


def _with(column: Column, *, site: Site | None = None, time: Time = Time.CURRENT, when: When | None = None) -> Column:
    return Column("", None, column.start, column.end, column.cell, time=time, site=site, when=when)


def grid_row_of(tokens: Sequence[Token], grid: Grid, scope: Scope, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this grid."""
    numbers = [token for token in tokens if token.is_a("number")]
    if not numbers or any(token.is_a("bad_number") for token in tokens):
        return None
    first = tokens.index(numbers[0])
    name = [token for token in tokens[:first] if not (token.is_a("punctuation") or token.key("units"))]
    labels = {key for token in name if (key := token.key("labels"))}
    rest = [token for token in name if not token.key("labels")]
    label = labels.pop() if len(labels) == 1 else None if labels else grid.label or scope.label
    unit = next((key for token in tokens[:first] if (key := token.key("units"))), None) or grid.unit
    plain = all(token.is_a("number", "punctuation") or token.key("units") for token in tokens[first:])
    if label is None or not plain or not _names_row(rest, grid):
        return None
    dealt = assigned(tokens, numbers, grid.columns, text)
    if dealt is None:
        return tuple(Cell(token, None, "") for token in numbers)
    row = _Row(label, unit, _site_of(rest, grid, scope))
    return tuple(_filled(dealt, tokens, row, scope))


def _names_row(rest: Sequence[Token], grid: Grid) -> bool:
    """Whether what stands beside the label is nothing, or in a grid of examinations a site."""
    if grid.of_sites:
        return not rest
    return all(token.is_a("site", "levels", "row", "at") or token.key("side") or token.text == "ap" for token in rest)


def _site_of(rest: Sequence[Token], grid: Grid, scope: Scope) -> Site | None:
    """Return the site of a row, or of the lines above for a row without its own."""
    if grid.of_sites:
        return None
    return row_site(rest, scope) if rest else scope.header or scope.trend or scope.carried


def _filled(dealt: Sequence[tuple[Token, Column]], tokens: Sequence[Token], row: _Row, scope: Scope) -> Iterator[Cell]:
    for token, column in dealt:
        place = tokens.index(token)
        own = tokens[place + 1].key("units") if place + 1 < len(tokens) else None
        key, shared = (column.label, column.unit) if column.label else (row.label, row.unit)
        asked = wanted(tokens, place, Role(own), key, shared, fresh=True)
        if asked == IssueCode.UNKNOWN_UNIT and key == "bmd" and (own or shared) is None:
            asked = without_unit(tokens, place, scope.density_unit, scored=scope.scored or key in SCORES)
        site = _of_column(column, row.site, scope)
        if asked:
            yield Cell(token, site, asked if site else "", column.time, column.when)


def _of_column(column: Column, row: Site | None, scope: Scope) -> Site | None:
    if column.site is None:
        return row
    wide = scope.wide
    return (narrowed(wide, column.site) or column.site) if wide and not is_wide(column.site) else column.site
