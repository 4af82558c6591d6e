"""Attempts an outage of the database ended: they are no fault of the document, and do not count against it."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from dxa.errors import StoreUnavailable
from store import Store

MOST = 1000
"""Outages one document may meet in one process; after that its attempts count, as the database may refuse it alone."""
REMEMBERED = 10_000
"""Documents whose outages are counted; of those another process finished nobody says so here."""
_SHORTEST = timedelta(seconds=2)
_LONGEST = timedelta(seconds=30)
"""Nobody knows when a disk has room again; then what waits should be read within a minute."""


class Outages:
    """What a process owes to documents it had claimed when the database failed; safe for threads.

    A claim is counted when it is made, so that a document that kills its worker is put aside. On a full disk a claim
    may fit and its result not: three of those would put a sound document aside.
    """

    def __init__(self, store: Store, worker: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock
        self._owed: deque[str] = deque()
        self._met: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def met(self, document_id: str) -> None:
        """Note that an outage ended the work on a document this process had claimed."""
        with self._lock:
            times = self._met.pop(document_id, 0) + 1
            self._met[document_id] = times
            if len(self._met) > REMEMBERED:
                self._met.popitem(last=False)
        if times <= MOST:
            self._owed.append(document_id)

    def over(self, document_id: str) -> None:
        """Forget what a document met: it is finished."""
        with self._lock:
            self._met.pop(document_id, None)

    def settle(self) -> None:
        """Let documents wait again whose attempts an outage ended, as if these had never been.

        Raises:
            StoreUnavailable: the database cannot be written yet; nothing is forgotten.
        """
        while (document_id := self._next()) is not None:
            try:
                self._store.uncount(document_id, self._worker, self._clock() + self._wait(document_id))
            except StoreUnavailable:
                self._owed.append(document_id)
                raise

    def _wait(self, document_id: str) -> timedelta:
        """Return how long a document rests: not at all at first, as what failed may be well again."""
        before = self._met.get(document_id, 1) - 1
        return min(_LONGEST, _SHORTEST * 2 ** min(before, 10)) if before else timedelta()

    def _next(self) -> str | None:
        try:
            return self._owed.popleft()
        except IndexError:  # another thread may have taken the last one between a look and this
            return None
