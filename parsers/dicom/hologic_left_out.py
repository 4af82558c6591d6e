"""Vertebrae a Hologic report prints and leaves out of its total: struck out, without numbers, or named in a note."""

import re
from collections.abc import Collection

from dxa.sites import levels_of, plain
from parsers.dicom.hologic_text import RAISED, Cell, ResultsText

_STRUCK = re.compile(r"<(?:strike|s|del)\b", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"exclu|omit|left out|not (?:used|included|analy|evaluat)|ausgeschlossen|nicht gewertet|exclui|esclus|uitgesloten"
)
_MARKED = re.compile(r"[*#\u2020\u2021]\s*$")
_LEVEL = re.compile(r"\b[LT]\d{1,2}(?:\s?-\s?[LT]?\d{1,2})?\b", re.IGNORECASE)


def is_struck(label: Cell, values: Collection[Cell]) -> bool:
    """Return whether a row is struck out."""
    return any(_STRUCK.search(cell.raw) for cell in (label, *values))


def is_left_out(label: Cell, values: Collection[Cell]) -> bool:
    """Return whether a row is struck out, or no cell of it holds a number."""
    return is_struck(label, values) or not any(char.isdigit() for cell in values for char in cell.words)


def is_total_doubtful(text: ResultsText, labels: Collection[Cell], used: Collection[str]) -> bool:
    """Return whether a note leaves out a vertebra the total seems to be of, or marks one without naming it.

    `used` are the vertebrae with rows of their own.
    """
    notes = [plain(cell.words) for name, cell in text.variables.items() if not name.startswith("Patient")]
    told = [note for note in notes if _EXCLUDED.search(note)]
    named = {level for note in told for found in _LEVEL.findall(note) for level in levels_of(found)}
    if named:
        return not named.isdisjoint(used)
    return bool(told) and any(_MARKED.search(label.words) or RAISED.search(label.raw) for label in labels)
