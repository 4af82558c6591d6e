"""Documents are stored once, worked on by one worker at a time, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from dxa.case import DocumentStatus
from dxa.errors import Defect, InvalidRequest, NotFound, UnreadableDocument
from dxa.locator import Locator
from store.records import EXTERNAL_ID_REUSED
from tests.store.situations import LEASE, NOW, document, later, read_case, received, report


def test_received_document_can_be_had_back_as_it_came(store):
    raw = document("äöü\x00", external_id="x-1")
    receipt = received(store, raw, worker=None)
    held = store.held(receipt.document_id)

    assert receipt.new
    assert receipt.status is DocumentStatus.RECEIVED
    assert sha256(raw.content).hexdigest() == receipt.document_id
    assert raw == held.raw
    assert raw.content == store.content(receipt.document_id)


def test_same_bytes_again_get_the_same_answer_and_no_second_row(store):
    first = received(store, document(), worker=None)
    again = received(store, document(sender="another"), worker="w2")

    assert not again.new
    assert (first.document_id, first.status) == (again.document_id, again.status)
    assert store.counts().received == 1
    assert store.document(first.document_id).ref.sender == "pacs"


def test_same_bytes_after_reading_name_their_case(store):
    revised = read_case(store, "a report", report())
    again = received(store, document())

    assert (revised.case_id,) == again.case_ids
    assert again.status is DocumentStatus.READ


@pytest.mark.parametrize(
    ("first", "second", "alarm"),
    [
        (("pacs", "1"), ("pacs", "1"), EXTERNAL_ID_REUSED),
        (("pacs", "1"), ("pacs", "2"), None),
        (("pacs", "1"), ("ris", "1"), None),
        ((None, "1"), (None, "1"), EXTERNAL_ID_REUSED),
        (("pacs", None), ("pacs", None), None),
    ],
)
def test_id_used_for_other_bytes_raises_an_alarm_and_both_are_kept(store, first, second, alarm):
    one = received(store, document("one", sender=first[0], external_id=first[1]))
    two = received(store, document("two", sender=second[0], external_id=second[1]))

    assert two.new
    assert one.alarm is None
    assert alarm == two.alarm
    assert alarm == store.document(two.document_id).ref.alarm
    assert alarm == received(store, document("two", sender=second[0], external_id=second[1])).alarm
    assert bool(alarm) == bool(store.verify_events().events)


def test_known_bytes_under_an_id_that_stood_for_others_raise_the_alarm_too(store):
    received(store, document("one", external_id="1"))
    received(store, document("two", external_id="2"))
    again = received(store, document("one", external_id="2"))

    assert not again.new
    assert again.alarm == EXTERNAL_ID_REUSED


def test_text_no_database_takes_does_not_stop_a_document(store):
    receipt = received(store, document("x", sender="a\x00b", external_id="\ud800"))

    assert store.document(receipt.document_id).ref.sender == "a�b"


def test_oldest_waiting_document_is_claimed_first_and_once(store):
    ids = [received(store, document(str(number)), worker=None).document_id for number in range(3)]
    claimed = [store.claim("w1", NOW, LEASE) for _ in range(4)]

    assert ids == [claim.document_id for claim in claimed[:3]]
    assert claimed[3] is None
    assert {claim.attempt for claim in claimed[:3]} == {1}


def test_concurrent_workers_never_claim_the_same_document(store):
    ids = {received(store, document(str(number)), worker=None).document_id for number in range(40)}
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda number: store.claim(f"w{number}", NOW, LEASE), range(48)))
    taken = [claim.document_id for claim in claims if claim]

    assert len(taken) == len(set(taken))
    assert set(taken) <= ids
    left = [store.claim("last", NOW, LEASE) for _ in range(len(ids) - len(taken) + 1)]
    assert left[-1] is None
    assert ids == {*taken, *(claim.document_id for claim in left[:-1])}


def test_claim_is_taken_over_only_after_its_lease(store):
    receipt = received(store, document(), worker="dead")

    assert store.claim("w2", later(LEASE - 1), LEASE) is None
    assert store.claim("w2", later(LEASE), LEASE).document_id == receipt.document_id


def test_renewed_lease_starts_anew_and_a_lost_one_cannot_be_renewed(store):
    receipt = received(store, document(), worker="w1")

    assert store.renew(receipt.document_id, "w1", later(50), LEASE)
    assert store.claim("w2", later(LEASE), LEASE) is None
    assert store.claim("w2", later(50 + LEASE), LEASE) is not None
    assert not store.renew(receipt.document_id, "w1", later(51 + LEASE), LEASE)


def test_document_that_kills_its_worker_three_times_is_quarantined_as_a_defect(store):
    receipt = received(store, document(), worker="w0")
    other = received(store, document("sound"), worker=None, now=later(1))
    attempts = [store.claim("w", later(LEASE * (number + 1)), LEASE) for number in range(2)]
    claim = store.claim("w", later(LEASE * 3), LEASE)
    stored = store.document(receipt.document_id)

    assert [attempt.attempt for attempt in attempts] == [2, 1] or [attempt.attempt for attempt in attempts] == [2, 3]
    assert claim.document_id == other.document_id
    assert stored.ref.status is DocumentStatus.QUARANTINED
    assert stored.ref.error_code == Defect.code


def test_given_back_document_waits_and_counts_its_attempts(store):
    receipt = received(store, document(), worker="w")
    statuses = []
    for number in range(1, 4):
        statuses.append(store.give_back(receipt.document_id, Defect("TypeError"), NOW, later(30 * number)))
        assert store.claim("w", later(30 * number - 1), LEASE) is None
        store.claim("w", later(30 * number), LEASE)

    assert statuses == [DocumentStatus.RECEIVED, DocumentStatus.RECEIVED, DocumentStatus.QUARANTINED]


def test_postponed_document_loses_no_attempt(store):
    receipt = received(store, document(), worker="w")
    for number in range(5):
        store.postpone(receipt.document_id, later(number))
        assert store.claim("w", later(number), LEASE).attempt == 1


def test_quarantine_keeps_the_reason_and_the_place(store):
    receipt = received(store, document())
    place = Locator(segment="OBX", index=4, field=5)
    store.quarantine(receipt.document_id, UnreadableDocument("truncated", place), NOW)
    stored = store.document(receipt.document_id)
    again = received(store, document())

    assert stored.ref.status is DocumentStatus.QUARANTINED
    assert (stored.ref.error_code, stored.ref.error_text) == ("UNREADABLE_DOCUMENT", "truncated")
    assert place == stored.error_locator
    assert (again.status, again.error_code) == (DocumentStatus.QUARANTINED, "UNREADABLE_DOCUMENT")
    assert [receipt.document_id] == [ref.id for ref in store.quarantined().items]


def test_late_failure_does_not_unmake_a_case(store):
    read_case(store, "a report", report())
    document_id = document().digest
    store.quarantine(document_id, UnreadableDocument("late"), NOW)
    store.give_back(document_id, Defect("late"), NOW, NOW)
    store.postpone(document_id, NOW)

    assert store.document(document_id).ref.status is DocumentStatus.READ


def test_requeued_document_is_tried_anew(store):
    receipt = received(store, document())
    store.quarantine(receipt.document_id, UnreadableDocument("truncated"), NOW)
    store.requeue(receipt.document_id, "admin", later(1))
    claim = store.claim("w", later(1), LEASE)

    assert claim.attempt == 1
    assert store.document(receipt.document_id).ref.error_code is None
    with pytest.raises(NotFound):
        store.requeue(receipt.document_id, "admin", later(2))


def test_quarantine_is_paged_newest_first(store):
    ids = []
    for number in range(5):
        ids.append(received(store, document(str(number))).document_id)
        store.quarantine(ids[-1], UnreadableDocument("-"), NOW)
    seen, cursor = [], None
    while True:
        page = store.quarantined(cursor, limit=2)
        seen += [ref.id for ref in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert ids[::-1] == seen


@pytest.mark.parametrize("cursor", ["", "x", "bm9wZQ", "bjEyMzQ1Njc4OTAxMjM0NTY3ODk", "ü", "n1"])
def test_foreign_cursor_is_refused(store, cursor):
    with pytest.raises(InvalidRequest):
        store.quarantined(cursor)


def test_unknown_document_is_not_found(store):
    for ask in (store.document, store.content, store.held):
        with pytest.raises(NotFound):
            ask("0" * 64)
