"""One reading child process: asked with a time limit, killed by its id."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from select import POLLIN, POLLOUT, poll
from time import monotonic
from typing import Any

from dxa.errors import Defect, LimitExceeded, OsteonError, UnreadableDocument
from parsers.frames import frame, missing, parts_of

START_SECONDS = 60.0
"""How long a child may take to import its readers."""
_STOP_SECONDS = 2.0
_CHUNK = 1 << 20
_ITS_OWN_FAULT = {
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSEGV,
    signal.SIGSYS,
    signal.SIGTRAP,
}
"""Signals a process raises by what it does; any other came from outside and says nothing about the document."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child answered."""

    head: dict[str, Any]
    body: bytes

    @property
    def last(self) -> bool:
        """Whether the child said that it ends after this."""
        return self.head.get("last") is True

    def refuses(self, code: str) -> bool:
        """Return whether it is a refusal with this code."""
        error = self.head.get("error")
        return isinstance(error, dict) and error.get("code") == code


class ChildDied(Exception):
    """The child ended before it answered; `status` is its exit status, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status

    def meaning(self) -> OsteonError:
        """Return what that says about the document, if it was the first this child read."""
        if -self.status in _ITS_OWN_FAULT:
            return UnreadableDocument(f"its reader died of it ({signal.Signals(-self.status).name})")
        return Defect(f"a reading child ended without an answer (status {self.status})")


class ChildProcess:
    """A child that answers one request at a time."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.answered = 0
        # A session of its own: Ctrl-C in the terminal is for the service, which then ends its children in order.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=dict(environment),
            start_new_session=True,
        )
        for stream in (self._process.stdin, self._process.stdout):
            os.set_blocking(_fd(stream), False)
        self._started = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def resident(self) -> float:
        """Return the bytes of memory it has now; infinitely many where the system does not tell."""
        try:
            words = Path(f"/proc/{self.pid}/statm").read_bytes().split()
        except OSError:
            return inf
        return int(words[1]) * os.sysconf("SC_PAGE_SIZE")

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> Answer:
        """Return the answer to one request.

        Raises:
            ChildDied: it ended without answering.
            LimitExceeded: it did not answer in time; kill it.
            Defect: it did not start in time, or answered something that is no message; kill it.
        """
        if not self._started:
            self._exchange(b"", monotonic() + START_SECONDS, Defect("a reading child did not start"))
            self._started = True
        late = LimitExceeded(f"reading took longer than {seconds:g} s")
        answer = self._exchange(frame(head, body), monotonic() + seconds, late)
        self.answered += 1
        return answer

    def stop(self) -> None:
        """End an idle child by closing its pipe; kill it if it does not go."""
        with suppress(subprocess.TimeoutExpired, OSError):
            _close(self._process.stdin)
            self._process.wait(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the child now, whatever it does."""
        self._process.kill()
        self._process.wait()
        _close(self._process.stdin)
        _close(self._process.stdout)

    def interrupt(self) -> None:
        """End a child that another thread is asking; that thread then kills it in order."""
        self._process.kill()

    def _exchange(self, message: bytes, deadline: float, late: OsteonError) -> Answer:
        self._write(message, deadline, late)
        received = bytearray()
        try:
            while wanted := missing(received):
                self._wait(self._process.stdout, POLLIN, deadline, late)
                chunk = os.read(_fd(self._process.stdout), min(wanted, _CHUNK))
                if not chunk:
                    raise ChildDied(self._status())
                received += chunk
            return Answer(*parts_of(received))
        except ValueError as error:
            raise Defect("a reading child gave an answer that is no message") from error

    def _write(self, message: bytes, deadline: float, late: OsteonError) -> None:
        rest = memoryview(message)
        while rest:
            self._wait(self._process.stdin, POLLOUT, deadline, late)
            try:
                rest = rest[os.write(_fd(self._process.stdin), rest[:_CHUNK]) :]
            except BrokenPipeError as error:
                raise ChildDied(self._status()) from error

    def _wait(self, stream: Any, event: int, deadline: float, late: OsteonError) -> None:
        waiting = poll()
        waiting.register(_fd(stream), event)
        left = deadline - monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise late

    def _status(self) -> int:
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _fd(stream: Any) -> int:
    number: int = stream.fileno()
    return number


def _close(stream: Any) -> None:
    with suppress(OSError):
        stream.close()
