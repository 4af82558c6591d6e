"""Traces say how long what took, and nothing about patients."""

import sys
from dataclasses import replace

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.app import create_app
from api.clock import utc_now
from api.processes.timing import TracedIntake
from api.processes.tracing import tracing, untraced
from dxa.document import RawDocument
from dxa.errors import SettingsError, StoreUnavailable
from dxa.settings import Settings
from tests.api.conftest import message

COLLECTED = Settings(traces_url="http://127.0.0.1:9/v1/traces")


@pytest.fixture
def spans():
    return InMemorySpanExporter()


def test_without_collector_nothing_is_loaded_or_noted(monkeypatch):
    monkeypatch.setitem(sys.modules, "api.processes.spans", None)
    with tracing(Settings()) as traced, traced("read", reader="hl7"):
        pass

    assert traced is untraced


def test_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "api.processes.spans", None)
    with pytest.raises(SettingsError, match=r"osteon\[tracing\]"), tracing(COLLECTED):
        pass


def test_spans_stand_inside_each_other_with_what_was_noted(spans):
    with tracing(COLLECTED, exporter=lambda _: spans) as traced, traced("http", route="/x"), traced("read", size=7):
        pass
    inner, outer = spans.get_finished_spans()

    assert [("read", {"size": 7}), ("http", {"route": "/x"})] == [(s.name, dict(s.attributes)) for s in (inner, outer)]
    assert inner.parent.span_id == outer.context.span_id


def test_failure_is_noted_by_its_kind_alone(spans, clock_time):
    class Down:
        def receive(self, _document):
            raise StoreUnavailable("ALPHA^CANARY")

    document = RawDocument(content=b"ALPHA^CANARY", channel="mllp", received_at=clock_time)
    with tracing(COLLECTED, exporter=lambda _: spans) as traced, pytest.raises(StoreUnavailable):
        TracedIntake(Down(), traced).receive(document)
    (span,) = spans.get_finished_spans()

    assert {"channel": "mllp", "size": 12, "error.type": "StoreUnavailable"} == dict(span.attributes)
    assert "CANARY" not in span.to_json()


def test_request_is_traced_by_its_route(services, callers, spans):
    with tracing(COLLECTED, exporter=lambda _: spans) as traced:
        client = create_app(replace(services, traced=traced)).test_client()
        assert client.post("/api/v1/documents", data=message(), headers=callers.sender).status_code == 201
        client.get("/api/v1/cases/T-1", headers=callers.reader)
    routes = [span.attributes["route"] for span in spans.get_finished_spans()]

    assert ["/api/v1/documents", "/api/v1/cases/<case_id>"] == routes


@pytest.fixture
def clock_time():
    return utc_now()
