"""Row labels that recognition may be trusted with: a misread letter must not turn one site into another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Region
from parsers.numbers import read_decimal
from parsers.pdf.headings.columns import Column
from parsers.pdf.values.rows import PlacedRow

_LEVELS = re.compile(r"L[1-5](?:\s*[-,\u2013]\s*L[1-5])*(?:\s*\(L[1-5](?:\s*,\s*L[1-5])*\))?")
_SPINE = re.compile(r"(?i)\btotal\b|\bspine\b")
_WORD = re.compile(r"[^\W\d_]{3}")
_SHORT = re.compile(r"(?i)UD|1/3|33 ?%")
_SPINES = {Region.LUMBAR_SPINE, Region.LATERAL_SPINE}
_ROUNDING = Decimal("0.01")
"""cm2 by which a sum may be off for each of its parts; the smallest vertebra has some 8 cm2."""
_UNSURE = "a row label that one misread letter could have made; not read"


def trusted(rows: Sequence[PlacedRow]) -> list[PlacedRow]:
    """Return the rows of a table, those whose label is in doubt without a site.

    A label has to be written out: "LS" may be a misread L3 as well as the lumbar spine. Single vertebrae have to
    stand in their order, and a spine total has to be the sum of the vertebrae it is taken for.
    """
    sure = [row if row.site is None or _is_written_out(row) else _doubted(row) for row in rows]
    singles = [row for row in sure if _single(row)]
    if [_single(row) for row in singles] != sorted({_single(row) for row in singles}):
        sure = [_doubted(row) if row.site and row.site.region in _SPINES else row for row in sure]
    return [_doubted(row) if _is_unproven_total(row, singles) else row for row in sure]


def _is_written_out(row: PlacedRow) -> bool:
    label = row.row.label.strip()
    if row.site is not None and row.site.region in _SPINES:
        return bool(_LEVELS.fullmatch(label) or _SPINE.search(label))
    return bool(_WORD.search(label) or _SHORT.fullmatch(label))


def _single(row: PlacedRow) -> str:
    """Return the vertebra of a row of one vertebra, empty for any other row."""
    is_one = row.site is not None and row.site.region in _SPINES and len(row.site.levels) == 1
    return row.site.levels[0] if row.site is not None and is_one else ""


def _is_unproven_total(row: PlacedRow, singles: Sequence[PlacedRow]) -> bool:
    """Whether a spine total says nothing of its vertebrae, and its area is not the sum of those that were read."""
    if row.site is None or row.site.region not in _SPINES or _LEVELS.fullmatch(row.row.label.strip()):
        return False
    areas = [_area(single) for single in singles if _single(single) in row.site.levels]
    known = [area for area in areas if area is not None]
    total = _area(row)
    if not known or total is None or len(known) < len(row.site.levels):
        return True
    return abs(sum(known) - total) > _ROUNDING * len(known)


def _area(row: PlacedRow) -> Decimal | None:
    texts = [cell.text for cell in row.row.cells if cell.heading.column is Column.AREA]
    return read_decimal(texts[0]) if len(texts) == 1 else None


def _doubted(row: PlacedRow) -> PlacedRow:
    return replace(row, site=None, issue=IssueCode.UNKNOWN_ROW, reason=_UNSURE)
