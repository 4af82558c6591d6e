"""The provider of OpenTelemetry spans; only `api.processes.tracing` loads this, because its libraries are an extra."""

from collections.abc import Callable
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from dxa import __version__


def provider_to(url: str, exporter: Callable[[str], Any] = OTLPSpanExporter) -> TracerProvider:
    """Return a provider whose spans go to a collector; shut it down to send what waits."""
    provider = TracerProvider(resource=Resource({"service.name": "osteon", "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(exporter(url)))
    return provider
