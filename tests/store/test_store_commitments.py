"""Requests for storage commitment are kept once, given to one door at a time, and forgotten."""

from dataclasses import replace
from datetime import timedelta

from store.commitment_records import CommitmentRow
from tests.store.situations import NOW, later

ROW = CommitmentRow(id="a", ae_title="DXA1", transaction_uid="2.25.1", instances="[]", attempts=0, asked_at=NOW)


def due(store, seconds, senders=("DXA1",)):
    row = store.due_commitment(senders, later(seconds), 60.0)
    return None if row is None else (row.id, row.attempts)


def test_request_is_given_to_one_door_at_a_time_once_it_is_due(store):
    store.remember_commitment(ROW, later(10))

    assert [None, ("a", 0), None, ("a", 0)] == [due(store, seconds) for seconds in (9, 10, 69, 70)]


def test_oldest_of_a_known_sender_comes_first(store):
    store.remember_commitment(replace(ROW, id="late"), later(3))
    store.remember_commitment(replace(ROW, id="early"), later(2))
    store.remember_commitment(replace(ROW, id="other", ae_title="DXA2"), later(1))

    assert [("early", 0), ("late", 0), None] == [due(store, 5) for _ in range(3)]
    assert ("other", 0) == due(store, 5, ("DXA1", "DXA2"))


def test_request_that_was_tried_waits_and_one_that_was_reported_on_is_gone(store):
    store.remember_commitment(ROW, NOW)
    row = store.due_commitment(["DXA1"], NOW, 60.0)
    store.retry_commitment(replace(row, attempts=1), later(30))

    assert [None, ("a", 1)] == [due(store, seconds) for seconds in (29, 30)]
    store.forget_commitment(row)
    assert due(store, 1000) is None


def test_request_that_was_asked_anew_is_not_forgotten_with_the_first(store):
    store.remember_commitment(ROW, NOW)
    store.remember_commitment(replace(ROW, asked_at=later(5), instances="[1]"), later(5))
    store.forget_commitment(ROW)
    store.retry_commitment(replace(ROW, attempts=4), later(500))

    assert ("a", 0) == due(store, 5)


def test_request_nobody_could_report_on_is_dropped_after_a_month(store):
    store.remember_commitment(ROW, NOW)
    store.remember_commitment(replace(ROW, id="b", asked_at=NOW + timedelta(days=31)), NOW + timedelta(days=31))

    assert ("b", 0) == due(store, 40 * 86_400)
    assert due(store, 40 * 86_400) is None
