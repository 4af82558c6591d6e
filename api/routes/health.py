"""Probes and counters."""

from flask import Blueprint, Response

from api.routes.wire import json_response
from api.services import services

BLUEPRINT = Blueprint("health", __name__)
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@BLUEPRINT.get("/health/live")
def live() -> Response:
    """Say that the process answers."""
    return json_response({"status": "ok"})


@BLUEPRINT.get("/health/ready")
def ready() -> Response:
    """Say that the database answers; otherwise the error is a 503."""
    services().store.backlog()
    return json_response({"status": "ok"})


@BLUEPRINT.get("/metrics")
def metrics() -> Response:
    """Return the counters in the Prometheus text format."""
    return Response(services().metrics.text(), content_type=_TEXT)
