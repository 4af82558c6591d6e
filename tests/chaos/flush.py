"""R3: the trace of a listener shows that what it acknowledges was flushed to the disk before."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import hl7
from tests.chaos.parts import DOORS, House, children_of
from tests.chaos.senders import ask, mllp_connection

_TRACED = "write,pwrite64,fdatasync,fsync,sendto"
_CALL = re.compile(r"^(\d+)\s+(?:(\w+)\((.*)|<\.\.\. (\w+) resumed>(.*))$")
_CONNECTIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One system call: when it was begun and done, as line numbers of the trace."""

    name: str
    words: str
    begun: int
    done: int


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Yield the calls of a trace that succeeded, in the order they were done."""
    open_calls: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in enumerate(lines):
        found = _CALL.match(line)
        if found is None:
            continue
        thread, name, words, resumed, rest = found.groups()
        if name and line.rstrip().endswith("<unfinished ...>"):
            open_calls[thread, name] = (number, words)
            continue
        begun, words = (number, words) if name else open_calls.pop((thread, resumed), (number, ""))
        if not re.search(r"= -1 ", rest or line):
            yield Call(name=name or resumed, words=words, begun=begun, done=number)


def unflushed(lines: Iterable[str], controls: Iterable[str]) -> list[str]:
    """Return the control ids whose acknowledgement was sent before a flush of what holds their message was done."""
    found = list(calls(lines))
    syncs = [one for one in found if one.name in {"fdatasync", "fsync"} and ".db" in one.words]
    writes = [one for one in found if one.name in {"write", "pwrite64"} and ".db" in one.words]
    answers = [one for one in found if one.name == "sendto" and "MSA|AA|" in one.words]
    early = []
    for control in controls:
        mark = re.compile(re.escape(control) + r"(?![0-9])")
        written = next((one.done for one in writes if mark.search(one.words)), None)
        sent = next((one.begun for one in answers if mark.search(one.words)), None)
        safe = written is not None and sent is not None
        if not safe or not any(written < one.begun and one.done < sent for one in syncs):
            early.append(control)
    return early


def run(wish: Wish) -> Outcome:
    """Send `times` messages over several connections to a listener that is traced."""
    what = "flush before each AA (R3)"
    if not shutil.which("strace"):
        sys.stdout.write("strace is not installed: apt-get install strace\n")
        return Outcome(what=what, many="0 messages", skipped="strace is not installed")
    house, trace = House(home=wish.home / "home"), wish.home / "trace"
    house.prepare()
    tracing = ("strace", "-f", "-qq", "-y", "-s", "9000", "-e", f"trace={_TRACED}", "-o", str(trace))
    try:
        house.begin(DOORS, "listen", "mllp", before=tracing)
        house.await_open(house.mllp)
        controls = [f"FLUSH{number:06d}" for number in range(wish.times)]
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            lanes = [controls[lane::_CONNECTIONS] for lane in range(_CONNECTIONS)]
            taken = sum(pool.map(lambda lane: _sent(house, lane), lanes))
    finally:
        _end(house)
    return Outcome(
        what=what, many=f"{taken} of {wish.times} messages acknowledged", faults=_faults(trace, controls, taken)
    )


def _end(house: House) -> None:
    """Tell the listener to stop; what traces it does not pass that on, and ends with it."""
    for listener in children_of(house.running[DOORS].pid):
        os.kill(listener, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        house.running[DOORS].wait(30)
    house.kill(DOORS)


def _sent(house: House, lane: list[str]) -> int:
    with mllp_connection(house.mllp) as connection:
        answers = [ask(connection, hl7(int(one[5:]), control=one)) or b"" for one in lane]
    return sum(b"MSA|AA|" in answer for answer in answers)


def _faults(trace: Path, controls: list[str], taken: int) -> tuple[str, ...]:
    with trace.open(encoding="utf-8", errors="replace") as lines:
        early = unflushed(lines, controls)
    faults = [f"{len(early)} acknowledged before a flush"] if early else []
    return (*faults, *([f"{len(controls) - taken} not acknowledged"] if taken != len(controls) else []))
