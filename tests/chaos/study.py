"""Workers are killed while they complete many objects of one study together: each is in its case once."""

from collections import Counter
from random import Random
from time import monotonic, sleep

from sqlalchemy import Connection, func, select

from store import Store
from store.tables import ASSESSMENTS
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
    """Kill a worker `times` times while they read one study."""
    house, ledger, chance = House(home=wish.home / "home", settings=dict(SETTINGS)), Ledger(), Random(wish.seed)  # noqa: S311 - the same moments every time
    house.prepare()
    store, killed, aside = Store.open(house.url), 0, 0
    faults: list[str] = []
    try:
        house.begin(DOORS, "listen", "dicom")
        house.await_open(house.dicom)
        _handed_in(house, ledger)
        for worker in WORKERS:
            house.begin(worker, "worker")
        began = monotonic()
        while killed < wish.times and store.counts().waiting and monotonic() < began + DRAIN_SECONDS:
            sleep(chance.uniform(1, 6))
            worker = chance.choice(WORKERS)
            house.kill(worker)
            house.begin(worker, "worker")
            killed += 1
        aside = _drained(house, store)
        faults += faults_of_store(store, ledger)
        kept = store.read(_assessments)
    except (TimeoutError, RuntimeError) as error:
        faults.append(str(error))
        kept = 0
    finally:
        store.close()
        house.stop()
    many = f"{OBJECTS} objects, {killed} kills, {aside} put aside by three kills, {kept} assessments"
    return Outcome(what="a study of many objects", many=many, faults=tuple(faults))


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
