"""T is k times the young-adult percentage's distance from 100; catches a misplaced point or a lost digit."""

from collections.abc import Sequence
from decimal import Decimal

from dxa.regions import Side
from parsers.pdf.checks.check import Check, Failure, Figures, half_unit
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_MEAN = 100
_ANY = (Decimal("6.4"), Decimal("11.4"))
"""The range seen over all makers and regions, for a maker that is not known."""
_SLACK = Decimal("0.15")
"""Our own allowance, as a share of k, for regions and populations beside those the seen ranges come from."""


def _fits(figures: Figures, layout: Layout | None) -> bool | None:
    """Return whether T fits the young-adult percentage; None when it cannot be tested."""
    score, percent = figures.values.get(Column.T), figures.values.get(Column.YOUNG)
    ratios = (layout.ratios.get(figures.scan) if figures.scan else None) if layout else _ANY
    if score is None or percent is None or ratios is None or figures.is_difference:
        return None
    low, high = ratios[0] * (1 - _SLACK), ratios[1] * (1 + _SLACK)
    away = [(percent + step - _MEAN) / _MEAN for step in (-half_unit(percent), half_unit(percent))]
    ends = [k * part for k in (low, high) for part in away]
    # The mean of two sides is rounded twice.
    slack = half_unit(score) * (2 if figures.site.side is Side.MEAN else 1)
    return min(ends) - slack <= score <= max(ends) + slack


def _failures(rows: Sequence[Figures], layout: Layout | None) -> tuple[Failure, ...]:
    return tuple(
        Failure(row=number, columns=(Column.T,), text="the T-score of a row does not fit its young-adult percentage")
        for number, figures in enumerate(rows)
        if _fits(figures, layout) is False
    )


def _confirms(_figures: Figures) -> frozenset[Column]:
    return frozenset()


CHECK = Check(name="score against percent", failures=_failures, confirms=_confirms)
