"""R9: documents that hang or kill their reader every time are put aside, and nobody else notices."""

from threading import Thread
from time import sleep

from sqlalchemy import select

from store import Store
from store.tables import DOCUMENTS
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import digest, hl7
from tests.chaos.parts import DOORS, WORKER, House, await_true
from tests.chaos.senders import ask, mllp_connection
from tests.service import hostile

SETTINGS = {"OSTEON_READERS": "1", "OSTEON_LEASE_SECONDS": "3", "OSTEON_LIMIT_READ_SECONDS": "15"}
TRIES = 3
DEADLY_OPERATORS = 60_000
"""A second of reading: long enough to be caught at it, and sound when nobody kills."""


def run(wish: Wish) -> Outcome:
    """Hand in a deadly document and `times` sound ones behind it."""
    house = House(home=wish.home / "home", settings=dict(SETTINGS))
    house.prepare()
    deadly, hanging = hostile.slow_table(DEADLY_OPERATORS), hostile.nested_forms()
    store = Store.open(house.url)
    faults: list[str] = []
    try:
        house.begin(DOORS, "listen", "folder", "mllp")
        house.await_open(house.mllp)
        for name, content in (("deadly.pdf", deadly), ("hanging.pdf", hanging)):
            (house.inbox / name).write_bytes(content)
        await_true(lambda: store.counts().received == 2, "both are taken in")
        kills = _killed_by(house, store, digest(deadly), wish.times)
        await_true(lambda: not store.counts().waiting, "nothing waits", 180)
        faults += _faults(store, digest(deadly), digest(hanging), kills, wish.times)
        house.command("replay", "--document", digest(deadly))
        await_true(lambda: not store.counts().waiting, "the replayed document is read", 120)
        if _row(store, digest(deadly))[0] != "read":
            faults.append(f"replayed, the document is {_row(store, digest(deadly))}")
    except (TimeoutError, RuntimeError) as error:
        faults.append(str(error))
    finally:
        store.close()
        house.stop()
    many = f"1 killed its worker {kills} times, 1 hung, {wish.times} sound ones read"
    return Outcome(what="poison (R9)", many=many, faults=tuple(faults))


def _killed_by(house: House, store: Store, document: str, sound: int) -> int:
    """Kill the worker each time it takes the document up; return how often, once it is put aside."""
    tried = 0
    sender = Thread(target=_send_sound, args=(house, sound))
    sender.start()
    house.begin(WORKER)
    for _ in range(6_000):
        status, _, attempts = _row(store, document)
        if status in {"quarantined", "read"}:
            break
        if attempts > tried and status == "reading":
            house.kill(WORKER)
            tried = attempts
            house.begin(WORKER)
        sleep(0.02)
    sender.join(120)
    return tried


def _send_sound(house: House, sound: int) -> None:
    with mllp_connection(house.mllp) as connection:
        for number in range(sound):
            ask(connection, hl7(number))


def _row(store: Store, document: str) -> tuple[str, str | None, int]:
    columns = (DOCUMENTS.c.status, DOCUMENTS.c.error_code, DOCUMENTS.c.attempts)
    row = store.read(lambda c: c.execute(select(*columns).where(DOCUMENTS.c.id == document)).one())
    return (row.status, row.error_code, row.attempts)


def _faults(store: Store, deadly: str, hanging: str, kills: int, sound: int) -> list[str]:
    faults = []
    rows = {"that kills": _row(store, deadly), "that hangs": _row(store, hanging)}
    for name, (status, code, attempts) in rows.items():
        if status != "quarantined":
            faults.append(f"the document {name} is {status} ({code}) after {attempts} tries")
    if not 1 <= kills <= TRIES:
        faults.append(f"{kills} workers died of one document")
    if store.counts().read != sound:
        faults.append(f"{store.counts().read} of {sound} sound ones were read")
    return faults
