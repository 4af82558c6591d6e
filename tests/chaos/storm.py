"""R8: the same messages five times each, shuffled over many connections: each is one result."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from time import monotonic

from store import Store
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import Ledger, digest, hl7
from tests.chaos.parts import DOORS, WEB, WORKER, House, await_true
from tests.chaos.senders import HTTP, MLLP, ask, mllp_connection, post
from tests.chaos.verdict import faults_of_store

COPIES = 5
CONNECTIONS = 8
"""Of which one speaks HTTP."""


def run(wish: Wish) -> Outcome:
    """Send `times` messages, each five times."""
    house, ledger = House(home=wish.home / "home"), Ledger()
    house.prepare()
    numbers = [number for number in range(wish.times) for _ in range(COPIES)]
    Random(wish.seed).shuffle(numbers)  # noqa: S311 - the same order every time
    began = monotonic()
    try:
        house.begin(DOORS, "listen", "mllp")
        house.begin(WEB)
        house.begin(WORKER)
        house.await_open(house.mllp, house.http)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            lanes = [partial(_over_mllp, house, ledger, numbers[lane::CONNECTIONS]) for lane in range(1, CONNECTIONS)]
            done = [pool.submit(one) for one in (partial(_over_http, house, ledger, numbers[::CONNECTIONS]), *lanes)]
            taken = sum(one.result() for one in done)
        sent_in = monotonic() - began
        store = Store.open(house.url)
        await_true(lambda: not store.counts().waiting, "everything is read", 900)
        counts, faults = store.counts(), list(faults_of_store(store, ledger))
        store.close()
    finally:
        house.stop()
    if taken != len(numbers):
        faults.append(f"{len(numbers) - taken} of {len(numbers)} not acknowledged")
    if counts.cases != wish.times:
        faults.append(f"{counts.cases} results")
    many = f"{len(numbers)} sendings of {wish.times} messages in {sent_in:.0f} s: {counts.cases} results"
    return Outcome(what="duplicate storm (R8)", many=many, faults=tuple(faults))


def _content(ledger: Ledger, number: int) -> bytes:
    content = hl7(number)
    ledger.patients[digest(content)] = f"CHAOS-{number:06d}"
    return content


def _over_mllp(house: House, ledger: Ledger, numbers: list[int]) -> int:
    taken = 0
    with mllp_connection(house.mllp) as connection:
        for number in numbers:
            content = _content(ledger, number)
            if b"MSA|AA|" in (ask(connection, content) or b""):
                ledger.took(MLLP, digest(content))
                taken += 1
    return taken


def _over_http(house: House, ledger: Ledger, numbers: list[int]) -> int:
    taken = 0
    for number in numbers:
        content = _content(ledger, number)
        if post(house, content, wait=False)[0] in {200, 201, 202}:
            ledger.took(HTTP, digest(content))
            taken += 1
    return taken
