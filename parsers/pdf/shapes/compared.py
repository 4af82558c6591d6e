"""Tables of sites under days that name no quantity: densities, where today's are those the page prints elsewhere."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from dxa.regions import Site
from parsers.pdf.headings.columns import LABELS, Column, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.headings.qualifiers import Qualifier
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import is_day
from parsers.pdf.tables.cells import cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.words import Word, box_of, phrases, text_of

_DENSITY = re.compile(r"[01][.,]\d{3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST = 2
_WIDEST_STEP = 3.2
"""Heights of a character between the lines of such a table."""
_Strip = tuple[float, float]
_Line = tuple[list[Word], list[Word]]
"""The name of a site, and the number under each day."""


def compared_of(rows: Sequence[Sequence[Word]], tables: Sequence[Table]) -> list[Table]:
    """Return the tables of a page whose columns are days, where one of them repeats the densities of `tables`.

    Every site of such a table has to stand in them with the density under the same day.
    """
    present = _densities(tables)
    found: list[Table] = []
    for number, row in enumerate(rows):
        days = _days(row)
        lines = _lines(rows[number + 1 :], _strips(row, days), row) if days else []
        now = _present(days, lines, present)
        if lines and now is not None:
            found.append(_table(row, days, lines, now))
    return found


def _present(days: Sequence[list[Word]], lines: Sequence[_Line], present: Mapping[Site | None, str]) -> int | None:
    """Return the column of the newest day, if it holds the densities of this examination and no other does."""
    same = [at for at in range(len(days)) if all(present.get(_site(name)) == cells[at].text for name, cells in lines)]
    years = [int(found.group()) if (found := _YEAR.search(text_of(day))) else 0 for day in days]
    if len(same) != 1 or any(year >= years[same[0]] for at, year in enumerate(years) if at != same[0]):
        return None
    return same[0]


def _densities(tables: Sequence[Table]) -> Mapping[Site | None, str]:
    found: dict[Site | None, str] = {}
    for table in tables:
        for row in table.rows:
            own = [cell.text for cell in row.cells if cell.heading.column is Column.BMD and not cell.heading.qualifier]
            site = labelled_site(row.label)
            if len(own) == 1 and site is not None and not row.date:
                # Two densities of one site are none to go by.
                found[site] = "" if site in found else own[0]
    return found


def _site(name: Sequence[Word]) -> Site | None:
    return labelled_site(text_of(name))


def _days(row: Sequence[Word]) -> list[list[Word]]:
    """Return the days of a line of headings that names no quantity, at most a word over the names before them."""
    runs = phrases(row)
    days = [run for run in runs if is_day(text_of(run)) and not _YEAR.fullmatch(text_of(run))]
    first = next((at for at, run in enumerate(runs) if run in days), 0)
    others = [meaning_of(text_of(run), {}) for run in runs if run not in days]
    plain = all(item is None or item.column in LABELS | {Column.OTHER, Column.CHANGED} for item in others)
    last = runs.index(days[-1]) if days else 0
    return days if len(days) >= _FEWEST and first <= 1 and plain and last - first + 1 == len(days) else []


def _strips(row: Sequence[Word], days: Sequence[list[Word]]) -> list[_Strip]:
    """Return where the columns of the days begin and end: half way to their neighbours."""
    runs = phrases(row)
    middles = [(box_of(run)[0] + box_of(run)[2]) / 2 for run in runs]
    first, count = runs.index(days[0]), len(days)
    step = min(two - one for one, two in pairwise(middles[first : first + count])) / 2
    edges = [middles[first] - step, *((one + two) / 2 for one, two in pairwise(middles[first : first + count + 1]))]
    edges = edges if len(edges) > count else [*edges, middles[first + count - 1] + step]
    return list(pairwise(edges))


def _lines(below: Sequence[Sequence[Word]], strips: Sequence[_Strip], row: Sequence[Word]) -> list[_Line]:
    """Return the lines of sites with one density under each day; none where a line of a site has fewer or others."""
    found: list[_Line] = []
    base = row[0].base
    for line in below:
        name = [word for word in line if word.x1 <= strips[0][0] or word.middle < strips[0][0]]
        if line[0].base - base > _WIDEST_STEP * line[0].size or not name or _site(name) is None:
            break
        cells = [[word for word in line if low <= word.middle < high] for low, high in strips]
        if any(len(cell) != 1 or not _DENSITY.fullmatch(cell[0].text) for cell in cells):
            return []
        found.append((name, [cell[0] for cell in cells]))
        base = line[0].base
    return found


def _table(row: Sequence[Word], days: Sequence[list[Word]], lines: Sequence[_Line], now: int) -> Table:
    """Return the columns of the earlier days; what is of today the page prints elsewhere with its quantity."""
    earlier = [at for at in range(len(days)) if at != now]
    x0, top, _, bottom = box_of(row)
    heads = [
        Heading(
            column=Column.BMD,
            text=text_of(days[at]),
            unit="g/cm2",
            x0=days[at][0].x0,
            x1=days[at][-1].x1,
            qualifier=Qualifier(when=text_of(days[at]), earlier=True),
        )
        for at in earlier
    ]
    region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=days[0][0].x0)
    header = Header(headings=(region, *heads), top=top, bottom=bottom, size=max(word.size for word in row))
    rows = []
    for name, words in lines:
        own = [words[at] for at in earlier]
        cells = [cell for head, word in zip(heads, own, strict=True) if (cell := cell_of(head, [word]))]
        rows.append(Row(label=text_of(name), group=None, section=None, box=box_of([*name, *words]), cells=tuple(cells)))
    return Table(header=header, rows=tuple(rows), is_transposed=True)
