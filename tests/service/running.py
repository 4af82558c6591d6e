"""The real service as a caller meets it: `osteon serve` in a process of its own, spoken to with plain HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

OSTEON = Path(sys.executable).with_name("osteon")
DOCUMENTS = "/api/v1/documents"
START_SECONDS = 60.0
NO_ANSWER = (OSError, HTTPException)
"""What a caller meets when the service dies before it answers."""


_PORTS = count(20_000 + 500 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
"""Ports of this test process alone, below those the system gives to clients: on a port that was free a moment ago,
the service of another process could answer in place of ours, until it is killed there."""


def free_port() -> int:
    """Return a port nobody listens on."""
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True, kw_only=True)
class Service:
    """One data directory, and the service over it while it runs."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    secret: str = ""

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
        ours = {"OSTEON_HOME": str(self.home), "OSTEON_HTTP_PORT": str(self.port), "OSTEON_LOG_LEVEL": "WARNING"}
        return inherited | ours | dict(self.settings)

    def command(self, *arguments: str) -> str:
        """Return what a command of `osteon` prints."""
        environment = self.environment | {"OSTEON_HTTP_PORT": "8080"}
        done = subprocess.run([OSTEON, *arguments], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def begin(self) -> None:
        """Start the process on a free port, in a group of its own, without waiting for it."""
        self.port = free_port()
        with (self.home / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [OSTEON, "serve"], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def start(self) -> None:
        """Start the process and return once it answers."""
        self.begin()
        self.await_answers()

    def await_answers(self) -> None:
        """Return once the service answers; another start is tried if its port was taken meanwhile."""
        until = monotonic() + START_SECONDS
        while monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                self.begin()
            with suppress(*NO_ANSWER):
                if self.get("/health/ready", seconds=5).status == 200:
                    return
            sleep(0.01)
        raise AssertionError((self.home / "log.txt").read_text(encoding="utf-8")[-2000:])

    def kill(self) -> None:
        """End every process of the service at once, as a power cut would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """End the service in order and return its exit status."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            return self.process.wait(30)
        finally:
            self.kill()

    def request(self, method: str, path: str, body: bytes | None = None, seconds: float = 60, **headers: str) -> Answer:
        """Return the answer to one request; `headers` are named with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            given.setdefault("Authorization", f"Bearer {self.secret}")
        began = monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            # A service that refuses a body need not read all of it: its answer is there none the less.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body, given, encode_chunked="Transfer-Encoding" in given)
            if connection.sock is None:
                # It died while it was being connected to; http.client would look for an answer all the same.
                raise ConnectionResetError("the service went away")
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        return Answer(status=response.status, headers=dict(response.headers), body=content, seconds=monotonic() - began)

    def get(self, path: str, seconds: float = 60) -> Answer:
        return self.request("GET", path, seconds=seconds)

    def post(self, content: bytes, seconds: float = 60, **headers: str) -> Answer:
        """Hand a document in."""
        return self.request("POST", DOCUMENTS, content, seconds, Content_Type="application/octet-stream", **headers)

    def case(self, case_id: str) -> Any:
        """Return a case with its report and assessment."""
        answer = self.get(f"/api/v1/cases/{case_id}")

        assert answer.status == 200
        return answer.json

    def case_of(self, content: bytes) -> Any:
        """Hand a new document in and return the case it became part of."""
        answer = self.post(content)

        assert (answer.status, answer.body) == (201, answer.body)
        return self.case(answer.json["case"]["id"])

    def state_facts(self, case_id: str, **facts: object) -> Any:
        """State facts about a case and return it as it is then."""
        answer = self.request("POST", f"/api/v1/cases/{case_id}/facts", json.dumps(facts).encode())

        assert (answer.status, answer.body) == (200, answer.body)
        return answer.json

    def document(self, document_id: str) -> Any:
        """Return what became of a document."""
        answer = self.get(f"{DOCUMENTS}/{document_id}")

        assert answer.status == 200
        return answer.json

    def settled(self, document_id: str, seconds: float = 60) -> Any:
        """Return what became of a document once that is certain."""
        until = monotonic() + seconds
        while (state := self.document(document_id))["document"]["status"] in {"received", "reading"}:
            assert monotonic() < until
            sleep(0.05)
        return state


def new_service(home: Path, **settings: str) -> Service:
    """Return a running service with an administrator's token."""
    home.mkdir(parents=True, exist_ok=True)
    service = Service(home=home, settings=settings)
    service.secret = service.command("token", "create", "tester", "--role", "admin")
    service.start()
    return service


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()
