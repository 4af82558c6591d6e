"""Every document is taken up by somebody, and stopping leaves nothing half done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Event
from time import monotonic, sleep

import pytest

from dxa.case import DocumentStatus
from dxa.errors import StoreUnavailable
from dxa.facts import Facts
from dxa.settings import Settings
from ingest import workers as workers_module
from ingest.reception import Reception
from ingest.workers import Workers
from tests.ingest.situations import Assessor, document, pipeline_on


@pytest.fixture
def workers(pipeline):
    running = Workers(pipeline, 2, poll_seconds=0.02)
    running.start()
    yield running
    running.stop()


def reception(pipeline):
    return Reception(store=pipeline.store, clock=pipeline.clock, settings=Settings())


class Gate(Assessor):
    """Holds every assessment back until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.open = Event(), Event()

    def __call__(self, situation):
        self.reached.set()
        assert self.open.wait(10)
        return super().__call__(situation)


def eventually(condition) -> bool:
    until = monotonic() + 10
    while not condition():
        if monotonic() > until:
            return False
        sleep(0.01)
    return True


def test_received_document_is_read_and_can_be_waited_for(workers, store):
    receipt = workers.receive(document("-2.4"))
    workers.wait(receipt.document_id, 10)

    assert store.document(receipt.document_id).ref.status is DocumentStatus.READ
    assert workers.pending(receipt.document_id) is None
    assert workers.receive(document("-2.4")).case_ids == store.document(receipt.document_id).case_ids


def test_unreadable_document_is_not_waited_for(workers):
    start = monotonic()
    receipt = workers.receive(replace(document(), content=b"\x00"))
    workers.wait(receipt.document_id, 10)

    assert receipt.status is DocumentStatus.QUARANTINED
    assert monotonic() - start < 5


def test_waiting_ends_when_the_time_is_over(pipeline):
    receipt = reception(pipeline).receive(document("-2.4"))
    idle = Workers(pipeline, 1)
    start = monotonic()
    idle.wait(receipt.document_id, 0.3)
    idle.stop()

    assert 0.25 < monotonic() - start < 3


def test_same_document_twice_is_one_piece_of_work(store, clock):
    gate = Gate()
    pipeline = pipeline_on(store, clock, gate)
    workers = Workers(pipeline, 2)
    document_id = pipeline.receive(document("-2.4")).document_id
    first, second = workers.submit(document_id), workers.submit(document_id)
    gate.open.set()

    assert first is second
    assert first.result(10).case_id is not None
    workers.stop()
    assert len(gate.given) == 1


def test_what_nobody_claimed_and_what_a_dead_worker_left_is_taken_up(workers, pipeline, store, clock):
    left = pipeline_on(store, clock).receive(document("-1.0", day="2024-01-01"))
    open_ = reception(pipeline).receive(document("-2.0", day="2024-02-01"))

    assert eventually(lambda: store.document(open_.document_id).case_ids)
    assert store.document(left.document_id).ref.status is DocumentStatus.READING
    clock.wait(pipeline.lease_seconds)
    assert eventually(lambda: store.document(left.document_id).case_ids)


def test_many_documents_left_behind_are_taken_up_one_after_the_other(pipeline, store):
    for day in range(10, 30):
        reception(pipeline).receive(document("-1.0", day=f"2024-01-{day}"))
    workers = Workers(pipeline, 2, poll_seconds=0.5)
    workers.start()

    assert eventually(lambda: store.counts().waiting < 20)
    start = monotonic()
    assert eventually(lambda: store.counts().waiting == 0)
    workers.stop()
    assert monotonic() - start < 2


def test_document_that_needs_no_child_does_not_wait_for_those_that_do(store, clock):
    gate = Gate()
    pipeline = pipeline_on(store, clock, gate)
    workers = Workers(pipeline, 1)
    stuck, light = (pipeline.receive(document("-1.0", day=f"2024-01-0{day}")).document_id for day in (1, 2))
    workers.submit(stuck)
    assert gate.reached.wait(10)
    gate.reached.clear()
    workers.submit(light, light=True)

    assert gate.reached.wait(10)
    gate.open.set()
    workers.stop()
    assert {store.document(document_id).ref.status for document_id in (stuck, light)} == {DocumentStatus.READ}


def test_facts_that_were_never_assessed_are_caught_up_with(store, clock, pipeline, assessor, monkeypatch):
    monkeypatch.setattr(workers_module, "CATCH_UP_SECONDS", 0.0)
    case_id = pipeline.work(pipeline.receive(document("-2.4")).document_id).case_id
    store.add_facts(case_id, Facts(age_years=Decimal(60)), "anna", clock())
    clock.wait(pipeline.lease_seconds)
    workers = Workers(pipeline, 1, poll_seconds=0.02)
    workers.start()

    assert eventually(lambda: not store.case(case_id).stale)
    workers.stop()
    assert assessor.given[-1].facts.age_years == Decimal(60)


def test_stopping_finishes_what_is_being_read_and_gives_back_the_rest(store, clock):
    gate = Gate()
    pipeline = pipeline_on(store, clock, gate)
    workers = Workers(pipeline, 1)
    reading, queued = (workers.receive(document("-1.0", day=f"2024-01-0{day}")).document_id for day in (1, 2))
    assert gate.reached.wait(10)
    with ThreadPoolExecutor(1) as other:
        stopping = other.submit(workers.stop)
        assert eventually(lambda: workers.pending(queued) is None)
        gate.open.set()
        stopping.result(10)

    assert store.document(reading).ref.status is DocumentStatus.READ
    assert store.document(queued).ref.status is DocumentStatus.RECEIVED
    assert store.document(queued).attempts == 0


def test_document_whose_claim_was_lost_in_a_long_queue_is_left_to_who_has_it(store, clock):
    gate = Gate()
    pipeline = pipeline_on(store, clock, gate)
    workers = Workers(pipeline, 1)
    first, second = (workers.receive(document("-1.0", day=f"2024-01-0{day}")).document_id for day in (1, 2))
    future = workers.submit(second)
    assert gate.reached.wait(10)
    clock.wait(pipeline.lease_seconds)
    other = pipeline_on(store, clock)
    taken = {other.claim().document_id, other.claim().document_id}
    gate.open.set()
    result = future.result(10)
    workers.stop()

    assert taken == {first, second}
    assert (result.case_id, result.error) == (None, None)
    assert store.document(second).ref.status is DocumentStatus.READING


def test_lease_that_cannot_be_renewed_is_reported_and_runs_out(pipeline, store, clock, monkeypatch):
    def down(*_args):
        raise StoreUnavailable("not now")

    monkeypatch.setattr(store, "renew", down)
    workers = Workers(pipeline, 1)
    document_id = pipeline.receive(document("-2.4")).document_id
    result = workers._work(document_id, clock() - timedelta(seconds=pipeline.lease_seconds))
    workers.stop()

    assert isinstance(result.error, StoreUnavailable)
    assert store.document(document_id).ref.status is DocumentStatus.READING


def test_poller_survives_a_database_that_is_down(workers, pipeline, store, monkeypatch, caplog):
    claim = store.claim

    def down(*_args):
        raise StoreUnavailable("not now")

    monkeypatch.setattr(store, "claim", down)
    receipt = reception(pipeline).receive(document("-2.4"))
    assert eventually(lambda: "not now" in caplog.text)
    monkeypatch.setattr(store, "claim", claim)

    assert eventually(lambda: store.document(receipt.document_id).case_ids)


def test_many_documents_of_one_study_at_once_end_in_one_case(store, clock):
    workers = Workers(pipeline_on(store, clock), 6)
    raws = [document(f"-1.{number}", accession="A") for number in range(12)]
    with ThreadPoolExecutor(6) as doors:
        receipts = list(doors.map(workers.receive, raws))
    for receipt in receipts:
        workers.wait(receipt.document_id, 20)
    workers.start()
    assert eventually(lambda: clock.wait(2) or store.counts().waiting == 0)
    workers.stop()

    assert [case.documents for case in store.cases().items] == [12]
