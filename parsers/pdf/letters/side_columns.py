"""A column of fields about the patient left of running text that names its own sites, kept out of the text's lines."""

import re
from collections.abc import Sequence

from dxa.sites import plain
from parsers.pdf.examination.dates import first_date
from parsers.pdf.headings.columns import LABELS, Column, meaning_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.text.frame import union
from parsers.pdf.text.lines import Line
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of

_RESULT = re.compile(r"[+\-\u2010-\u2015\u2212]?\d{1,2}[.,]\d{1,3}")
_NAMED = re.compile(
    r"(?P<site>[^:=]+?)\s*(?:[:,]|[-\u2013\u2014] )\s*(?:BMD|DMO|[TZ][ -]?(?:score|wert)|-?\d)", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:prior|previous|earlier|last|before|baseline|vor\w*|fr\u00fch\w*|ant[e\u00e9]r\w*|pr[e\u00e9]c\w*|previ\w*|vorig\w*)\b",
    re.IGNORECASE,
)
_FEWEST, _FEWEST_SITES = 5, 2
_MOST_DAYS = 1
# Heights of a character.
_SAME_EDGE, _WIDEST_STEP, _APART, _SAME_BASE = 0.3, 3.5, 1.0, 0.3


def side_column(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a column left of the text of a page, none if it might say whose the text's numbers are.

    The text has to name the site of each of its results itself; the column names none, no earlier examination, and at
    most one day.
    """
    runs = [run for row in rows_of(words) for run in phrases(row, gap=_APART)]
    if not runs:
        return []
    left = min(run[0].x0 for run in runs)
    size = max(run[0].size for run in runs)
    column = [run for run in runs if run[0].x0 - left <= _SAME_EDGE * size]
    own = _with_others_beside(column, words)
    if len(own) < _FEWEST:
        return []
    box = union([box_of(run) for run in own])
    beside = [
        word
        for word in words
        if word.x0 > box[0] + size and box[1] < word.base < box[3] + size and _is_not_of(word, own)
    ]
    if not beside or any(word.x0 < box[2] + _APART * word.size for word in beside):
        return []
    text = rows_of(beside)
    if _sites_named(text) < _FEWEST_SITES or not _is_about_the_patient(own, text):
        return []
    return [Line(tuple(run)) for run in own]


def _is_not_of(word: Word, runs: Sequence[Sequence[Word]]) -> bool:
    return not any(word is other for run in runs for other in run)


def _with_others_beside(column: Sequence[list[Word]], words: Sequence[Word]) -> list[list[Word]]:
    """Return the longest part of a column beside which other words stand, line for line or between its lines."""
    edge = min((run[0].x0 for run in column), default=0.0)
    parts: list[list[list[Word]]] = []
    for run in column:
        step = run[0].base - parts[-1][-1][0].base if parts else 0.0
        wide = any(abs(word.base - run[0].base) < run[0].size and word.x0 > run[-1].x1 for word in words)
        if parts and step <= _WIDEST_STEP * run[0].size and wide:
            parts[-1].append(run)
        elif wide:
            parts.append([run])
    return max(parts, key=len, default=[]) if edge else []


def _sites_named(text: Sequence[Sequence[Word]]) -> int:
    """Return how many lines begin with a site and its result."""
    count = 0
    for row in text:
        said = text_of(row).lstrip("\u2022\u25aa- ")
        found = _NAMED.match(said)
        if found and labelled_site(found["site"].strip(" ,")) is not None:
            count += 1
    return count


def _is_about_the_patient(column: Sequence[list[Word]], text: Sequence[Sequence[Word]]) -> bool:
    from parsers.narrative.language.words import headings_of  # noqa: PLC0415 - only where there is running text

    over = headings_of("prior", "copied", "comparison", "current", "findings", "impression", "legend")
    beside = headings_of("indication", "technique", "recommendation", "examination")
    begins = [row[0].base for row in text if text_of(row).lstrip("\u2022\u25aa- ")[:1].isupper()]
    days = 0
    for run in column:
        said = text_of(run)
        name = plain(said.rstrip(" :"))
        level = any(abs(run[0].base - base) <= _SAME_BASE * run[0].size for base in begins)
        if name in over or (name in beside and level) or _EARLIER.search(said) or _names_result(said):
            return False
        printed = first_date(said, None)
        days += bool(printed and printed.start == 0 and printed.end == len(said))
    return days <= _MOST_DAYS


def _names_result(text: str) -> bool:
    meaning = meaning_of(text.rstrip(" :"), {})
    known = meaning is not None and meaning.column not in LABELS | {Column.OTHER, Column.UNKNOWN}
    number = any(_RESULT.fullmatch(word) for word in text.split())
    return known or number or labelled_site(text.rstrip(" :")) is not None
