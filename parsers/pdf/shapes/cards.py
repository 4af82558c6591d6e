"""Cards: the name of a site, and below it a line for each quantity with its number, as tables of one row each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dxa.regions import SCAN_OF_REGION, Region, Scan
from parsers.pdf.headings.columns import SCORES, Column, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, is_value
from parsers.pdf.tables.cells import Cell, cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of

_PERCENTS = frozenset({Column.YOUNG, Column.MATCHED})
_READ = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.TBS}) | SCORES | _PERCENTS
_FEWEST = 2
_WIDEST_STEP = 2.6
"""Heights of a character between lines of one card."""
_INDENT = 1.0
"""Heights of a character by which a card's lines may begin left of its name."""
_VAGUE = frozenset({Region.HIP_UNSPECIFIED, Region.FOREARM_TOTAL, Region.TOTAL_BODY})


_BOUND = re.compile(
    r"(?:LSC|least significant change|kleinste signifikante \w+|precision|(?:BMD |% ?)?change)\b.*|"
    r"(?:ver)?\u00e4nderung\b.*|varia(?:tion|ci\u00f3n|\u00e7\u00e3o|zione)\b.*|\u00e9volution\b.*|verschil\b.*",
    re.IGNORECASE,
)
"""A change, or the least one that would be significant; either may be told in a density's unit."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a card; without a cell it is known, and no result."""

    heading: Heading
    cell: Cell | None
    words: list[Word]


def cards_of(words: Sequence[Word]) -> list[Table]:
    """Return the cards of a page that stand beside each other, or that print percentages.

    A single card without them is a list of labels and values like that of a letter, which is read with the text.
    """
    rows = rows_of(words)
    found: list[Table] = []
    for number, row in enumerate(rows):
        names = _names(row)
        cards = [
            table for at, name in enumerate(names) if (table := _card(name, _right(names, at), rows[number + 1 :]))
        ]
        if len(cards) == len(names) and (len(cards) > 1 or any(map(_has_percents, cards))):
            found += cards
    return found


def _names(row: Sequence[Word]) -> list[list[Word]]:
    """Return the names of sites a line is made of; none if it holds anything else."""
    runs = phrases(row)
    sites = [labelled_site(text_of(run).rstrip(" :")) for run in runs]
    named = all(site and site.region not in _VAGUE and _is_whole(site.region, site.levels) for site in sites)
    return runs if named else []


def _is_whole(region: Region, levels: Sequence[str]) -> bool:
    return bool(levels) or SCAN_OF_REGION.get(region) is not Scan.SPINE


def _right(names: Sequence[Sequence[Word]], at: int) -> float | None:
    return names[at + 1][0].x0 if at + 1 < len(names) else None


def _has_percents(table: Table) -> bool:
    return bool(_PERCENTS & set(table.header.columns))


def _card(name: list[Word], right: float | None, below: Sequence[Sequence[Word]]) -> Table | None:
    """Return the card under a name as a table of one row, None where a line of it cannot be read for certain."""
    left, size, base = name[0].x0 - _INDENT * name[0].size, name[0].size, name[0].base
    entries: list[_Entry] = []
    for row in below:
        own = [word for word in row if word.x0 >= left and (right is None or word.x0 < right - _INDENT * size)]
        entry = _entry(own) if own and row[0].base - base <= _WIDEST_STEP * size else None
        if entry is None:
            break
        entries.append(entry)
        base = row[0].base
    results = [entry for entry in entries if entry.cell]
    kinds = [(entry.heading.column, entry.heading.qualifier) for entry in results]
    told = {column for column, _ in kinds}
    if len(results) < _FEWEST or not {Column.BMD, Column.T} & told or len(set(kinds)) < len(kinds):
        return None
    return _table(name, results)


def _entry(words: Sequence[Word]) -> _Entry | None:
    """Return a line of a label and one number, None for any other line."""
    start = next((at for at, word in enumerate(words) if at and is_value(word.text)), len(words))
    while start > 1 and words[start - 1].text in LONE_SIGNS:
        start -= 1
    label, value = list(words[:start]), list(words[start:])
    percent = bool(value) and value[-1].text.endswith("%")
    text = text_of(label).rstrip(" :.")
    meaning = (meaning_of(f"{text} %", {}) if percent and "%" not in text else None) or meaning_of(text, {})
    numbers = sum(bool(re.search(r"\d", word.text)) and is_value(word.text.rstrip("%")) for word in value)
    x0, _, x1, _ = box_of(value or label)
    if _BOUND.fullmatch(text) or (meaning and meaning.column is Column.OTHER and not numbers):
        return _Entry(Heading(column=Column.OTHER, text=text, unit=None, x0=x0, x1=x1), None, list(words))
    sided = meaning is not None and meaning.qualifier is not None and meaning.qualifier.side is not None
    if meaning is None or sided or meaning.column not in _READ or numbers != 1:
        return None
    heading = Heading(column=meaning.column, text=text, unit=meaning.unit, x0=x0, x1=x1, qualifier=meaning.qualifier)
    cell = cell_of(heading, value)
    return _Entry(heading, cell, [*label, *value]) if cell is not None and cell.fault is None else None


def _table(name: list[Word], entries: Sequence[_Entry]) -> Table:
    x0, top, x1, bottom = box_of([*name, *(word for entry in entries for word in entry.words)])
    region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=x1)
    headings = (region, *(entry.heading for entry in entries))
    header = Header(headings=headings, top=top, bottom=box_of(name)[3], size=name[0].size)
    cells = tuple(entry.cell for entry in entries if entry.cell)
    row = Row(label=text_of(name).rstrip(" :"), group=None, section=None, box=(x0, top, x1, bottom), cells=cells)
    return Table(header=header, rows=(row,), is_transposed=True, is_card=True)
