"""Worker processes, four against one, in units of what four spinning processes get of this machine (G10, G11).

A plain "four workers read four times as much" is not honest where four spinning processes do not spin four times as
often: the machine is shared. CPU-bound reports are SR objects and PDFs in turn (G10); fast ones are short HL7 messages
(G11). PostgreSQL, which does not wait for its disk here, and the measuring process are on the same cores.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

from post_documents import OSTEON
from rounds import Result, ratio, show, spread
from shim import clean_environment, in_memory

from dxa.document import RawDocument
from store import Store, migrate

sys.path.insert(0, str(Path(__file__).parent.parent))

from fixtures.corpus.family import family_of, sample_of
from parsers.registry import parser_of
from tests.postgresql import database, server
from tests.service.messages import Order, message, number

ROUNDS = 3
SLICE_SECONDS = 3.0
WARM_SECONDS = 1.5
SPIN_SECONDS = 1.0
START_SECONDS = 90
MANY = 4
NUMBERS = count(1)
SEED = int(perf_counter() * 1000)
HEAVY = tuple(family_of(name) for name in ("ge-sr", "pdf-ge"))
SPINNING = """
import sys, time
end, done = time.perf_counter() + float(sys.argv[1]), 0
while time.perf_counter() < end:
    sum(range(20_000)); done += 1
print(done)
"""


def spun(processes: int) -> float:
    """Return how often so many processes spin in a second."""
    words = [sys.executable, "-c", SPINNING, str(SPIN_SECONDS)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(processes)]
    return sum(int(one.communicate()[0]) for one in running) / SPIN_SECONDS


def heavy() -> bytes:
    """Return an SR object or a PDF, each of an examination of its own."""
    one = next(NUMBERS)
    return sample_of(HEAVY[one % len(HEAVY)], SEED, one).content


def fast() -> bytes:
    """Return a short message of a patient of its own."""
    one = next(NUMBERS)
    rows = [number(1, "Left femoral neck T-score", "-2.1"), number(2, "L1-L4 T-score", "-1.3")]
    return message(Order(patient=f"G{one:07d}", accession=f"A-{one}"), *rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the workers are given."""

    new: Callable[[], bytes]
    waiting: int
    """Documents in the queue when a measurement begins; more than it can use up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A database and the environment of workers over it."""

    store: Store
    environment: dict[str, str]

    def fill(self, load: Load) -> None:
        """Fill the queue up."""
        for _ in range(load.waiting - self.store.backlog().waiting):
            content, now = load.new(), datetime.now(UTC)
            raw = RawDocument(content=content, channel="bench", received_at=now)
            media_type = parser_of(content).media_type
            self.store.receive(raw, media_type, claimed_by=None, now=now, lease_seconds=60)

    def worked(self, load: Load, processes: int) -> float:
        """Return documents read, assessed and committed in a second by so many workers that are warm."""
        self.fill(load)
        words = [OSTEON, "worker", "--quiet"]
        running = [subprocess.Popen(words, env=self.environment) for _ in range(processes)]
        try:
            self._await_all(processes)
            before, start = self.store.counts(), perf_counter()
            sleep(SLICE_SECONDS)
            after, seconds = self.store.counts(), perf_counter() - start
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(60)
        if not after.waiting:
            raise RuntimeError("the queue was too short")
        return (after.read + after.quarantined - before.read - before.quarantined) / seconds

    def _await_all(self, processes: int) -> None:
        until = perf_counter() + START_SECONDS
        while sum(one.part == "worker" for one in self.store.processes()) < processes:
            if perf_counter() > until:
                raise TimeoutError("the workers did not start")
            sleep(0.05)
        sleep(WARM_SECONDS)


def efficiencies(one: list[float], many: list[float]) -> list[float]:
    """Return what each of many got, in units of what one alone got, in each round."""
    return [together / MANY / alone for alone, together in zip(one, many, strict=True)]


def compared(bench: Bench, load: Load, rounds: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return the rates of one and of many spinning processes, and of as many workers, in every round."""
    spins: list[list[float]] = [[], []]
    rates: list[list[float]] = [[], []]
    for _ in range(rounds):
        for place, processes in enumerate((1, MANY)):
            spins[place].append(spun(processes))
            rates[place].append(bench.worked(load, processes))
    return spins, rates


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the efficiency of four workers over that of four spinning processes, for both kinds of documents."""
    lines = []
    for goal, kind, least, load in (
        ("G10", "SR and PDF", ">= 0.9", Load(new=heavy, waiting=250)),
        ("G11", "short HL7", ">= 0.5", Load(new=fast, waiting=5000)),
    ):
        with in_memory() as folder, server(folder=folder) as running, database(running) as url:
            migrate(url)
            ours = {"OSTEON_DATABASE_URL": url, "OSTEON_HOME": str(folder), "OSTEON_READERS": "1"}
            store = Store.open(url)
            spins, rates = compared(Bench(store=store, environment=clean_environment(**ours)), load, rounds)
            store.close()
        theirs, own = efficiencies(*spins), efficiencies(*rates)
        told = (
            f"{spread(rates[1])[0]:.0f}/s against {spread(rates[0])[0]:.0f}/s: {spread(own)[0]:.2f}; "
            f"spinning {spread(theirs)[0]:.2f}"
        )
        what = f"efficiency of {MANY} workers on {kind} / of {MANY} spinning processes"
        lines.append(Result(name=goal, what=what, ratio=ratio(own, theirs), goal=least, detail=told))
    return lines


if __name__ == "__main__":
    show(measure())
