"""Compares two ways of doing something on a machine whose speed changes by the minute.

Both sides run in turn within each round, and a result is the median of the rounds' own ratios with its tenth and
ninetieth percentile. Absolute times stand beside it for orientation only.
"""

import operator
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

COMPARED = {">=": operator.ge, "<=": operator.le}
_NUMBER = re.compile(r"[0-9.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the table."""

    name: str
    what: str
    ratio: tuple[float, float, float] | None
    """Median, tenth and ninetieth percentile; None when the line is an absolute figure."""
    goal: str
    detail: str
    """The absolute figures behind the ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One way of doing it, `times` in a row so that a fast side is measured as long as a slow one."""

    run: Callable[[], object]
    times: int = 1
    clock: Callable[[], float] = perf_counter
    """In seconds; that of the processor where nothing waits and others work beside it."""

    def seconds(self) -> float:
        """Return the time of one run, averaged over `times`."""
        start = self.clock()
        for _ in range(self.times):
            self.run()
        return (self.clock() - start) / self.times


def interleaved(sides: dict[str, Side], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every side in every round; an unmeasured round warms up first."""
    for side in sides.values():
        side.run()
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            seconds[name].append(side.seconds())
    return seconds


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return median, tenth and ninetieth percentile."""
    deciles = statistics.quantiles(values, n=10, method="inclusive")
    return statistics.median(values), deciles[0], deciles[-1]


def ratio(over: list[float], under: list[float]) -> tuple[float, float, float]:
    """Return the spread of the rounds' own ratios."""
    return spread([one / other for one, other in zip(over, under, strict=True)])


def milliseconds(values: list[float]) -> str:
    """Return the median in milliseconds with its spread."""
    median, low, high = (1000 * value for value in spread(values))
    return f"{median:.3g} ms [{low:.3g}..{high:.3g}]"


def verdict(result: Result) -> str:
    """Return whether the median meets the goal, in a word; nothing where no ratio is asked for."""
    sign, _, number = result.goal.partition(" ")
    if result.ratio is None or sign not in COMPARED or not _NUMBER.fullmatch(number):
        return ""
    return "met" if COMPARED[sign](result.ratio[0], float(number)) else "missed"


def show(results: list[Result]) -> None:
    """Print the table."""
    for result in results:
        figure = "" if result.ratio is None else "{:.3g} [{:.3g}..{:.3g}]".format(*result.ratio)
        print(f"{result.name:<4} {result.what:<64} {figure:<24} {result.goal:<10} {verdict(result):<7} {result.detail}")
