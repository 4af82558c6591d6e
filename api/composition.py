"""Puts what the HTTP service works with together from settings, and takes it down again in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from api.access.sessions import Sessions
from api.clock import utc_now
from api.processes.logs import service_log
from api.processes.presence import presence
from api.processes.workshop import open_workshop
from api.routes.pressure import Pressure
from api.services import Services
from dxa.settings import Settings


@contextmanager
def running_services(settings: Settings) -> Iterator[Services]:
    """Yield what the HTTP service works with, workers running. Raises as `open_store`."""
    with open_workshop(settings) as shop, presence(shop.store, "web"):
        yield Services(
            settings=settings,
            store=shop.store,
            readers=shop.readers,
            pipeline=shop.pipeline,
            workers=shop.workers,
            sessions=Sessions(shop.store, utc_now),
            metrics=shop.metrics,
            pressure=Pressure(settings.backlog, lambda: shop.store.backlog().waiting),
            traced=shop.traced,
            waiting=BoundedSemaphore(max(1, settings.http_threads // 2)),
            clock=utc_now,
            log=service_log(settings.log_level),
        )
