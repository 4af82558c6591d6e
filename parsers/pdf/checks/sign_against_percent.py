"""A score and its percentage must lie on the same side of the reference mean; catches a lost minus."""

from collections.abc import Sequence
from decimal import Decimal

from parsers.pdf.checks.check import Check, Failure, Figures, half_unit
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_PAIRS = ((Column.T, Column.YOUNG), (Column.Z, Column.MATCHED))
_MEAN = 100
_NONE = Decimal("0.1")
"""The greatest score that 100 % may stand beside: half a per cent of a reference mean of eleven standard deviations."""


def _contradicts(figures: Figures, score: Column, percent: Column) -> bool | None:
    """Return whether score and percentage contradict each other; None when rounding or a gap leaves it open."""
    value, share = figures.values.get(score), figures.values.get(percent)
    if value is None or share is None or figures.is_difference:
        return None
    away = share - _MEAN
    if abs(away) <= half_unit(share) and abs(value) <= _NONE:
        # At the mean there is no sign to lose.
        return False
    if abs(away) <= half_unit(share) or abs(value) < half_unit(value):
        return None
    return (value > 0) != (away > 0)


def _failures(rows: Sequence[Figures], _layout: Layout | None) -> tuple[Failure, ...]:
    return tuple(
        Failure(
            row=number,
            columns=(score,),
            text=f"the {score} and the {percent} of a row lie on different sides of the reference mean",
        )
        for number, figures in enumerate(rows)
        for score, percent in _PAIRS
        if _contradicts(figures, score, percent)
    )


def _confirms(figures: Figures) -> frozenset[Column]:
    return frozenset(
        column
        for score, percent in _PAIRS
        if _contradicts(figures, score, percent) is False
        for column in (score, percent)
    )


CHECK = Check(name="sign against percent", failures=_failures, confirms=_confirms)
