"""The deliverer as a process."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from secrets import token_hex
from threading import Event

from api.clock import utc_now
from api.composition import open_store
from api.metrics import Metrics
from api.running import running_part, told_to_stop
from deliver.deliverer import Deliverer
from deliver.lane import Means
from deliver.listeners import Listener
from dxa.settings import Settings
from store import Store

LOG = logging.getLogger(__name__)


def deliver_to(listeners: Sequence[Listener], settings: Settings, started: Callable[[], None]) -> None:
    """Tell destinations what they want until the process is told to stop. Raises as `composition.open_store`."""
    with told_to_stop() as stopping, open_store(settings) as store, _running(settings, store, stopping):
        means = Means(
            store=store,
            clock=utc_now,
            worker=f"deliverer-{token_hex(6)}",
            lease_seconds=settings.delivery.lease_seconds,
            stopping=stopping,
            counted=lambda destination, outcome: LOG.info("telling tried: %s, %s", destination, outcome),
        )
        deliverer = Deliverer(listeners, means)
        deliverer.subscribe()
        started()
        deliverer.run()


def _running(settings: Settings, store: Store, stopping: Event) -> AbstractContextManager[None]:
    return running_part("delivery", settings, store, Metrics(store.backlog), lambda: not stopping.is_set())
