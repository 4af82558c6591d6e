"""A pipeline with a clock in the test's hand, and documents for it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from assess.case.situation import Situation
from dxa.assessment import Assessment, Deciding, Headline
from dxa.document import RawDocument
from dxa.settings import Limits, Settings
from dxa.vocabulary import Classification
from ingest.pipeline import Pipeline
from parsers.children import Readers
from store import Store

SETTINGS = Settings(lease_seconds=60.0, limits=Limits(read_seconds=2.0, document_bytes=100_000))


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Assessor:
    """Notes what it is given; its disclaimer says the age it was told, so that an assessment shows its facts."""

    given: list[Situation] = field(default_factory=list)

    def __call__(self, situation: Situation) -> Assessment:
        self.given.append(situation)
        headline = Headline(classification=Classification.INDETERMINATE, pack="p", deciding=Deciding(measurement=None))
        return Assessment(headline=headline, disclaimer=f"age {situation.facts.age_years}", service_version="0")


def pipeline_on(store: Store, clock: Clock, assessor: Any = None, readers: Any = None) -> Pipeline:
    return Pipeline(
        store=store,
        readers=readers or Readers(1, SETTINGS.limits),
        assess=assessor or Assessor(),
        clock=clock,
        settings=SETTINGS,
    )


def measurement(value: str, region: str = "femoral_neck") -> dict[str, Any]:
    return {"region": region, "side": "left", "quantity": "t_score", "value": value, "unit": "1"}


def document(
    *values: str, patient: str | None = "P-1", day: str | None = "2024-05-14", at: datetime | None = None, **study: Any
) -> RawDocument:
    report = {
        "schema_version": "1.0",
        "patient": {"id": patient},
        "study": {"performed_on": day, **study},
        "measurements": [measurement(value) for value in values],
    }
    return RawDocument(
        content=json.dumps(report).encode(), channel="test", received_at=at or Clock().now, sender="pacs"
    )
