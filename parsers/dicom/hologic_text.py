"""The results text of Hologic's APEX: JavaScript assignments, read line by line as text and never run.

Grammar after three public parsers (facts on DICOM, 1.2): `Name = "value";` and `ResultsTable1[ r][ c] = "cell";`, cells
with HTML in them, an empty cell being one blank. It looks like XML and is none.
"""

import html
import re
from dataclasses import dataclass, field

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from parsers.dicom.values import issue

MARK = b"ResultsTable"
_MODE = "ScanMode"
_STRING = r'(?:"(?P<double>(?:[^"\\\r\n]|\\.){0,4000})"|\'(?P<single>(?:[^\'\\\r\n]|\\.){0,4000})\')'
_CELL = re.compile(
    rf"ResultsTable(?P<table>\d{{1,2}})\s*\[\s*(?P<row>\d{{1,3}})\s*\]\s*\[\s*(?P<column>\d{{1,2}})\s*\]\s*=\s*{_STRING}"
)
_VARIABLE = re.compile(rf"(?<![\w\]])(?P<name>[A-Za-z]\w{{0,40}})\s*=\s*{_STRING}")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\r\n]{0,100}>")
_NOTE = re.compile(r"(?<=\d)<sup>(?:<small>)?\s*(?:\d|[*#\u2020\u2021])\s*(?:</small>)?</sup>", re.IGNORECASE)
"""A raised mark behind a number: a footnote, and no digit of it."""

RAISED = re.compile(r"<sup>(?:<small>)?\s*[\d,*#\u2020\u2021]{1,5}\s*(?:</small>)?</sup>\s*$", re.IGNORECASE)
"""A raised mark at the end of a name; in a heading it may be the power of a unit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One string of the text: a table cell or the value of a variable."""

    raw: str
    """As it stands between the quotes."""
    start: int
    """Where it begins in the text of the element."""

    @property
    def words(self) -> str:
        """What a person reads: no tags, entities resolved, single blanks."""
        return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", self.raw))).split())

    @property
    def number_text(self) -> str:
        """The cell as long as `raw`, with blanks in place of tags; with entities in it, its words."""
        if "&" in self.raw or "\\" in self.raw:
            return Cell(_NOTE.sub("", self.raw), self.start).words if _NOTE.search(self.raw) else self.words
        bare = _NOTE.sub(lambda note: " " * len(note.group()), self.raw)
        return _TAG.sub(lambda tag: " " * len(tag.group()), bare)

    @property
    def is_plain(self) -> bool:
        """Whether places in `number_text` are places in the element."""
        return len(self.number_text) == len(self.raw)


@dataclass(slots=True)
class Table:
    """One results table: cells by row and column."""

    number: int
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultsText:
    """Everything the text assigns."""

    tag: str
    """The element it stands in, such as (0019,1000)."""
    text: str
    span: tuple[int, int]
    """The part of `text` these assignments stand in: all of it, but for several examinations one after the other."""
    variables: dict[str, Cell]
    tables: tuple[Table, ...]
    issues: tuple[Issue, ...]

    def said(self, name: str) -> str:
        """Return the value of a variable as a person reads it; empty if it is not set."""
        cell = self.variables.get(name)
        return cell.words if cell else ""

    def place(self, cell: Cell, start: int = 0, end: int | None = None) -> Locator:
        """Return the place of a cell, or of a part of its number text."""
        if not cell.is_plain or end is None:
            start, end = 0, len(cell.raw)
        return Locator(tag=self.tag, chars=(cell.start + start, cell.start + end))


def results_texts(tag: str, text: str) -> list[ResultsText]:
    """Return the assignments in a text, those of each examination apart.

    A scan mode that differs from the one before begins another examination, with the variables around it.
    """
    starts = [0]
    mode: str | None = None
    for found in _VARIABLE.finditer(text):
        if found["name"] == _MODE:
            words = _cell(found).words
            if mode is not None and words != mode:
                cells = [cell.end() for cell in _CELL.finditer(text, starts[-1], found.start())]
                starts += cells[-1:]
            mode = words
    ends = [*starts[1:], len(text)]
    return [_part(tag, text, span) for span in zip(starts, ends, strict=True)]


def _part(tag: str, text: str, span: tuple[int, int]) -> ResultsText:
    """Return the assignments in a part of a text.

    A cell or a scan mode assigned twice with different contents is left out, with an issue.
    """
    tables: dict[int, Table] = {}
    issues: list[Issue] = []
    for found in _CELL.finditer(text, *span):
        table = tables.setdefault(int(found["table"]), Table(int(found["table"])))
        row = table.rows.setdefault(int(found["row"]), {})
        column, cell = int(found["column"]), _cell(found)
        if column in row and row[column].words != cell.words:
            issues.append(_twice(tag, cell, "a table cell"))
            row[column] = Cell("", cell.start)
        else:
            row[column] = cell
    variables: dict[str, Cell] = {}
    for found in _VARIABLE.finditer(text, *span):
        name, cell = found["name"], _cell(found)
        known = variables.setdefault(name, cell)
        if name == _MODE and known.words != cell.words:
            issues.append(_twice(tag, cell, "the scan mode"))
            variables[name] = Cell("", cell.start)
    return ResultsText(tag, text, span, variables, tuple(tables[number] for number in sorted(tables)), tuple(issues))


def _twice(tag: str, cell: Cell, what: str) -> Issue:
    place = Locator(tag=tag, chars=(cell.start, cell.start + len(cell.raw)))
    return issue(IssueCode.VALUE_CONFLICT, f"{what} is assigned twice; left out", place)


def _cell(found: re.Match[str]) -> Cell:
    kind = "double" if found["double"] is not None else "single"
    return Cell(found[kind], found.start(kind))
