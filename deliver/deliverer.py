"""A process that delivers: shares tellings out, and keeps lanes to every destination."""

import logging
from collections.abc import Callable, Sequence
from threading import Thread

from deliver.lane import Lane, Means
from deliver.listeners import Listener
from dxa.errors import StoreUnavailable
from store.delivery_records import Subscription

LOG = logging.getLogger(__name__)
POLL_SECONDS = 0.25
"""How often is looked for what is due."""
DOWN_SECONDS = 1.0
"""How long is waited while the database does not answer."""


class Deliverer:
    """Any number of these may run, on one host or many; they share the work through the database."""

    def __init__(self, listeners: Sequence[Listener], means: Means, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._listeners = tuple(listeners)
        self._means = means
        self._poll_seconds = poll_seconds

    def subscribe(self) -> None:
        """Note what each destination wants to be told; a new one hears what is told from now on.

        Raises:
            StoreUnavailable: nothing was noted.
        """
        for one in self._listeners:
            wanted = Subscription(name=one.name, kinds=tuple(one.line.events), since=one.line.since)
            self._means.store.subscribe(wanted, self._means.clock())

    def run(self) -> None:
        """Deliver until `Means.stopping` is set; returns when every lane has finished what it was sending."""
        lanes = [Lane(one, self._means) for one in self._listeners for _ in range(one.line.connections)]
        threads = [Thread(target=self._keep, args=(lane,), name=f"lane-{lane.listener.name}") for lane in lanes]
        threads.append(Thread(target=self._repeat, args=(self._share,), name="sharer"))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _share(self) -> int:
        return self._means.store.share_out(self._means.clock())

    def _keep(self, lane: Lane) -> None:
        try:
            self._repeat(lane.turn)
        finally:
            lane.finish()

    def _repeat(self, act: Callable[[], int]) -> None:
        """Act as long as there is something to do, and look again after a while."""
        stopping = self._means.stopping
        while not stopping.is_set():
            try:
                busy = act() > 0
            except StoreUnavailable as error:
                LOG.warning("deliverer: %s", error.text)
                stopping.wait(DOWN_SECONDS)
                continue
            if not busy:
                stopping.wait(self._poll_seconds)
