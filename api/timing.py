"""Readers and assessment as the pipeline uses them, with what they do counted."""

from collections.abc import Sequence

from api.metrics import Metrics
from assess import assess
from dxa.assessment import Assessment
from dxa.document import RawDocument
from dxa.facts import Facts
from dxa.report import DxaReport
from parsers.children import Readers
from parsers.registry import parser_of


class CountedReaders:
    """Reads documents and notes how long each reader took."""

    def __init__(self, readers: Readers, metrics: Metrics) -> None:
        self._readers = readers
        self._metrics = metrics

    def read(self, document: RawDocument) -> DxaReport:
        """Return what a document says; raises what `Readers.read` raises."""
        with self._metrics.reading(parser_of(document.content).name):
            return self._readers.read(document)


class CountedAssessment:
    """Assesses reports and counts what was found."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(
        self, report: DxaReport, facts: Facts, priors: Sequence[DxaReport], packs: Sequence[str] | None
    ) -> Assessment:
        """Return what `assess.assess` returns."""
        assessment = assess(report, facts, priors, packs)
        self._metrics.assessed(assessment)
        return assessment
