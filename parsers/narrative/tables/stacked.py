"""Heads of a table on two lines: "Left" above "Neck", "AP Spine" above "L1-L4", "Left hip" above "Neck   Total"."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from dxa.regions import Region
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.brackets import core_words
from parsers.narrative.sites.letters import side_words
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.tables.head_cells import cells_of, line_start, separator_of

Cell = Sequence[Token]
_FEWEST = 2
_MOST = 8
"""Heads of a line."""


def stacked(above: Sequence[Cell], cells: Sequence[list[Token]], text: str) -> list[list[Token]] | None:
    """Return the heads of a line with the words above each; None if the line above holds no names of sites or sides.

    Where it does, and which head each is of cannot be told, there are no heads at all: a neck whose side stands above
    is none of the whole site.

    Args:
        above: the cells of the line above, or of two lines above with the words of the higher one before the others.
        cells: the cells of the line.
        text: the whole text.
    """
    if len(above) < _FEWEST or len(cells) > _MOST:
        return None
    over, corner = _without_corner(above, text)
    if len(over) < _FEWEST or not all(_names_sites(cell, text) for cell in over):
        return None
    beneath = [place for place, cell in enumerate(cells) if _names_sites(cell, text)]
    if not beneath:
        return None
    heads = [cells[place] for place in beneath]
    dealt = _by_place(over, heads, text) or _by_runs(over, heads, text)
    if dealt is None:
        return []
    rest = [list(cell) for cell in over if cell not in [top for top, _ in dealt]]
    merged = [[*top, *head] for top, head in dealt]
    named = sorted([*rest, *merged], key=lambda cell: _extent(cell, text)[0])
    left = [cell for place, cell in enumerate(cells) if place not in beneath]
    return [*([list(corner)] if corner else []), *left, *named]


def stacked_cells(lines: Sequence[Sequence[Token]], text: str) -> list[list[Token]]:
    """Return the cells of the last of several lines of heads, each with the words above it; none if that is torn."""
    cells = [cell for cell in cells_of(lines[-1], text, separator_of(lines[-1], text)) if cell]
    if len(lines) == 1 or any(separator_of(line, text) for line in lines if line):
        return cells
    above = stacked_cells(lines[:-1], text) if lines[-2] else []
    if lines[-2] and not above:
        above = stacked_cells(lines[-2:-1], text)
    two = stacked(above, cells, text)
    return cells if two is None else two


def _without_corner(over: Sequence[Cell], text: str) -> tuple[Sequence[Cell], Cell]:
    """Part the first cell from the others, if it names the column of rows: "Region   Left   Right"."""
    named = bool(over) and _names_sites(over[0], text)
    return (over, ()) if named or not over else (over[1:], over[0])


def _names_sites(cell: Cell, text: str) -> bool:
    """Whether every word of a cell may be part of the name of a site or its side."""
    named, _ = with_sites(cell, text)
    known = core_words() | set(side_words())
    return all(
        token.is_a("site", "levels", "row", "third")
        or token.key("side")
        or token.text in known
        or token.text in {"(", ")"}
        for token in named
    )


def _by_place(over: Sequence[Cell], heads: Sequence[Cell], text: str) -> list[tuple[Cell, Cell]] | None:
    """Return each head with the words it stands below; None if one stands below none or several of them."""
    dealt: list[tuple[Cell, Cell]] = []
    for head in heads:
        tops = [top for top in over if _overlap(top, head, text)]
        if len(tops) > 1 or (not tops and not _is_whole(head, text)):
            return None
        dealt.append((tops[0] if tops else (), head))
    return dealt


def _by_runs(over: Sequence[Cell], heads: Sequence[Cell], text: str) -> list[tuple[Cell, Cell]] | None:
    """Return the heads dealt in runs to the words above, the same run to each hip; None if two ways fit."""
    ways = [way for way in _runs(len(heads), len(over)) if _fits(way, over, heads, text)]
    if len(ways) != 1:
        return None
    return [(over[number], heads[at]) for number, (first, last) in enumerate(ways[0]) for at in range(first, last)]


def _runs(heads: int, tops: int) -> Iterator[list[tuple[int, int]]]:
    for cuts in combinations(range(1, heads), tops - 1):
        yield list(pairwise([0, *cuts, heads]))


def _fits(way: Sequence[tuple[int, int]], over: Sequence[Cell], heads: Sequence[Cell], text: str) -> bool:
    told = []
    for top, (first, last) in zip(over, way, strict=True):
        run = heads[first:last]
        of_spine = _is_of_spine(top, text)
        if any(_is_of_spine(head, text) is not of_spine for head in run):
            return False
        if any(_overlap(top, head, text) for head in [*heads[:first], *heads[last:]]):
            return False
        if not of_spine:
            told.append([[token.text for token in head] for head in run])
    return all(run == told[0] for run in told)


def _is_of_spine(cell: Cell, text: str) -> bool:
    named, _ = with_sites(cell, text)
    return any(token.site is not None and token.site.region is Region.LUMBAR_SPINE for token in named)


def _is_whole(cell: Cell, text: str) -> bool:
    """Whether a head names its side itself, or needs none."""
    named, _ = with_sites(cell, text)
    return _is_of_spine(cell, text) or any(token.site is not None and token.site.side is not None for token in named)


def _overlap(top: Cell, head: Cell, text: str) -> bool:
    above, below = _extent(top, text), _extent(head, text)
    return above[0] < below[1] and above[1] > below[0]


def _extent(cell: Cell, text: str) -> tuple[int, int]:
    """Return where a cell begins and ends in its line, by its lowest words."""
    line = line_start(cell[-1], text)
    own = [token for token in cell if token.start >= line]
    return own[0].start - line, own[-1].end - line
