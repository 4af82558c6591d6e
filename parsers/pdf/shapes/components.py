"""Result lists of patient records: component, value and reference range in one line, as plain tables of sites."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parsers.pdf.headings.columns import SCORES, Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.headings.qualifiers import Qualifier, is_qualifier, qualifier_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, is_value
from parsers.pdf.tables.cells import Cell, cell_of
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import union
from parsers.pdf.text.words import Word, box_of, phrases, text_of

RESULTS = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.YOUNG, Column.MATCHED, Column.TBS}) | SCORES
_NAME = re.compile(
    r"names?|bezeichnung|nom|nombre|nome|naam|"
    r"components?|tests?(?: name)?|analyte|observations?|results?(?: name)?|measure(?:ment)?s?|parameters?|description|"
    r"parameter|messgr\u00f6\u00dfe|examen|analyse|param\u00e8tre|prueba|par\u00e1metro|"
    r"determinaci\u00f3n|exame|par\u00e2metro|esame|parametro|bepaling|onderzoek",
    re.IGNORECASE,
)
VALUE = re.compile(
    r"(?:your |patient |current )?(?:values?|results?)|result value|wert|ergebnis|messwert|valeur|r\u00e9sultat|valor|"
    r"resultado|valore|risultato|waarde|uitslag|resultaat",
    re.IGNORECASE,
)
_UNIT = re.compile(r"units?|einheit|unit\u00e9s?|unidad(?:es)?|unidades?|unit\u00e0|eenheid", re.IGNORECASE)
_WIDEST_STEP = 3.4
"""Heights of a character between lines of one list."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the values of a list stand, each with the day over it, and what stands beside them."""

    values: tuple[tuple[Qualifier | None, float, float], ...]
    others: tuple[tuple[float, float], ...]
    unit: tuple[float, float] | None
    right: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list that is of a site."""

    site: str
    meaning: Meaning
    name: list[Word]
    cells: tuple[tuple[int, list[Word]], ...]
    unit: str | None


def components_of(rows: Sequence[list[Word]]) -> list[Table]:
    """Return the lists of a page whose lines name a site and a quantity, as tables of one row for each site."""
    found: list[Table] = []
    for number, row in enumerate(rows):
        columns = _columns(row)
        lines = _lines(columns, rows[number + 1 :], row) if columns else []
        for is_known, run in groupby(lines, key=lambda line: line is not None):
            part = [line for line in run if line is not None]
            if columns and is_known:
                # What stands between, such as a risk of fracture, is left to the reader of sentences.
                found.append(_table(columns, part, row if part[0] is lines[0] else part[0].name))
    return found


def _columns(row: Sequence[Word]) -> _Columns | None:
    runs = phrases(row)
    texts = [text_of(run).strip(" :") for run in runs]
    if len(runs) < 2 or not _NAME.fullmatch(texts[0]):  # noqa: PLR2004 - a name and a value
        return None
    strips = [(run[0].x0, run[-1].x1) for run in runs]
    dated = [at for at in range(1, len(runs)) if is_qualifier(texts[at]) and qualifier_of(texts[at])[0].when]  # type: ignore[union-attr]
    valued = [at for at in range(1, len(runs)) if VALUE.fullmatch(texts[at])]
    own = dated if dated and not valued else valued[:1]
    if not own or own[0] != 1:
        return None
    unit = next((strips[at] for at in range(1, len(runs)) if _UNIT.fullmatch(texts[at])), None)
    values = tuple((qualifier_of(texts[at])[0] if at in dated else None, *strips[at]) for at in own)
    others = tuple(strips[at] for at in range(1, len(runs)) if at not in own)
    return _Columns(values=values, others=others, unit=unit, right=strips[-1][1])


def _lines(columns: _Columns, below: Iterable[Sequence[Word]], head: Sequence[Word]) -> list[_Line | None]:
    """Return the lines of a list, None for one that is not of a site, up to the first line that is none of its own."""
    found: list[_Line | None] = []
    base, section = head[0].base, ""
    for row in below:
        if row[0].base - base > _WIDEST_STEP * row[0].size:
            break
        name, rest = _parted(row, columns)
        if not name or (not rest and labelled_site(text_of(name).strip(" :")) is None):
            break
        base = row[0].base
        if not rest:
            section = text_of(name).strip(" :")
        else:
            found.append(_line(name, rest, section, columns))
    return found


def _parted(row: Sequence[Word], columns: _Columns) -> tuple[list[Word], list[list[Word]]]:
    """Return the words of a line's name and the cells right of them."""
    edge = columns.values[0][1]
    at = next((at for at, word in enumerate(row) if at and word.x1 > edge - 2 * word.size and _begins(word)), len(row))
    name, rest = list(row[:at]), list(row[at:])
    if any(word.middle > columns.values[0][2] for word in name):
        return [], []
    return name, joined(rest)


def _begins(word: Word) -> bool:
    """Whether a word is a number, or the first one of a limit."""
    return is_value(word.text) or word.text[:1] in set("<>\u2264\u2265=[")


def joined(words: Sequence[Word]) -> list[list[Word]]:
    """Return the cells of words: a sign goes with its number, a unit with the number close before it."""
    cells: list[list[Word]] = []
    for word in words:
        near = bool(cells) and word.x0 - cells[-1][-1].x1 <= word.size
        sign = bool(cells) and cells[-1][-1].text in LONE_SIGNS and word.text[:1].isdigit()
        if near and (sign or not is_value(word.text)):
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _line(name: list[Word], rest: Sequence[list[Word]], section: str, columns: _Columns) -> _Line | None:
    meant = named(text_of(name), section)
    if meant is None:
        return None
    placed: list[tuple[int, list[Word]]] = []
    for cell in rest:
        own = _column_of(cell, columns)
        if own is not None:
            placed.append((own, cell))
    if len({own for own, _ in placed}) < len(placed):
        placed = []
    unit = next((text_of(cell) for cell in rest if columns.unit and _meets(cell, columns.unit)), None)
    return _Line(meant[0], meant[1], name, tuple(placed), unit)


def _column_of(cell: Sequence[Word], columns: _Columns) -> int | None:
    """Return the column of values a cell stands in: the nearest of all columns, and under no other one."""
    strips = [(x0, x1) for _, x0, x1 in columns.values]
    over = [at for at, strip in enumerate((*strips, *columns.others)) if _meets(cell, strip)]
    if not over:
        apart = [max(x0 - cell[-1].x1, cell[0].x0 - x1) for x0, x1 in (*strips, *columns.others)]
        over = [min(range(len(apart)), key=apart.__getitem__)]
    return over[0] if len(over) == 1 and over[0] < len(strips) else None


def _meets(cell: Sequence[Word], strip: tuple[float, float]) -> bool:
    return cell[0].x0 < strip[1] and cell[-1].x1 > strip[0]


def named(text: str, section: str = "") -> tuple[str, Meaning] | None:
    """Return the site and the quantity a line's name tells, in either order; `section` is the site named above it.

    >>> named("T-score, Left femoral neck")[0], named("Lumbar spine (L1-L4) BMD (g/cm2)")[1].unit
    ('Left femoral neck', 'g/cm2')
    """
    words = text.strip(" :").split()
    for cut in range(len(words) + 1):
        for quantity, site in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            meaning = meaning_of(" ".join(quantity).strip(" ,:;-\u2013"), {}) if quantity else None
            label = " ".join(site).strip(" ,:;-\u2013") or section
            known = meaning is not None and meaning.qualifier is None and meaning.column in RESULTS
            if meaning and known and label and labelled_site(label) is not None:
                return label, meaning
    return None


def _table(columns: _Columns, lines: Sequence[_Line], head: Sequence[Word]) -> Table:
    left, right = head[0].x0, max([columns.right, *(cell[-1].x1 for line in lines for _, cell in line.cells)])
    headings: dict[tuple[Column, Qualifier | None], Heading] = {}
    rows: dict[str, list[Cell]] = {}
    for line in lines:
        # A line without a value keeps its limits to itself.
        rows.setdefault(line.site, [])
        headings.setdefault((line.meaning.column, None), _heading(line.meaning, None, columns.values[0][1], right))
        for own, words in line.cells:
            when = columns.values[own][0]
            heading = headings.setdefault(
                (line.meaning.column, when), _heading(line.meaning, when, columns.values[0][1], right)
            )
            cell = labelled_cell(heading, words)
            if cell is not None:
                unit = cell.unit or line.unit or line.meaning.unit
                rows[line.site].append(replace(cell, unit=unit))
    region = Heading(column=Column.REGION, text="", unit=None, x0=left, x1=columns.values[0][1])
    _, top, _, low = box_of(head)
    header = Header(headings=(region, *headings.values()), top=top, bottom=low, size=max(word.size for word in head))
    names = {site: [line.name for line in lines if line.site == site] for site in rows}
    made = tuple(_row(site, names[site], own) for site, own in rows.items())
    return Table(header=header, rows=made, is_card=True)


def labelled_cell(heading: Heading, words: list[Word]) -> Cell | None:
    """Return the cell of a number with the unit behind it; None where it says that there is no value."""
    if len(words) > 1 and is_unit_word(words[-1].text):
        cell = cell_of(heading, words[:-1])
        return replace(cell, unit=words[-1].text, box=box_of(words)) if cell else None
    return cell_of(heading, words)


def is_unit_word(text: str) -> bool:
    """Return whether a word is a unit of density, content, area, a score or a share."""
    return bool(_UNIT_WORD.fullmatch(text))


_UNIT_WORD = re.compile(r"m?gm?/cm(?:2|\u00b2|\^2)|g|cm[2\u00b2]|%|SD|DS|DE|DP", re.IGNORECASE)


def _heading(meaning: Meaning, when: Qualifier | None, x0: float, x1: float) -> Heading:
    return Heading(column=meaning.column, text="", unit=meaning.unit, x0=x0, x1=x1, qualifier=when)


def _row(site: str, names: Sequence[list[Word]], cells: Sequence[Cell]) -> Row:
    return Row(
        label=site,
        group=None,
        section=None,
        box=union([box_of(name) for name in names]),
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
    )
