"""The sides a line names over the columns of a table: "LEFT HIP   RIGHT HIP" above "BMD  T-SCORE  BMD  T-SCORE"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.examinations.times import Time
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide
from parsers.narrative.tables.columns import Column, Columns

_SEVERAL = 2
_LIMBS = frozenset({Scan.HIP, Scan.FOREARM})
_SIDES = frozenset({Side.LEFT, Side.RIGHT, Side.MEAN})


@dataclass(frozen=True, slots=True)
class _Head:
    side: Side
    start: int
    """Characters from the start of its line."""


def under_sides(columns: Columns, above: Sequence[Token], text: str) -> Columns | None:
    """Return the columns with the side each stands under; None if the line above names no sides over them.

    Each side heads as many columns as the others, and the same ones, and stands over its own; where that is not so,
    nobody can tell which side a number is of, and all are open.
    """
    heads, parts = _heads(above, text), columns.columns
    if len(heads) < _SEVERAL or any(column.side or column.site for column in parts):
        return None
    size = len(parts) // len(heads)
    labels = [column.label for column in parts]
    groups = [labels[at : at + size] for at in range(0, len(labels), size)] if size else []
    alike = len(groups) == len(heads) and all(group == groups[0] for group in groups)
    # Where bars or tabs part the cells, one head may fill a single cell over several.
    if not alike or len(set(groups[0])) < size or (columns.separator is None and not _stand_over(heads, parts, size)):
        return replace(columns, columns=tuple(replace(column, time=Time.UNSURE) for column in parts))
    return replace(
        columns, columns=tuple(replace(column, side=heads[at // size].side) for at, column in enumerate(parts))
    )


def _heads(above: Sequence[Token], text: str) -> list[_Head]:
    """Return the sides a line names, each once and no more than them; none for any other line."""
    heads: list[_Head] = []
    for token in above:
        if token.is_a("punctuation", "general:site_head"):
            continue
        side = _side_of(token)
        if side is None:
            return []
        line = text.rfind("\n", 0, token.start) + 1
        heads.append(_Head(side, token.start - line))
    return heads if len({head.side for head in heads}) == len(heads) else []


def _side_of(token: Token) -> Side | None:
    """Return the side a token names alone or with a whole limb; None for the neck of one, and for anything else."""
    site = token.site
    if site is not None:
        whole = is_wide(site) and SCAN_OF_REGION.get(site.region) in _LIMBS
        return site.side if whole and site.side in _SIDES else None
    named = token.key("side")
    return Side(named) if named and Side(named) in _SIDES else None


def _stand_over(heads: Sequence[_Head], columns: Sequence[Column], size: int) -> bool:
    """Whether each head stands over its own columns: right of where the one before them begins, not behind them."""
    for at, head in enumerate(heads):
        before = columns[at * size - 1].start if at else -1
        if not before < head.start <= columns[at * size + size - 1].end:
            return False
    return True
