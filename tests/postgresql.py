"""A throw-away PostgreSQL server on loopback for the tests, or the one a variable names.

`python -m tests.postgresql` starts one, prints its URL and stops it when standard input ends.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import randbelow, token_hex
from time import monotonic, sleep

import psycopg
import pytest

VARIABLE = "OSTEON_TEST_POSTGRESQL_URL"
START_SECONDS = 30
ACCOUNTS = ("postgres", "nobody")


@contextmanager
def server(*, durable: bool = False, folder: Path | None = None, **environment: str) -> Iterator[str]:
    """Give the URL of a server: the named one, else one of our own; skip without either, and fail where CI is true.

    One of our own waits for the disk only if `durable`; `folder` and `environment` are for it alone.
    """
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not programs:
        absence = f"no PostgreSQL: set {VARIABLE} or install the server"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(absence)
    with _own_server(programs[-1], "on" if durable else "off", folder, environment) as url:
        yield url


@contextmanager
def database(url: str) -> Iterator[str]:
    """Give the URL of an empty database on a server; it is dropped afterwards."""
    name = f"osteon_{token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{url.rpartition('/')[0]}/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _own_server(programs: Path, fsync: str, folder: Path | None, environment: dict[str, str]) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="osteon-postgresql-", dir=folder))
    prefix = _as_another(home)
    try:
        made = [*prefix, programs / "initdb", "-D", home / "data", "-U", "osteon", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run([*made, "--locale=C"], check=True, stdout=subprocess.DEVNULL, cwd=home)
        process, url = _started([*prefix, programs / "postgres"], home, fsync, environment)
        try:
            yield url
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_another(home: Path) -> list[str]:
    """Return the words before a command that has to run as somebody else: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam(next(name for name in ACCOUNTS if name in known))
    os.chown(home, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]


def _started(
    program: list[str | Path], home: Path, fsync: str, environment: dict[str, str]
) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(5):
        port = 20000 + randbelow(20000)
        # Data of tests dies with it and need not reach the disk; fast shutdown on SIGTERM needs no client to leave.
        options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        command = [*program, "-D", home / "data", *options, "-c", f"fsync={fsync}"]
        with (home / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, env=os.environ | environment)
        url = f"postgresql://osteon@127.0.0.1:{port}/postgres"
        if _answers(process, url):
            return process, url
    raise RuntimeError((home / "log").read_text(encoding="utf-8"))


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    until = monotonic() + START_SECONDS
    while process.poll() is None and monotonic() < until:
        with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
            return True
        sleep(0.05)
    process.kill()
    process.wait()
    return False


if __name__ == "__main__":
    with server() as running:
        print(f"{VARIABLE}={running}", flush=True)  # noqa: T201 - the point of running it
        sys.stdin.read()
