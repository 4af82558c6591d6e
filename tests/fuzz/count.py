"""Reads many mutated documents on several processes and counts what went wrong; no coverage, no new inputs.

python tests/fuzz/count.py --cases 100000 --processes 3 hl7 dicom
"""

import argparse
import logging
import multiprocessing
import resource
import signal
import sys
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from types import FrameType

from mutations import mutated
from properties import TARGETS, WrongReading, examine

SECONDS = 5.0
"""Processor time one document may take."""
_SILENCE = 60.0
"""Wall time after which a process that reports nothing is stuck in a library and is killed."""
_MEMORY = 3 << 30
_GLANCE = 0.02
_KEPT = 3
"""How many inputs of each kind of failure are written down."""
_ROOT = Path(__file__).parents[2]


class TooSlow(BaseException):
    """A document took more than its time; no reader may catch this."""


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one case."""

    number: int
    ending: str
    """"report", or the code of a refusal; empty when the case failed."""
    values: int = 0
    failure: str | None = None


@dataclass(slots=True)
class Counts:
    """What became of the cases of one target."""

    cases: int = 0
    values: int = 0
    reports: int = 0
    failures: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the cases by kind and place of failure."""

    def add(self, case: Case) -> None:
        """Count one case."""
        self.cases += 1
        self.values += case.values
        self.reports += case.ending == "report"
        if case.failure:
            self.failures.setdefault(case.failure, []).append(case.number)

    def of_kind(self, kind: str) -> int:
        """Return how many cases failed in this way."""
        return sum(len(cases) for name, cases in self.failures.items() if name.startswith(kind))


def examined(target: str, number: int) -> Case:
    """Return what became of a case."""
    content = mutated(target, number)
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        outcome = examine(target, content)
    except TooSlow:
        return Case(number, "", failure=f"slow: more than {SECONDS:g} s")
    except WrongReading as error:
        return Case(number, "", failure=f"wrong: {error}")
    except Exception as error:  # noqa: BLE001 - finding these is what this program is for
        return Case(number, "", failure=f"crash: {type(error).__name__} at {_place_of(error)}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Case(number, outcome.refusal or "report", outcome.values)


def _place_of(error: Exception) -> str:
    """Return the last line of ours an error came through."""
    ours = [part for part in extract_tb(error.__traceback__) if Path(part.filename).is_relative_to(_ROOT / "parsers")]
    return f"{Path(ours[-1].filename).relative_to(_ROOT)}:{ours[-1].lineno}" if ours else "?"


def worker(target: str, numbers: range, channel: Connection) -> None:
    """Read cases and report each; dies with the case that kills it."""
    logging.disable(logging.CRITICAL)  # pdfminer complains of every damaged font
    signal.signal(signal.SIGPROF, _interrupt)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in numbers:
        channel.send(examined(target, number))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def counted(target: str, first: int, cases: int, processes: int) -> Counts:
    """Return the counts of cases `first` and following, read by so many processes at a time."""
    mutated(target, first)  # the known documents are loaded once, for every process and for those kept afterwards
    total = Counts()
    shares = [range(first + number, first + cases, processes) for number in range(processes)]
    running = [_Run(target, share) for share in shares if share]
    while running:
        running = [run for run in running if run.follow(total)]
    return total


class _Run:
    """A process that works off a range of cases; when a case kills it, the next process goes on behind that case."""

    def __init__(self, target: str, numbers: range) -> None:
        self._target = target
        self._left = numbers
        self._start()

    def _start(self) -> None:
        self._heard = monotonic()
        self._channel, other = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.Process(target=worker, args=(self._target, self._left, other))
        self._process.start()
        other.close()

    def follow(self, total: Counts) -> bool:
        """Take over what was reported; return whether cases are left."""
        try:
            while self._left and self._channel.poll(_GLANCE):
                self._heard = monotonic()
                total.add(self._channel.recv())
                self._left = self._left[1:]
        except EOFError:
            self._process.join()
            self._go_on(total, f"died: exit {self._process.exitcode}")
        if self._left and monotonic() - self._heard > _SILENCE:
            self._process.kill()
            self._process.join()
            self._go_on(total, "slow: stuck in a library and killed")
        if not self._left:
            self._process.join()
        return bool(self._left)

    def _go_on(self, total: Counts, failure: str) -> None:
        total.add(Case(self._left[0], "", failure=failure))
        self._left = self._left[1:]
        if self._left:
            self._start()


def line_of(target: str, counts: Counts, seconds: float) -> str:
    """Return one line of the table."""
    kinds = [str(counts.of_kind(kind)) for kind in ("crash", "slow", "wrong", "died")]
    return f"| {target} | {counts.cases} | {counts.reports} | {counts.values} | {' | '.join(kinds)} | {seconds:.0f} |"


def main() -> int:
    """Count, print the table and every kind of failure with its first cases; return 1 if there was any."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all when none is named"
    )
    options.add_argument("--cases", type=int, default=1000)
    options.add_argument("--first", type=int, default=0, help="number of the first case")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--keep", type=Path, help="folder for the inputs that failed")
    wished = options.parse_args()
    if unknown := set(wished.targets) - set(TARGETS):
        options.error(f"no such target: {', '.join(sorted(unknown))}")
    say("| reader | cases | read | values checked | crashes | slow | wrong | reader died | s |")
    say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    failed = False
    for target in wished.targets or TARGETS:
        start = monotonic()
        counts = counted(target, wished.first, wished.cases, wished.processes)
        say(line_of(target, counts, monotonic() - start))
        for failure, cases in sorted(counts.failures.items(), key=lambda item: -len(item[1])):
            failed = True
            say(f"  {len(cases)} x {failure} (cases {', '.join(map(str, cases[:_KEPT]))})")
            _keep(wished.keep, target, cases[:_KEPT])
    return int(failed)


def _keep(folder: Path | None, target: str, cases: list[int]) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for case in cases:
            (folder / f"{target}-{case}").write_bytes(mutated(target, case))


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
