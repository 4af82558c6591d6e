"""The real `osteon listen mllp`: what it acknowledges is on the disk, and in a case once a worker ran."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from store import Store
from store.tables import CONTENTS, DOCUMENTS, EXTERNAL_IDS
from tests.ingest.mllp_situations import all_said, framed, message, read
from tests.postgresql import database, server
from tests.service.messages import Order, number
from tests.service.messages import message as report
from tests.service.running import OSTEON, Service, free_port

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


@contextmanager
def started(service: Service, port: int, *command: str | Path):
    """Run a command of the service until the block ends, then kill it."""
    environment = service.environment | {"OSTEON_MLLP_PORT": str(port), "OSTEON_HTTP_PORT": "8080"}
    with (service.home / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def connected(port: int) -> socket.socket:
    until = monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert monotonic() < until
            sleep(0.05)


@pytest.fixture
def service(tmp_path):
    home = Service(home=tmp_path)
    home.command("migrate")
    return home


def test_a_message_becomes_a_case(service):
    port = free_port()
    content = report(Order(patient="P-77", accession="A-77"), number(1, "Left femoral neck T-score", "-2.6"))
    with started(service, port, OSTEON, "listen", "mllp") as listener, started(service, port, OSTEON, "worker"):
        with connected(port) as connection:
            connection.sendall(framed(content, b"noise"))

            assert all_said(read(connection, 2)) == ["AA P-77A-77", "AE"]
        store = Store.open(f"sqlite:///{service.home / 'osteon.db'}")
        until = monotonic() + 60
        while not (cases := store.cases().items):
            assert monotonic() < until
            sleep(0.1)
        store.close()
        listener.terminate()

        assert listener.wait(20) == 0
    assert [(case.patient_id, case.accession) for case in cases] == [("P-77", "A-77")]
    assert "P-77" not in (service.home / "log.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_every_acknowledgement_leaves_after_a_flush_to_the_disk(service, tmp_path):
    port, trace = free_port(), tmp_path / "trace"
    tracing = ["strace", "-f", "-qq", "-s", "120", "-e", "trace=fdatasync,fsync,recvfrom,sendto", "-o", str(trace)]
    with started(service, port, *tracing, OSTEON, "listen", "mllp"), connected(port) as connection:
        for one in range(25):
            connection.sendall(framed(message(f"S{one}")))

            assert all_said(read(connection, 1)) == [f"AA S{one}"]
    order = [
        "sync" if "sync(" in line or "sync resumed" in line else "received" if "ORU^R01" in line else "answered"
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()
        if _is_done(line)
    ]
    told = "".join({"sync": "s", "received": "r", "answered": "a"}[one] for one in order)

    assert told.count("a") == told.count("r") == 25
    assert re.fullmatch(r"s*(?:rs+a)+s*", told)


def _is_done(line: str) -> bool:
    """Whether a line of the trace says that a call of interest has returned."""
    synced = "sync" in line and line.endswith("= 0")
    return synced or ("recvfrom(" in line and "ORU^R01" in line) or ("sendto(" in line and "ACK^R01" in line)


def send_until_killed(port: int, sender: int, run: int, killed: Event) -> list[bytes]:
    """Send messages one after the other and return those that were acknowledged."""
    acknowledged = []
    with connected(port) as connection:
        for one in range(100_000):
            content = message(f"K{run}.{sender}.{one}")
            try:
                connection.sendall(framed(content))
                answer = connection.recv(4096)
            except OSError:
                break
            if not answer.endswith(b"\x1c\r"):
                break

            assert all_said([answer[1:-2]]) == [f"AA K{run}.{sender}.{one}"]
            acknowledged.append(content)
    assert killed.wait(20)
    return acknowledged


def killed_run(service: Service, run: int, seconds: float) -> list[bytes]:
    port, killed = free_port(), Event()
    with started(service, port, OSTEON, "listen", "mllp") as listener, ThreadPoolExecutor(6) as pool:
        connected(port).close()
        senders = [pool.submit(send_until_killed, port, sender, run, killed) for sender in range(6)]
        sleep(seconds)
        os.killpg(listener.pid, signal.SIGKILL)
        killed.set()
        return [content for sender in senders for content in sender.result()]


def verify(url: str, acknowledged: list[bytes]) -> None:
    store = Store.open(url)
    documents = store.read(lambda c: list(c.scalars(select(DOCUMENTS.c.id))))
    contents = store.read(lambda c: dict(c.execute(select(CONTENTS.c.document_id, CONTENTS.c.content)).all()))
    ids = store.read(lambda c: list(c.scalars(select(EXTERNAL_IDS.c.external_id))))
    store.close()

    assert {sha256(one).hexdigest() for one in acknowledged} <= set(documents)
    assert max(Counter(documents).values()) == max(Counter(ids).values()) == 1
    assert all(sha256(content).hexdigest() == document_id for document_id, content in contents.items())
    assert set(contents) == set(documents)


@pytest.mark.parametrize(
    ("kind", "kills"), [("sqlite", 6), pytest.param("postgresql", 3, marks=pytest.mark.postgresql)]
)
def test_a_killed_listener_loses_nothing_it_acknowledged_and_stores_nothing_twice(kind, kills, tmp_path):
    with _database(kind, tmp_path) as url:
        service = Service(home=tmp_path, settings={"OSTEON_DATABASE_URL": url})
        service.command("migrate")
        moments = random.Random(20260304)  # noqa: S311 - the same moments in every run
        acknowledged = [one for run in range(kills) for one in killed_run(service, run, moments.uniform(0.2, 0.8))]

        assert len(acknowledged) > 10 * kills
        verify(url, acknowledged)
        port = free_port()
        with started(service, port, OSTEON, "listen", "mllp"), connected(port) as connection:
            connection.sendall(framed(*acknowledged[-20:]))

            assert len({said.split()[0] for said in all_said(read(connection, 20))}) == 1
        verify(url, acknowledged)


@contextmanager
def _database(kind: str, folder: Path):
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'osteon.db'}"
        return
    with server() as running, database(running) as url:
        yield url
