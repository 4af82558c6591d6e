"""Small columns beside the text of a letter, such as the names of a hospital's physicians, kept out of its lines."""

import re
from collections.abc import Sequence
from statistics import median

from parsers.pdf.letters.side_columns import side_column
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.lines import Line
from parsers.pdf.text.words import Word, box_of, phrases, rows_of

_SMALLER = 0.92
"""Greatest share of the usual size of a letter's type."""
_SAME_EDGE, _WIDEST_STEP, _APART = 0.3, 3.5, 0.5
"""Heights of a character: between left edges, between lines, and between the column and the text beside it."""
_FEWEST = 3
_MOST_SHARED = 0.5
"""Share of its lines that may stand on the height of a line of the text; the cells of a table all do."""
_SAME_BASE = 0.08
_RESULT = re.compile(r"[+\-\u2010-\u2015\u2212]?\d{1,2}[.,]\d{1,3}")


def parted(words: Sequence[Word]) -> tuple[list[Word], list[Line]]:
    """Return the words of the text itself, and the lines of small columns beside it."""
    if not words:
        return [], []
    usual = median(word.size for word in words for _ in word.text)
    small = [word for word in words if word.size <= _SMALLER * usual]
    others = [word for word in words if word.size > _SMALLER * usual]
    lines: list[list[Word]] = [run for row in rows_of(small) for run in phrases(row)]
    aside: list[Line] = []
    for column in _columns(lines):
        if _is_aside(column, others):
            aside += [Line(tuple(run)) for run in column]
    aside = aside or side_column(words)
    taken = {word for line in aside for word in line.words}
    return [word for word in words if word not in taken], aside


def _columns(runs: Sequence[list[Word]]) -> list[list[list[Word]]]:
    """Return runs of words below each other at one left edge."""
    found: list[list[list[Word]]] = []
    for run in runs:
        size = run[0].size
        for column in found:
            last = column[-1][0]
            if abs(last.x0 - run[0].x0) <= _SAME_EDGE * size and 0 < run[0].base - last.base <= _WIDEST_STEP * size:
                column.append(run)
                break
        else:
            found.append([run])
    return found


def _is_aside(column: Sequence[list[Word]], others: Sequence[Word]) -> bool:
    """Whether text of the usual size stands beside a column, all on one side, and no row goes over both."""
    if len(column) < _FEWEST or any(len(run) == 1 and _RESULT.fullmatch(run[0].text) for run in column):
        return False
    box = union([box_of(run) for run in column])
    beside = [word for word in others if word.bottom > box[1] and word.top < box[3]]
    return bool(beside) and _is_clear(box, beside, column[0][0].size) and _shared(column, beside) <= _MOST_SHARED


def _is_clear(box: Box, beside: Sequence[Word], size: float) -> bool:
    gap = _APART * size
    return all(word.x1 + gap <= box[0] for word in beside) or all(word.x0 - gap >= box[2] for word in beside)


def _shared(column: Sequence[list[Word]], beside: Sequence[Word]) -> float:
    level = [any(abs(word.base - run[0].base) <= _SAME_BASE * word.size for word in beside) for run in column]
    return sum(level) / len(column)
