"""An outage of the database costs a document no attempt; a worker that dies of it does."""

from contextlib import suppress

import pytest

from dxa.case import DocumentStatus
from dxa.errors import StoreUnavailable
from ingest import outages
from ingest.crowds import CROWD
from ingest.reception import Reception
from tests.ingest.situations import SETTINGS, document, pipeline_on

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
        with suppress(StoreUnavailable):
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
    # What was tried too often is put aside as soon as that can be written, and not read.
    monkeypatch.undo()
    tried(pipeline, clock, 2)

    assert status(store, raw) is DocumentStatus.QUARANTINED


STUDY = 12
"""Objects of a study, most of which are completed together."""


@pytest.mark.parametrize(
    "failing", [("complete",), ("renew_all", "postpone"), ("alone", "postpone"), ("basis",), ("documents",)]
)
def test_no_attempt_counts_of_what_was_read_along_when_an_outage_began(pipeline, store, clock, monkeypatch, failing):
    raws = [document(f"-{2 + number / 1000:.3f}", study_uid="1.2.3") for number in range(STUDY)]
    strangers = [document("-1.0", patient=f"Q-{number}") for number in range(3)]
    reception = Reception(store=store, clock=clock, settings=SETTINGS)
    for raw in (*raws[:6], *strangers, *raws[6:]):
        reception.receive(raw)
    for _ in range(CROWD):
        pipeline.work(pipeline.claim())
    for name in failing:
        monkeypatch.setattr(store, name, down)
    tried(pipeline, clock, 9)
    monkeypatch.undo()
    tried(pipeline, clock, STUDY)

    assert {DocumentStatus.READ} == {status(store, raw) for raw in (*raws, *strangers)}


def test_what_is_remembered_of_outages_is_bounded(store, clock, monkeypatch):
    monkeypatch.setattr(outages, "REMEMBERED", 3)
    noted = outages.Outages(store, "w", clock)
    for number in range(9):
        noted.met(str(number % 8))

    assert ["6", "7", "0"] == list(noted._met)


def test_attempt_of_a_process_that_died_counts(store, clock, full_disk, monkeypatch):
    raw = document("-2.4")
    first = pipeline_on(store, clock)
    first.receive(raw)
    first.work(raw.digest)
    for _ in range(4):
        clock.wait(first.lease_seconds)
        tried(pipeline_on(store, clock), clock, 1)
    monkeypatch.undo()
    tried(pipeline_on(store, clock), clock, 1)

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
