"""A throw-away RabbitMQ broker on loopback for the tests, or the one a variable names.

`python -m tests.rabbitmq` starts one, prints its URL and stops it when standard input ends. A test run of several
processes shares one broker: each holds a lock on a file, and the broker's keeper ends it once nobody holds that lock,
however the processes ended.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import randbelow, token_hex
from time import monotonic, sleep

import pika
import pytest
from pika.exceptions import AMQPError

VARIABLE = "OSTEON_TEST_RABBITMQ_URL"
SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
CONTROL = SCRIPT.with_name("rabbitmqctl")
START_SECONDS = 60
STOP_SECONDS = 30
ACCOUNTS = ("rabbitmq", "nobody")
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system of every Linux, not a name somebody could guess
ROOM = 1 << 30
"""Bytes a broker may need for what it writes ahead."""


class Broker:
    """A broker of our own: its data survives `stop`, not `remove`. Erlang's port mapper runs as our child too.

    HOME in a line of the configuration is the folder of the broker, into which `files` are copied.
    """

    def __init__(self, *configuration: str, folder: Path | None = None, files: Sequence[Path] = ()) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="osteon-rabbitmq-", dir=folder))
        lines = "".join(f"{line}\n" for line in configuration).replace("HOME", str(self.home))
        (self.home / "rabbitmq.conf").write_text(lines)
        for file in files:
            shutil.copy(file, self.home)
        (self.home / "plugins").write_text("[].\n")
        self._prefix = _as_another(self.home)
        self._node = f"osteon-{token_hex(4)}@localhost"
        self._ports = _free_ports()
        self._mapper: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self._ports[0]}/"

    @property
    def pid(self) -> int:
        """Of the broker itself; the script around it is its parent."""
        return int((self.home / "pid").read_text())

    def start(self) -> None:
        """Return once the broker answers."""
        _, _, mapper = self._ports
        with (self.home / "log").open("ab") as log:
            command = [*self._prefix, "epmd", "-address", "127.0.0.1", "-port", str(mapper)]
            self._mapper = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home)
            self._process = subprocess.Popen(
                [*self._prefix, SCRIPT],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=self._environment(),
                start_new_session=True,  # an interrupt at the keyboard is for the tests, not for the broker
            )
        if not self._answers():
            self.stop()
            raise RuntimeError((self.home / "log").read_text(encoding="utf-8", errors="replace"))

    def start_somewhere(self) -> None:
        """Start on ports nobody else has; which those are shows only when they are taken."""
        for _ in range(2):
            try:
                self.start()
            except RuntimeError:
                self._ports = _free_ports()
            else:
                return
        self.start()

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End broker and port mapper by their numbers."""
        if self._process is not None:
            with suppress(OSError, ValueError):
                os.kill(self.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
            with suppress(OSError, ValueError):
                os.kill(self.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            (self.home / "pid").unlink(missing_ok=True)
        if self._mapper is not None:
            self._mapper.kill()
            self._mapper.wait()
        self._process = self._mapper = None

    def remove(self) -> None:
        """Stop the broker and forget its data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def control(self, *words: str) -> None:
        """Let the tool of the broker's administrator do something."""
        command = [*self._prefix, CONTROL, "-n", self._node, *words]
        subprocess.run(command, env=self._environment(), cwd=self.home, check=True, capture_output=True, timeout=60)

    def _environment(self) -> dict[str, str]:
        port, distribution, mapper = self._ports
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),  # where Erlang keeps its cookie
            "LANG": "C.UTF-8",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(mapper),
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_MNESIA_BASE": str(self.home / "data"),
            "RABBITMQ_LOG_BASE": str(self.home / "logs"),
            "RABBITMQ_PID_FILE": str(self.home / "pid"),
            "RABBITMQ_CONF_ENV_FILE": str(self.home / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.home / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "plugins"),
            # Two schedulers that do not spin while they wait: the tests need the processor.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
            ),
        }

    def _answers(self) -> bool:
        until = monotonic() + START_SECONDS
        while self._process is not None and self._process.poll() is None and monotonic() < until:
            with suppress(AMQPError, OSError):
                pika.BlockingConnection(pika.URLParameters(self.url)).close()
                return True
            sleep(0.1)
        return False


@contextmanager
def broker(*configuration: str, on_disk: bool = False, files: Sequence[Path] = ()) -> Iterator[Broker]:
    """Give a broker of one's own, which may be stopped and started; skip without one, and fail where CI is true.

    Its data dies with it, so nothing has to reach the disk unless a measurement is about that.
    """
    if not SCRIPT.exists():
        _absent()
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    ours = Broker(*configuration, folder=MEMORY if roomy and not on_disk else None, files=files)
    try:
        ours.start_somewhere()
        yield ours
    finally:
        ours.remove()


@contextmanager
def shared(folder: Path) -> Iterator[str]:
    """Give the URL of the broker every process of a test run shares: the named one, else one of our own.

    `folder` belongs to the run and is the same for all its processes.
    """
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    if not SCRIPT.exists():
        _absent()
    users, url = folder / "rabbitmq-users", folder / "rabbitmq-url"
    with users.open("a") as used:
        with (folder / "rabbitmq-start").open("a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(used, fcntl.LOCK_SH)
            if not url.exists():
                _start_keeper(users, url)
        yield url.read_text()


def _absent() -> None:
    absence = f"no RabbitMQ: set {VARIABLE} or install rabbitmq-server"
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(absence)


def _start_keeper(users: Path, url: Path) -> None:
    command = [sys.executable, "-m", "tests.rabbitmq", str(users), str(url)]
    with (url.parent / "rabbitmq-keeper").open("ab") as log:
        keeper = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
    until = monotonic() + START_SECONDS + STOP_SECONDS
    while not url.exists():
        if keeper.poll() is not None or monotonic() > until:
            raise RuntimeError((url.parent / "rabbitmq-keeper").read_text(encoding="utf-8", errors="replace"))
        sleep(0.05)
    keeper.returncode = 0  # it outlives this process on purpose


def _keep(users: Path, url: Path) -> None:
    """Run a broker as long as anybody holds the lock on `users`."""
    with broker() as ours, users.open("a") as used:
        written = url.with_suffix(".new")
        written.write_text(ours.url)
        written.rename(url)
        while True:
            sleep(0.5)
            with suppress(BlockingIOError):
                fcntl.flock(used, fcntl.LOCK_EX | fcntl.LOCK_NB)
                url.unlink()  # whoever waits for the lock now starts another one
                return


def _as_another(home: Path) -> list[str]:
    """Return the words before a command that has to run as somebody else: a broker needs no root."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam(next(name for name in ACCOUNTS if name in known))
    for path in (home, *home.iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]


def _free_ports() -> tuple[int, int, int]:
    first = 20000 + 3 * randbelow(4000)
    return first, first + 1, first + 2


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _keep(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        with broker() as running:
            print(f"{VARIABLE}={running.url}", flush=True)  # noqa: T201 - the point of running it
            sys.stdin.read()
