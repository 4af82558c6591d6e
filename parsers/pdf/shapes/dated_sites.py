"""Tables with a row for each examination and a group of columns for each site, as one plain table for each site."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.pdf.headings.columns import SCORES, Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import is_day
from parsers.pdf.tables.cells import cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.words import Word, box_of, phrases, text_of

_RESULTS = SCORES | {Column.BMD}
_FEWEST_SITES = 2
# Heights of a character.
_WIDEST_STEP = 3.2
_NAMES_ABOVE = 2.4


@dataclass(frozen=True, slots=True)
class _Columns:
    """The headings of a table: its dates, and its results with where each column ends."""

    date: Heading
    results: tuple[Heading, ...]
    edges: tuple[float, ...]
    """Left edge of each result column, and the right edge of the last."""
    count: int
    """How many results each site has."""


def dated_sites_of(rows: Sequence[list[Word]]) -> list[Table]:
    """Return the tables of a page whose rows are days and whose columns are groups for several sites."""
    found: list[Table] = []
    for number, row in enumerate(rows):
        heads = [_head(run) for run in phrases(row)]
        columns = _columns(heads)
        own = _own_names(heads, columns) if columns else []
        names = (own or _names(rows[:number], row, columns)) if columns else []
        below = rows[number + 1 :]
        if columns and names and below and (measured := _with_units(columns, below[0])):
            columns, below = measured, below[1:]
        lines = _lines(below, row[0].base) if names else []
        if columns and lines:
            found += _tables(columns, names, lines, row)
    return found


_Head = tuple[list[Word], list[Word], Meaning | None]
"""The words of a heading that name its site, all of its words, and what it means."""


def _head(run: list[Word]) -> _Head:
    """Return a heading with the site it begins with, such as "Left total hip BMD", and what the rest of it means."""
    if meaning := meaning_of(text_of(run), {}):
        return [], run, meaning
    for at in range(len(run) - 1, 0, -1):
        rest = meaning_of(text_of(run[at:]), {})
        if rest and rest.column in _RESULTS and rest.qualifier is None and labelled_site(text_of(run[:at])):
            return run[:at], run, rest
    return [], run, None


def _own_names(heads: Sequence[_Head], columns: _Columns) -> list[list[Word]]:
    """Return the sites that the first heading of each group names itself, the others the same or none; else nothing."""
    results = [site for site, _, _ in heads][len(heads) - len(columns.results) :]
    groups = [results[at : at + columns.count] for at in range(0, len(results), columns.count)]
    sites = [[labelled_site(text_of(site)) for site in group if site] for group in groups]
    even = len({tuple(bool(site) for site in group) for group in groups}) == 1
    if not (even and all(group[0] for group in groups) and all(len(set(own)) == 1 for own in sites)):
        return []
    return [group[0] for group in groups] if len({own[0] for own in sites}) == len(sites) else []


def _columns(parts: Sequence[_Head]) -> _Columns | None:
    """Return the columns of a line of headings: a date, then the same results several times; None for any other.

    The age may stand behind the date.
    """
    kinds = [meaning.column if meaning else None for _, _, meaning in parts]
    labels = 1 + sum(kind is Column.OTHER for kind in kinds[1:2])
    results = kinds[labels:]
    count = next((at for at in range(1, len(results)) if results[at] is results[0]), 0)
    groups = len(results) // count if count else 0
    same = groups >= _FEWEST_SITES and results == results[:count] * groups
    if not same or kinds[0] is not Column.DATE or not set(results) <= _RESULTS or Column.BMD not in results:
        return None
    heads = [_heading(run, meaning) for _, run, meaning in parts if meaning]
    gaps = [(one.x0 + one.x1 + two.x0 + two.x1) / 4 for one, two in pairwise(heads)][labels - 1 :]
    widest = max(two - one for one, two in pairwise(gaps))
    return _Columns(heads[0], tuple(heads[labels:]), (*gaps, gaps[-1] + widest), count)


def _with_units(columns: _Columns, below: Sequence[Word]) -> _Columns | None:
    """Return the columns with the units printed below their headings; None where that line holds anything else."""
    units = {at: unit for at in range(len(columns.results)) if (unit := _unit_in(below, *columns.edges[at : at + 2]))}
    if not units or any(re.search(r"[^\W_]", word.text) and not _PRINTED_UNIT.fullmatch(word.text) for word in below):
        return None
    results = tuple(replace(head, unit=head.unit or units.get(at)) for at, head in enumerate(columns.results))
    return replace(columns, results=results)


_PRINTED_UNIT = re.compile(r"[\[(]*(?P<unit>m?g/cm[2\u00b2]|%|years?|yrs?|SD)[\])]*")


def _unit_in(words: Sequence[Word], left: float, right: float) -> str | None:
    own = [word for word in words if left <= word.middle < right]
    found = _PRINTED_UNIT.fullmatch(own[0].text) if len(own) == 1 else None
    return found["unit"].replace("\u00b2", "2") if found else None


def _heading(run: Sequence[Word], meaning: Meaning) -> Heading:
    x0, _, x1, _ = box_of(run)
    return Heading(column=meaning.column, text=text_of(run), unit=meaning.unit, x0=x0, x1=x1)


def _names(above: Sequence[Sequence[Word]], row: Sequence[Word], columns: _Columns) -> list[list[Word]]:
    """Return the name of the site over each group; empty where one of them names none."""
    size = row[0].size
    near = [line for line in above[-2:] if row[0].base - line[0].base < _NAMES_ABOVE * size]
    words = [word for line in near for word in line]
    for count in (columns.count, 1):
        # A name stands over the whole group, or over each of its columns.
        names = [_within(words, *edges) for edges in _strips(columns, count)]
        if all(name and labelled_site(text_of(name)) for name in names):
            step = columns.count // count
            first = names[::step]
            same = all(text_of(name) == text_of(first[at // step]) for at, name in enumerate(names))
            return first if same else []
    return []


def _strips(columns: _Columns, count: int) -> list[tuple[float, float]]:
    """Return where each group of so many columns begins and ends."""
    edges = columns.edges[::count]
    return list(pairwise(edges))


def _within(words: Sequence[Word], left: float, right: float) -> list[Word]:
    """Return the words between two edges, a word that is the end of one name and the begin of the next as two."""
    return [part for word in words for part in _apart(word) if left <= part.middle < right]


def _apart(word: Word) -> tuple[Word, ...]:
    found = _GLUED.search(word.text)
    return word.split(found.start()) if found else (word,)


_GLUED = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


_Line = tuple[list[Word], list[Word]]
"""The words of a day and of its results."""


def _lines(below: Sequence[Sequence[Word]], base: float) -> list[_Line]:
    found: list[_Line] = []
    for row in below:
        day = next((list(row[:at]) for at in range(min(4, len(row)), 0, -1) if is_day(text_of(row[:at]))), None)
        if day is None or row[0].base - base > _WIDEST_STEP * row[0].size:
            break
        found.append((day, list(row[len(day) :])))
        base = row[0].base
    return found


def _tables(columns: _Columns, names: Sequence[list[Word]], lines: Sequence[_Line], row: Sequence[Word]) -> list[Table]:
    _, top, _, bottom = box_of(row)
    size = max(word.size for word in row)
    found: list[Table] = []
    for at, name in enumerate(names):
        own = slice(at * columns.count, (at + 1) * columns.count)
        heads, strips = columns.results[own], _strips(columns, 1)[own]
        x0, name_top, x1, _ = box_of(name)
        region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=x1)
        header = Header(headings=(region, columns.date, *heads), top=min(top, name_top), bottom=bottom, size=size)
        rows = tuple(_row(name, day, cells, list(zip(heads, strips, strict=True))) for day, cells in lines)
        found.append(Table(header=header, rows=rows, is_transposed=True))
    return found


def _row(
    name: Sequence[Word],
    day: Sequence[Word],
    words: Sequence[Word],
    columns: Sequence[tuple[Heading, tuple[float, float]]],
) -> Row:
    cells = [
        cell
        for heading, (left, right) in columns
        if (own := [word for word in words if left <= word.middle < right]) and (cell := cell_of(heading, own))
    ]
    return Row(
        label=text_of(name),
        group=None,
        section=None,
        box=box_of([*day, *words]),
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
        date=text_of(day),
    )
