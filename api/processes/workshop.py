"""Opens what a process works with: the store alone, or with readers, pipeline and workers."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from api.clock import utc_now
from api.processes.metrics import Metrics
from api.processes.timing import CountedAssessment, CountedReaders
from api.processes.tracing import Traced, tracing
from dxa.settings import Settings
from ingest.pipeline import Pipeline
from ingest.workers import Workers
from parsers.children import Readers
from store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What reads and assesses documents in one process."""

    store: Store
    readers: Readers
    pipeline: Pipeline
    workers: Workers
    metrics: Metrics
    traced: Traced


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Yield the store over a migrated database.

    Raises:
        SettingsError: the database was not migrated.
        StoreUnavailable: the database cannot be reached.
    """
    store = Store.open(settings.database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_workshop(settings: Settings) -> Iterator[Workshop]:
    """Yield readers, pipeline and running workers; call it after a fork, never before. Raises as `open_store`."""
    with ExitStack() as open_things:
        store = open_things.enter_context(open_store(settings))
        metrics = Metrics(store.backlog)
        traced = open_things.enter_context(tracing(settings))
        readers = open_things.enter_context(Readers(settings.readers, settings.limits))
        pipeline = Pipeline(
            store=store,
            readers=CountedReaders(readers, metrics, traced),
            assess=CountedAssessment(metrics, traced),
            clock=utc_now,
            settings=settings,
            around=lambda document_id: traced("work", document=document_id),
        )
        workers = Workers(pipeline, settings.readers)
        workers.start()
        # Last in, first out: the workers finish before their readers and the store are closed.
        open_things.callback(workers.stop)
        yield Workshop(store=store, readers=readers, pipeline=pipeline, workers=workers, metrics=metrics, traced=traced)
