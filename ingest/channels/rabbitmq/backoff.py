"""How long to wait before the next try."""

from secrets import randbelow


class Backoff:
    """Waits that double up to a limit, each between half and all of it, so that many hosts do not come at once."""

    def __init__(self, first: float, most: float) -> None:
        self._first = first
        self._most = most
        self._next = first

    def seconds(self) -> float:
        """Return the next wait."""
        whole = self._next
        self._next = min(2 * whole, self._most)
        return whole * (500 + randbelow(501)) / 1000

    def reset(self) -> None:
        """Begin anew after a success."""
        self._next = self._first
