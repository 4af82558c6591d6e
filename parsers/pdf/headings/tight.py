"""Headings set so close that they make one run of words, parted by the units that stand below each of them."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from parsers.pdf.headings.columns import Column, is_spanning, meaning_of
from parsers.pdf.text.words import Word, phrases, text_of

_UNIT = re.compile(r"[(\[]?(?:m?gm?/cm[2\u00b2]|g|cm[2\u00b2]|%|SD|DS|DE|DP|ET)[)\]]?")
_FEWEST = 2
_MOST_WORDS = 12


def units_of(row: Sequence[Word]) -> list[list[Word]]:
    """Return the units a row is made of; none for a row that holds anything else, or a single unit."""
    runs = [[word] for run in phrases(row) for word in run]
    return runs if len(runs) >= _FEWEST and all(_UNIT.fullmatch(text_of(run)) for run in runs) else []


def over_units(
    run: Sequence[Word], units: Sequence[Sequence[Word]], extra: Mapping[str, Column]
) -> list[list[Word]] | None:
    """Return the headings of a run, one over each of the units below it; None where not exactly one parting fits.

    "BMD Young adult T-score" over "g/cm\u00b2 % SD" are three headings, and not a density and a score.
    """
    own = [unit for unit in units if _overlap(run, unit) > 0]
    if not _FEWEST <= len(own) <= len(run) or len(run) > _MOST_WORDS:
        return None
    cuts = ((0, *inner, len(run)) for inner in combinations(range(1, len(run)), len(own) - 1))
    parted = ([list(run[start:end]) for start, end in pairwise(cut)] for cut in cuts)
    fitting = [parts for parts in parted if _fits(parts, own, extra)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(parts: Sequence[list[Word]], units: Sequence[Sequence[Word]], extra: Mapping[str, Column]) -> bool:
    known = all(meaning_of(text_of(part), extra) is not None or is_spanning(text_of(part)) for part in parts)
    return known and all(
        (_overlap(part, unit) > 0) == (one == other)
        for one, part in enumerate(parts)
        for other, unit in enumerate(units)
    )


def _overlap(one: Sequence[Word], two: Sequence[Word]) -> float:
    return min(one[-1].x1, two[-1].x1) - max(one[0].x0, two[0].x0)
