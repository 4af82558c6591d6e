"""R2: parts of the service, or all of it, are killed again and again while documents come in at every door."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from secrets import token_hex
from time import monotonic, sleep

import pika
from sqlalchemy import Connection, func, select

from dxa.topology import topology
from store import Store
from store.tables import DELIVERIES
from tests import rabbitmq
from tests.chaos.databases import databases, kinds_of
from tests.chaos.listener import Listener, listening, written
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import Ledger, digest
from tests.chaos.parts import ALL, DELIVERY, DOORS, WEB, WORKER, House, await_true, children_of, is_open
from tests.chaos.senders import DICOM, FOLDER, HTTP, MLLP, Crowd, sending
from tests.chaos.verdict import faults_of_store, faults_of_tellings

SETTINGS = {
    "PYTHONFAULTHANDLER": "1",
    "OSTEON_READERS": "1",
    "OSTEON_WORKERS": "1",
    "OSTEON_LEASE_SECONDS": "15",
    "OSTEON_LIMIT_READ_SECONDS": "8",
    "OSTEON_HTTP_WAIT_SECONDS": "5",
    "OSTEON_DELIVERY_LEASE_SECONDS": "10",
}
ANY_MOMENT = 0.25
"""How many kills hit a part that has perhaps not even started."""
EVERYTHING = 0.1
"""How many of the kills hit all parts at once."""
CHILD = 0.3
"""How many of the kills of the web hit its serving process alone, which its own parent starts again."""
MOST_DONE = 10
"""Documents or tellings a part has done, at most, before it is killed."""
PATIENCE = 180.0
OPEN_SECONDS = 60.0
DRAIN_SECONDS = 600.0


@dataclass(slots=True, kw_only=True)
class Siege:
    """One service under fire."""

    house: House
    ledger: Ledger
    listener: Listener
    chance: Random
    marks: dict[str, int] = field(default_factory=dict)
    """How far the work of each part has to be before it is killed."""
    begun: dict[str, float] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """Parts that ended without being killed."""

    def progress(self, part: str) -> int:
        """Return how much a part has done so far, in documents or tellings."""
        doors: Mapping[str, tuple[str, ...]] = {WEB: (HTTP,), DOORS: (MLLP, DICOM, FOLDER)}
        return self.ledger.count(doors[part]) if part in doors else len(self.listener.told)

    def _end_hung(self) -> None:
        """End a part whose port did not open in time, with the place of every thread in its log; that is a fault."""
        ports = {WEB: (self.house.http,), DOORS: (self.house.mllp, self.house.dicom)}
        for part in self.house.running:
            late = monotonic() - self.begun[part] > OPEN_SECONDS
            if late and not all(is_open(port) for port in ports.get(part, ())):
                os.kill(self.house.running[part].pid, signal.SIGABRT)
                self.ended[f"{part}, whose port did not open,"] += 1
                sleep(1)
                self.house.kill(part)
                self.begin(part)
                return

    def begin(self, part: str) -> None:
        self.begun[part] = monotonic()
        self._mark(part)
        self.house.begin(part)

    def _mark(self, part: str) -> None:
        """Let a part do some work before it may be killed."""
        self.marks[part] = self.progress(part) + self.chance.randint(1, MOST_DONE)

    def worked(self) -> list[str]:
        """Return the parts that have done some work since they were started."""
        return [part for part in self.house.running if self.progress(part) >= self.marks[part]]

    def strike(self) -> None:
        """Kill a part at random, or everything, and start it again."""
        self.ended.update(self.house.restart_ended())
        until = monotonic() + PATIENCE
        at_any_moment = self.chance.random() < ANY_MOMENT
        while not (ready := self.worked()) and not at_any_moment:
            if monotonic() > until:
                raise TimeoutError(f"no part got to work for {PATIENCE:g} s")
            self.ended.update(self.house.restart_ended())
            self._end_hung()
            sleep(0.02)
        sleep(self.chance.uniform(0, 0.3))
        if self.chance.random() < EVERYTHING:
            self._kill_everything()
        else:
            self._kill(self.chance.choice(list(self.house.running) if at_any_moment else ready))

    def _kill_everything(self) -> None:
        parts = list(self.house.running)
        for part in parts:
            self.house.kill(part)
        for part in parts:
            self.begin(part)
        self.killed["everything"] += 1

    def _kill(self, part: str) -> None:
        below = children_of(self.house.running[part].pid)
        if part in {WEB, ALL} and below and self.chance.random() < (CHILD if part == WEB else 0.7):
            self._mark(part)
            _kill_one(self.chance.choice(below))
            self.killed["a child of the supervisor" if part == ALL else "the serving process"] += 1
            return
        self.house.kill(part)
        self.begin(part)
        self.killed[part] += 1


def _kill_one(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def siege(home: Path, url: str | None, broker: str, seed: int, parts: tuple[str, ...]) -> Iterator[tuple[Siege, Crowd]]:
    """Open a service with every door and two destinations."""
    home.mkdir(parents=True)
    prefix = f"chaos-{token_hex(4)}"
    with ExitStack() as things:
        listener = things.enter_context(listening())
        settings = SETTINGS | {"OSTEON_RABBITMQ_URL": broker, "OSTEON_RABBITMQ_PREFIX": prefix}
        settings |= {"OSTEON_DESTINATIONS": written(home, listener)} | ({"OSTEON_DATABASE_URL": url} if url else {})
        house = House(home=home, settings=settings)
        things.callback(house.stop)
        house.prepare()
        house.command("broker", "declare")
        ledger = Ledger()
        chance = Random(seed)  # noqa: S311 - the same moments every time
        crowd = Crowd(house=house, ledger=ledger, seed=seed, broker=broker, prefix=prefix)
        ours = Siege(house=house, ledger=ledger, listener=listener, chance=chance)
        for part in parts:
            ours.begin(part)
        house.await_open(house.http, house.mllp, house.dicom)
        yield ours, crowd


def killed(ours: Siege, crowd: Crowd, times: int) -> tuple[str, ...]:
    """Kill so often, let everything come to an end, and return what is wrong then."""
    try:
        with sending(crowd):
            for _ in range(times):
                ours.strike()
            ours.ended.update(ours.house.restart_ended())
            crowd.stopping.wait(2)
        for number in range(2, 4):
            ours.house.begin(f"worker {number}", "worker")
        store = Store.open(ours.house.url)
        try:
            await_true(lambda: _is_drained(ours, crowd, store), "everything is read and told", DRAIN_SECONDS)
            _note_late_files(ours)
            return (
                *faults_of_store(store, ours.ledger),
                *faults_of_tellings(store, ours.listener.told, ours.house.home / "out"),
                *(f"{part} ended by itself {number} times" for part, number in ours.ended.items()),
            )
        finally:
            store.close()
    except (TimeoutError, RuntimeError) as error:
        return (str(error),)


def _is_drained(ours: Siege, crowd: Crowd, store: Store) -> bool:
    """Say whether nothing waits anywhere; what three kills in a row put aside is given back first."""
    sleep(0.3)
    ours.ended.update(ours.house.restart_ended())
    counts, names = store.counts(), topology(crowd.prefix)
    if counts.quarantined:
        ours.killed["put aside by three kills"] += counts.quarantined
        ours.house.command("replay", "--quarantined")
        return False
    if _ready(crowd, names.dead.name):
        ours.killed["put aside by the broker"] += _ready(crowd, names.dead.name)
        ours.house.command("broker", "replay")
        return False
    files = any(path.is_file() for folder in ("", "working") for path in (ours.house.inbox / folder).iterdir())
    waiting = counts.waiting or counts.outbox_pending or files or _ready(crowd, names.documents.name)
    return not waiting and not store.read(_open_deliveries)


def _open_deliveries(connection: Connection) -> int:
    found = connection.scalar(select(func.count()).select_from(DELIVERIES).where(DELIVERIES.c.state != "sent"))
    return int(found)


def _ready(crowd: Crowd, queue: str) -> int:
    connection = pika.BlockingConnection(pika.URLParameters(crowd.broker))
    try:
        return int(connection.channel().queue_declare(queue, passive=True).method.message_count)
    finally:
        connection.close()


def _note_late_files(ours: Siege) -> None:
    """Files whose watcher was killed lie in `processed` only now: their sender has gone home meanwhile."""
    for path in (ours.house.inbox / "processed").iterdir():
        ours.ledger.took(FOLDER, digest(path.read_bytes()))


def run(wish: Wish) -> Outcome:
    """Kill `times` times in all, over each database and each way of running."""
    layouts = {"parts": (WEB, DOORS, WORKER, DELIVERY), "supervised": (ALL,)}
    kinds = kinds_of(wish)
    wanted = {name: parts for name, parts in layouts.items() if wish.layout in {name, "both"}}
    done: Counter[str] = Counter()
    faults: list[str] = []
    with ExitStack() as things:
        broker = things.enter_context(rabbitmq.broker())
        for kind in kinds:
            url = things.enter_context(databases(kind))
            for name, parts in wanted.items():
                # A supervisor pauses before it starts again what ended: most kills are of parts by themselves.
                share = {"parts": 0.9, "supervised": 0.1}[name] if len(wanted) > 1 else 1.0
                times = max(1, round(wish.times * share / len(kinds)))
                with siege(wish.home / f"{kind}-{name}", url(), broker.url, wish.seed, parts) as (ours, crowd):
                    began = monotonic()
                    found = killed(ours, crowd, times)
                faults += [f"{kind}, {name}: {fault}" for fault in found]
                done += Counter(documents=len(ours.ledger.acknowledged), repeated=ours.ledger.repeated, kills=times)
                done += Counter({f"of {part}": number for part, number in ours.killed.items()})
                done["tellings"] += len(ours.listener.told)
                _say(
                    f"  {kind}, {name}: {times} kills in {monotonic() - began:.0f} s; {dict(ours.killed)}; "
                    f"{dict(Counter(ours.ledger.acknowledged.values()))}; {found or 'held'}"
                )
    many = (
        f"{done['kills']} kills, {done['documents']} documents acknowledged, "
        f"{done['repeated']} sent again, {done['tellings']} tellings"
    )
    return Outcome(what="kills (R2)", many=many, faults=tuple(faults))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
