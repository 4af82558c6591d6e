"""Tellings per second out of a SQLite outbox into a folder and a loopback webhook, against bare files made durable.

Each round makes tellings of a real assessment, then delivers them. The floor writes the same bytes into as many files
and flushes each with its folder, as the folder destination has to; slices of it stand before and after each delivery.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep

from documents import oru
from rounds import Result, ratio, show, spread

from api.commands.files import assess_files
from deliver.deliverer import Deliverer
from deliver.lane import Means
from deliver.listeners import Listener, listeners_of
from dxa.assessment import Assessment
from dxa.document import RawDocument
from dxa.facts import Facts
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.registry import parser_of
from store import Store, migrate
from store.delivery_records import DeliveryState
from store.identity import identity_of
from store.records import Completion

ROUNDS = 3
TELLINGS = 100
FLOOR_FILES = 40
NUMBERS = count(1)
DESTINATIONS = """
[[destination]]
name = "folder"
kind = "folder"
options = {{ path = "out" }}
[[destination]]
name = "webhook"
kind = "webhook"
options = {{ url = "http://127.0.0.1:{port}/", secret_file = "secret" }}
[[destination]]
name = "webhook-4"
kind = "webhook"
connections = 4
options = {{ url = "http://127.0.0.1:{port}/", secret_file = "secret" }}
"""


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def tell(store: Store, tellings: int) -> None:
    """Store so many cases, each with the same real assessment, because making it is not what is measured."""
    assessment: Assessment | None = None
    for _ in range(tellings):
        raw = RawDocument(content=oru(next(NUMBERS)), channel="bench", received_at=utc_now())
        reading = parser_of(raw.content).read(raw, Limits())
        assessment = assessment or assess_files(reading, Facts(), [], ())
        store.receive(raw, "x-application/hl7-v2+er7", claimed_by="w", now=utc_now(), lease_seconds=60)
        store.complete(completion(store, raw.digest, reading, assessment), utc_now())


def completion(store: Store, document_id: str, reading: DxaReport, assessment: Assessment) -> Completion:
    """Return the second commit of a document."""
    identity = identity_of(reading)
    return Completion(
        document_id=document_id,
        media_type="x-application/hl7-v2+er7",
        reading=reading,
        identity=identity,
        basis=store.basis(document_id, identity),
        report=reading,
        assessment=assessment,
    )


def serve(told: Connection) -> None:
    """Answer every POST with 204, and tell the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response_only(204)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.send(server.server_address[1])
    server.serve_forever()


@contextmanager
def receiver() -> Iterator[int]:
    """Yield the port of a receiver in a process of its own."""
    ours, theirs = Pipe()
    process = Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.terminate()
        process.join()


def floor(folder: Path, body: bytes) -> float:
    """Return how many files of this content a second one bare writer makes durable."""
    directory = os.open(folder, os.O_RDONLY)
    start = perf_counter()
    for number in range(FLOOR_FILES):
        with (folder / f"part-{number}").open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        (folder / f"part-{number}").rename(folder / f"floor-{number}")
        os.fsync(directory)
    rate = FLOOR_FILES / (perf_counter() - start)
    os.close(directory)
    return rate


def delivered(store: Store, listener: Listener) -> float:
    """Return how many tellings a second reach one destination, each noted as sent."""
    means = Means(store=store, clock=utc_now, worker="bench", lease_seconds=180.0, stopping=Event())
    deliverer = Deliverer([listener], means, poll_seconds=0.02)
    deliverer.subscribe()
    tell(store, TELLINGS)
    thread = Thread(target=deliverer.run)
    start = perf_counter()
    thread.start()
    while sent(store, listener.name) < TELLINGS:
        sleep(0.01)
    rate = TELLINGS / (perf_counter() - start)
    means.stopping.set()
    thread.join()
    return rate


def sent(store: Store, destination: str) -> int:
    """Return how many deliveries of a destination are done."""
    counts = store.delivery_counts()
    return sum(one.count for one in counts if (one.destination, one.state) == (destination, DeliveryState.SENT))


def each_round(folder: Path, listener: Listener, body: bytes, new_store: Callable[[], Store]) -> tuple[float, float]:
    """Return tellings a second and the floor around them."""
    store = new_store()
    before = floor(folder, body)
    rate = delivered(store, listener)
    store.close()
    return rate, (before + floor(folder, body)) / 2


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return tellings per second in units of the floor, for each destination."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name, receiver() as port:
        folder = Path(name)
        (folder / "out").mkdir()
        (folder / "secret").write_text("a secret of some length", encoding="utf-8")
        (folder / "destinations.toml").write_text(DESTINATIONS.format(port=port), encoding="utf-8")
        listeners = listeners_of(folder / "destinations.toml")

        def new_store() -> Store:
            url = f"sqlite:///{folder / f'{next(NUMBERS)}.db'}"
            migrate(url)
            return Store.open(url)

        body = bytes(os.urandom(250_000))
        runs = {one.name: [] for one in listeners}
        for _ in range(rounds):
            for one in listeners:
                runs[one.name].append(each_round(folder, one, body, new_store))
    return [line(name, pairs) for name, pairs in runs.items()]


def line(name: str, pairs: list[tuple[float, float]]) -> Result:
    """Return one line of the table."""
    rates, floors = [rate for rate, _ in pairs], [bare for _, bare in pairs]
    return Result(
        name="",
        what=f"tellings of 250 kB to {name} / files made durable",
        ratio=ratio(rates, floors),
        goal="",
        detail=f"{spread(rates)[0]:.0f}/s; floor {spread(floors)[0]:.0f}/s",
    )


if __name__ == "__main__":
    show(measure())
