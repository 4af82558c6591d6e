"""Notes behind a number that contradict the side of its label: "the right hip was scanned, not the left"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import Side, Site
from dxa.report import Issue, Measurement
from dxa.sites import side_of
from parsers.hl7.escapes import unescaped
from parsers.hl7.groups import in_words
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment
from parsers.passage import plain_passage

_SIDED = frozenset({Side.LEFT, Side.RIGHT})
_WORD = re.compile(r"[^\W\d_]{4,}")
_PUTS_RIGHT = re.compile(
    r"\b(?:incorrect\w*|wrong\w*|mis-?label\w*|mistak\w*|erroneous\w*|in error|should (?:be|read|say)|actually|"
    r"instead|correct(?:ed|ion|s)|this (?:is|was)|falsch\w*|irrt\w*|error\w*|erreur|corregid\w*)\b",
    re.IGNORECASE,
)
"""Words that put a side right, beside the other side."""
_TEXT = "the note behind a value names another side than its label; held back from rules"


def held_by_notes(
    message: Message, rows: Iterable[Measurement], notes: Mapping[int, tuple[Segment, ...]], document: str
) -> tuple[list[Measurement], list[Issue]]:
    """Return the values, those of another side by the words of their notes held back, and what was met.

    `notes` are the NTE that stand behind an OBX, by its number.
    """
    kept: list[Measurement] = []
    issues: list[Issue] = []
    for row in rows:
        own = notes.get(row.provenance.locator.index or 0, ())
        torn = next((note for note in own if _is_torn(message, row, note, document)), None)
        if torn is not None and row.held is None:
            row = replace(row, held=IssueCode.SIDE_CONFLICT)  # noqa: PLW2901 - the value as it is kept
            where = place(message, torn, 3)
            issues.append(Issue(code=IssueCode.SIDE_CONFLICT, text=_TEXT, locator=where, document=document))
        kept.append(row)
    return kept, issues


def _is_torn(message: Message, row: Measurement, note: Segment, document: str) -> bool:
    """Whether a note read behind the words of its value makes the narrative reader doubt the side."""
    words = unescaped(note.field(3), message.separators, message.codec)
    sides = {side_of(word) for word in _WORD.findall(words)} & _SIDED
    if row.side not in _SIDED or not sides - {row.side}:
        return False
    if _PUTS_RIGHT.search(words):
        return True
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only messages with prose need its tables

    site = in_words(Site(row.region, row.side, row.levels))
    told = plain_passage(f"{site} T-score -1.0. {words}\n") if site else None
    report = read_passage(told, document, "hl7-note/1", complete=True) if told else None
    return report is not None and any(one.held == IssueCode.SIDE_CONFLICT for one in report.measurements)
