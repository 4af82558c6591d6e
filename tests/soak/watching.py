"""What is watched while the service is under load: memory of every process, the queue, and probes as balancers send."""

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic
from typing import ClassVar, Self

from store import Store

PROBE_SECONDS = 1.0
LOOK_SECONDS = 5.0
PROBE_TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Look:
    """What stood at one moment."""

    at: float
    resident: dict[int, int]
    """Bytes of the processes of the service that live on; reading children come and go and are summed up apart."""
    children: int
    waiting: int
    read: int


class _Repeated:
    """What is done again and again in a thread while a block runs."""

    _seconds: ClassVar[float]

    def __enter__(self) -> Self:
        self._stopping = Event()
        self._thread = Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        self.once()
        while not self._stopping.wait(self._seconds):
            self.once()

    def once(self) -> None:
        raise NotImplementedError


@dataclass
class Watch(_Repeated):
    """Looks every few seconds."""

    store: Store
    supervisor: int
    looks: list[Look] = field(default_factory=list)
    _seconds = LOOK_SECONDS

    def once(self) -> None:
        """Look."""
        self.looks.append(look(self.store, self.supervisor))


@dataclass
class Probes(_Repeated):
    """TCP and HTTP probes every second."""

    bare: Sequence[int]
    """Ports that are connected to and left, as load balancers do."""
    http: Sequence[int]
    done: int = 0
    failed: int = 0
    _seconds = PROBE_SECONDS

    def all_answer(self) -> bool:
        """Return whether everybody answers now."""
        return all(self._outcomes())

    def once(self) -> None:
        """Ask everybody and count."""
        outcomes = self._outcomes()
        self.done += len(outcomes)
        self.failed += outcomes.count(False)

    def _outcomes(self) -> list[bool]:
        return [*map(_connected, self.bare), *map(_healthy, self.http)]


def _connected(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PROBE_TIMEOUT_SECONDS):
        return True
    return False


def _healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PROBE_TIMEOUT_SECONDS)
    with suppress(OSError):
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    return False


def look(store: Store, supervisor: int) -> Look:
    """Return what stands now."""
    parts = children_of(supervisor)
    parts = [*parts, *(one for part in parts for one in children_of(part) if "serve" in command_of(one))]
    readers = [one for part in parts for one in children_of(part) if one not in parts]
    counts = store.counts()
    return Look(
        at=monotonic(),
        resident={one: bytes_of(one) for one in [supervisor, *parts]},
        children=sum(bytes_of(one) for one in readers),
        waiting=counts.waiting,
        read=counts.read,
    )


def children_of(process: int) -> list[int]:
    """Return the children of a process, of all its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(word) for word in task.read_text(encoding="ascii").split()]
    return found


def bytes_of(process: int) -> int:
    """Return the resident bytes of a process, 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def command_of(process: int) -> str:
    """Return the words of a process's command after the program."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return " ".join(word for word in words[1:] if word and not word.startswith(("-", "/")) and not word.isdigit())
    return "gone"


def growth(looks: Sequence[Look], process: int) -> tuple[float, float]:
    """Return the megabytes of a process in the second tenth of the time, after its start, and in the last tenth."""
    values = [one.resident[process] / 1e6 for one in looks if one.resident.get(process)]
    tenth = max(1, len(values) // 10)
    return median(values[tenth : 2 * tenth] or values), median(values[-tenth:])
