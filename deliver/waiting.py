"""How long to wait after a failure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import randbelow

FAILURES = 3
"""Tries in a row that may fail before a destination is left to rest and then tried one at a time."""
_FINE = 1_000_000


def chance() -> float:
    """Return a number from 0 up to, and without, 1."""
    return randbelow(_FINE) / _FINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Times double from failure to failure; jitter takes up to half, so that not everybody returns at once."""

    first_seconds: float = 2.0
    longest_seconds: float = 3600.0
    """Of one telling."""
    first_rest_seconds: float = 1.0
    longest_rest_seconds: float = 60.0
    """Of a destination."""
    chance: Callable[[], float] = field(default=chance)

    def for_telling(self, attempts: int) -> timedelta:
        """Return how long a telling waits after its attempts, from 1."""
        return self._spread(self.first_seconds, attempts - 1, self.longest_seconds)

    def for_destination(self, failures: int, asked: float | None) -> timedelta | None:
        """Return how long a destination rests after failures in a row; None when it need not, `asked` at the least."""
        if failures < FAILURES:
            return None if asked is None else timedelta(seconds=asked)
        rest = self._spread(self.first_rest_seconds, failures - FAILURES, self.longest_rest_seconds)
        return max(rest, timedelta(seconds=asked or 0.0))

    def _spread(self, first: float, doublings: int, longest: float) -> timedelta:
        whole = min(longest, first * 2.0 ** min(doublings, 40))
        return timedelta(seconds=whole * (0.5 + self.chance() / 2))
