"""The heading of a result table: the columns it makes, whatever number of lines it is printed in."""

import re
from collections.abc import Iterable, Mapping, Sequence

from parsers.pdf.headings.columns import (
    LABELS,
    SCORES,
    Column,
    is_heading_word,
    is_unit,
    meaning_of,
    names_density,
    names_score,
)
from parsers.pdf.headings.groups import doubled, is_over, qualifiers_in, qualify
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.headings.over_names import over_parts, under_scans, with_labels
from parsers.pdf.headings.qualifiers import Qualifier, is_qualifier, qualifier_of
from parsers.pdf.headings.settling import settled
from parsers.pdf.headings.strips import Strip, as_heading, parted, rejoined, strips_of, unglued
from parsers.pdf.headings.tight import over_units, units_of
from parsers.pdf.text.words import Word, box_of, phrases, rows_of, text_of, without_footnotes

_MOST_LINES = 2
_ROWS_LOOKED_AT = 4
_LINE_PITCH = 1.9
_HALF_LINES = 2.4
_TWO = 2
_BETWEEN = 0.45
"""Heights of a character between two headings of a history, whose long words leave little room."""


def headers_of(words: Sequence[Word], extra: Mapping[str, Column], *, always_named: bool = False) -> list[Header]:
    """Return the headers of all result tables of a page: those that hold a region and a result.

    Those with BMD come first, those with scores alone after them. `always_named` says that the maker prints a word
    over the row labels; without one, BMD and T-score are the axes of a chart.
    """
    rows = [[part for word in without_footnotes(row) for part in unglued(word)] for row in rows_of(words)]
    found: list[Header] = []
    bare: list[list[tuple[Heading, Strip]]] = []
    for is_anchor in (names_density, names_score):
        for number, row in enumerate(rows):
            runs = phrases(row)
            own = [run for run in runs if not _is_title(run, alone=len(runs) == 1)]
            if any(is_anchor(word.text) for run in own for word in run):
                columns = _columns(_band(rows, number), extra)
                columns = (
                    columns if always_named else under_scans(columns, rows[number + 1 : number + 1 + _ROWS_LOOKED_AT])
                )
                found += [header for header in _split(columns) if not _known(header, found)]
                if not (always_named and _may_be_axes([heading for heading, _ in columns])):
                    bare.append(with_labels(columns, rows[number + 1 : number + 1 + _ROWS_LOOKED_AT]))
    for columns in () if found else bare:
        found += [header for header in _split(columns) if not _known(header, found)]
    return found


def _is_title(run: Sequence[Word], *, alone: bool) -> bool:
    """Whether a run is a title such as "Left Forearm Bone Density", whose last words are those of a heading as well.

    Alone in its line "Bone Density Summary" is one too: a heading of density alone would be in words of headings.
    """
    if all(is_heading_word(word.text) for word in run):
        return False
    if text_of(run).casefold().endswith("density"):
        return len(run) > _TWO
    texts = [word.text for word in run]
    return (
        alone and len(run) > 1 and not any(names_score(text) or is_unit(text) or _FIGURE.search(text) for text in texts)
    )


_FIGURE = re.compile(r"\d")
_NO_AXIS = {Column.Z, Column.BMC, Column.AREA}


def _may_be_axes(headings: Sequence[Heading]) -> bool:
    """Whether headings may be the axes of a chart, BMD and T-score: it has no Z-score, no content and no sides."""
    kinds = {heading.column for heading in headings}
    sides = {heading.qualifier.side for heading in headings if heading.qualifier and heading.qualifier.side}
    return Column.BMD in kinds and not kinds & _NO_AXIS and len(sides) < _TWO


def _known(header: Header, found: Iterable[Header]) -> bool:
    """Whether a header is one of those found, met again by another of its words."""
    return any(header.top < other.bottom and other.top < header.bottom and _beside(header, other) for other in found)


def _beside(header: Header, other: Header) -> bool:
    return header.headings[0].x0 < other.headings[-1].x1 and other.headings[0].x0 < header.headings[-1].x1


def _band(rows: Sequence[list[Word]], number: int) -> list[list[Word]]:
    """Return the row with the word BMD and what may belong to it from the rows above and below."""
    anchor = rows[number]
    band = [anchor]
    for step, pitch in ((-1, _pitch_below(rows, number)), (1, 0.0)):
        base, size = anchor[0].base, max(word.size for word in anchor)
        taken = 0
        for row in rows[number + step :: step] if number + step >= 0 else ():
            # Headings set to the middle of their cells stand at half the distance of lines from each other.
            far = abs(row[0].base - anchor[0].base) > _HALF_LINES * size
            if abs(row[0].base - base) > max(_LINE_PITCH * size, pitch) or (taken >= _MOST_LINES and far):
                break
            kept = _heading_part(row, above=step < 0)
            if kept:
                band.append(kept)
                base = row[0].base
                taken += 1
    return band


def _pitch_below(rows: Sequence[list[Word]], number: int) -> float:
    """Return how far apart the rows of a table with room between its lines stand: the lines of its heading as well.

    It is 0 where the row below the anchor holds no results, and where it is so far off that it may be of another table.
    """
    if number + 1 == len(rows):
        return 0.0
    anchor, below = rows[number], rows[number + 1]
    results = sum(bool(_DECIMAL.fullmatch(word.text)) for word in below) >= _TWO
    pitch = below[0].base - anchor[0].base
    return _UNEVEN * pitch if results and pitch <= _WIDEST_PITCH * anchor[0].size else 0.0


_UNEVEN = 1.1
_WIDEST_PITCH = 4.0
"""Heights of a character between the rows of a table with much room in its cells."""


def _heading_part(row: list[Word], *, above: bool) -> list[Word]:
    """Return the words of a row above or below the word BMD that may belong to the heading.

    Sides and times alone count only beside headings, or where the row holds nothing else: the label Left is none.
    """
    if not above and sum(bool(_DECIMAL.fullmatch(word.text)) for word in row) >= _TWO:
        # A row of results: the class "Normal" in it is no word of "Young normal".
        return []
    # Above a heading stands "Measured:" with its content, or "TBS T-score:" with a number.
    runs = [run for run in phrases(row) if not (above and (run[-1].text.endswith(":") or _is_dated(run)))]
    if above and len(runs) == 1 and _is_title(runs[0], alone=False):
        # "Right Femur Bone Density" close above the table it is the title of.
        return []
    named = [_may_be_heading(run) for run in runs]
    qualifiers = [is_qualifier(text_of(run)) for run in runs]
    whole = sum(named) >= _TWO or (sum(qualifiers) >= _TWO and all(map(any, zip(named, qualifiers, strict=True))))
    kept = (is_named or (whole and qualifier) for is_named, qualifier in zip(named, qualifiers, strict=True))
    return [word for run, keep in zip(runs, kept, strict=True) if keep for word in run]


_DECIMAL = re.compile(r"[+\-\u2010-\u2015\u2212]?\d{1,2}[.,]\d{1,4}")
_FIELD = re.compile(r"(?:[^\W\d]+ )*(?:date|datum|fecha|data)(?: \w+)? \d{1,4}[./-]\d{1,2}[./-]\d{1,4}", re.IGNORECASE)


def _is_dated(run: Sequence[Word]) -> bool:
    """Whether a run is a field with its day, such as "Exam date 25/06/2021"."""
    return bool(_FIELD.fullmatch(text_of(run)))


def _may_be_heading(run: Sequence[Word]) -> bool:
    """Whether a run above or below the word BMD holds heading words only; a row of hyphens is missing values."""
    if not any(char.isalpha() or char == "%" for word in run for char in word.text):
        return False
    if any(word.text.endswith(":") for word in run[:-1]):
        # A field with its content, such as "Exam date: March 18, 2025".
        return False
    if all(is_heading_word(word.text) for word in run):
        return True
    meaning = meaning_of(text_of(run), {})
    if meaning is not None and meaning.column in LABELS | {Column.YOUNG, Column.MATCHED}:
        return True
    qualifier, rest = qualifier_of(text_of(run))
    return bool(qualifier and rest) and all(is_heading_word(word) for word in rest.split())


def _columns(band: Sequence[list[Word]], extra: Mapping[str, Column]) -> list[tuple[Heading, Strip]]:
    """Return the headings of a band of rows."""
    units = next((runs for row in band if (runs := units_of(row))), [])
    lines = [
        rejoined([part for run in phrases(row) for part in over_units(run, units, extra) or parted(run, extra)])
        for row in band
    ]
    lines = [[part for run in line for part in _undated(run, line, lines)] for line in lines]
    told = [[text_of(run) for run in qualifiers_in(line, extra)] for line in lines]
    # The same days in two lines are the lower lines of headings of different heights: each of the one above it.
    over = [line for line, own in zip(lines, told, strict=True) if len(own) >= _TWO and told.count(own) == 1]
    strips = strips_of(
        [line for line in lines if line not in over]
        + [[run for run in line if run not in qualifiers_in(line, extra)] for line in over]
    )
    for line in over:
        sides = qualifiers_in(line, extra)
        strips = doubled(strips, sides, extra) or strips
        qualify(strips, sides, extra)
    return [(as_heading(strip, extra), strip) for strip in strips]


def _undated(run: list[Word], line: list[list[Word]], lines: Sequence[list[list[Word]]]) -> list[list[Word]]:
    """Return a heading and the day close behind it as two, where the day stands under a heading of its own."""
    if is_qualifier(text_of(run)):
        # "Femur Right" over a table is no heading with a side behind it.
        return [run]
    others = [other for each in lines if each is not line for other in each]
    for cut in range(1, len(run)):
        head, tail = run[:cut], run[cut:]
        if is_qualifier(text_of(tail)) and not is_qualifier(text_of(head)):
            over = [other for other in others if other[0].x0 < tail[-1].x1 and tail[0].x0 < other[-1].x1]
            own = [other for other in over if not (other[0].x0 < head[-1].x1 and head[0].x0 < other[-1].x1)]
            return [head, tail] if own else [run]
    return [run]


def plain_headings(band: Sequence[list[Word]]) -> list[Heading]:
    """Return the columns a band of rows makes, from left to right, whatever their headings mean."""
    rows = [phrases(row, _BETWEEN) for row in band]
    fullest = max(rows, key=len)
    strips = [Strip(list(run)) for run in fullest]
    others = [run for runs in rows if runs is not fullest for run in runs]
    for word in [word for run in others if not _joined(run, strips) for word in run]:
        nearest = min(strips, key=lambda strip: max(strip.x0 - word.x1, word.x0 - strip.x1, key=float))
        if max(nearest.x0 - word.x1, word.x0 - nearest.x1) < word.size:
            nearest.words.append(word)
        else:
            strips.append(Strip([word]))
    strips.sort(key=lambda strip: strip.x0)
    return [Heading(column=Column.UNKNOWN, text=strip.text(), unit=None, x0=strip.x0, x1=strip.x1) for strip in strips]


def _joined(run: Sequence[Word], strips: Sequence[Strip]) -> bool:
    """Add words that stand over a single column to it as a whole; tell whether they do."""
    over = [strip for strip in strips if is_over(run, strip)]
    if len(over) == 1:
        over[0].words += run
    return len(over) == 1


def _split(columns: Sequence[tuple[Heading, Strip]]) -> list[Header]:
    """Return one header for each region heading: tables that stand side by side."""
    headers: list[Header] = []
    columns = over_parts(columns)
    starts = _starts([heading.column for heading, _ in columns])
    ends = [*starts[1:], len(columns)] if starts else []
    for start, end in zip(starts, ends, strict=True):
        part = _before_history(columns[start:end])
        headings = settled([heading for heading, _ in part])
        own = _until_repeated(headings)
        structural = any(_STRUCTURAL.search(heading.text) for heading, _ in part)
        if any(heading.column not in LABELS for heading in own) and _has_results(own) and not structural:
            words = [word for _, strip in part[: len(own)] for word in strip.words]
            _, top, _, bottom = box_of(words)
            headers.append(
                Header(
                    headings=tuple(own),
                    top=top,
                    bottom=bottom,
                    size=max(word.size for word in words),
                    doubled=tuple(heading for heading in headings[len(own) :] if heading.column is not Column.UNKNOWN),
                )
            )
    return headers


def _before_history(columns: Sequence[tuple[Heading, Strip]]) -> Sequence[tuple[Heading, Strip]]:
    """Return the columns before the history printed beside a table: it begins with a date behind results."""
    kinds = [heading.column for heading, _ in columns]
    for at, kind in enumerate(kinds):
        before, after = set(kinds[:at]) - LABELS, set(kinds[at:])
        if kind is Column.DATE and Column.BMD in before and Column.BMD in after:
            return columns[:at]
    return columns


_STRUCTURAL = re.compile(r"\b(?:CSA|CSMI|deformity)\b|\b[PMA]/[PMA]\b", re.IGNORECASE)
"""Columns of a hip structural analysis, whose Z is a section modulus, and of vertebral heights with their Z-scores."""
_BESIDE_DENSITY = {Column.BMC, Column.AREA, Column.YOUNG, Column.MATCHED}


def _has_results(headings: Sequence[Heading]) -> bool:
    """Whether columns are those of a result table; the axis of a chart is headed BMD as well."""
    kinds = {heading.column for heading in headings}
    compared = {heading.qualifier for heading in headings if heading.column is Column.BMD and heading.qualifier}
    density = Column.BMD in kinds and (bool(kinds & _BESIDE_DENSITY) or len(compared) >= _TWO)
    return bool(kinds & SCORES or Column.TBS in kinds or density)


def _starts(kinds: Sequence[Column]) -> list[int]:
    """Return where tables begin: at a region, or at the date left of it; a second name beside the first is a part."""
    starts: list[int] = []
    for at, kind in enumerate(kinds):
        if kind is Column.REGION and not (starts and all(between in LABELS for between in kinds[starts[-1] : at])):
            dated = at > 0 and kinds[at - 1] is Column.DATE
            starts.append(at - 1 if dated else at)
    return starts


def _until_repeated(headings: Sequence[Heading]) -> list[Heading]:
    """Return the columns before the second of a kind: a chart or another examination begins there."""
    part: list[Heading] = []
    kinds: set[tuple[Column, Qualifier | None]] = set()
    for heading in headings:
        if (heading.column, heading.qualifier) in kinds:
            break
        if heading.column not in {
            Column.OTHER,
            Column.UNKNOWN,
            Column.PERCENT,
            Column.PART,
            Column.BODY,
            Column.CHANGED,
        }:
            kinds.add((heading.column, heading.qualifier))
        part.append(heading)
    while part and part[-1].column is Column.UNKNOWN:
        part.pop()
    return part
