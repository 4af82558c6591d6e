"""An outage of the database costs a document no attempt; a worker that dies of it does."""

import pytest

from dxa.case import DocumentStatus
from dxa.errors import StoreUnavailable
from ingest import outages
from tests.ingest.situations import document, pipeline_on

FAILING = ("complete", "postpone", "quarantine", "give_back")
"""On a full disk a claim may still fit where its result does not."""


def status(store, raw):
    return store.document(raw.digest).ref.status


def down(*_args):
    raise StoreUnavailable("-")


@pytest.fixture
def full_disk(store, monkeypatch):
    for name in FAILING:
        monkeypatch.setattr(store, name, down)
    yield
    monkeypatch.undo()


def tried(pipeline, clock, times):
    """Claim whatever waits again and again, a while after each attempt."""
    for _ in range(times):
        held = pipeline.claim()
        if held is not None:
            pipeline.work(held)
        clock.wait(600)


def test_no_attempt_counts_that_an_outage_ended(pipeline, store, clock, full_disk, monkeypatch):
    raw = document("-2.4")
    pipeline.receive(raw)
    pipeline.work(raw.digest)
    tried(pipeline, clock, 9)
    monkeypatch.undo()
    tried(pipeline, clock, 2)

    assert status(store, raw) is DocumentStatus.READ


def test_document_the_database_refuses_alone_is_put_aside_in_the_end(pipeline, store, clock, full_disk, monkeypatch):
    monkeypatch.setattr(outages, "MOST", 4)
    raw = document("-2.4")
    pipeline.receive(raw)
    pipeline.work(raw.digest)
    tried(pipeline, clock, 4 + 6)

    assert status(store, raw) is DocumentStatus.QUARANTINED


def test_attempt_of_a_process_that_died_counts(store, clock, full_disk):
    raw = document("-2.4")
    first = pipeline_on(store, clock)
    first.receive(raw)
    first.work(raw.digest)
    for _ in range(4):
        clock.wait(first.lease_seconds)
        heir = pipeline_on(store, clock)
        if (held := heir.claim()) is not None:
            heir.work(held)

    assert status(store, raw) is DocumentStatus.QUARANTINED


def test_nothing_is_claimed_while_what_is_owed_cannot_be_written(pipeline, store, clock, full_disk, monkeypatch):
    raw, other = document("-2.4"), document("-1.1", patient="P-2")
    pipeline.receive(raw)
    pipeline.work(raw.digest)
    pipeline.receive(other)
    monkeypatch.setattr(store, "uncount", down)

    with pytest.raises(StoreUnavailable):
        pipeline.claim()


def test_claim_of_somebody_else_is_left_alone(store, clock, full_disk, monkeypatch):
    raw = document("-2.4")
    first, second = pipeline_on(store, clock), pipeline_on(store, clock)
    first.receive(raw)
    first.work(raw.digest)
    clock.wait(first.lease_seconds)
    held = second.claim()
    monkeypatch.undo()

    assert first.claim() is None
    assert second.work(held).case_id is not None
