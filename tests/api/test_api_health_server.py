"""Probes of a part without HTTP of its own."""

import json
import socket
from http.client import HTTPConnection

import pytest

from api.processes.health_server import health_server
from api.processes.metrics import Metrics
from dxa.errors import StoreUnavailable
from store.records import Backlog

pytestmark = pytest.mark.enable_socket
NOTHING = Backlog(received=0, reading=0, quarantined=0, stale_cases=0, outbox_pending=0, oldest_waiting=None)


def down():
    raise StoreUnavailable("the database is down")


@pytest.fixture
def ask():
    opened = []

    def asked(path, *, ready=lambda: True, backlog=lambda: NOTHING):
        serving = health_server(("127.0.0.1", 0), ready=ready, metrics=Metrics(backlog).text)
        port = serving.__enter__()
        opened.append(serving)
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    yield asked
    for serving in opened:
        serving.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("path", "ready", "status"),
    [
        ("/health/live", lambda: False, 200),
        ("/health/ready", lambda: True, 200),
        ("/health/ready?verbose", lambda: True, 200),
        ("/health/ready", lambda: False, 503),
        ("/health/ready", down, 503),
        ("/else", lambda: True, 404),
    ],
)
def test_live_is_told_from_ready(ask, path, ready, status):
    answered, body = ask(path, ready=ready)

    assert status == answered
    assert json.loads(body)["status"] in {"ok", "not ready", "not found"}


def test_counters_name_what_waits(ask):
    status, body = ask("/metrics")

    assert status == 200
    assert b"\nosteon_store_up 1.0\n" in body
    assert b"\nosteon_documents_waiting 0.0\n" in body


def test_counters_are_there_while_the_database_is_down(ask):
    status, body = ask("/metrics", backlog=down)

    assert status == 200
    assert b"\nosteon_store_up 0.0\n" in body
    assert b"osteon_documents_waiting" not in body


def test_silent_caller_keeps_nobody_waiting(ask):
    with health_server(("127.0.0.1", 0), ready=lambda: True, metrics=lambda: b"") as port:
        with socket.create_connection(("127.0.0.1", port)):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/health/live")

            assert connection.getresponse().status == 200
        connection.close()
