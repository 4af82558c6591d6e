"""In which other ways the numbers of a table may be read, and whether a reference would explain them as well."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from parsers.pdf.values.explained import FEWEST, Family, Row, by, explained, most_explained

_OTHERS = 3
"""Earlier examinations that are compared with."""


def may_be_misread(rows: Sequence[Row], families: Sequence[Family], count: int) -> bool:
    """Return whether a reference explains the rows as well if columns or rows were taken for each other.

    `count` is how many rows are explained as they are printed.
    """
    if any(_is_as_good(rows, way, families) for way in _other_ways(rows, count)):
        return True
    doubtful = any(_is_as_good(rows, way, families) for way in _other_days(rows))
    return doubtful and not (count >= FEWEST and _days_are_apart(rows, families))


def _is_as_good(rows: Sequence[Row], way: Sequence[Row], families: Sequence[Family]) -> bool:
    """Whether at least as many rows are explained in another way as the same ones are as printed."""
    known = {(row.tables, row.site): row for row in rows}
    own = [known[row.tables, row.site] for row in way]
    if all((row.bmd, row.t) == (other.bmd, other.t) for row, other in zip(own, way, strict=True)):
        return False
    return most_explained(way, families) >= max(1, most_explained(own, families))


def _other_ways(rows: Sequence[Row], count: int) -> Iterator[list[Row]]:
    yield [replace(row, t=row.z) for row in rows if row.z is not None]
    yield from _shifted(rows)
    if count < FEWEST:
        yield [replace(row, t=-row.t) for row in rows if row.t is not None]


def _other_days(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for at in range(_OTHERS):
        yield [replace(row, bmd=row.other_bmd[at]) for row in rows if at < len(row.other_bmd)]
        yield [replace(row, t=row.other_t[at]) for row in rows if at < len(row.other_t)]


def _shifted(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each table with the scores of the row above, and of the row below."""
    scored = [row for row in rows if row.t is not None and row.bmd is not None]
    groups = list(by(scored, lambda row: row.tables[0]).values())
    if any(len(group) > 1 for group in groups):
        for step in (1, -1):
            yield [
                replace(row, t=group[(at + step) % len(group)].t) for group in groups for at, row in enumerate(group)
            ]


def _days_are_apart(rows: Sequence[Row], families: Sequence[Family]) -> bool:
    """Whether one reference explains the columns of all days, and none does once densities change their day.

    Who takes the densities of one day for those of another does it for both: what is too dense for its score on the
    one is not dense enough on the other.
    """
    compared = [row for row in rows if row.other_bmd or row.other_t]
    days = list(compared[0].days)
    if not all(
        list(row.days) == days and len(row.other_bmd) == len(row.other_t) == len(days) <= _OTHERS for row in compared
    ):
        return False
    pairs = [[(row.bmd, row.t), *row.days.values()] for row in compared]
    places = range(len(days) + 1)

    def read(order: Sequence[int]) -> list[list[Row]]:
        return [
            [replace(row, bmd=own[order[at]][0], t=own[at][1]) for row, own in zip(compared, pairs, strict=True)]
            for at in places
        ]

    def fits(order: Sequence[int], fewest: int) -> bool:
        return any(all(explained(day, family) >= fewest for day in read(order)) for family in families)

    # The first is the day in question; where it keeps its densities it does not matter what others do.
    others = (order for order in permutations(places) if order[0])
    return fits(places, FEWEST) and not any(fits(order, 1) for order in others)
