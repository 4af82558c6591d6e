"""Builds the services from settings, and takes them down again in order."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore

from api.clock import utc_now
from api.logs import service_log
from api.metrics import Metrics
from api.services import Services
from api.sessions import Sessions
from api.timing import CountedAssessment, CountedReaders
from dxa.settings import Settings
from ingest.pipeline import Pipeline
from ingest.workers import Workers
from parsers.children import Readers
from store import Store


@contextmanager
def running_services(settings: Settings) -> Iterator[Services]:
    """Yield the services over a migrated database, with workers running; call it after a fork, never before.

    Raises:
        SettingsError: the database was not migrated.
        StoreUnavailable: the database cannot be reached.
    """
    with ExitStack() as open_things:
        store = Store.open(settings.database)
        open_things.callback(store.close)
        metrics = Metrics(lambda: store.counts().waiting)
        readers = open_things.enter_context(Readers(settings.readers, settings.limits))
        pipeline = Pipeline(
            store=store,
            readers=CountedReaders(readers, metrics),
            assess=CountedAssessment(metrics),
            clock=utc_now,
            settings=settings,
        )
        workers = Workers(pipeline, settings.readers)
        workers.start()
        # Last in, first out: the workers finish before their readers and the store are closed.
        open_things.callback(workers.stop)
        yield Services(
            settings=settings,
            store=store,
            readers=readers,
            pipeline=pipeline,
            workers=workers,
            sessions=Sessions(utc_now),
            metrics=metrics,
            waiting=BoundedSemaphore(max(1, settings.http_threads // 2)),
            clock=utc_now,
            log=service_log(settings.log_level),
        )
