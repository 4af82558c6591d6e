"""What the store notes of destinations and deliveries, change by change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from dxa.case import CaseStatus
from dxa.errors import NotFound
from dxa.report import ReportStatus
from dxa.telling import TellingKind
from store.delivery_records import DeliveryFilter, DeliveryState, Health, Settled, Subscription
from store.records import Decision, Review
from store.tables import OUTBOX
from tests.store.situations import NOW, completion, document, later, read_case, received, report

ALL = tuple(TellingKind)
LEASE = 60.0


def subscribe(store, name="ris", kinds=ALL, since=None, now=NOW) -> bool:
    return store.subscribe(Subscription(name=name, kinds=kinds, since=since), now)


def take(store, name="ris", worker="d1", now=NOW, limit=50):
    return store.take(name, worker, now, lease_seconds=LEASE, limit=limit)


def told(store, **chosen):
    return [(one.kind, one.revision, one.state) for one in reversed(store.deliveries(DeliveryFilter(**chosen)).items)]


def settle(store, taken, state=DeliveryState.SENT, *, worker="d1", now=NOW, **more):
    outcomes = [Settled(number=one.number, state=state, **more) for one in taken.items]
    store.settle("ris", worker, outcomes, now, health=Health(answered=True))


def sign(store, case_id, revision):
    review = Review(
        revision=revision, subject=None, decision=Decision.SIGN, reason=None, said_by="anna", said_at=later(5)
    )
    store.add_review(case_id, review)


@pytest.fixture
def case_id(store):
    """A case told of three times: read, signed, changed by a later document."""
    subscribe(store)
    case_id = read_case(store, "one", report(accession="A")).case_id
    sign(store, case_id, 1)
    read_case(store, "two", report(accession="A"))
    store.share_out(NOW)
    return case_id


def test_case_is_told_as_assessed_signed_amended_and_withdrawn(store, case_id):
    read_case(store, "three", report(accession="A", status=ReportStatus.CANCELLED))
    store.share_out(NOW)

    assert [(kind, number, DeliveryState.PENDING) for number, kind in enumerate(
        (TellingKind.ASSESSED, TellingKind.SIGNED, TellingKind.AMENDED, TellingKind.WITHDRAWN), start=1
    )] == told(store)  # fmt: skip


def test_telling_knows_status_signature_and_doors_of_its_revision(store, case_id):
    first, signed, amended = (store.telling(one.telling_id) for one in reversed(store.deliveries().items))

    assert [CaseStatus.ASSESSED, CaseStatus.SIGNED, CaseStatus.ASSESSED] == [
        one.status for one in (first, signed, amended)
    ]
    assert [(None, None), ("anna", later(5)), (None, None)] == [
        (one.signed_by, one.signed_at) for one in (first, signed, amended)
    ]
    assert (("test",), ("pacs",)) == (first.channels, first.senders)
    assert first.report == signed.report
    with pytest.raises(NotFound):
        store.telling("none")


def test_row_of_an_older_version_has_its_status_by_its_kind(store, case_id):
    old = {"case_id": case_id, "revision": 3, "created_at": later(9), "state": "pending"}
    for name, kind in (("a", TellingKind.SIGNED), ("b", TellingKind.ASSESSED)):
        store.write(lambda c, row={"id": name, "kind": kind, **old}: c.execute(insert(OUTBOX).values(**row)) and None)

    assert (CaseStatus.SIGNED, CaseStatus.ASSESSED) == (store.telling("a").status, store.telling("b").status)


def test_only_the_first_open_telling_of_a_case_is_taken(store, case_id):
    taken = take(store)
    again = take(store, worker="d2")
    settle(store, taken)
    after = take(store, worker="d2")

    assert ([1], [], [2]) == tuple([one.revision for one in some.items] for some in (taken, again, after))
    assert [DeliveryState.SENDING] == [one.state for one in after.items]


def test_lease_that_is_renewed_keeps_others_away_for_an_hour(store, case_id):
    taken = take(store)
    numbers = [one.number for one in taken.items]
    renewed = [store.renew_deliveries(numbers, worker, later(50), LEASE) for worker in ("d1", "d2")]

    assert (1, [1, 0]) == (len(taken.items), renewed)
    assert 0 == store.renew_deliveries([numbers[0] + 1], "d1", later(55), LEASE)
    assert not take(store, worker="d2", now=later(109)).items
    assert 0 == store.renew_deliveries(numbers, "d1", later(3601), LEASE)
    assert taken.items[0].number == take(store, worker="d2", now=later(3601)).items[0].number


def test_lease_of_a_try_at_a_destination_that_failed_is_renewed_with_it(store, case_id):
    settle_failed(store, take(store))
    again = take(store, now=later(30)).items
    assert 1 == store.renew_deliveries([one.number for one in again], "d1", later(80), LEASE)

    assert not take(store, worker="d2", now=later(139)).items
    assert take(store, worker="d2", now=later(141)).items


def settle_failed(store, taken):
    """Note that the destination did not answer, and may be tried after 20 seconds."""
    outcomes = [Settled(number=one.number, state=DeliveryState.PENDING, next_at=later(20)) for one in taken.items]
    store.settle("ris", "d1", outcomes, NOW, health=Health(answered=False, failures=1, retry_at=later(20)))


def test_lease_that_ended_lets_somebody_else_take_it_and_the_first_one_is_no_longer_heard(store, case_id):
    first = take(store)
    early = take(store, worker="d2", now=later(LEASE - 1))
    second = take(store, worker="d2", now=later(LEASE))
    settle(store, first, DeliveryState.DEAD, now=later(LEASE))
    settle(store, second, worker="d2", now=later(LEASE))

    assert ((), 2) == (early.items, second.items[0].attempts)
    assert DeliveryState.SENT == store.delivery(first.items[0].number).state


def test_untouched_telling_was_not_tried_and_keeps_what_was_said_of_it(store, case_id):
    fault = {"error_code": "NOT_DELIVERED", "error_text": "answered 503"}
    settle(store, take(store), DeliveryState.PENDING, next_at=later(5), **fault)
    settle(store, take(store, now=later(5)), DeliveryState.PENDING, tried=False, now=later(5))
    one = store.deliveries().items[-1]

    assert (1, "answered 503", DeliveryState.PENDING) == (one.attempts, one.error_text, one.state)


def test_new_destination_with_a_time_is_told_what_was_shared_out_since(store, case_id):
    added = [subscribe(store, "late", since=since, now=later(60)) for since in (NOW, NOW)]
    subscribe(store, "later", kinds=(TellingKind.AMENDED,), since=NOW, now=later(60))
    subscribe(store, "now", now=later(60))
    store.share_out(later(60))

    assert [True, False] == added
    assert [1, 2, 3] == [revision for _, revision, _ in told(store, destination="late")]
    assert [3] == [revision for _, revision, _ in told(store, destination="later")]
    assert [] == told(store, destination="now")


def test_destination_that_changes_what_it_wants_is_told_that_from_then_on(store, case_id):
    subscribe(store, kinds=(TellingKind.WITHDRAWN,), now=later(60))
    read_case(store, "three", report(accession="A"), now=later(70))
    read_case(store, "four", report(accession="A", status=ReportStatus.CANCELLED), now=later(80))
    store.share_out(later(90))

    assert [1, 2, 3, 5] == [revision for _, revision, _ in told(store)]


def test_retired_destination_is_told_nothing_until_it_is_back(store, case_id):
    store.retire("ris", "anna", later(10))
    read_case(store, "three", report(accession="A"), now=later(20))
    store.share_out(later(20))
    gone = told(store)
    back = subscribe(store, now=later(30))
    read_case(store, "four", report(accession="A"), now=later(40))
    store.share_out(later(40))

    assert [DeliveryState.SKIPPED] * 3 == [state for *_, state in gone]
    assert (True, [1, 2, 3, 5]) == (back, [revision for _, revision, _ in told(store)])
    with pytest.raises(NotFound):
        store.retire("nobody", "anna", NOW)


def test_retired_destination_is_not_sent_to(store, case_id):
    store.retire("ris", "anna", NOW)
    store.send_again(DeliveryFilter(destination="ris"), "anna", NOW)

    assert () == take(store).items


@pytest.mark.slow
def test_replay_tells_again_in_order_and_also_what_was_never_told(store, case_id):
    while (taken := take(store)).items:
        settle(store, taken)
    subscribe(store, "late", now=later(60))
    again = store.replay(DeliveryFilter(destination="ris", told_from=later(5)), "anna", later(70))
    first = store.replay(DeliveryFilter(destination="late", case_id=case_id, told_to=later(4)), "anna", later(70))
    dead = store.replay(DeliveryFilter(destination="ris", state=DeliveryState.DEAD), "anna", later(70))

    assert (1, 4, 0) == (again, first, dead)
    assert [2] == [one.revision for one in take(store, now=later(70)).items]
    assert [1, 3] == [revision for _, revision, _ in told(store, destination="late")]
    with pytest.raises(NotFound):
        store.replay(DeliveryFilter(destination="nobody", told_from=NOW), "anna", NOW)


def test_skipped_telling_lets_the_next_one_go_and_may_be_told_after_all(store, case_id):
    first = store.deliveries().items[-1].number
    skipped = store.skip(DeliveryFilter(number=first), "anna", NOW)
    then = [one.revision for one in take(store).items]
    again = store.send_again(DeliveryFilter(number=first), "anna", NOW)
    busy = store.skip(DeliveryFilter(case_id=case_id, state=DeliveryState.SENDING), "anna", NOW)

    assert (1, [2], 1, 0) == (skipped, then, again, busy)


def test_counts_say_how_much_stands_where_and_since_when(store, case_id):
    settle(store, take(store))
    counts = {one.state: (one.destination, one.count, one.oldest) for one in store.delivery_counts()}

    assert {DeliveryState.SENT: ("ris", 1, NOW), DeliveryState.PENDING: ("ris", 2, NOW)} == counts


def test_every_delivery_is_in_the_audit_trail_and_the_trail_is_whole(store, case_id):
    settle(store, take(store))
    settle(store, take(store), DeliveryState.DEAD)
    store.replay(DeliveryFilter(destination="ris", case_id=case_id), "anna", NOW)
    kinds = [one.kind for one in store.case(case_id).events]

    assert ["DELIVERED", "DELIVERY_DEAD", "DELIVERIES_REPLAYED"] == kinds[-3:]
    assert store.verify_events().broken_at is None


def test_pages_of_deliveries_go_on_where_the_last_one_ended(store, case_id):
    first = store.deliveries(limit=2)
    second = store.deliveries(cursor=first.next_cursor, limit=2)

    assert ([3, 2], [1], None) == (
        [one.revision for one in first.items], [one.revision for one in second.items], second.next_cursor
    )  # fmt: skip


def test_lower_number_that_is_committed_later_is_shared_out_too(store, case_id):
    """On PostgreSQL numbers are given before the commit, which may come in another order."""
    row = {"case_id": case_id, "revision": 9, "kind": "case.amended", "created_at": later(1), "state": "pending"}
    store.write(lambda c: c.execute(insert(OUTBOX).values(id="high", number=1000, **row)) and None)
    store.share_out(later(2))
    store.write(lambda c: c.execute(insert(OUTBOX).values(id="low", number=999, **row)) and None)
    store.share_out(later(3))

    assert {"high", "low"} <= {one.telling_id for one in store.deliveries().items}


def test_time_between_two_tries_is_not_a_search_through_all_that_was_sent(tmp_path, database_url, store, case_id):
    if not database_url.startswith("sqlite"):
        pytest.skip("the plan is read from SQLite")
    asked: list[tuple[str, object]] = []
    event.listen(store._reading, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    take(store)
    (statement, values) = next(one for one in asked if "deliveries AS open_ones" in one[0])
    plan = repr(store.read(lambda c: c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()))

    assert ("ix_deliveries_due" in plan, "ix_deliveries_open" in plan) == (True, True)
    assert "TEMP B-TREE" not in plan


def test_probe_that_says_nothing_about_the_destination_lets_others_try(store, case_id):
    silent = Health(answered=False, failures=3, retry_at=later(1), error_code="X", error_text="-")
    store.settle("ris", "d1", [], NOW, health=silent)
    probe = take(store, now=later(2))
    blocked = take(store, worker="d2", now=later(2))
    outcomes = [Settled(number=probe.items[0].number, state=DeliveryState.PENDING, tried=False)]
    store.settle("ris", "d1", outcomes, later(2))
    free = take(store, worker="d2", now=later(2) + timedelta(seconds=1))

    assert (1, 0, 1) == tuple(len(some.items) for some in (probe, blocked, free))


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1, 2**63, 10**30])
def test_number_no_database_has_is_not_found(store, number):
    with pytest.raises(NotFound):
        store.delivery(number)


def test_documents_a_case_was_read_from_are_known_by_revision_and_kind(store):
    ids = []
    for number, kind in enumerate(("application/dicom", "text/plain", "application/dicom")):
        receipt = received(store, document(str(number)))
        done = replace(completion(store, receipt.document_id, report(accession="A")), media_type=kind)
        case_id = store.complete(done, NOW).case_id
        ids.append(receipt.document_id)

    assert [{ids[0]}, {ids[0]}, {ids[0], ids[2]}] == [
        set(store.documents_read(case_id, revision, "application/dicom")) for revision in (1, 2, 3)
    ]
