"""What the service counts, for Prometheus; codes, names of channels and readers, and numbers, never patient data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from dxa.assessment import Assessment, CheckOutcome, Outcome

_SECONDS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one process; `waiting` is asked for the length of the queue whenever somebody looks."""

    def __init__(self, waiting: Callable[[], int]) -> None:
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
        queue = Gauge("osteon_documents_waiting", "Documents received and not read yet", registry=self._registry)
        queue.set_function(waiting)

    def received(self, channel: str, outcome: str) -> None:
        """Count a document that arrived; `outcome` is accepted, duplicate or the code of a refusal."""
        self._intake.labels(channel, outcome).inc()

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
