"""Readers and assessment as the pipeline uses them, with what they do counted and traced."""

from collections.abc import Sequence

from api.processes.metrics import Metrics
from api.processes.tracing import Traced, untraced
from assess import assessed
from assess.case.situation import Situation
from dxa.assessment import Assessment
from dxa.document import RawDocument
from dxa.report import DxaReport
from ingest.channel import Intake
from parsers.children import Readers
from parsers.registry import parser_of
from store.records import Receipt


class CountedReaders:
    """Reads documents and notes how long each reader took."""

    def __init__(self, readers: Readers, metrics: Metrics, traced: Traced = untraced) -> None:
        self._readers = readers
        self._metrics = metrics
        self._traced = traced

    def read(self, document: RawDocument) -> DxaReport:
        """Return what a document says; raises what `Readers.read` raises."""
        reader = parser_of(document.content).name
        with self._metrics.reading(reader), self._traced("read", reader=reader, size=len(document.content)):
            return self._readers.read(document)


class CountedAssessment:
    """Assesses reports and counts what was found."""

    def __init__(self, metrics: Metrics, traced: Traced = untraced) -> None:
        self._metrics = metrics
        self._traced = traced

    def __call__(self, situation: Situation) -> Assessment:
        """Return what `assess.assessed` returns."""
        rows, priors = len(situation.report.measurements), len(situation.priors)
        with self._traced("assess", measurements=rows, priors=priors):
            assessment = assessed(situation)
        self._metrics.assessed(assessment)
        return assessment


def intake_of(intake: Intake, traced: Traced) -> Intake:
    """Return the intake doors use: the given one as it is while nothing is traced.

    It can take a document without making its caller wait, which a span around that wait could not follow.
    """
    return intake if traced is untraced else TracedIntake(intake, traced)


class TracedIntake:
    """Makes documents safe and traces how long that took."""

    def __init__(self, intake: Intake, traced: Traced) -> None:
        self._intake = intake
        self._traced = traced

    def receive(self, document: RawDocument) -> Receipt:
        """Return and raise what the intake does."""
        with self._traced("receive", channel=document.channel, size=len(document.content)):
            return self._intake.receive(document)

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return and raise what the intake does."""
        return self._intake.kept(sender, external_ids)
