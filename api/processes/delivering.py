"""The deliverer as a process."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex
from threading import Event

from api.clock import utc_now
from api.processes.metrics import Metrics
from api.processes.running import running_part, told_to_stop
from api.processes.workshop import open_store
from deliver.deliverer import Deliverer
from deliver.lane import Means
from deliver.listeners import Listener
from dxa.settings import Settings
from store import Store


def deliver_to(listeners: Sequence[Listener], settings: Settings, started: Callable[[], None]) -> None:
    """Tell destinations what they want until the process is told to stop. Raises as `composition.open_store`."""
    with told_to_stop() as stopping, open_store(settings) as store, _running(settings, store, stopping) as metrics:
        means = Means(
            store=store,
            clock=utc_now,
            worker=f"deliverer-{token_hex(6)}",
            lease_seconds=settings.delivery.lease_seconds,
            stopping=stopping,
            counted=metrics.delivered,
        )
        deliverer = Deliverer(listeners, means)
        deliverer.subscribe()
        started()
        deliverer.run()


@contextmanager
def _running(settings: Settings, store: Store, stopping: Event) -> Iterator[Metrics]:
    metrics = Metrics(store.backlog, store.undelivered)
    with running_part("delivery", settings, store, metrics, lambda: not stopping.is_set()):
        yield metrics
