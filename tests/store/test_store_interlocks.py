"""Transactions that meet at the same rows wait for one another, and never in a circle."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import text

from dxa.errors import StoreUnavailable
from dxa.facts import Facts
from store import Store, completion, database, writer
from store.commitment_records import CommitmentRow
from store.engine import lock
from store.tables import COMMITMENTS
from tests.store.situations import NOW, WAITING, document, later, read_case, received, report, until_waiting
from tests.store.situations import completion as completion_of

pytestmark = pytest.mark.postgresql


@pytest.fixture
def database_url(request):
    """Only PostgreSQL has several writers at a time."""
    return request.getfixturevalue("postgresql_url")


def until_locked(store):
    """Return once a transaction waits for another one."""
    until_waiting(lambda: store.read(lambda connection: connection.scalar(text(WAITING))))


def test_facts_about_a_later_examination_do_not_lock_out_an_earlier_one(store, monkeypatch):
    monkeypatch.setattr(writer, "UNDONE", 0)
    later = read_case(store, "later", report(accession="A-2", day="2025-01-01")).case_id
    receipt = received(store, document("earlier"))
    done = completion_of(store, receipt.document_id, report(accession="A-1", day="2024-01-01"))
    append_all, met = completion.append_all, []

    with ThreadPoolExecutor(1) as pool:

        def appended(*given, **named):
            append_all(*given, **named)
            if not met:
                # The trail is held from here to the commit: who waits for it must not be waited for.
                met.append(pool.submit(store.add_facts, later, Facts(), "anna", NOW))
                until_locked(store)

        monkeypatch.setattr(completion, "append_all", appended)
        earlier = store.complete(done, NOW)
        facts = met[0].result(20)

    assert (1, 2) == (earlier.revision, facts.revision)
    assert store.case(later).stale
    assert store.verify_events().broken_at is None


def locking(first, second, barrier, calls):
    """Return an operation that holds one name and then wants the other, as does its counterpart."""

    def operation(connection):
        calls.append(first)
        lock(connection, first)
        if len(calls) <= 2:
            barrier.wait(5)
        lock(connection, second)
        return first

    return operation


@pytest.mark.slow
def test_transaction_that_the_database_undid_is_done_again(store):
    barrier, calls = Barrier(2), []
    operations = [locking("a", "b", barrier, calls), locking("b", "a", barrier, calls)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(store.write, operations))

    assert ["a", "b"] == done
    assert len(calls) == 3


@pytest.mark.slow
def test_transaction_that_is_always_undone_is_refused_and_nothing_of_it_stored(store, monkeypatch):
    monkeypatch.setattr(writer, "UNDONE", 0)
    barrier, calls = Barrier(2), []

    def settled(operation):
        try:
            return store.write(operation)
        except StoreUnavailable:
            return None

    with ThreadPoolExecutor(2) as pool:
        operations = [locking("a", "b", barrier, calls), locking("b", "a", barrier, calls)]
        done = list(pool.map(settled, operations))

    assert done.count(None) == 1


@pytest.mark.parametrize("same_process", [True, False])
def test_name_is_held_by_one_at_a_time(store, database_url, same_process, monkeypatch):
    other = store if same_process else Store.open(database_url)
    held, order = Event(), []

    def first():
        with store.alone("case:1") as alone:
            held.set()
            sleep(0.3)
            order.append(("first", alone))

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert held.wait(5)
        with other.alone("case:2") as alone:
            order.append(("elsewhere", alone))
        with other.alone("case:1") as alone:
            order.append(("second", alone))
        running.result(5)
    if not same_process:
        other.close()

    assert [("elsewhere", True), ("first", True), ("second", True)] == order


def test_request_two_doors_are_asked_at_the_same_time_is_remembered_once(store):
    first = CommitmentRow(id="a", ae_title="DXA1", transaction_uid="2.25.1", instances="[]", attempts=0, asked_at=NOW)
    with ThreadPoolExecutor(1) as pool, store._writing.begin() as connection:
        connection.execute(COMMITMENTS.insert().values(**asdict(first), next_at=NOW))
        second = pool.submit(store.remember_commitment, replace(first, asked_at=later(1)), later(2))
        until_locked(store)
        connection.commit()
        second.result(10)

    assert replace(first, asked_at=later(1)) == store.due_commitment(["DXA1"], later(2), 60.0)


def test_name_that_is_not_given_back_is_waited_for_no_longer_than_is_said(store, monkeypatch):
    monkeypatch.setattr(database, "ALONE_SECONDS", 0.1)

    with store.alone("case:1") as first, store.alone("case:1") as second:
        assert (True, False) == (first, second)
