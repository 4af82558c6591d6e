"""PostgreSQL that makes every commit wait 4 ms for its disk: 16 connections that store documents against one (G9).

What runs is the store's own first commit of a document. The data lies in memory and a preloaded library slows the
server's flushes, so that the figure says what the server makes of a flush and not which minute the disk had.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter

from documents import oru
from rounds import Result, ratio, show, spread
from shim import FLUSH_MICROSECONDS, in_memory, slow_flushes

from dxa.document import RawDocument
from store import Store, migrate

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.postgresql import database, server

ROUNDS = 6
SLICE_SECONDS = 1.0
MANY = 16
NUMBERS = count(1)


def stored(store: Store, until: float) -> int:
    """Store documents one after the other until then and return how many."""
    done = 0
    while perf_counter() < until:
        now = datetime.now(UTC)
        raw = RawDocument(content=oru(next(NUMBERS), narrative=False), channel="bench", received_at=now)
        store.receive(raw, "x-application/hl7-v2+er7", claimed_by=None, now=now, lease_seconds=60)
        done += 1
    return done


def rate(store: Store, connections: int) -> float:
    """Return documents made durable in a second over so many connections."""
    start = perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        done = sum(pool.map(lambda _: stored(store, start + SLICE_SECONDS), range(connections)))
    return done / (perf_counter() - start)


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the ratio of the rates."""
    with ExitStack() as opened:
        folder = opened.enter_context(in_memory())
        running = opened.enter_context(server(durable=True, folder=folder, **slow_flushes(folder)))
        url = opened.enter_context(database(running))
        migrate(url)
        store = Store.open(url)
        for connections in (1, MANY):
            rate(store, connections)
        pairs = [(rate(store, MANY), rate(store, 1)) for _ in range(rounds)]
        store.close()
    many, one = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    told = f"{spread(many)[0]:.0f}/s against {spread(one)[0]:.0f}/s, {FLUSH_MICROSECONDS / 1000:g} ms a flush"
    return [
        Result(name="G9", what=f"PostgreSQL: {MANY} connections / 1", ratio=ratio(many, one), goal=">= 4", detail=told)
    ]


if __name__ == "__main__":
    show(measure())
