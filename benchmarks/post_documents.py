"""Durable POST /api/v1/documents by eight clients over loopback, against bare write and fdatasync on the same disk.

The service, the clients and the floor share one machine. Slices of load and slices of the floor alternate, because a
cloud disk changes its speed within seconds; every answer counted says that the bytes were committed.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from documents import oru
from rounds import Result, ratio, show, spread

ROUNDS = 8
CLIENTS = 8
SLICE_SECONDS = 1.0
FLOOR_SECONDS = 0.4
RECORD = 12_000
"""Bytes written per flush of the floor: about a message and its result."""
NUMBERS = count(1)
OSTEON = Path(sys.executable).with_name("osteon")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def service(home: Path) -> Iterator[tuple[int, str]]:
    """Yield port and token of a service of its own, stopped at the end."""
    port = free_port()
    ours = {"OSTEON_HOME": str(home), "OSTEON_HTTP_PORT": str(port), "OSTEON_LOG_LEVEL": "ERROR"}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OSTEON_")} | ours
    subprocess.run([OSTEON, "migrate"], env=environment, check=True, capture_output=True)
    made = subprocess.run(
        [OSTEON, "token", "create", "bench", "--role", "sender"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    token = re.findall(r"[\w.-]{20,}", made.stdout)[-1]
    with subprocess.Popen([OSTEON, "serve"], env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            await_start(port)
            yield port, token
        finally:
            process.send_signal(signal.SIGTERM)


def await_start(port: int) -> None:
    """Return when the service answers.

    Raises:
        TimeoutError: it does not within two minutes.
    """
    end = monotonic() + 120
    while monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        except OSError:
            sleep(0.1)
    raise TimeoutError("the service did not start")


def floor(folder: Path) -> float:
    """Return how many records a second one bare writer makes durable."""
    done, end = 0, monotonic() + FLOOR_SECONDS
    start = monotonic()
    with (folder / "floor").open("ab", buffering=0) as file:
        while monotonic() < end:
            file.write(bytes(RECORD))
            os.fdatasync(file.fileno())
            done += 1
    return done / (monotonic() - start)


def client(port: int, token: str, prefer: str, end: float, seconds: list[float]) -> None:
    """Post new messages until `end`; every answer has to say that the document was accepted."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream", "Prefer": prefer}
    while monotonic() < end:
        start = monotonic()
        connection.request("POST", "/api/v1/documents", body=oru(next(NUMBERS)), headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in {201, 202}:
            raise RuntimeError(f"answer {answer.status}: {body[:200]!r}")
        seconds.append(monotonic() - start)


def load(port: int, token: str, prefer: str) -> tuple[float, list[float]]:
    """Return answers per second, and the seconds of each answer."""
    seconds: list[float] = []
    start = monotonic()
    threads = [
        Thread(target=client, args=(port, token, prefer, start + SLICE_SECONDS, seconds)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seconds) / (monotonic() - start), seconds


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return answers per second in units of the floor, waiting for the case and not waiting for it."""
    kinds = {"case assessed before the answer": "wait=15", "answer after commit (respond-async)": "respond-async"}
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    floors: dict[str, list[float]] = {kind: [] for kind in kinds}
    waits: dict[str, list[float]] = {kind: [] for kind in kinds}
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, service(Path(folder)) as (port, token):
        load(port, token, "wait=15")
        # One kind after the other: what the second leaves to do later would slow the first down.
        for kind, prefer in kinds.items():
            for _ in range(rounds):
                before = floor(Path(folder))
                rate, seconds = load(port, token, prefer)
                rates[kind].append(rate)
                waits[kind] += seconds
                floors[kind].append((before + floor(Path(folder))) / 2)
    return [
        Result(
            name="",
            what=f"POST by {CLIENTS} clients, {kind} / write and fdatasync",
            ratio=ratio(rates[kind], floors[kind]),
            goal="",
            detail=f"{spread(rates[kind])[0]:.0f}/s, p50 {spread(waits[kind])[0] * 1000:.0f} ms, "
            f"p90 {spread(waits[kind])[2] * 1000:.0f} ms; floor {spread(floors[kind])[0]:.0f}/s",
        )
        for kind in kinds
    ]


if __name__ == "__main__":
    show(measure())
