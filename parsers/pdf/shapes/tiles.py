"""Cards, tiles and fields: numbers below, above or beside the name of their quantity, under the name of their site."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.pdf.headings.columns import Column, Meaning, meaning_of
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.headings.qualifiers import qualifier_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import LONE_SIGNS, is_value
from parsers.pdf.shapes.components import RESULTS, joined, labelled_cell
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import Box, union
from parsers.pdf.text.words import Word, box_of, phrases, plain_rows, text_of

_FEWEST = 2
_WIDEST_STEP = 3.4
"""Heights of the larger of two lines' characters between lines of one card."""
_ALIGNED = 0.4
_MOST_TITLE = 3
"""Lines the name of a site in a drawn box may take."""
_BETWEEN = " |;,/\u00b7\u2022"
_UNIT = re.compile(r"\(?(?:m?g/cm[2\u00b2]|%|SD|DS|DE|DP|ET)\)?[,;|]?")
_WITH_DECIMALS = {Column.BMD, Column.T, Column.Z}


@dataclass(frozen=True, slots=True)
class _Named:
    """A number and what it is."""

    meaning: Meaning
    words: list[Word]


@dataclass(frozen=True, slots=True)
class _Card:
    """A site's name and what stands under it."""

    title: list[Word]
    values: list[_Named]


def tiles_of(words: Sequence[Word], boxes: Iterable[Box] = ()) -> list[Table]:
    """Return the cards and tiles of a page as tables of one row each; none where one number is not certainly named.

    What stands in a drawn box of its own is read by itself.
    """
    found: list[Table] = []
    for box in boxes:
        own = [word for word in words if _is_inside(word, box)]
        if (card := _drawn(plain_rows(own))) is not None:
            found.append(_table(card))
            words = [word for word in words if not _is_inside(word, box)]
    rows = plain_rows(words)
    for number, row in enumerate(rows):
        titles = phrases(row)
        if not all(labelled_site(text_of(title).strip(" :")) for title in titles):
            continue
        lines = _lines(row, rows[number + 1 :])
        cards = _beside(titles, lines) if len(titles) > 1 else _alone(titles[0], lines)
        found += [_table(card) for card in cards if all(map(_is_result, card.values))]
    return found


def _is_inside(word: Word, box: Box) -> bool:
    return box[0] <= word.middle <= box[2] and box[1] <= (word.top + word.bottom) / 2 <= box[3]


def _drawn(lines: Sequence[list[Word]]) -> _Card | None:
    """Return the card a box holds: the name of a site in its first lines, and quantities with their numbers."""
    for count in range(1, min(_MOST_TITLE, len(lines) - 1) + 1):
        title = [word for line in lines[:count] for word in line]
        if labelled_site(text_of(title).strip(" :")) is None:
            continue
        if count < len(lines) and labelled_site(text_of([*title, *lines[count]]).strip(" :")) is not None:
            # "Left hip" goes on with "total" in the next line.
            continue
        values = _values(lines[count:])
        others = any(labelled_site(text_of(run)) is not None for line in lines[count:] for run in phrases(line))
        return _Card(title, values) if values and not others and all(map(_is_result, values)) else None
    return None


def _pairs(line: Sequence[Word]) -> list[_Named] | None:
    """Return the quantities of a line with their numbers, "T-score -2.3 Z-score -1.0"; None for any other line."""
    found: list[_Named] = []
    at = 0
    while at < len(line):
        start = next((number for number in range(at, len(line)) if is_value(line[number].text)), len(line))
        meaning = _meaning(text_of(line[at:start]).strip(_BETWEEN)) if at < start < len(line) else None
        if meaning is None:
            return None
        end = start + (2 if line[start].text in LONE_SIGNS else 1)
        while end < len(line) and _UNIT.fullmatch(line[end].text):
            end += 1
        found.append(_Named(meaning, list(line[start:end])))
        at = end
    return found


def _lines(row: Sequence[Word], below: Iterable[list[Word]]) -> list[list[Word]]:
    """Return the lines under a name that stand close enough to be of it, up to the next name of a site."""
    found: list[list[Word]] = []
    before = row
    for line in below:
        size = max(word.size for word in (*before, *line))
        if line[0].base - before[0].base > _WIDEST_STEP * size or labelled_site(text_of(phrases(line)[0])) is not None:
            break
        found.append(line)
        before = line
    return found


def _alone(title: list[Word], lines: Sequence[list[Word]]) -> list[_Card]:
    """Return the tiles under one name: a line of labels over a line of as many numbers, or below it."""
    if len(lines) < _FEWEST:
        return []
    first, second = lines[0], lines[1]
    labels, numbers = _labels(first), _numbers(second)
    if labels is None or numbers is None:
        labels, numbers = _labels(second), _numbers(first)
    if len(lines) > _FEWEST and _numbers(lines[_FEWEST]) is not None:
        # The labels may be those of the numbers below them, and a second line of numbers is of another day.
        return []
    if labels is None or numbers is None or len(labels) != len(numbers):
        return []
    pairs = list(zip(labels, numbers, strict=True))
    kinds = [meaning.column for meaning, _ in labels]
    under = all(_meets(words, cell) for (_, words), cell in pairs)
    if not under or len(set(kinds)) < len(kinds):
        return []
    return [_Card(title, [_Named(meaning, cell) for (meaning, _), cell in pairs if meaning.column in RESULTS])]


def _labels(line: Sequence[Word]) -> list[tuple[Meaning, list[Word]]] | None:
    """Return the quantities a line is made of; None for any other line."""
    found = [(_meaning(text_of(run)), run) for run in phrases(line)]
    return [(meaning, run) for meaning, run in found if meaning] if all(meaning for meaning, _ in found) else None


def _numbers(line: Sequence[Word]) -> list[list[Word]] | None:
    """Return the numbers a line is made of, each with its unit; None for any other line."""
    cells = joined(line)
    return cells if all(is_value(cell[0].text) for cell in cells) else None


def _is_result(value: _Named) -> bool:
    """Whether a number is printed as results are; "2" under "T-score" is a mark on the axis of a chart."""
    return value.meaning.column not in _WITH_DECIMALS or any(mark in value.words[0].text for mark in ".,")


def _meaning(text: str) -> Meaning | None:
    meaning = meaning_of(text.strip(" :="), {})
    return meaning if meaning and meaning.qualifier is None and meaning.column in RESULTS | {Column.OTHER} else None


def _meets(one: Sequence[Word], two: Sequence[Word]) -> bool:
    return one[0].x0 < two[-1].x1 and two[0].x0 < one[-1].x1


def _beside(titles: Sequence[list[Word]], lines: Sequence[list[Word]]) -> list[_Card]:
    """Return cards that stand side by side; none where one of them is not understood as the others are."""
    edges = _edges(titles, lines)
    columns: list[list[list[Word]]] = [[] for _ in titles]
    for line in lines:
        parts = [[word for word in line if low <= word.middle < high] for low, high in pairwise(edges)]
        if sum(map(len, parts)) < len(line) or _straddles(line, edges):
            break
        for column, part in zip(columns, parts, strict=True):
            column.extend([part] if part else [])
    cards = [_Card(title, _values(column)) for title, column in zip(titles, columns, strict=True)]
    kinds = {tuple(value.meaning.column for value in card.values) for card in cards}
    return cards if (len(kinds) == 1 or _each_of_its_own(cards)) and () not in kinds else []


def _each_of_its_own(cards: Sequence[_Card]) -> bool:
    """Whether every card holds one number, and those of one site different quantities."""
    held = [(text_of(card.title), card.values[0].meaning.column) for card in cards if len(card.values) == 1]
    return len(held) == len(cards) == len(set(held))


def _edges(titles: Sequence[list[Word]], lines: Sequence[list[Word]]) -> list[float]:
    """Return where the cards part: at the left edges of their names where their lines begin there, else half way."""
    starts = [word.x0 for line in lines for word in line]
    left = all(
        sum(abs(title[0].x0 - start) < _ALIGNED * title[0].size for start in starts) >= _FEWEST for title in titles
    )
    inner = [
        two[0].x0 - two[0].size if left else (box_of(one)[0] + box_of(one)[2] + box_of(two)[0] + box_of(two)[2]) / 4
        for one, two in pairwise(titles)
    ]
    gap = max(two[0].x0 - one[0].x0 for one, two in pairwise(titles))
    return [titles[0][0].x0 - gap / 2, *inner, titles[-1][0].x0 + gap]


def _straddles(line: Sequence[Word], edges: Sequence[float]) -> bool:
    return any(run[0].x0 < edge < run[-1].x1 for run in phrases(line) for edge in edges[1:-1])


def _values(lines: Sequence[list[Word]]) -> list[_Named]:
    """Return the numbers of a card with their names; none where a name or a number is left over."""
    found: list[_Named] = []
    lone: list[tuple[Meaning | None, list[Word]]] = []
    before = [line for line in lines if _is_before(line)]
    for line in (line for line in lines if line not in before):
        at = next((at for at, word in enumerate(line) if is_value(word.text)), None)
        meaning = _meaning(text_of(line[:at]))
        if at is not None and at and meaning is not None and len(joined(line[at:])) == 1:
            found.append(_Named(meaning, line[at:]))
        elif at is not None and at and (pairs := _pairs(line)):
            found += pairs
        elif at == 0 and len(joined(line)) == 1:
            lone.append((None, line))
        elif at is None and meaning is not None:
            lone.append((meaning, line))
        elif at is not None or qualifier_of(text_of(line))[0] is not None:
            # A number with other words, or a side or a day that may be that of the numbers.
            return []
    paired = _paired(lone)
    if paired is None:
        # A density needs no name, where its unit says what it is.
        named = [_Named(_DENSITY, line) for meaning, line in lone if meaning is None and _is_density(line)]
        paired = _paired([(meaning, line) for meaning, line in lone if meaning or not _is_density(line)])
        found += named
    values = [value for value in (*found, *(paired or [])) if value.meaning.column in RESULTS]
    twice = len({value.meaning.column for value in values}) < len(values)
    return [] if paired is None or twice else _with_before(values, before)


def _is_before(line: Sequence[Word]) -> bool:
    """Whether a line is a word for an earlier examination and one number: "Previous: -1.0"."""
    at = next((at for at, word in enumerate(line) if is_value(word.text)), 0)
    said = qualifier_of(text_of(line[:at]).strip(" :"))
    return bool(at and said[0] and said[0].earlier and not said[1].strip()) and len(joined(line[at:])) == 1


def _with_before(values: list[_Named], lines: Sequence[Sequence[Word]]) -> list[_Named]:
    """Return the one value of a card with that of an earlier examination; none where it may be of another quantity."""
    if not lines:
        return values
    if len(values) != 1 or len(lines) != 1:
        return []
    line, own = lines[0], values[0]
    at = next(at for at, word in enumerate(line) if is_value(word.text))
    if _decimals(line[at:]) != _decimals(own.words):
        return []
    meaning = replace(own.meaning, qualifier=qualifier_of(text_of(line[:at]).strip(" :"))[0])
    return [own, _Named(meaning, list(line[at:]))]


def _decimals(words: Sequence[Word]) -> int:
    return len(re.split(r"[.,]", re.sub(r"[^\d.,]", "", words[-1 if words[0].text in LONE_SIGNS else 0].text))[-1])


def _is_density(line: Sequence[Word]) -> bool:
    return len(line) > 1 and bool(_AREAL.fullmatch(line[-1].text))


_AREAL = re.compile(r"g/cm[2\u00b2]")
_DENSITY = Meaning(column=Column.BMD, unit="g/cm2")


def _paired(lone: Sequence[tuple[Meaning | None, list[Word]]]) -> list[_Named] | None:
    """Return numbers and the names right above or below them; None unless they take turns to the last."""
    pairs = list(zip(lone[::2], lone[1::2], strict=False))
    if len(lone) % 2 or len({one[0] is None for one, _ in pairs}) > 1:
        return None
    if any((one[0] is None) == (two[0] is None) for one, two in pairs):
        return None
    return [_Named(one[0] or two[0], two[1] if one[0] else one[1]) for one, two in pairs]  # type: ignore[arg-type]


def _table(card: _Card) -> Table:
    words = [word for value in card.values for word in value.words]
    x0, top, x1, bottom = union([box_of(card.title), box_of(words)])
    region = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=box_of(card.title)[2])
    heads = [
        Heading(
            column=value.meaning.column,
            text="",
            unit=value.meaning.unit,
            x0=x0,
            x1=x1,
            qualifier=value.meaning.qualifier,
        )
        for value in card.values
    ]
    cells = [
        replace(cell, unit=cell.unit or heading.unit)
        for heading, value in zip(heads, card.values, strict=True)
        if (cell := labelled_cell(heading, value.words)) is not None
    ]
    row = Row(
        label=text_of(card.title).strip(" :"),
        group=None,
        section=None,
        box=(x0, top, x1, bottom),
        cells=tuple(cell for cell in cells if cell.fault is None),
        faults=tuple(cell for cell in cells if cell.fault),
    )
    header = Header(
        headings=(region, *heads), top=top, bottom=box_of(card.title)[3], size=max(word.size for word in card.title)
    )
    return Table(header=header, rows=(row,), is_card=True)
