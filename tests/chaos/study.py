"""Workers are killed while they complete many objects of one study together: each is in its case once."""

from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic, sleep

from sqlalchemy import Connection, func, select

from store import Store
from store.tables import ASSESSMENTS
from tests.chaos.databases import databases, kinds_of
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import Ledger, sr
from tests.chaos.parts import DOORS, House, await_true
from tests.chaos.senders import DICOM
from tests.chaos.verdict import faults_of_store
from tests.ingest.dicom_door import association

OBJECTS = 400
WORKERS = ("worker 1", "worker 2", "worker 3")
SETTINGS = {"OSTEON_READERS": "1", "OSTEON_LEASE_SECONDS": "5", "OSTEON_LIMIT_READ_SECONDS": "4"}
DRAIN_SECONDS = 900.0
_STUDY = "1.2.826.0.1.3680043.10.99999.88.3"


def run(wish: Wish) -> Outcome:
    """Kill a worker `times` times in all while they read one study, over each database."""
    kinds, done = kinds_of(wish), []
    for kind in kinds:
        with databases(kind) as url:
            times = max(1, round(wish.times / len(kinds)))
            done.append(killed(wish.home / kind, url(), wish.seed, times))
    many = f"{OBJECTS} objects, " + "; ".join(f"{kind}: {many}" for kind, (many, _) in zip(kinds, done, strict=True))
    faults = [f"{kind}: {fault}" for kind, (_, found) in zip(kinds, done, strict=True) for fault in found]
    return Outcome(what="a study of many objects", many=many, faults=tuple(faults))


def killed(home: Path, url: str | None, seed: int, times: int) -> tuple[str, list[str]]:
    """Kill a worker so often while they read one study; return what was done, and what is wrong then."""
    house = House(home=home, settings=SETTINGS | ({"OSTEON_DATABASE_URL": url} if url else {}))
    house.prepare()
    ledger, store, aside, kept = Ledger(), Store.open(house.url), 0, 0
    faults, kills = [], 0
    try:
        house.begin(DOORS, "listen", "dicom")
        house.await_open(house.dicom)
        _handed_in(house, ledger)
        for worker in WORKERS:
            house.begin(worker, "worker")
        kills = _struck(house, store, Random(seed), times)  # noqa: S311 - the same moments every time
        aside = _drained(house, store)
        faults += faults_of_store(store, ledger)
        kept = store.read(_assessments)
    except (TimeoutError, RuntimeError) as error:
        faults.append(str(error))
    finally:
        store.close()
        house.stop()
    return f"{kills} kills, {aside} put aside by three kills, {kept} assessments", faults


def _struck(house: House, store: Store, chance: Random, times: int) -> int:
    """Kill a worker so often, or until everything is read; return how often."""
    until = monotonic() + DRAIN_SECONDS
    for killed_before in range(times):
        sleep(chance.uniform(1, 6))
        if not store.counts().waiting or monotonic() > until:
            return killed_before
        worker = chance.choice(WORKERS)
        house.kill(worker)
        house.begin(worker, "worker")
    return times


def _handed_in(house: House, ledger: Ledger) -> None:
    """Send every object of one study of one patient."""
    made = [sr(number) for number in range(OBJECTS)]
    with association(house.dicom, made[0], caller="CHAOS") as one:
        for each in made:
            each.StudyInstanceUID, each.PatientID, each.AccessionNumber = _STUDY, "CHAOS-S", "S"
            ledger.patients[each.SOPInstanceUID] = each.PatientID
            if one.send_c_store(each).get("Status") == 0:
                ledger.took(DICOM, each.SOPInstanceUID)


def _drained(house: House, store: Store) -> int:
    """Return once everything is read, and how many documents three kills in a row had put aside before."""
    found: Counter[str] = Counter()

    def done() -> bool:
        sleep(0.3)
        counts = store.counts()
        if counts.quarantined:
            found["aside"] += counts.quarantined
            house.command("replay", "--quarantined")
            return False
        return not counts.waiting

    await_true(done, "the study is read", DRAIN_SECONDS)
    return found["aside"]


def _assessments(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(ASSESSMENTS)) or 0)
