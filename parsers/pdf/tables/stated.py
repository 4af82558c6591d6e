"""The class of a row's site, in a column of its own or behind the score in the same cell."""

import re
from collections.abc import Sequence

from parsers.numbers import read_number
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.tables.cells import Cell
from parsers.pdf.text.words import Word, phrases, rows_of, text_of

_HEADS = re.compile(
    r"(?:who)?(?:classification|category|diagnosis|interpretation|assessment|status)|who", re.IGNORECASE
)
_CLASS = re.compile(
    r"(?:severe |established |schwere |s\u00e9v\u00e8re |grave )?ost[e\u00e9]opor\w{2,4}|ost[e\u00e9]openi\w{1,2}|"
    r"ost[e\u00e9]op[e\u00e9]ni\w{1,2}|"
    r"low bone (?:mass|density)|normaal|normale?|low|laag|bas|bajo|baja|baixo|baixa|basso|bassa|niedrig|erniedrigt|"
    r"vermindert|verminderd|verlaagd|reduced|abnormal",
    re.IGNORECASE,
)
_MOST_WORDS = 3
_NEAR = 1.0
"""Heights of a character between a score and its class."""


def stated_in(words: Sequence[Word], header: Header) -> str:
    """Return the words that stand in a column of classes, such as "WHO Classification"; empty if there are none."""
    columns = [heading for heading in header.headings if _HEADS.fullmatch(heading.text.replace(" ", ""))]
    runs = [run for row in rows_of(words) for run in phrases(row)] if columns else []
    own = [run for run in runs if any(run[0].x0 < item.x1 and run[-1].x1 > item.x0 for item in columns)]
    return text_of(word for run in own for word in run)


def classed(words: Sequence[Word], header: Header) -> tuple[list[Word], list[Word]]:
    """Return the words of a row without the classes printed close behind its scores, and those.

    "-2.6 (osteoporosis)" is a score and what its writer calls it; a class in a column of its own stays where it is.
    """
    wordy = [heading for heading in header.headings if heading.column in {Column.OTHER, Column.UNKNOWN}]
    kept: list[Word] = []
    classes: list[Word] = []
    at = 0
    while at < len(words):
        count = _class_at(words, at, wordy)
        (classes if count else kept).extend(words[at : at + (count or 1)])
        at += count or 1
    return kept, classes


def class_of_t(classes: Sequence[Word], cells: Sequence[Cell]) -> str:
    """Return the class behind the T-score of a row; empty if there is none."""
    score = next((cell.box for cell in cells if cell.heading.column is Column.T), None)
    own = [word for word in classes if score and word.x0 >= score[2]]
    runs = phrases(own)
    near = bool(score and runs and runs[0][0].x0 - score[2] <= _NEAR * runs[0][0].size)
    return _said(text_of(runs[0])) if near else ""


def _class_at(words: Sequence[Word], at: int, wordy: Sequence[Heading]) -> int:
    """Return how many words from one on are the class of the score before them; 0 for none."""
    before = words[at - 1] if at else None
    if before is None or not re.search(r"\d[.,]\d", before.text) or read_number(before.text) is None:
        return 0
    for count in range(_MOST_WORDS, 0, -1):
        run = words[at : at + count]
        near = all(word.x0 - last.x1 <= _NEAR * word.size for last, word in zip((before, *run), run, strict=False))
        beside = any(word.x0 < heading.x1 and word.x1 > heading.x0 for word in run for heading in wordy)
        if len(run) == count and near and not beside and _CLASS.fullmatch(_said(text_of(run))):
            return count
    return 0


def _said(text: str) -> str:
    return text.strip("()[] ,;-\u2013")
