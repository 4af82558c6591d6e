"""Rows and risks of a page put into words, so that one reader understands tables in letters and sentences alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.numbers import read_number
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.qualifiers import is_qualifier, qualifier_of
from parsers.pdf.tables.cells import Cell
from parsers.pdf.tables.table import Row
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.lines import Line
from parsers.pdf.text.words import Word, box_of, phrases, text_of

_SCORES = {Column.T: "T-score", Column.Z: "Z-score", Column.TBS: "TBS"}
Part = tuple[str, Box | None]
"""Words of a sentence with their place; None for words that are not printed there."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A sentence made of parts of a page."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(text for text, _ in self.parts)

    def box(self, start: int, end: int) -> Box:
        """Return the place of a span: the printed parts it touches, else all of them."""
        at, touched = 0, []
        for text, box in self.parts:
            if box is not None and at < end and at + len(text) > start:
                touched.append(box)
            at += len(text)
        return union(touched or [box for _, box in self.parts if box is not None])


def said_row(row: Row) -> SaidLine:
    """Return a row of a table as a sentence: its label, then every score behind the name of its column."""
    cells = [part for cell in row.cells for part in _said_cell(cell)]
    return SaidLine(((row.label, row.box), *cells, (".", None)))


def _said_cell(cell: Cell) -> tuple[Part, ...]:
    name = _SCORES.get(cell.heading.column)
    return ((f", {name} ", None), (cell.text, cell.box)) if name else ()


def said_sides(lines: Sequence[Line]) -> list[Line | SaidLine]:
    """Return lines, those under a line of nothing but Left and Right, which is left out, as sentences of each side."""
    told: list[Line | SaidLine] = []
    sides: list[tuple[str, Word]] = []
    for line in lines:
        found = _sides_of(line)
        own = _said_of_sides(line, sides) if sides and not found else None
        sides = found or (sides if own else [])
        if not found:
            told.append(own or line)
    return told


def _sides_of(line: Line) -> list[tuple[str, Word]]:
    """Return the sides a line is made of, each with its word; empty for any other line."""
    meant = [qualifier_of(word.text)[0] for word in line.words]
    found = [(item.side.value, word) for item, word in zip(meant, line.words, strict=True) if item and item.side]
    others = [word for item, word in zip(meant, line.words, strict=True) if not (item and item.side)]
    whole = is_qualifier(found[0][1].text) if found else False
    limbs = all(_LIMB.fullmatch(word.text) for word in others)
    return found if whole and limbs and len(found) == len({side for side, _ in found}) == _SIDES else []


def _said_of_sides(line: Line, sides: Sequence[tuple[str, Word]]) -> SaidLine | None:
    """Return a name and its numbers as sentences; None unless each number stands under a side of its own."""
    cells = [word for word in line.words if read_number(word.text) is not None]
    label = [word for word in line.words if cells and word.x1 <= cells[0].x0]
    if not label or len(label) + len(cells) != len(line.words):
        return None
    parts: list[Part] = []
    for cell in cells:
        own = [side for side, word in sides if min(cell.x1, word.x1) > max(cell.x0, word.x0)]
        if len(own) != 1:
            return None
        name = (text_of(label), box_of(label))
        parts += [(f"{own[0]} ", None), name, (" ", None), (cell.text, cell.box), (". ", None)]
    return SaidLine(tuple(parts))


_LIMB = re.compile(r"hips?|femurs?|forearms?", re.IGNORECASE)
_SIDES = 2


_ABOUT = re.compile(
    r"\bFRAX\b|\b(?:10|ten)[ -]year\b.*\b(?:risk|probability)|\b(?:risk|probability)\b.*\b(?:10|ten)[ -]year",
    re.IGNORECASE,
)
_FRACTURE = (
    r"(?:[ -]?(?:osteoporotic|related))*(?: fractures?)?(?: risk| probability)?(?: \(MOF\))?(?: ?[(\[]?%[)\]]?)?\W*"
)
_MAJOR = (
    r"(?:schwere|bedeutende|gr\u00f6(?:\u00df|ss)ere|major) osteoporotische fraktur(?:en)?|"
    r"osteoporotische hauptfraktur|"
    r"fractures? (?:ost\u00e9oporotiques? majeures?|majeures?(?: ost\u00e9oporotiques?)?)|"
    r"fracturas? (?:osteopor\u00f3ticas? (?:mayor(?:es)?|principal(?:es)?)|mayor(?:es)?(?: osteopor\u00f3ticas?)?)|"
    r"frattur[ae] (?:osteoporotic(?:a|he) maggior[ei]|maggior[ei](?: osteoporotic(?:a|he))?)|"
    r"fraturas? (?:osteopor\u00f3ticas? maior(?:es)?|maior(?:es)?(?: osteopor\u00f3ticas?)?)|"
    r"(?:majeure|grote|belangrijke) osteoporotische fractu(?:ur|ren)"
)
_HIP = (
    r"h\u00fcftfraktur(?:en)?|h\u00fcftgelenksfraktur|fractures? de (?:la )?hanche|fracturas? de (?:la )?cadera|"
    r"frattur[ae] (?:d[ei]l(?:l['\u2019]anca| femore)|d['\u2019]anca|di femore|femorale)|"
    r"fraturas? (?:d[eo] quadril|d[ea] anca|do f\u00eamur)|heupfractu(?:ur|ren)"
)
_KINDS = (
    (
        "major osteoporotic fracture",
        re.compile(rf"(?:major{_FRACTURE}|MOF\W*|(?:{_MAJOR})[:\s]*(?:\(%\))?)", re.IGNORECASE),
    ),
    ("hip fracture", re.compile(rf"(?:(?:hip|femoral neck){_FRACTURE}|(?:{_HIP})[:\s]*(?:\(%\))?)", re.IGNORECASE)),
)
_PREFIX = re.compile(
    r"^(?:FRAX\W*)?(?:(?:10|ten)[ -](?:year|yr)s?\W*)?(?:(?:risk|probability) of (?:a )?|"
    r"(?:risiko|wahrscheinlichkeit) f\u00fcr (?:eine )?|risque de |riesgo de |rischio di |risco de |"
    r"(?:risico|kans) op (?:een )?|probabilit(?:\u00e9|\u00e0) d[ei] |probabilidade? de )?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d{1,2}(?:[.,]\d{1,2})? ?%")
_BARE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?(?: ?%)?")
"""A percentage whose sign may stand in the heading of its block."""
_RAISED = "\u00b9\u00b2\u00b3*\u2020: "
"""Marks of a footnote behind a name."""
_REACH = 14
"""Lines a block of fracture risks may have."""


def said_risks(lines: Sequence[Line]) -> list[SaidLine]:
    """Return the fracture risks of a block headed FRAX or "10-year": beside their names, or under them."""
    about = [number for number, line in enumerate(lines) if _ABOUT.search(line.text)]
    found: list[SaidLine] = []
    for number, line in enumerate(lines):
        above = [start for start in about if 0 <= number - start <= _REACH]
        if above:
            runs = [part for run in phrases(line.words) for part in _parted(run)]
            # In a list of results the sign stands in the column of units.
            listed = any(text_of(run) == "%" for run in runs[2:])
            cell = _BARE if listed or any("(%)" in lines[start].text for start in above) else _PERCENT
            found += _beside(runs, cell)
            below = _below(runs, lines[number + 1 : number + 1 + _REACH], cell)
            found += below or _below(runs, lines[number - 1 : number] if number not in about else (), cell)
    return found


def _parted(run: list[Word]) -> list[list[Word]]:
    """Return a name and the number close behind it as two."""
    cut = next((at for at, word in enumerate(run) if at and re.match(r"\d", word.text)), len(run))
    return [run[:cut], run[cut:]] if cut < len(run) else [run]


def _kind(run: Sequence[Word]) -> str | None:
    text = _PREFIX.sub("", text_of(run).rstrip(_RAISED))
    return next((kind for kind, name in _KINDS if name.fullmatch(text)), None)


def _beside(runs: Sequence[list[Word]], percent: re.Pattern[str]) -> list[SaidLine]:
    """Return the risks of a line that holds names and, right of each, its percentage."""
    found = []
    for run, after in pairwise(runs):
        kind = _kind(run)
        if kind and percent.fullmatch(text_of(after)):
            found.append(_said_risk(kind, after))
    return found


def _below(runs: Sequence[list[Word]], lines: Sequence[Line], percent: re.Pattern[str]) -> list[SaidLine]:
    """Return the risks under a line of headings that names both kinds of fracture."""
    columns = [(kind, run) for run in runs if (kind := _kind(run))]
    if len({kind for kind, _ in columns}) != len(_KINDS) or len(columns) != len(_KINDS):
        return []
    found = []
    for line in lines:
        cells = [run for run in phrases(line.words) if percent.fullmatch(text_of(run))]
        for kind, (x0, x1) in ((kind, (run[0].x0, run[-1].x1)) for kind, run in columns):
            own = [cell for cell in cells if cell[0].x0 < x1 and cell[-1].x1 > x0]
            found += [_said_risk(kind, cell) for cell in own]
    return found


def _said_risk(kind: str, cell: Sequence[Word]) -> SaidLine:
    line = Line(tuple(cell))
    number = len(line.text.rstrip("% "))
    value = (line.text[:number], line.box(0, number))
    return SaidLine(((f"FRAX 10-year probability of {kind}: ", None), value, (" %.", None)))


_TBS = re.compile(r"(?:^|   )(?P<said>TBS\b[^:=]{0,20}[:=]?\s*[01][.,]\d{2,3})(?=   |$)")


def said_tbs(lines: Sequence[Line]) -> list[SaidLine]:
    """Return the lines that print a trabecular bone score with its name, such as "TBS L1-L4: 1.234"."""
    found = []
    for line in lines:
        for match in _TBS.finditer(line.text):
            start, end = match.span("said")
            text = " ".join(line.text[start:end].split())
            found.append(SaidLine(((text, line.box(start, end)), (".", None))))
    return found
