"""What a process counts, for Prometheus; codes, names of channels and readers, and numbers, never patient data."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from api.clock import utc_now
from dxa.assessment import Assessment, CheckOutcome, Outcome
from dxa.errors import StoreUnavailable
from store.delivery_records import DeliveryCount
from store.records import Backlog

_SECONDS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one process; `backlog` and `undelivered` say what waits in the database, whenever it is asked."""

    def __init__(
        self, backlog: Callable[[], Backlog], undelivered: Callable[[], Sequence[DeliveryCount]] | None = None
    ) -> None:
        self._registry = CollectorRegistry()
        self._intake = Counter(
            "osteon_intake", "Documents by channel and outcome", ["channel", "outcome"], registry=self._registry
        )
        self._reading = Histogram(
            "osteon_reading_seconds", "Time to read a document, by reader", ["reader"],
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._findings = Counter(
            "osteon_findings", "Findings met and checks fired, by code", ["code"], registry=self._registry
        )
        self._requests = Histogram(
            "osteon_http_seconds", "Time to answer a request, by route and status", ["route", "status"],
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._deliveries = Counter(
            "osteon_deliveries", "Tries to tell a destination, by outcome", ["destination", "outcome"],
            registry=self._registry,
        )  # fmt: skip
        self._registry.register(_Waiting(backlog))
        if undelivered is not None:
            self._registry.register(_Undelivered(undelivered))

    def received(self, channel: str, outcome: str) -> None:
        """Count a document that arrived; `outcome` is accepted, duplicate or the code of a refusal."""
        self._intake.labels(channel, outcome).inc()

    def delivered(self, destination: str, outcome: str) -> None:
        """Count a try to tell a destination; `outcome` is sent, skipped or the code of what went wrong."""
        self._deliveries.labels(destination, outcome).inc()

    @contextmanager
    def reading(self, reader: str) -> Iterator[None]:
        """Time the reading of one document."""
        started = perf_counter()
        try:
            yield
        finally:
            self.read(reader, perf_counter() - started)

    def read(self, reader: str, seconds: float) -> None:
        """Note how long a reader took."""
        self._reading.labels(reader).observe(seconds)

    def assessed(self, assessment: Assessment) -> None:
        """Count what an assessment found."""
        for finding in assessment.findings:
            if finding.outcome is Outcome.MET:
                for code in finding.codes:
                    self._findings.labels(code).inc()
        for check in assessment.checks:
            if check.outcome is CheckOutcome.FIRES:
                self._findings.labels(check.code).inc()

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Note how long a request took; `route` is the pattern, never the address."""
        self._requests.labels(route, str(status)).observe(seconds)

    def text(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self._registry)


class _Waiting(Collector):
    """Gauges read from the database at the moment somebody looks; of a database that is down it says only that."""

    def __init__(self, backlog: Callable[[], Backlog]) -> None:
        self._backlog = backlog

    def describe(self) -> Iterable[Metric]:
        """Leave the names open: asking for them must not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            backlog = self._backlog()
        except StoreUnavailable:
            return [_gauge("osteon_store_up", "Whether the database answers", 0)]
        return [
            _gauge("osteon_store_up", "Whether the database answers", 1),
            _gauge("osteon_documents_waiting", "Documents received and not read yet", backlog.waiting),
            _gauge(
                "osteon_oldest_waiting_seconds",
                "Age of the oldest document not read yet",
                _age(backlog.oldest_waiting),
            ),
            _gauge("osteon_documents_quarantined", "Documents put aside", backlog.quarantined),
            _gauge(
                "osteon_cases_stale", "Cases whose facts or priors are newer than their assessment", backlog.stale_cases
            ),
            _gauge("osteon_outbox_pending", "Tellings not yet given to every destination", backlog.outbox_pending),
        ]


class _Undelivered(Collector):
    """How much each destination is still to be told, and since when."""

    def __init__(self, undelivered: Callable[[], Sequence[DeliveryCount]]) -> None:
        self._undelivered = undelivered

    def describe(self) -> Iterable[Metric]:
        """Leave the names open: asking for them must not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            counts = self._undelivered()
        except StoreUnavailable:
            return []
        labels = ["destination", "state"]
        many = GaugeMetricFamily("osteon_undelivered", "Tellings on their way or dead letters", labels=labels)
        old = GaugeMetricFamily("osteon_undelivered_oldest_seconds", "Age of the oldest of them", labels=labels)
        for one in counts:
            many.add_metric([one.destination, one.state.value], one.count)
            old.add_metric([one.destination, one.state.value], _age(one.oldest))
        return [many, old]


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _age(since: datetime | None) -> float:
    return max(0.0, (utc_now() - since).total_seconds()) if since else 0.0
