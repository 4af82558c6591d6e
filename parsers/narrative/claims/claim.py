"""One claim of change over time."""

from dataclasses import dataclass
from decimal import Decimal

from dxa.regions import Site
from dxa.report import Direction


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and the words that make it."""

    direction: Direction
    start: int
    end: int
    site: Site | None
    significant: bool | None
    on_t_score: bool
    denied: bool = False
    """True if the words say that there was no such change: "no significant bone loss"."""
    percent: Decimal | None = None
    """By how many per cent, without sign; None if the words do not say so plainly."""
    since_year: int | None = None
    """The year of the examination the per cent count from; None if the words name none."""
