"""The audit trail shows when it was touched, and holds nothing about a patient."""

import pytest
from sqlalchemy import delete, func, select, text, update

from dxa.facts import Facts
from dxa.report import DxaReport, Patient
from store import Store
from store.engine import url_of, writing_engine
from store.events import append
from store.tables import EVENTS, OUTBOX
from tests.store.situations import NOW, assessment, later, read_case, report


@pytest.fixture
def trail(store):
    """A store with five events."""
    for number in range(5):
        read_case(store, str(number), report(day=f"2024-01-0{number + 1}"))
    return store


TAMPERINGS = [
    (update(EVENTS).where(EVENTS.c.number == 3).values(actor="mallory"), 3),
    (update(EVENTS).where(EVENTS.c.number == 3).values(at=later(1)), 3),
    (update(EVENTS).where(EVENTS.c.number == 3).values(kind="REVIEW_SIGN"), 3),
    (update(EVENTS).where(EVENTS.c.number == 3).values(case_id=None), 3),
    (update(EVENTS).where(EVENTS.c.number == 3).values(detail="{}"), 3),
    (update(EVENTS).where(EVENTS.c.number == 3).values(hash="0"), 3),
    (delete(EVENTS).where(EVENTS.c.number == 3), 4),
    (delete(EVENTS).where(EVENTS.c.number == 1), 2),
]


@pytest.mark.parametrize(("tampering", "broken_at"), TAMPERINGS)
def test_touched_trail_is_found_out(trail, tampering, broken_at):
    assert trail.verify_events().broken_at is None
    trail.write(lambda connection: connection.execute(tampering) and None)

    assert broken_at == trail.verify_events().broken_at


def test_cut_off_end_is_found_out_by_the_head_kept_elsewhere(trail):
    kept = trail.verify_events()
    trail.write(lambda connection: connection.execute(delete(EVENTS).where(EVENTS.c.number == 5)) and None)

    assert kept.events == 5
    assert kept.head != trail.verify_events().head


def test_nothing_about_the_patient_is_in_events_or_outbox(store):
    marks = ("CANARY", "1957-11-04", "P-CANARY")
    reading = DxaReport(patient=Patient(id="P-CANARY", name="CANARY^ANNA"), study=report(accession="CANARY-A").study)
    case_id = read_case(store, "one", reading).case_id
    store.add_facts(case_id, Facts(conditions=("CANARY",)), "anna", NOW)
    rows = store.read(lambda c: [*c.execute(select(EVENTS)).all(), *c.execute(select(OUTBOX)).all()])

    assert len(rows) == 3
    assert not [mark for mark in marks if mark in repr(rows)]


def test_every_change_of_a_case_has_one_event_and_every_assessment_one_outbox_row(store):
    case_id = read_case(store, "one", report(accession="A")).case_id
    read_case(store, "two", report(accession="A"))
    store.add_facts(case_id, Facts(), "anna", NOW)
    store.reassessed(store.basis_of_case(case_id), report(), assessment(), NOW)
    events = store.read(lambda c: c.execute(select(func.count()).select_from(EVENTS)).scalar_one())

    assert store.case(case_id).summary.revision == events == 4
    assert [row.revision for row in store.pending()] == [1, 2, 4]
    assert len({row.id for row in store.pending()}) == 3


def appended(connection) -> tuple[str, str]:
    """Append an event; return how its transaction will commit and how far the log is written."""
    append(connection, at=NOW, kind="TRIED", actor="test")
    setting = connection.scalar(text("SELECT current_setting('synchronous_commit')"))
    return setting, connection.scalar(text("SELECT pg_current_wal_insert_lsn()::text"))


@pytest.mark.postgresql
def test_others_do_not_wait_for_the_disk_of_an_event_but_its_writer_does(postgresql_url):
    opened = Store.open(postgresql_url)
    flushed = text("SELECT pg_current_wal_flush_lsn() >= CAST(:place AS pg_lsn)")
    seen = set()
    for _ in range(20):
        setting, place = opened.write(appended)
        seen.add((setting, opened.read(lambda connection, at=place: connection.scalar(flushed, {"place": at}))))
    opened.close()

    assert {("off", True)} == seen


@pytest.mark.postgresql
def test_whoever_does_not_flush_afterwards_commits_as_ever(postgresql_url):
    opened = writing_engine(url_of(postgresql_url))
    with opened.begin() as connection:
        setting, _ = appended(connection)
    opened.dispose()

    assert setting == "on"
