"""Tables whose names of sites stand in the last column, as plain tables with the names first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parsers.pdf.headings.columns import LABELS, SCORES, Column, meaning_of
from parsers.pdf.headings.heading import headers_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import is_value
from parsers.pdf.tables.table import Row, Table, table_under
from parsers.pdf.text.words import Word, phrases, text_of

_FEWEST_RESULTS = 2
# Heights of a character.
_WIDEST_STEP = 3.2
_ASIDE = 3.0


def names_last_of(rows: Sequence[list[Word]], extra: Mapping[str, Column]) -> list[Table]:
    """Return the tables of a page whose last heading is that of the sites; a row ends with the name of one."""
    found: list[Table] = []
    for number, row in enumerate(rows):
        edge = _edge(phrases(row), extra)
        own = _rows(rows[number + 1 :], edge, row[0].base) if edge is not None else []
        if edge is not None and own:
            found += _read([row, *own], edge, extra)
    return found


def _edge(runs: Sequence[list[Word]], extra: Mapping[str, Column]) -> float | None:
    """Return where the names begin: right of the last heading of a result; None for any other line."""
    kinds = [meaning.column if (meaning := meaning_of(text_of(run), extra)) else None for run in runs]
    results = [kind for kind in kinds if kind in SCORES | {Column.BMD}]
    named = len(runs) > _FEWEST_RESULTS and kinds[-1] is Column.REGION and not LABELS & set(kinds[:-1])
    if not named or len(results) < _FEWEST_RESULTS:
        return None
    return (runs[-2][-1].x1 + runs[-1][0].x0) / 2


def _rows(below: Iterable[Sequence[Word]], edge: float, base: float) -> list[Sequence[Word]]:
    """Return the lines that end with a site right of the edge and hold a number left of it, up to the first other."""
    found: list[Sequence[Word]] = []
    for row in below:
        name = [word for word in row if word.middle > edge]
        numbers = any(is_value(word.text) for word in row if word.middle <= edge)
        near = row[0].base - base <= _WIDEST_STEP * row[0].size
        if not (near and numbers and name and labelled_site(text_of(name)) is not None):
            break
        found.append(row)
        base = row[0].base
    return found


def _read(rows: Sequence[Sequence[Word]], edge: float, extra: Mapping[str, Column]) -> list[Table]:
    """Return the table of these lines, read with the names moved to the left."""
    words = [word for row in rows for word in row]
    right, left = max(word.x1 for word in words), min(word.x0 for word in words)
    step = right - left + _ASIDE * words[0].size
    moved = [_moved(word, -step) if word.middle > edge else word for word in words]
    heads = moved[: len(rows[0])]
    tables = [table_under(header, moved) for header in headers_of(heads, extra)]
    return [replace(table, rows=tuple(_back(row, step) for row in table.rows)) for table in tables]


def _moved(word: Word, step: float) -> Word:
    starts = tuple(start + step for start in word.starts)
    return replace(word, x0=word.x0 + step, x1=word.x1 + step, starts=starts)


def _back(row: Row, step: float) -> Row:
    """Return a row whose name is where it is printed."""
    x0, top, x1, bottom = row.box
    return replace(row, box=(x0 + step, top, x1 + step, bottom))
