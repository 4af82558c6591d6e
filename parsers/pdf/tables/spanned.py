"""First cells that hold for several rows and stand beside their middle, as tables of word processors print them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from dxa.regions import SCAN_OF_REGION
from dxa.sites import site_of
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.names import is_value
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.text.words import Word, phrases, rows_of, text_of

_FEWEST_NUMBERS = 2
_WIDE = 4.0
"""Heights of a character by which names may begin left of their heading."""
_WIDEST_STEP = 1.8
"""How many times as far as usual rows of one table may stand apart."""
_OFF = 0.25
"""Share of the distance of rows by which a name may stand off the middle of its rows, or off its own row."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table: how far down it stands and the name of its own."""

    base: float
    label: str


def respanned(header: Header, words: Sequence[Word]) -> tuple[Header, list[Word]]:
    """Return a table's heading and words, a name of several rows printed beside each of them.

    They are as they were where that cannot be told for certain, or where no name holds for several rows.
    """
    strip = _first_column(header, words)
    if strip is None:
        return header, list(words)
    lines = _lines(header, strip, words)
    names = _names(strip, lines, words) if len(lines) > 1 else []
    groups = _groups(names, lines, headed=_is_headed(header))
    if groups is None:
        return header, list(words)
    moved = {id(word) for name in names for word in name}
    kept = [word for word in words if id(word) not in moved]
    copies = [_at(word, line.base) for name, own in zip(names, groups, strict=True) for line in own for word in name]
    return _headed(header, strip), [*kept, *copies]


def _first_column(header: Header, words: Sequence[Word]) -> tuple[float, float] | None:
    """Return the strip left of the rows' own names, under a heading or without one."""
    columns = [heading for heading in header.labels if heading.column is not Column.DATE]
    if len(columns) > 1:
        return header.headings[0].x0 - _WIDE * header.size, _between(header, columns, words)
    edge = columns[0].x0 - 0.3 * header.size if columns else 0.0
    below = rows_of(word for word in words if word.base > header.bottom and word.x0 < header.first_result.x0)
    # A name that goes on below the heading, set to the middle over names set to the left, is one name.
    left = [run for row in below for run in phrases(row) if run[-1].x1 < edge]
    named = [run for run in left if scan_named(text_of(run))]
    return (min(run[0].x0 for run in named), edge) if named else None


def _between(header: Header, columns: Sequence[Heading], words: Sequence[Word]) -> float:
    """Return where the second column of names begins: in the widest gap between the words of both."""
    usual = columns[1].x0 - 0.3 * header.size
    right = header.first_result.x0
    numbers = [
        word.base for word in words if word.base > header.bottom and word.middle >= right and is_value(word.text)
    ]
    if not numbers:
        return usual
    low = _until_gap([_Line(base, "") for base in sorted(set(numbers))])[-1].base + header.size
    names = sorted(
        (word for word in words if header.bottom < word.base < low and word.x1 <= right), key=lambda word: word.x0
    )
    best, reached = (0.5 * header.size, usual), names[0].x1 if names else usual
    first, second = (columns[0].x0 + columns[0].x1) / 2, (columns[1].x0 + columns[1].x1) / 2
    for word in names:
        if word.x0 - reached > best[0] and first < word.x0 and reached < second:
            best = (word.x0 - reached, (word.x0 + reached) / 2)
        reached = max(reached, word.x1)
    return best[1]


def _lines(header: Header, strip: tuple[float, float], words: Sequence[Word]) -> list[_Line]:
    """Return the rows with numbers and a name of their own, up to a gap."""
    right = header.headings[-1].x1 + header.size
    found: list[_Line] = []
    for row in rows_of(word for word in words if word.base > header.bottom and strip[1] <= word.x0 < right):
        label = [word for word in row if word.middle < header.first_result.x0]
        numbers = [word for word in row if word.middle >= header.first_result.x0 and is_value(word.text)]
        if label and len(numbers) >= _FEWEST_NUMBERS:
            found.append(_Line(row[0].base, text_of(label)))
    return _until_gap(found)


def _until_gap(lines: list[_Line]) -> list[_Line]:
    steps = [after.base - before.base for before, after in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    end = next((at for at, step in enumerate(steps, 1) if step > _WIDEST_STEP * usual), len(lines))
    return lines[:end]


def _names(strip: tuple[float, float], lines: Sequence[_Line], words: Sequence[Word]) -> list[list[Word]]:
    """Return what stands in the first column beside the rows, from the top."""
    step = _step(lines)
    top, bottom = lines[0].base - _OFF * step, lines[-1].base + _OFF * step
    own = [word for word in words if strip[0] <= word.x0 and word.x1 <= strip[1] and top <= word.base <= bottom]
    return [list(row) for row in rows_of(own)]


def _step(lines: Sequence[_Line]) -> float:
    return median([after.base - before.base for before, after in pairwise(lines)])


def _groups(names: Sequence[Sequence[Word]], lines: Sequence[_Line], *, headed: bool) -> list[list[_Line]] | None:
    """Return the rows of each name where only one way of setting names makes sense: to the middle or to the top.

    Names set to the top of their rows under a heading need no help; a name repeated in a group rules one way out.
    """
    if not names or len(names) >= len(lines) or any(len(phrases(name)) > 1 for name in names):
        return None
    middle, top = _centred(names, lines), _topped(names, lines)
    if middle is None or _is_absurd(names, middle):
        return None if headed or top is None or _is_absurd(names, top) else top
    return middle if top is None or top == middle or _is_absurd(names, top) else None


def _is_absurd(names: Sequence[Sequence[Word]], groups: Sequence[Sequence[_Line]]) -> bool:
    """Whether a name would hold for a row of another scan than its own, or twice for the same part."""
    return any(
        len({line.label for line in group}) < len(group) or any(_is_elsewhere(text_of(name), line) for line in group)
        for name, group in zip(names, groups, strict=True)
    )


def _is_elsewhere(name: str, line: _Line) -> bool:
    scan, site = scan_named(name), site_of(line.label)
    return scan is not None and site is not None and SCAN_OF_REGION.get(site.region) is not scan[0]


def _centred(names: Sequence[Sequence[Word]], lines: Sequence[_Line]) -> list[list[_Line]] | None:
    """Return rows parted so that each name stands beside the middle of its own; None if they do not part so."""
    step, groups, at = _step(lines), [], 0
    for name in names:
        counts = range(1, len(lines) - at + 1)
        fitting = [
            count
            for count in counts
            if abs((lines[at].base + lines[at + count - 1].base) / 2 - name[0].base) <= _OFF * step
        ]
        if len(fitting) != 1:
            return None
        groups.append(list(lines[at : at + fitting[0]]))
        at += fitting[0]
    return groups if at == len(lines) else None


def _topped(names: Sequence[Sequence[Word]], lines: Sequence[_Line]) -> list[list[_Line]] | None:
    """Return rows parted so that each name stands beside the first of its own; None if they do not part so."""
    step = _step(lines)
    starts = [
        next((at for at, line in enumerate(lines) if abs(line.base - name[0].base) <= _OFF * step), None)
        for name in names
    ]
    if starts[0] != 0 or None in starts:
        return None
    edges = [*(start for start in starts if start is not None), len(lines)]
    return [list(lines[one:two]) for one, two in pairwise(edges)]


def _at(word: Word, base: float) -> Word:
    down = base - word.base
    return replace(word, top=word.top + down, bottom=word.bottom + down, base=base)


def _is_headed(header: Header) -> bool:
    return sum(heading.column is not Column.DATE for heading in header.labels) > 1


def _headed(header: Header, strip: tuple[float, float]) -> Header:
    """Return a heading with one over the first column, where none is printed."""
    if _is_headed(header):
        return header
    first = Heading(column=Column.REGION, text="", unit=None, x0=strip[0], x1=strip[1])
    others = [
        replace(heading, column=Column.PART) if heading is header.region else heading for heading in header.headings
    ]
    return replace(header, headings=(first, *others))
