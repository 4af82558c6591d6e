"""Holding senders off while too much waits: what is taken in must be read before it is stale."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from dxa.errors import TooBusy

_LOOK_SECONDS = 1.0
"""How old the known length of the queue may be."""


class Pressure:
    """Knows how long the queue is, within a second; safe for threads."""

    def __init__(self, most: int, waiting: Callable[[], int]) -> None:
        self._most = most
        self._waiting = waiting
        self._lock = Lock()
        self._known = 0
        self._look_at = 0.0

    def admit(self) -> None:
        """Return if there is room for another document.

        Raises:
            TooBusy: there is not.
            StoreUnavailable: nobody knows.
        """
        with self._lock:
            if monotonic() >= self._look_at:
                self._known = self._waiting()
                self._look_at = monotonic() + _LOOK_SECONDS
            if self._known >= self._most:
                raise TooBusy(f"{self._known} documents wait to be read; at {self._most} no more are taken in")
