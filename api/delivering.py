"""The deliverer as a process."""

import logging
from collections.abc import Callable, Sequence
from secrets import token_hex

from api.clock import utc_now
from api.composition import open_store
from api.running import told_to_stop
from deliver.deliverer import Deliverer
from deliver.lane import Means
from deliver.listeners import Listener
from dxa.settings import Settings

LOG = logging.getLogger(__name__)


def deliver_to(listeners: Sequence[Listener], settings: Settings, started: Callable[[], None]) -> None:
    """Tell destinations what they want until the process is told to stop. Raises as `composition.open_store`."""
    with told_to_stop() as stopping, open_store(settings) as store:
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
