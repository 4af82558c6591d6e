"""Parts are started, started again when they end, and never outlive their supervisor."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from api.processes.supervisor import Part, Supervisor
from dxa.errors import SettingsError

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
PROGRAM = """
import pathlib, signal, sys, time
name, then = sys.argv[1:3]
note = pathlib.Path("notes").open("a")
print(name, "starts", file=note, flush=True)
def stop(*_):
    print(name, "stops", file=note, flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
if then.startswith("exit"):
    sys.exit(int(then[4:]))
time.sleep(60)
"""


def supervisor(*parts: tuple[str, str]) -> Supervisor:
    named = [Part(name=name, arguments=(name, then)) for name, then in parts]
    return Supervisor(named, command=(sys.executable, "-c", PROGRAM), told=lambda _: None)


def notes() -> list[str]:
    return Path("notes").read_text(encoding="utf-8").splitlines() if Path("notes").exists() else []


def awaited(condition) -> bool:
    until = monotonic() + 20
    while not condition() and monotonic() < until:
        sleep(0.02)
    return condition()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run():
    stopping = Event()
    threads = []

    def start(one: Supervisor) -> Event:
        threads.append(Thread(target=one.run, args=(stopping,)))
        threads[-1].start()
        return stopping

    yield start
    stopping.set()
    for thread in threads:
        thread.join(30)


def test_parts_run_and_stop_in_their_order(run):
    stopping = run(supervisor(("door", "stay"), ("worker", "stay")))

    assert awaited(lambda: len(notes()) == 2)
    stopping.set()
    assert awaited(lambda: notes()[2:] == ["door stops", "worker stops"])


def test_part_that_ends_is_started_again_and_the_others_stay(run):
    run(supervisor(("steady", "stay"), ("weak", "exit1")))

    assert awaited(lambda: notes().count("weak starts") >= 3)
    assert notes().count("steady starts") == 1


@pytest.mark.parametrize("code", [2, 8])
def test_part_that_is_set_up_wrongly_stops_the_service(code):
    with pytest.raises(SettingsError, match="wrong cannot run as it is set up"):
        supervisor(("steady", "stay"), ("wrong", f"exit{code}")).run(Event())

    assert notes().count("wrong starts") == 1


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is of Linux")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "told to stop"])
def test_no_part_outlives_the_service(tmp_path, number):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
    settings = {
        "OSTEON_HOME": str(tmp_path / "var"),
        "OSTEON_HTTP_PORT": "0",
        "OSTEON_MLLP_PORT": "0",
        "OSTEON_DICOM_PORT": "0",
    }
    ports = {name: str(_free()) if value == "0" else value for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--all"], env=clean | ports, cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    lines = []
    while not any("serving on" in line for line in lines):
        lines.append(process.stdout.readline())
    pids = [int(line.split()[-1]) for line in lines if "runs as process" in line]
    process.send_signal(number)
    process.wait(60)
    process.stdout.close()

    assert len(pids) >= 3
    assert awaited(lambda: not any(alive(pid) for pid in pids))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


SHOWER = """
import os, sys, time
until = time.monotonic() + 0.5
while time.monotonic() < until:
    os.kill(int(sys.argv[1]), 15)
"""
TOLD = f"""
import os, signal, subprocess, sys
from api.processes.running import told_to_stop
with told_to_stop() as stopping:
    shower = subprocess.Popen([sys.executable, "-c", {SHOWER!r}, str(os.getpid())])
    while shower.poll() is None:
        stopping.wait(0.01)
        stopping.clear()
    os.kill(os.getpid(), signal.SIGTERM)
    sys.exit(0 if stopping.wait(5) else 1)
"""


@pytest.mark.slow
def test_a_part_told_to_stop_many_times_at_once_stops():
    told = subprocess.Popen([sys.executable, "-c", TOLD], cwd=Path(__file__).parents[2])
    try:
        assert told.wait(20) == 0
    finally:
        told.kill()
