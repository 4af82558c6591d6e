"""The service as it is started: one process, loopback, stopped gracefully."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.api.conftest import message

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
OSTEON = Path(sys.executable).with_name("osteon")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(home, *options, **variables):
    """Yield port and printed lines of a running service; stopped at the end and seen to have gone."""
    port = free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OSTEON_")}
    ours = {"OSTEON_HOME": str(home), "OSTEON_HTTP_PORT": str(port), "PYTHONUNBUFFERED": "1", **variables}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [OSTEON, "serve", *options], env=clean | ours, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if "serving on" in line:
                    break
            yield port, "".join(lines)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            process.stdout.close()
    assert process.returncode == 0, (home / "log").read_text()


def call(port, method, path, body=None, headers=None, **more):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {}, **more)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def test_demonstration_is_served_with_its_token_and_link(tmp_path):
    with serving(tmp_path, "--demo") as (port, printed):
        token = re.search(r"start: (\S+)", printed)[1]
        status, body, _ = call(port, "GET", "/api/v1/cases", headers={"Authorization": f"Bearer {token}"})
        page = call(port, "GET", re.search(r"open http://[^/]+(\S+)", printed)[1])

    assert (200, 10) == (status, len(json.loads(body)["items"]))
    assert page[0] == 200
    assert b"This link works once" in page[1]


def test_what_was_answered_survives_a_restart(tmp_path):
    port_free = {"OSTEON_AUTHENTICATION": "false"}
    with serving(tmp_path, **port_free) as (port, _):
        first = call(port, "POST", "/api/v1/documents", message())
    with serving(tmp_path, **port_free) as (port, _):
        again = call(port, "POST", "/api/v1/documents", message())
        metrics = call(port, "GET", "/metrics")[1].decode()

    assert [201, 200] == [first[0], again[0]]
    assert 'osteon_intake_total{channel="http",outcome="duplicate"} 1.0' in metrics


@pytest.mark.parametrize("chunked", [True, False])
def test_fifty_megabytes_are_refused_early(tmp_path, chunked):
    with serving(tmp_path, OSTEON_AUTHENTICATION="false") as (port, _):
        pieces = (b"\x00" * 1_000_000 for _ in range(50))
        headers = {} if chunked else {"Content-Length": "50000000"}
        try:
            status = call(port, "POST", "/api/v1/documents", pieces, headers, encode_chunked=chunked)[0]
        except (BrokenPipeError, ConnectionResetError):
            status = 413
        alive = call(port, "GET", "/health/live")[0]

    assert (413, 200) == (status, alive)


def test_open_address_without_protection_is_refused(tmp_path):
    ours = {"OSTEON_HOME": str(tmp_path), "OSTEON_HTTP_HOST": "192.0.2.10", "PATH": os.environ["PATH"]}
    done = subprocess.run([OSTEON, "serve"], env=ours, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 8
    assert "OSTEON_TLS_CERTIFICATE" in done.stderr
