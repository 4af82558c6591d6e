"""A service of processes of its own: each part alone, or all under their supervisor, to be killed at will."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
OSTEON = Path(sys.executable).with_name("osteon")
START_SECONDS = 120.0
STOP_SECONDS = 60.0
WEB, DOORS, WORKER, DELIVERY, ALL = "web", "doors", "worker", "delivery", "all"
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    WEB: ("serve",),
    DOORS: ("listen", "mllp", "dicom", "rabbitmq", "folder"),
    WORKER: ("worker",),
    DELIVERY: ("deliver",),
    ALL: ("serve", "--all"),
}
_FIRST_PORT, _LAST_PORT = 29_000, 32_600
_PORTS = count(_FIRST_PORT + 60 * (os.getpid() % 58))
"""Below the ports the system gives to clients: one of ours has to be free again after each kill."""


def free_port() -> int:
    """Return a port nobody listens on, which this process has not given away before."""
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", _FIRST_PORT + (port - _FIRST_PORT) % (_LAST_PORT - _FIRST_PORT)))
            return int(probe.getsockname()[1])
    raise AssertionError("no port is free")


@dataclass(slots=True, kw_only=True)
class House:
    """One data directory, the settings over it, and the parts that run."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    http: int = field(default_factory=free_port)
    mllp: int = field(default_factory=free_port)
    dicom: int = field(default_factory=free_port)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    token: str = ""

    @property
    def inbox(self) -> Path:
        """The watched folder."""
        return self.home / "in"

    @property
    def url(self) -> str:
        """Of the database."""
        return self.settings.get("OSTEON_DATABASE_URL", f"sqlite:///{self.home / 'osteon.db'}")

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
        ours = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "OSTEON_HOME": str(self.home),
            "OSTEON_HTTP_PORT": str(self.http),
            "OSTEON_MLLP_PORT": str(self.mllp),
            "OSTEON_DICOM_PORT": str(self.dicom),
            "OSTEON_FOLDER_IN": str(self.inbox),
            "OSTEON_FOLDER_SETTLE_SECONDS": "0.2",
            "OSTEON_DICOM_ALLOWED_CALLERS": "CHAOS",
            "OSTEON_LOG_LEVEL": "WARNING",
        }
        return inherited | ours | self.settings

    def prepare(self) -> None:
        """Make the folders, the tables and a token."""
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.command("migrate")
        self.token = self.command("token", "create", "tester", "--role", "admin")

    def command(self, *arguments: str) -> str:
        """Return what a command of `osteon` prints."""
        done = subprocess.run(
            [OSTEON, *arguments], env=self.environment, cwd=self.home, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"osteon {arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")
        return done.stdout.strip()

    def begin(self, part: str, *arguments: str, before: tuple[str, ...] = ()) -> "subprocess.Popen[bytes]":
        """Start a part in a group of its own, without waiting for it; its words go to `PART.log`."""
        words = [*before, str(OSTEON), *(arguments or ARGUMENTS[part])]
        with (self.home / f"{part}.log").open("ab") as log:
            self.running[part] = subprocess.Popen(
                words, env=self.environment, cwd=self.home, stdout=log, stderr=log, start_new_session=True
            )
        return self.running[part]

    def kill(self, part: str) -> None:
        """End every process of a part at once, as a power cut would."""
        process = self.running.pop(part)
        for group in (*_children(process.pid), process.pid):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        process.wait()

    def restart_ended(self) -> list[str]:
        """Start again what ended by itself, and say what that was."""
        ended = [part for part, process in self.running.items() if process.poll() is not None]
        for part in ended:
            self.begin(part, *ARGUMENTS[part.split()[0]])
        return ended

    def stop(self) -> None:
        """End everything: in order first, and what does not heed that, at once."""
        for process in self.running.values():
            process.terminate()
        until = monotonic() + STOP_SECONDS
        for part in list(self.running):
            with suppress(subprocess.TimeoutExpired):
                self.running[part].wait(max(0.1, until - monotonic()))
            self.kill(part)

    def await_open(self, *ports: int) -> None:
        """Return once somebody listens on every port."""
        for port in ports:
            await_true(lambda port=port: is_open(port), f"port {port} opens", START_SECONDS)

    def processes(self) -> Iterator[int]:
        """Yield the number of every process that runs for this house."""
        waiting = [process.pid for process in self.running.values() if process.poll() is None]
        while waiting:
            process = waiting.pop()
            yield process
            waiting += _children(process)

    def remove(self) -> None:
        """End everything and forget the data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def children_of(process: int) -> list[int]:
    """Return the children of a process; none if it is gone."""
    return _children(process)


def _children(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += [int(word) for word in (task / "children").read_text(encoding="ascii").split()]
    return found


def is_open(port: int) -> bool:
    """Say whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True


def await_true(true: object, what: str, seconds: float = 60.0) -> None:
    """Return once a condition holds.

    Raises:
        TimeoutError: it did not come to hold in time.
    """
    until = monotonic() + seconds
    while not true():  # type: ignore[operator]
        if monotonic() > until:
            raise TimeoutError(f"waited {seconds:g} s in vain: {what}")
        sleep(0.02)
