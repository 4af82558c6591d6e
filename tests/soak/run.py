"""The whole service under load for as long as wanted, and the figures it reached; `make soak` calls it.

python -m tests.soak.run --minutes 60 --rate 250

`osteon serve --all` on PostgreSQL that waits for its disk, with MLLP, DICOM and HTTP doors; the database, the service
and the sender share the machine. Everything is on loopback and ends by itself.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from store import Store, migrate
from tests.postgresql import database, server
from tests.soak.associations import matrix, one_study
from tests.soak.senders import MESSAGE
from tests.soak.watching import Look, Probes, Watch, command_of, growth

ROOT = Path(__file__).parents[2]
START_SECONDS = 90
WARM_SECONDS, READ_SECONDS = 6.0, 8.0
DRAIN_SECONDS = 300
STUDIES = (50, 200, 860)
"""Objects of each."""
SHARE = 0.6
"""Of the rate at which documents are read: what the long part sends, unless told otherwise."""


class Soak:
    """A running service and who speaks to it."""

    def __init__(self, store: Store, supervisor: int, ports: dict[str, int], connections: int) -> None:
        self.store, self.supervisor, self.ports, self.connections = store, supervisor, ports, connections
        self._numbers = count(0, 1_000_000)

    def sending(self, seconds: float, rate: float = 0.0) -> dict[str, float]:
        """Return what a sender in a process of its own met; a rate of 0 is as fast as answers come back."""
        words = [self.ports["mllp"], self.connections, seconds, next(self._numbers), rate]
        done = subprocess.run(
            [sys.executable, "-m", "tests.soak.senders", *map(str, words)],
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        return dict(json.loads(done.stdout))

    def drained(self) -> float:
        """Return the seconds until nothing waits."""
        start = monotonic()
        while self.store.backlog().waiting:
            if monotonic() > start + DRAIN_SECONDS:
                raise TimeoutError("the queue does not end")
            sleep(0.2)
        return monotonic() - start


def told(text: str) -> None:
    """Print a line at once, with the time and how busy the machine is."""
    print(f"{monotonic() - BEGAN:7.0f} s  load {os.getloadavg()[0]:4.1f}  {text}", flush=True)  # noqa: T201 - what it is run for


BEGAN = monotonic()


@contextmanager
def service(given: Namespace) -> Iterator[Soak]:
    """Yield the whole service over a database of its own."""
    ports = {name: given.port + place for place, name in enumerate(("http", "mllp", "dicom", "health"))}
    with ExitStack() as opened:
        home = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="osteon-soak-")))
        url = opened.enter_context(database(opened.enter_context(server(durable=True))))
        migrate(url)
        ours = {
            "OSTEON_HOME": str(home), "OSTEON_DATABASE_URL": url, "OSTEON_HTTP_PORT": str(ports["http"]),
            "OSTEON_MLLP_PORT": str(ports["mllp"]), "OSTEON_DICOM_PORT": str(ports["dicom"]),
            "OSTEON_DICOM_ALLOWED_CALLERS": "DXA1",
            "OSTEON_HEALTH_PORT": str(ports["health"]), "OSTEON_WORKERS": str(given.workers),
            "OSTEON_LOG_LEVEL": "WARNING", "OSTEON_BACKLOG": "1000000", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
        with (home / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "api", "serve", "--all"], env=clean | ours, stdout=log, stderr=log, cwd=ROOT
            )
        store = Store.open(url)
        try:
            _await(process, ports)
            yield Soak(store, process.pid, ports, given.connections)
        finally:
            process.terminate()
            process.wait(60)
            store.close()
            told("log of the service: " + ((home / "log").read_text(encoding="utf-8")[-500:] or "empty"))


def _await(process: "subprocess.Popen[bytes]", ports: dict[str, int]) -> None:
    until = monotonic() + START_SECONDS
    probes = Probes(bare=[ports["mllp"], ports["dicom"]], http=[ports["http"]])
    while monotonic() < until:
        if process.poll() is not None:
            break
        if probes.all_answer():
            return
        sleep(0.2)
    raise TimeoutError("the service did not start")


def studies(soak: Soak) -> None:
    """Send studies of more and more objects, and tell how long it takes until each is one case with all of them."""
    for objects in STUDIES:
        start, before = monotonic(), soak.store.counts()
        stored = one_study(soak.ports["dicom"], objects)
        sent_in = monotonic() - start
        soak.drained()
        after = soak.store.counts()
        told(
            f"one study of {objects} objects: {stored} stored in {sent_in:.1f} s, all read {monotonic() - start:.1f} s "
            f"after the first; {after.read - before.read} read, {after.cases - before.cases} case"
        )


def reading_rate(soak: Soak) -> float:
    """Return how many documents a second are read and assessed when the queue is never empty."""
    # What a worker keeps of cases and phrases it has met makes the next ones cheaper: a service that runs is warm.
    soak.sending(WARM_SECONDS, 300.0)
    soak.drained()
    before, start = soak.store.counts().read, monotonic()
    sent = soak.sending(READ_SECONDS, 500.0)
    soak.drained()
    rate = (soak.store.counts().read - before) / (monotonic() - start)
    told(f"read + assess + commit: {rate:.0f}/s, {sent['accepted']:.0f} messages from the first sent to the last read")
    return rate


def steady(soak: Soak, minutes: float, rate: float) -> list[Look]:
    """Send at a rate for so long, probe every second, and watch memory and queue."""
    ports = soak.ports
    probes = Probes(
        bare=[ports["mllp"], ports["dicom"], ports["http"]], http=[ports["http"], ports["health"], ports["health"] + 1]
    )
    with Watch(soak.store, soak.supervisor) as watch, probes:
        sent = soak.sending(minutes * 60, rate)
    looks = watch.looks
    read = (looks[-1].read - looks[0].read) / (looks[-1].at - looks[0].at)
    told(
        f"{minutes:g} min at {rate:.0f}/s: {_told(sent)}; read and assessed {read:.0f}/s; "
        f"probes {probes.done}, failed {probes.failed}"
    )
    told(f"waiting, over time: {' '.join(str(one.waiting) for one in thinned(looks))}")
    for process in looks[-1].resident:
        before, after = growth(looks, process)
        told(f"RSS {command_of(process):<28} {before:6.1f} MB -> {after:6.1f} MB ({after / before - 1:+.1%})")
    told(f"RSS of all reading children, over time: {' '.join(f'{one.children / 1e6:.0f}' for one in thinned(looks))}")
    return looks


def thinned(looks: list[Look]) -> list[Look]:
    """Return at most twelve of the looks."""
    return looks[:: max(1, len(looks) // 12)]


def _told(sent: dict[str, float]) -> str:
    return (
        f"{sent['accepted'] / sent['seconds']:.0f} ACK/s, p50 {sent['p50']:.1f} ms, p99 {sent['p99']:.1f} ms, "
        f"worst {sent['worst']:.0f} ms, refused {sent['refused']:.0f}, unanswered {sent['unanswered']:.0f}"
    )


def top_and_half(soak: Soak, seconds: float) -> None:
    """Find the highest rate of acknowledgements beside busy workers, and the waits at half of it."""
    before = soak.store.counts().read
    top = soak.sending(seconds)
    read = (soak.store.counts().read - before) / seconds
    told(f"as fast as answers come, {soak.connections} connections: {_told(top)}; meanwhile read {read:.0f}/s")
    half = soak.sending(seconds, top["accepted"] / top["seconds"] / 2)
    told(f"half of it: {_told(half)}; waiting {soak.store.backlog().waiting}")


def main() -> None:
    """Run every part and print what it reached."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10.0, help="of the long part")
    asked.add_argument("--rate", type=float, help=f"messages a second; {SHARE:.0%}% of what is read unless given")
    asked.add_argument("--connections", type=int, default=32)
    asked.add_argument("--workers", type=int, default=4)
    asked.add_argument("--port", type=int, default=42_000, help="first of some ports that are used")
    asked.add_argument("--only", choices=["mllp", "dicom", "studies"])
    given = asked.parse_args()
    told(f"{os.cpu_count()} cores, messages of {len(MESSAGE)} bytes with 40 values, {given.workers} workers")
    with service(given) as soak:
        if given.only in {None, "studies"}:
            studies(soak)
        if given.only in {None, "dicom"}:
            matrix(soak.ports["dicom"], soak.supervisor, told)
            soak.drained()
        if given.only in {None, "mllp"}:
            rate = reading_rate(soak)
            steady(soak, given.minutes, given.rate or SHARE * rate)
            soak.drained()
            top_and_half(soak, 20.0)


if __name__ == "__main__":
    main()
