"""R4: the disk is full or the database is down: every door says no, and takes everything once there is room again."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from secrets import token_hex
from time import sleep

import pika
import psycopg
from sqlalchemy import select

from dxa.topology import topology
from store import Store
from store.tables import DOCUMENTS, EXTERNAL_IDS
from tests import rabbitmq
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import digest, hl7, sr
from tests.chaos.parts import DOORS, WEB, WORKER, House, await_true
from tests.chaos.senders import ask, drop, mllp_connection, post
from tests.ingest.dicom_door import association
from tests.postgresql import database, server

BALLAST_BYTES = 400_000
"""Of each document: more than a write-ahead log has room for that is used again."""
DISK_BYTES = 80_000_000
MOST_ROUNDS = 60
"""A write-ahead log that is used again takes documents for some time after the disk is full: those are committed."""
POSITIVE = {"mllp": "AA", "http": "202", "dicom": "0x0000"}
NEGATIVE = {"mllp": "AR", "http": "503 Retry-After", "dicom": "0xA700"}


@dataclass(slots=True, kw_only=True)
class Bench:
    """A service with every door, and the queue beside it."""

    house: House
    broker: str
    prefix: str
    sent: int = 0
    accepted: set[str] = field(default_factory=set)
    """Messages a door said it took, also in the middle of an outage: they have to be there in the end."""

    def message(self) -> bytes:
        """Return a large message nobody sent before."""
        self.sent += 1
        return hl7(self.sent) + b"NTE|1||" + b"x" * BALLAST_BYTES + b"\r"

    def answers(self) -> dict[str, str]:
        """Hand a document in at each door that answers, and return what was said."""
        said, content = {"mllp": "none"}, self.message()
        with suppress(OSError), mllp_connection(self.house.mllp) as connection:
            answer = ask(connection, content) or b"MSA|none|"
            said["mllp"] = answer.partition(b"MSA|")[2][:2].decode()
        self.accepted |= {digest(content)} if said["mllp"] == "AA" else set()
        content = self.message()
        try:
            status, headers, _ = post(self.house, content, wait=False)
            said["http"] = f"{status}{' Retry-After' if 'Retry-After' in headers else ''}"
            self.accepted |= {digest(content)} if status < 300 else set()
        except (OSError, HTTPException) as error:
            said["http"] = repr(error)
        made = sr(self.sent)
        made.TextValue = "x" * BALLAST_BYTES
        with association(self.house.dicom, made, caller="CHAOS") as one:
            status = one.send_c_store(made).get("Status") if one.is_established else None
        said["dicom"] = "none" if status is None else f"0x{status:04X}"
        self.accepted |= {made.SOPInstanceUID} if status == 0x0000 else set()
        return said

    def publish(self, content: bytes) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(self.broker))
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(topology(self.prefix).documents_exchange.name, "chaos", content, mandatory=True)
        connection.close()


@contextmanager
def _bench(home: Path, url: str, broker: str) -> Iterator[Bench]:
    home.mkdir(parents=True)
    prefix = f"chaos-{token_hex(4)}"
    settings = {"OSTEON_DATABASE_URL": url, "OSTEON_RABBITMQ_URL": broker, "OSTEON_RABBITMQ_PREFIX": prefix}
    house = House(home=home, settings=settings | {"OSTEON_READERS": "1", "OSTEON_LEASE_SECONDS": "5"})
    try:
        house.prepare()
        house.command("broker", "declare")
        for part in (DOORS, WEB, WORKER):
            house.begin(part)
        house.await_open(house.mllp, house.http, house.dicom)
        yield Bench(house=house, broker=broker, prefix=prefix)
    finally:
        house.stop()


def tried(bench: Bench, begin: Callable[[], None], end: Callable[[], None], times: int) -> tuple[list[str], int]:
    """Let an outage begin and end; return what went wrong, and how many documents were refused in it."""
    faults, refused = [], 0
    before = bench.answers()
    if before != POSITIVE:
        faults.append(f"before: {before}")
    store = Store.open(bench.house.url)
    await_true(lambda: not store.counts().waiting, "all is read")
    begin()
    queued, filed = bench.message(), bench.message()
    bench.publish(queued)
    drop(bench.house, "file.hl7", filed)
    for _ in range(MOST_ROUNDS):
        said = bench.answers()
        refused += sum(answer == NEGATIVE[door] for door, answer in said.items())
        faults += [f"{d} answered {answer}" for d, answer in said.items() if answer not in {NEGATIVE[d], POSITIVE[d]}]
        if refused >= len(NEGATIVE) * times:
            break
    else:
        faults.append(f"only {refused} were refused")
    sleep(2)
    here = [folder for folder in (".", "working") if (bench.house.inbox / folder / "file.hl7").exists()]
    if not here:
        faults.append("the file left the folder")
    end()
    await_true(lambda: bench.answers() == POSITIVE, "all doors take again", 120)
    wanted = {digest(queued), digest(filed)} | bench.accepted
    await_true(lambda: wanted <= _documents(store), "queue, folder and what was accepted are there", 120)
    await_true(lambda: not store.counts().waiting, "all is read", 120)
    if aside := store.quarantined().items:
        faults.append(f"{len(aside)} in quarantine: {sorted({f'{one.channel}, {one.error_text}' for one in aside})}")
    if store.verify_events().broken_at is not None:
        faults.append(f"trail {store.verify_events()}")
    store.close()
    return faults, refused


def _documents(store: Store) -> set[str]:
    ids = (select(DOCUMENTS.c.id), select(EXTERNAL_IDS.c.external_id))
    return store.read(lambda connection: {one for asked in ids for one in connection.scalars(asked)})


@contextmanager
def _small_disk(folder: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Yield a database on a file system of its own, and how it is filled and emptied."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(folder)], check=True)
    ballast = folder / "ballast"

    def fill() -> None:
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while file.write(bytes(4096)):
                pass

    try:
        yield f"sqlite:///{folder / 'osteon.db'}", fill, ballast.unlink
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _stoppable() -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Yield a PostgreSQL database, and how its server is stopped and started."""
    with ExitStack() as things:
        running = things.enter_context(server())
        again: list[subprocess.Popen[bytes]] = []
        things.callback(lambda: [_end(one) for one in again])
        url = things.enter_context(database(running))
        with psycopg.connect(url) as connection:
            (data,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        process = int((Path(data) / "postmaster.pid").read_text().split()[0])
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")[:-1]
        owner = Path(data).stat()
        own = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", "--"]

        def start() -> None:
            command = words if os.geteuid() else [*own, *words]
            quiet = subprocess.DEVNULL
            again.append(subprocess.Popen(command, cwd=data, stdout=quiet, stderr=quiet))
            await_true(lambda: _answers(url), "PostgreSQL answers")

        def stop() -> None:
            os.kill(process, signal.SIGINT)
            await_true(lambda: not (Path(data) / "postmaster.pid").exists(), "PostgreSQL stops")

        yield url, stop, start


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    process.wait(20)


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
        return True
    return False


def run(wish: Wish) -> Outcome:
    """Ask each door `times` times while the disk is full, and again while PostgreSQL is stopped."""
    faults: list[str] = []
    refused = 0
    outages = [("PostgreSQL stopped", _stoppable())]
    skipped = "" if os.geteuid() == 0 else "a full disk, because only root may mount the small one it needs"
    if not skipped:
        outages.insert(0, ("disk full", _small_disk(wish.home / "disk")))
    with ExitStack() as things:
        broker = things.enter_context(rabbitmq.broker()).url
        for kind, outage in outages:
            with outage as (url, begin, end), _bench(wish.home / f"service, {kind}", url, broker) as bench:
                try:
                    found, number = tried(bench, begin, end, wish.times)
                except TimeoutError as error:
                    found, number = [str(error)], 0
            faults += [f"{kind}: {fault}" for fault in found]
            refused += number
    many = f"{refused} refused at three doors, queue and folder kept theirs"
    return Outcome(what="disk full, database down (R4)", many=many, faults=tuple(faults), skipped=skipped)
