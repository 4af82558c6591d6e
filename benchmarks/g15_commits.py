"""SQLite that waits 4 ms for its disk at every commit: 32 documents in a transaction against one (G15).

What runs is the store's own writer, which commits together what was begun together. The measuring process is a child,
because a library that slows flushes can only be preloaded.
"""

import subprocess
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter

from documents import oru
from rounds import Result, ratio, show, spread
from shim import FLUSH_MICROSECONDS, clean_environment, in_memory, slow_flushes

from dxa.document import RawDocument
from store import Store, migrate

ROUNDS = 8
TOGETHER = 32
GROUPS, SINGLE = 12, 60
"""Groups of a round, and documents one at a time: about as long."""
NUMBERS = count(1)


def begun(store: Store, documents: int) -> None:
    """Store so many documents that were begun together, and return once all are durable."""
    made = [oru(next(NUMBERS), narrative=False) for _ in range(documents)]
    now = datetime.now(UTC)
    raws = [RawDocument(content=content, channel="bench", received_at=now) for content in made]
    futures = [store.begin_receive(raw, "x-application/hl7-v2+er7", now) for raw in raws]
    for future in futures:
        if future is not None:
            future.result()


def per_document(store: Store, documents: int, times: int) -> float:
    """Return the seconds a document takes."""
    start = perf_counter()
    for _ in range(times):
        begun(store, documents)
    return (perf_counter() - start) / times / documents


def child(folder: str) -> None:
    """Print the seconds per document of both ways, a line for each round."""
    url = f"sqlite:///{folder}/osteon.db"
    migrate(url)
    store = Store.open(url)
    per_document(store, TOGETHER, 2)
    for _ in range(ROUNDS):
        print(per_document(store, 1, SINGLE), per_document(store, TOGETHER, GROUPS))
    store.close()


def measure() -> list[Result]:
    """Return the ratio of the times."""
    with in_memory() as folder:
        environment = clean_environment(**slow_flushes(folder))
        words = [sys.executable, str(Path(__file__)), "--inside", str(folder)]
        done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    pairs = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    alone, together = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    rates = f"{1 / spread(together)[0]:.0f}/s against {1 / spread(alone)[0]:.0f}/s"
    told = f"{rates}, {FLUSH_MICROSECONDS / 1000:g} ms a flush"
    what = f"SQLite: {TOGETHER} documents in a transaction / 1"
    return [Result(name="G15", what=what, ratio=ratio(alone, together), goal=">= 5", detail=told)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        child(sys.argv[2])
    else:
        show(measure())
