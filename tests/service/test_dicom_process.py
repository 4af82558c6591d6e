"""`osteon listen dicom` as a process: objects become cases, a kill loses nothing, and probes cost nothing."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from store import Store, migrate
from store.tables import CASE_DOCUMENTS, DOCUMENTS, EXTERNAL_IDS
from tests.ingest.dicom_door import association, object_of, sent, small_object
from tests.service.running import OSTEON, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.enable_socket,
    # The library drops the sockets of connections that a kill cut.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
KILLS = 6


def begun(home: Path, *arguments: str, said: str, **variables: str) -> subprocess.Popen:
    """Start a command of osteon and return once it said so."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
    ours = {"OSTEON_HOME": str(home), "OSTEON_LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1", **variables}
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            [OSTEON, *arguments],
            env=clean | ours,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    line = process.stdout.readline()

    assert said in line, (home / "log").read_text()
    return process


def ended(process: subprocess.Popen, number: int) -> int:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    try:
        return process.wait(40)
    finally:
        process.stdout.close()


@contextmanager
def listening(home: Path, port: int, **variables: str):
    process = begun(home, "listen", "dicom", said="dicom on", OSTEON_DICOM_PORT=str(port), **variables)
    try:
        yield process
    finally:
        code = ended(process, signal.SIGTERM)
    assert code == 0, (home / "log").read_text()


def url_of(home: Path) -> str:
    url = f"sqlite:///{home / 'osteon.db'}"
    migrate(url)
    return url


def test_study_sent_by_a_scanner_becomes_a_case(tmp_path):
    store = Store.open(url_of(tmp_path))
    worker = begun(tmp_path, "worker", said="working")
    with listening(tmp_path, port := free_port()):
        statuses = sent(port, object_of("ge_spine"), object_of("image_only"))
    until = monotonic() + 30
    while store.counts().waiting and monotonic() < until:
        sleep(0.05)
    code = ended(worker, signal.SIGTERM)
    cases = store.cases().items
    aside = [ref.error_code for ref in store.quarantined().items]
    store.close()

    assert ([0x0000, 0x0000], 0) == (statuses, code)
    assert ["P-100"] == [case.patient_id for case in cases]
    assert ["NO_STRUCTURED_RESULTS"] == aside


def send_for_ever(port: int, lane: int, acknowledged: list[str], stopping: Event) -> None:
    """Send objects until told to stop; what had no answer is sent again, as a modality does."""
    number = 0
    while not stopping.is_set():
        with suppress(OSError, RuntimeError), association(port, small_object(1)) as one:
            while one.is_established and not stopping.is_set():
                made = small_object(lane * 100_000 + number)
                if one.send_c_store(made).get("Status") != 0x0000:
                    break
                acknowledged.append(made.SOPInstanceUID)
                number += 1
        sleep(0.02)


def test_kill_at_any_moment_loses_and_doubles_nothing_that_was_answered(tmp_path):
    url, port = url_of(tmp_path), free_port()
    moments = random.Random(20261123)  # noqa: S311 - the same moments in every run
    acknowledged: list[list[str]] = [[], [], []]
    stopping = Event()
    senders = [Thread(target=send_for_ever, args=(port, lane, acknowledged[lane], stopping)) for lane in range(3)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        process = begun(tmp_path, "listen", "dicom", said="dicom on", OSTEON_DICOM_PORT=str(port))
        sleep(moments.uniform(0.3, 1.5))
        ended(process, signal.SIGKILL)
    with listening(tmp_path, port):
        sleep(1.0)
        stopping.set()
        for sender in senders:
            sender.join(60)
    answered = [uid for lane in acknowledged for uid in lane]
    store = Store.open(url)
    ids = Counter(store.read(lambda c: list(c.scalars(select(EXTERNAL_IDS.c.external_id)))))
    documents = store.read(lambda c: c.scalar(select(func.count()).select_from(DOCUMENTS)))
    joined = store.read(lambda c: c.scalar(select(func.count()).select_from(CASE_DOCUMENTS)))
    store.close()

    assert len(answered) > 20 * KILLS
    assert [] == [uid for uid in answered if uid not in ids]
    assert max(ids.values()) == 1
    assert (documents, joined) == (len(ids), 0)


def usage_of(process: subprocess.Popen) -> tuple[int, int, int]:
    """Return resident kilobytes, threads and open files of a process."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":" in line
    )
    return (
        int(status["VmRSS"].split()[0]),
        int(status["Threads"]),
        len(os.listdir(f"/proc/{process.pid}/fd")),  # noqa: PTH208 - links to sockets, not files
    )


def probed(port: int, count: int) -> None:
    """Connect as load balancers do: most say nothing, some say nonsense."""
    for number in range(count):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            if number % 10 == 0:
                connection.sendall(b"GET / HTTP/1.0\r\n\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells memory, threads and files")
def test_probes_cost_neither_memory_nor_threads_nor_files(tmp_path):
    url_of(tmp_path)
    with listening(tmp_path, port := free_port()) as process:
        probed(port, 300)
        sent(port, small_object(1))
        sleep(11)
        before = usage_of(process)
        probed(port, 3000)
        statuses = sent(port, small_object(2))
        until = monotonic() + 30
        while usage_of(process)[1] > before[1] and monotonic() < until:
            sleep(0.2)
        after = usage_of(process)

    assert [0x0000] == statuses
    assert after[0] - before[0] < 20_000
    assert after[1] <= before[1]
    assert after[2] <= before[2] + 2


def test_nothing_of_a_patient_is_logged(tmp_path):
    url_of(tmp_path)
    marked = small_object(1)
    marked.PatientName, marked.PatientID = "CANARY^NAME", "CANARY-ID"
    with listening(tmp_path, port := free_port(), OSTEON_LOG_LEVEL="DEBUG"):
        statuses = sent(port, marked) + sent(port, marked, called="CANARY-AE")
    log = (tmp_path / "log").read_text()

    assert [0x0000, None] == statuses
    assert "CANARY" not in log
