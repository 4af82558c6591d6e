"""Columns whose cells stand aside of their headings, as right-aligned numbers under centred words do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from parsers.pdf.columns import LABELS
from parsers.pdf.headings import Header, Heading
from parsers.pdf.words import Word

Strip = tuple[float, float]
"""Left and right edge of the cells of one column."""
_EDGES: tuple[Callable[[Strip], float], ...] = (
    lambda strip: strip[1],
    lambda strip: (strip[0] + strip[1]) / 2,
    lambda strip: strip[0],
)
_STEADY = 0.35
"""Heights of a character by which one edge of all columns may differ from a constant distance to their headings."""
_NEARER = 2.5
"""How many times further than its own heading every other one has to be."""
_FEWEST = 2


def aligned(header: Header, rows: Sequence[Sequence[Word]]) -> Header | None:
    """Return a header whose columns are where their cells stand; None if that cannot be told for certain.

    Columns under exactly one heading show how cells are set against their headings; the others have to keep that
    distance, each to a heading of its own, in the order of the headings.
    """
    strips = _strips(rows)
    headings = [heading for heading in header.headings if heading.column not in LABELS]
    homes = _homes(strips, headings)
    known = {strip: home for strip, home in homes.items() if home is not None}
    if len(known) < _FEWEST:
        return None
    chosen = dict(known)
    for strip in strips:
        if strip not in known:
            found = _nearest(strip, known, headings, header.size)
            if found is None or found in chosen.values():
                return None
            chosen[strip] = found
    order = [headings.index(chosen[strip]) for strip in strips]
    if order != sorted(set(order)):
        return None
    moved = {id(home): strip for strip, home in chosen.items()}
    return replace(header, headings=tuple(_moved(heading, moved.get(id(heading))) for heading in header.headings))


def _moved(heading: Heading, strip: Strip | None) -> Heading:
    return heading if strip is None else replace(heading, x0=strip[0], x1=strip[1])


def _strips(rows: Sequence[Sequence[Word]]) -> list[Strip]:
    """Return the columns the words of several rows stand in."""
    strips: list[Strip] = []
    for x0, x1 in sorted((word.x0, word.x1) for row in rows for word in row):
        if strips and x0 < strips[-1][1]:
            strips[-1] = (strips[-1][0], max(strips[-1][1], x1))
        else:
            strips.append((x0, x1))
    return strips


def _homes(strips: Sequence[Strip], headings: Sequence[Heading]) -> dict[Strip, Heading | None]:
    """Return the heading over each column where it is the only one, and stands over no other column."""
    over = {strip: [one for one in headings if strip[0] < one.x1 and one.x0 < strip[1]] for strip in strips}
    shared = [id(found[0]) for found in over.values() if len(found) == 1]
    return {
        strip: found[0] if len(found) == 1 and shared.count(id(found[0])) == 1 else None
        for strip, found in over.items()
    }


def _middle(heading: Heading) -> float:
    return (heading.x0 + heading.x1) / 2


def _nearest(
    strip: Strip, known: dict[Strip, Heading], headings: Sequence[Heading], size: float
) -> Heading | None:
    """Return the heading that a column keeps the usual distance to, by every edge that keeps one."""
    found: list[Heading] = []
    for edge in _EDGES:
        steps = [edge(other) - _middle(home) for other, home in known.items()]
        if max(steps) - min(steps) > 2 * _STEADY * size:
            continue
        place = edge(strip) - median(steps)
        apart = sorted((abs(_middle(heading) - place), at) for at, heading in enumerate(headings))
        if apart[0][0] > size or (len(apart) > 1 and apart[1][0] < _NEARER * apart[0][0]):
            return None
        found.append(headings[apart[0][1]])
    return found[0] if found and all(one is found[0] for one in found) else None
