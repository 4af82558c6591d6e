"""The MLLP listener, G5 to G8: durable acknowledgements in units of one disk flush, on a disk of known slowness.

The database lies in memory and a preloaded library makes every flush take 4 ms, so that the figures say what the
listener makes of a flush and not which minute the disk had. Floor, listener and rival run in turn in each round.

G7 was set (facts, 2.8) on a disk that flushed some 8000 times a second, so it has a listener whose flushes are as fast:
on a disk of 4 ms nobody who waits for it answers eight senders more than 2000 times a second, whatever the rival does.
The rival answers with constant bytes and reads nothing but the type of a message. It closes the connection after each,
so its senders open one for each, as its users have to. Messages are as long as those G7 was set with.
"""

import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, perf_counter, sleep

from documents import oru
from post_documents import OSTEON, free_port
from rounds import Result, ratio, show, spread
from shim import in_memory, slow_flushes

HERE = Path(__file__).parent
ROUNDS = 3
START_SECONDS = 120
"""A busy machine takes its time to start a process."""
SLICE_SECONDS = 1.2
BUSY = 2
"""Processes that parse while the listener works."""
NUMBERS = count(1)
FAST_MICROSECONDS = 60
"""With what the sleep itself takes on top, about 8000 flushes a second."""
BYTES = 6820
"""As long as the message of the facts."""
MARK = b"99999999"


def message() -> bytes:
    """Return a message of 40 values in its frame, with notes up to its length."""
    text = oru(int(MARK), narrative=False)
    note = b"NTE|1||no clinical content, for its length only\r"
    missing = BYTES - len(text)
    text += note * (missing // len(note)) + b"NTE|2||".ljust(missing % len(note) - 1, b".") + b"\r"
    return b"\x0b" + text + b"\x1c\r"


PARTS = message().split(MARK)

FLOOR = """
import os, sys, time
with open(sys.argv[1], "ab", buffering=0) as file:
    start, done = time.perf_counter(), 0
    while time.perf_counter() < start + 0.3:
        file.write(bytes(12000)); os.fdatasync(file.fileno()); done += 1
    print(done / (time.perf_counter() - start))
"""
RIVAL = """
import sys
from hl7apy.mllp import AbstractHandler, MLLPServer
class Taken(AbstractHandler):
    def reply(self):
        return "\\x0bMSH|^~\\\\&|A|B|C|D|2026||ACK|1|P|2.5\\rMSA|AA|1\\r\\x1c\\r"
MLLPServer.request_queue_size = 64  # its default of 5 makes eight senders wait for a second each
MLLPServer("127.0.0.1", int(sys.argv[1]), {"ORU^R01^ORU_R01": (Taken,), "ORU^R01": (Taken,)}).serve_forever()
"""
PARSING = """
import sys
sys.path.insert(0, sys.argv[1])
from documents import oru
from dxa.document import RawDocument
from dxa.settings import Limits
from parsers.registry import parse
from datetime import UTC, datetime
while True:
    parse(RawDocument(content=oru(1), channel="bench", received_at=datetime.now(UTC)), Limits())
"""


@dataclass(slots=True)
class Load:
    """What came back in one slice."""

    answers: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds


def framed_message() -> bytes:
    """Return a message nobody sent before, in its frame: put together from bytes, as the sender shares the cores."""
    return (b"%d.%d" % (os.getpid(), next(NUMBERS))).join(PARTS)


def load(port: int, connections: int, *, keep: bool = True) -> Load:
    """Return what so many senders got, each waiting for its answer; without `keep` each message has a connection."""
    found = Load()
    with select.epoll() as ready:
        start = perf_counter()
        senders = {}
        for _ in range(connections):
            _begin(senders, ready, port)
        while perf_counter() < start + SLICE_SECONDS:
            for number, _ in ready.poll(1.0):
                _take(senders[number], found)
                if keep:
                    senders[number].send()
                else:
                    senders.pop(number).socket.close()
                    _begin(senders, ready, port)
        found.seconds = perf_counter() - start
        for sender in senders.values():
            sender.socket.close()
    return found


class _Sender:
    """A connection and when its last message was sent."""

    def __init__(self, port: int) -> None:
        self.begun = perf_counter()
        self.socket = _connected(port)

    def send(self) -> None:
        self.begun = perf_counter()
        self.socket.sendall(framed_message())


def _begin(senders: dict[int, _Sender], ready: select.epoll, port: int) -> None:
    sender = _Sender(port)
    number = sender.socket.fileno()
    senders[number] = sender
    ready.register(number, select.EPOLLIN)
    sender.send()


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _take(sender: _Sender, found: Load) -> None:
    answer = sender.socket.recv(65_536)
    if b"MSA|CA|" not in answer and b"MSA|AA|" not in answer:
        raise RuntimeError(f"the answer is {answer[:200]!r}")
    found.answers += 1
    found.waits.append(perf_counter() - sender.begun)


@contextmanager
def running(*command: object, **environment: str) -> Iterator[None]:
    """Run a process until the block ends."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")} | environment
    process = subprocess.Popen([str(word) for word in command], env=own, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def listener(folder: Path, shim: dict[str, str]) -> Iterator[int]:
    """Yield the port of a listener over a database of its own."""
    port = free_port()
    ours = {"OSTEON_HOME": str(folder), "OSTEON_MLLP_PORT": str(port), "OSTEON_LOG_LEVEL": "ERROR"}
    subprocess.run([OSTEON, "migrate"], env=os.environ | ours, check=True, capture_output=True)
    with running(OSTEON, "listen", "mllp", **ours, **shim):
        _await(port)
        yield port


def _await(port: int) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end:
        try:
            _connected(port).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise TimeoutError("nobody listens")


def flushes(folder: Path, shim: dict[str, str]) -> float:
    """Return how many records one bare writer makes durable in a second."""
    words = [sys.executable, "-c", FLOOR, folder / "floor"]
    return float(subprocess.run(words, env=os.environ | shim, check=True, capture_output=True, text=True).stdout)


SIDES = ("floor", "fast floor", "1", "8", "64", "fast 8", "rival", "idle", "busy")


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the ratios of G5 to G8 from one run."""
    loads: dict[str, list[Load]] = {name: [] for name in SIDES}
    floors: dict[str, list[float]] = {"floor": [], "fast floor": []}
    with ExitStack() as things:
        folder, other = things.enter_context(in_memory()), things.enter_context(in_memory())
        shim, fast_shim = slow_flushes(folder), slow_flushes(other, FAST_MICROSECONDS)
        port, fast = things.enter_context(listener(folder, shim)), things.enter_context(listener(other, fast_shim))
        rival = free_port()
        things.enter_context(running(sys.executable, "-c", RIVAL, rival))
        _await(rival)
        for one in (port, fast):
            load(one, 8)
        for _ in range(rounds):
            floors["floor"].append(flushes(folder, shim))
            floors["fast floor"].append(flushes(other, fast_shim))
            for connections in (1, 8, 64):
                loads[str(connections)].append(load(port, connections))
            loads["fast 8"].append(load(fast, 8))
            loads["rival"].append(load(rival, 8, keep=False))
            loads["idle"].append(load(port, 8))
            with ExitStack() as busy:
                for _ in range(BUSY):
                    busy.enter_context(running(sys.executable, "-c", PARSING, HERE))
                sleep(1.0)
                loads["busy"].append(load(port, 8))
    rates = {name: [one.rate for one in found] for name, found in loads.items()} | floors
    return _results(rates, {name: [wait for one in found for wait in one.waits] for name, found in loads.items()})


def _results(rates: dict[str, list[float]], waits: dict[str, list[float]]) -> list[Result]:
    def line(goal: str, what: str, over: str, under: str, least: str) -> Result:
        told = f"{spread(rates[over])[0]:.0f}/s, {_wait(waits[over])}; against {spread(rates[under])[0]:.0f}/s"
        return Result(name=goal, what=what, ratio=ratio(rates[over], rates[under]), goal=least, detail=told)

    return [
        line("G5", "MLLP durable, 1 connection / one flush at a time", "1", "floor", ">= 0.6"),
        line("", "MLLP durable, 8 connections / one flush at a time", "8", "floor", ""),
        line("G6", "MLLP durable, 64 connections / one flush at a time", "64", "floor", ">= 12"),
        line("G7", "MLLP durable, 8 connections, fast disk / hl7apy.mllp not durable", "fast 8", "rival", ">= 10"),
        line("", "the same on the disk of 4 ms", "8", "rival", ""),
        line("", "MLLP durable, 8 connections, fast disk / one fast flush at a time", "fast 8", "fast floor", ""),
        line("G8", "MLLP durable, 8 connections, parsers busy / idle", "busy", "idle", ">= 0.75"),
    ]


def _wait(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"p50 {1000 * ordered[len(ordered) // 2]:.1f} ms, p99 {1000 * ordered[len(ordered) * 99 // 100]:.1f} ms"


if __name__ == "__main__":
    show(measure())
