"""The sites a line names over the columns of a table: "Spine   Left total hip" above "BMD  T-score  BMD  T-score"."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.tables.columns import Column


def under_sites(columns: Sequence[Column], over: Sequence[Column]) -> tuple[Column, ...] | None:
    """Return the columns with the site each stands under; None if the line above them does not head them.

    It does if the same columns are repeated once for each of its sites.
    """
    sites = [head.site for head in over]
    size = _size_of_groups(columns, len(over))
    if not size or any(column.side or column.site for column in columns):
        return None
    return tuple(replace(column, site=sites[at // size]) for at, column in enumerate(columns))


def _size_of_groups(columns: Sequence[Column], count: int) -> int:
    """Return how many columns stand below each of so many heads, each with the same ones once; 0 if that is not so."""
    size = len(columns) // count if count else 0
    labels = [column.label for column in columns]
    groups = [labels[at : at + size] for at in range(0, len(labels), size)] if size else []
    same = bool(groups) and len(groups) == count and all(group == groups[0] for group in groups)
    return size if same and len(set(groups[0])) == size else 0


def with_sites_lent(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of dated rows with the site before them: "L1-L4 BMD   T-score   Left neck BMD   T-score".

    Only where each group of the same labels begins with a site of its own, and no other column has one; one group may
    be all there is: "L1-L4 BMD   Change   T-score".
    """
    told = [column for column in columns if column.label != "other"]
    heads = [place for place, column in enumerate(told) if column.site]
    size = _size_of_groups(told, len(heads))
    sites = {told[place].site for place in heads}
    regular = size > 1 and heads == list(range(0, len(told), size)) and len(sites) == len(heads) > 0
    if not regular or any(column.side for column in columns):
        return list(columns)
    lent = {id(column): told[place - place % size].site for place, column in enumerate(told)}
    only = told[0].site if len(heads) == 1 else None
    # The age of the patient is of no site, a change beside one site alone is of that.
    lent |= {id(column): only for column in columns if column.of_change and column.label == "other"}
    return [replace(column, site=lent.get(id(column), column.site)) for column in columns]
