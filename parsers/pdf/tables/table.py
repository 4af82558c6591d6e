"""The rows of a result table: every word belongs to the heading above it, and what belongs to none is reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import Scan
from dxa.sites import site_of
from parsers.numbers import read_number
from parsers.pdf.headings.header import Header
from parsers.pdf.headings.qualifiers import qualifier_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, ONLY_SIDE, Parts, RowNames, is_value, parts_of
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.tables.alignment import aligned
from parsers.pdf.tables.cells import Cell, Fault, are_cells, cells_of
from parsers.pdf.tables.left_out import is_damaged, is_left_out
from parsers.pdf.tables.pairs import with_room
from parsers.pdf.tables.percents import with_parts, with_percents
from parsers.pdf.tables.row_lines import group_above, is_group, lines_under, usual_step
from parsers.pdf.tables.stated import class_of_t, classed, stated_in
from parsers.pdf.text.frame import Box
from parsers.pdf.text.words import Word, box_of, text_of

# Heights of a character.
_FAR_BEYOND = 6.0
_FIRST_ROW = 4.0
_WIDEST_STEP = 3.2
_SENTENCE = 2
_ASIDE = frozenset({Fault.NO_COLUMN, Fault.NOT_A_PAIR})
"""What the cells of a table show that stand aside of their headings."""
_FEWEST_OF_BODY = 3
"""Words without a label from which a line below rows is another block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table that names a site."""

    label: str
    group: str | None
    """The group heading above it, such as Neck over Left and Right."""
    section: str | None
    """The scan named above it or in a first cell, such as Left Hip over Neck and Total."""
    box: Box
    """Place of the label."""
    cells: tuple[Cell, ...]
    """Cells that are not empty."""
    faults: tuple[Cell, ...] = ()
    stated: str = ""
    """What stands in the column of classes or diagnoses; empty without one."""
    date: str | None = None
    """What stands in the column of dates; None for a table without one, empty for a row without a date."""
    before: str | None = None
    """Its own label, such as "previous (2021)", where that names an earlier examination of the site above it."""
    scored: bool = False
    """Whether its line holds a score, maybe of another examination than these cells."""
    cut: bool = False
    """Whether the words among the results of its line, maybe of another examination, are a part of its label."""

    @property
    def label_is_cut(self) -> bool:
        """Whether words stand among the results: the label may lack its "Left", or the L4 that touches "L40.850".

        So it may where a word and a number are printed over each other, "der0e,c6h1o4".
        """
        words = [word for cell in self.faults for word in cell.text.split()]
        return self.cut or any(
            re.fullmatch(r"\W*(?:[^\W\d_]{2,}\S*|[LT]1?\d\S*|[^\W\d_]\S*\d\S*[^\W\d_]\S*)", word) for word in words
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and its rows."""

    header: Header
    rows: tuple[Row, ...]
    is_doubled: bool = False
    """Whether further columns of the same names hold numbers beside its own."""
    is_transposed: bool = False
    """Whether the sites stood over the columns on paper."""
    is_card: bool = False
    """Whether every number stands beside its own name, below that of its site."""

    @property
    def bottom(self) -> float:
        """How far down its last row stands."""
        return max((row.box[3] for row in self.rows), default=self.header.bottom)


def table_under(header: Header, words: Sequence[Word], *, strict: bool = False) -> Table:
    """Return the rows that follow a header, up to the first line that is none.

    Cells that stand aside of their headings are followed where the whole table does so, unless `strict`.
    """
    printed = with_percents(with_parts(header, words), words)
    header = with_room(printed)
    table, lines = _read(header, words)
    if not strict and any(fault.fault in _ASIDE for row in table.rows for fault in row.faults):
        moved = aligned(printed, _wide(header, lines, words))
        if moved is not None:
            return _read(moved, words)[0]
    return table


def _wide(header: Header, cells: Sequence[Sequence[Word]], words: Sequence[Word]) -> list[list[Word]]:
    """Return the cells of rows with numbers that stand far right of the last heading, as a column set aside does."""
    edge = header.headings[-1].x1 + _FAR_BEYOND * header.size
    found: list[list[Word]] = []
    for row in cells:
        right = max((word.x1 for word in row), default=edge)
        more = [
            word
            for word in words
            if right < word.x0 and word.x1 <= edge and is_value(word.text) and abs(word.base - row[0].base) < 1.0
        ]
        found.append([*row, *more])
    return found


def _read(header: Header, words: Sequence[Word]) -> tuple[Table, list[list[Word]]]:
    """Return the table and the words of its rows that stand right of the labels."""
    rows: list[Row] = []
    cells: list[list[Word]] = []
    group: str | None = None
    names = RowNames(header)
    last = header.bottom
    above = group_above(header, words)
    lines = lines_under(header, words)
    step = usual_step(lines)
    for line in lines:
        widest = _WIDEST_STEP * step if rows or group or names.section else _FIRST_ROW * header.size
        if line[0].base - last > widest or (rows and line[0].text.strip(":").upper() == "FRAX"):
            # "FRAX: MOF 15.2%  Hip 3.4%" close below the rows is none of them.
            break
        parts = _parts(line, header)
        label, rest = parts.label, parts.rest
        left_out = is_left_out(label, rest)
        if left_out or (not are_cells(rest, header) and not (label and is_damaged(label, rest))):
            if rows and not left_out and (label or _is_other_block(rest)):
                break
            last = line[0].base if left_out else last
            continue
        last = line[0].base
        if rest:
            cells.append([word for word in rest if word.text not in LONE_SIGNS])
            rows.append(_row(parts, names, group or above, header))
            continue
        if scan_named(text_of(label)) and _are_of_nothing(rows):
            # "Spine" below Head, Arms and Legs is a row of the whole body whose numbers are lost.
            continue
        known, group = _over_rows(label, names, group)
        above = None
        if not known and rows and not re.fullmatch(r"\W*\w{1,7}\W*(?:-\W*\w{1,3})?", text_of(label)):
            break
    table = Table(header=header, rows=_of_earlier(_certain(rows, names)), is_doubled=_is_doubled(header, rows, words))
    return table, cells


def _parts(line: Sequence[Word], header: Header) -> Parts:
    """Return the parts of a line; the name of a scan over the middle of the table is a label as a whole."""
    parts = parts_of(line, header)
    rest, classes = classed(parts.rest, header)
    parts = replace(parts, rest=rest, classes=tuple(classes))
    banded = bool(parts.rest) and scan_named(text_of(line)) is not None
    return Parts(label=list(line), rest=[], date=[]) if banded else parts


def _of_earlier(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows, one that only says "previous" as of the site above it, whose section and group it shares."""
    found: list[Row] = []
    for row in map(_timed, rows):
        above = found[-1] if found else None
        earlier = not row.before and _is_earlier(row.label)
        if above and earlier and labelled_site(above.label) is not None and row.date is None:
            own = replace(row, label=above.label, group=above.group, section=above.section, before=row.label)
            found.append(own)
        elif above and row.before and labelled_site(whole := f"{above.label} {row.label}") is not None:
            # One name in two lines: "Lumbar spine" beside the numbers of today, "L1-L4" beside the earlier ones.
            found[-1:] = [replace(above, label=whole), replace(row, label=whole)]
        else:
            found.append(row)
    return tuple(found)


def _is_earlier(text: str) -> bool:
    told, rest = qualifier_of(text)
    return bool(told and told.earlier and told.side is None and not rest.strip(" ():,;-"))


def _timed(row: Row) -> Row:
    """Return a row, "current" or "previous" behind the name of its site as what it says of its examination."""
    if labelled_site(row.label) is not None or row.date is not None:
        return row
    words = row.label.split()
    for at in range(1, len(words)):
        site, time = " ".join(words[:at]).strip(" ,:;-\u2013"), " ".join(words[at:])
        if labelled_site(site) is None:
            continue
        if _is_earlier(time):
            return replace(row, label=site, before=time)
        told, rest = qualifier_of(time)
        if told and told.earlier is False and not told.side and not told.when and not rest.strip(" ():,;-"):
            return replace(row, label=site)
    return row


def _are_of_nothing(rows: Sequence[Row]) -> bool:
    """Whether the last rows name no site under any scan, as those of a whole body do."""
    last = rows[-_FEWEST_OF_BODY:]
    named = any(site_of(row.label, scan) is not None for row in last for scan in (None, *Scan))
    return len(last) == _FEWEST_OF_BODY and not named


def _over_rows(label: Sequence[Word], names: RowNames, group: str | None) -> tuple[bool, str | None]:
    """Return whether a line without results names the scan, the side or the part of the rows below it, and the part."""
    text = text_of(label)
    if scan_named(text):
        if names.has_columns:
            # Beside the middle of the rows it is for, or above them: the place does not say which.
            names.gaps.add("name")
        names.section = text
        return True, None
    if group is None and ONLY_SIDE.fullmatch(text) and not names.has_columns:
        # "Left" over Neck and Total.
        names.section = text
        return True, None
    # Below a name that is not known, "Left" is no longer of the part above it.
    return (True, text) if is_group(label) else (False, group if _is_mark(text) else None)


def _is_mark(text: str) -> bool:
    return not re.search(r"[^\W\d_]{2}", text)


def _is_other_block(rest: Sequence[Word]) -> bool:
    return sum(word.text.isalpha() for word in rest) >= _SENTENCE


def _certain(rows: Sequence[Row], names: RowNames) -> tuple[Row, ...]:
    """Return the rows, without the names and dates that may stand beside the middle of the rows they are for."""
    if "name" in names.gaps:
        rows = [replace(row, label="", section=None) for row in rows]
    if "date" in names.gaps:
        rows = [replace(row, date="") for row in rows]
    return tuple(_named_once(rows))


def _named_once(rows: Sequence[Row]) -> Sequence[Row]:
    """Return dated rows with the name printed beside the first day of each site.

    Only where the days of every site begin or end with the same one, and none comes twice: names beside the middle
    of their rows would part the days otherwise.
    """
    groups: list[list[Row]] = []
    for row in rows:
        if not groups or row.label not in {"", groups[-1][0].label}:
            groups.append([])
        groups[-1].append(row)
    days = [[row.date for row in group] for group in groups]
    whole = all(map(all, days)) and all(group[0].label for group in groups)
    once = all(len(set(own)) == len(own) for own in days)
    same = any(len({own[at] for own in days}) == 1 for at in (0, -1)) if days else False
    if not (whole and once and same) or all(row.label for row in rows):
        return rows
    return [replace(row, label=group[0].label) for group in groups for row in group]


def _is_doubled(header: Header, rows: Sequence[Row], words: Sequence[Word]) -> bool:
    """Whether numbers stand in further columns of the same names beside at least half of the rows."""
    if not header.doubled:
        return False

    def filled(row: Row) -> bool:
        return any(
            abs(word.top - row.box[1]) < header.size
            and any(word.x0 < heading.x1 and word.x1 > heading.x0 for heading in header.doubled)
            and read_number(word.text) is not None
            for word in words
        )

    return 2 * sum(map(filled, rows)) >= len(rows)


def _row(parts: Parts, names: RowNames, group: str | None, header: Header) -> Row:
    cells, named = cells_of(parts.rest, header, parts.classes)
    parts.label.extend(named)
    label, date = names.name(parts)
    return Row(
        label=label,
        group=group,
        section=names.section,
        box=box_of(parts.label or parts.rest),
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
        stated=stated_in(parts.rest, header) or class_of_t(parts.classes, cells),
        date=date,
    )
