"""A process that delivers: shares tellings out, and keeps lanes to every destination."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Thread

from deliver.lane import Lane, Means
from deliver.listeners import Listener
from dxa.errors import Defect, StoreUnavailable
from store.delivery_records import Subscription

LOG = logging.getLogger(__name__)
POLL_SECONDS = 0.25
"""How often is looked for what is due."""
RENEWALS = 4
"""How often in the time of a lease the leases of what is being sent start anew."""
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
        """Deliver until `Means.stopping` is set; returns when every lane has finished what it was sending.

        Raises:
            Defect: a part of it failed; the others were stopped in order.
        """
        lanes = [Lane(one, self._means) for one in self._listeners for _ in range(one.line.connections)]
        keeping = [(f"lane-{lane.listener.name}", partial(self._keep, lane)) for lane in lanes]
        keeping.append(("sharer", partial(self._repeat, self._share)))
        broken: list[str] = []
        threads = [Thread(target=self._watched, args=(name, keep, broken), name=name) for name, keep in keeping]
        done = Event()
        renew = partial(self._keep_leases, lanes, done)
        keeper = Thread(target=self._watched, args=("lease-keeper", renew, broken), name="lease-keeper")
        for thread in (*threads, keeper):
            thread.start()
        for thread in threads:
            thread.join()
        done.set()
        keeper.join()
        if broken:
            raise Defect(f"a part of the deliverer failed: {', '.join(broken)}")

    def _watched(self, name: str, keep: Callable[[], None], broken: list[str]) -> None:
        """Run one part; should it fail, every other is stopped, so that the process ends and says so."""
        try:
            keep()
        except Exception:
            # Logged here, by place: what Python writes of a thread that fails would quote the error.
            LOG.exception("%s failed", name)
            broken.append(name)
            self._means.stopping.set()

    def _keep_leases(self, lanes: Sequence[Lane], done: Event) -> None:
        """Renew the leases of what is being sent until every lane ended, also while they are stopped."""
        means = self._means
        while not done.wait(means.lease_seconds / RENEWALS):
            # What was taken without a lane knowing, because the answer was lost, is left to its lease.
            held = [number for lane in lanes for number in lane.held]
            try:
                if held:
                    means.store.renew_deliveries(held, means.worker, means.clock(), means.lease_seconds)
            except StoreUnavailable as error:
                LOG.warning("leases of deliveries not renewed: %s", error.text)

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
