"""Columns whose cells stand aside of their headings, as right-aligned numbers under centred words do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from parsers.pdf.headings.columns import LABELS
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.tables.pairs import spans_of_pairs
from parsers.pdf.text.words import Word

Strip = tuple[float, float]
"""Left and right edge of the cells of one column."""
_Edge = Callable[[Strip], float]


def _left(strip: Strip) -> float:
    return strip[0]


def _middle(strip: Strip) -> float:
    return (strip[0] + strip[1]) / 2


def _right(strip: Strip) -> float:
    return strip[1]


_PAIRS: tuple[tuple[_Edge, _Edge], ...] = (
    (_right, _middle),
    (_middle, _middle),
    (_left, _middle),
    (_right, _right),
    (_left, _left),
)
"""Edges of cells and of headings that may keep a constant distance."""
_STEADY = 0.35
"""Heights of a character by which a distance may differ from the others and still be the same."""
_NEARER = 2.5
"""How many times further than its own heading every other one has to be."""
_FEWEST = 2


def aligned(header: Header, rows: Sequence[Sequence[Word]]) -> Header | None:
    """Return a header whose columns are where their cells stand; None if that cannot be told for certain.

    Columns under exactly one heading show how cells are set against their headings; the others have to keep that
    distance, each to a heading of its own, in the order of the headings.
    """
    pairs = any(heading.second for heading in header.headings)
    strips = _strips([span for row in rows for span in (spans_of_pairs(row) if pairs else _spans(row))])
    headings = [heading for heading in header.headings if heading.column not in LABELS]
    known = _homes(strips, headings)
    chosen = _in_order(strips, headings, known, header.size) or _by_distance(strips, headings, known, header.size)
    if chosen is None:
        return None
    moved = {id(headings[at]): strip for strip, at in chosen.items()}
    return replace(header, headings=tuple(_moved(heading, moved.get(id(heading))) for heading in header.headings))


def _in_order(
    strips: Sequence[Strip], headings: Sequence[Heading], known: dict[Strip, int], size: float
) -> dict[Strip, int] | None:
    """Return the columns one by one under the headings, where there are as many, all set at the same distance."""
    chosen = {strip: at for at, strip in enumerate(strips)}
    if len(strips) != len(headings) or any(chosen[strip] != at for strip, at in known.items()):
        return None
    return chosen if _distances(chosen, headings, size) else None


def _by_distance(
    strips: Sequence[Strip], headings: Sequence[Heading], known: dict[Strip, int], size: float
) -> dict[Strip, int] | None:
    """Return the columns under the headings they keep the distance of the known columns to."""
    if len(known) < _FEWEST:
        return None
    chosen = dict(known)
    for strip in strips:
        if strip not in known:
            found = _nearest(strip, known, headings, size)
            if found is None or found in chosen.values():
                return None
            chosen[strip] = found
    order = [chosen[strip] for strip in strips]
    return chosen if order == sorted(set(order)) else None


def _distances(chosen: dict[Strip, int], headings: Sequence[Heading], size: float) -> list[tuple[_Edge, _Edge, float]]:
    """Return the pairs of edges that are equally far apart in all columns, with their distance."""
    steady = []
    for edge, other in _PAIRS:
        steps = [edge(strip) - other((headings[at].x0, headings[at].x1)) for strip, at in chosen.items()]
        if max(steps) - min(steps) <= 2 * _STEADY * size:
            steady.append((edge, other, median(steps)))
    return steady


def _moved(heading: Heading, strip: Strip | None) -> Heading:
    return heading if strip is None else replace(heading, x0=strip[0], x1=strip[1])


def _spans(row: Sequence[Word]) -> list[Strip]:
    return [(word.x0, word.x1) for word in row]


def _strips(spans: Sequence[Strip]) -> list[Strip]:
    """Return the columns the cells of several rows stand in."""
    strips: list[Strip] = []
    for x0, x1 in sorted(spans):
        if strips and x0 < strips[-1][1]:
            strips[-1] = (strips[-1][0], max(strips[-1][1], x1))
        else:
            strips.append((x0, x1))
    return strips


def _homes(strips: Sequence[Strip], headings: Sequence[Heading]) -> dict[Strip, int]:
    """Return the heading over each column where it is the only one, and stands over no other column."""
    over = {
        strip: [at for at, one in enumerate(headings) if strip[0] < one.x1 and one.x0 < strip[1]] for strip in strips
    }
    single = [found[0] for found in over.values() if len(found) == 1]
    return {strip: found[0] for strip, found in over.items() if len(found) == 1 and single.count(found[0]) == 1}


def _nearest(strip: Strip, known: dict[Strip, int], headings: Sequence[Heading], size: float) -> int | None:
    """Return the heading that a column keeps the usual distance to, by every pair of edges that keeps one."""
    found: set[int] = set()
    for edge, other, distance in _distances(known, headings, size):
        place = edge(strip) - distance
        apart = sorted((abs(other((heading.x0, heading.x1)) - place), at) for at, heading in enumerate(headings))
        if apart[0][0] > size or (len(apart) > 1 and apart[1][0] < _NEARER * apart[0][0]):
            return None
        found.add(apart[0][1])
    return found.pop() if len(found) == 1 else None
