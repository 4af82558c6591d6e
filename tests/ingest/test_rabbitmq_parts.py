"""The parts of the door on a queue that need no broker."""

from concurrent.futures import Future
from threading import Event
from time import monotonic

import pika
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.case import DocumentStatus
from dxa.errors import LimitExceeded, StoreUnavailable
from ingest.answers import Queueing
from ingest.channels.rabbitmq.backoff import Backoff
from ingest.channels.rabbitmq.consumer import settlement_of
from ingest.channels.rabbitmq.holding import Holding
from ingest.channels.rabbitmq.messages import copy_of, document_of, returns_of
from ingest.channels.rabbitmq.tags import Acknowledgement, Tags
from store.records import Receipt
from tests.ingest.situations import Clock, document


def properties(**named) -> pika.BasicProperties:
    return pika.BasicProperties(**named)


@pytest.mark.parametrize(
    ("said", "sender", "external_id"),
    [
        ({}, None, None),
        ({"app_id": "ris", "user_id": "u", "message_id": "M"}, "ris", "M"),
        ({"app_id": "", "user_id": "u", "message_id": ""}, "u", None),
        ({"headers": {"osteon-user-id": "first"}}, "first", None),
        ({"app_id": "ri\x00s", "message_id": "M\x00\r\n"}, "ris", "M"),
        ({"app_id": b"r\xef", "message_id": b"\xff\xfe"}, "rï", "ÿþ"),
        ({"app_id": "\ud800", "headers": {"osteon-user-id": 7}}, None, None),
    ],
)
def test_sender_and_id_are_what_the_properties_say_in_characters_any_database_takes(said, sender, external_id):
    raw = document_of(b"x", properties(**said), Clock()())

    assert (sender, external_id, "rabbitmq") == (raw.sender, raw.external_id, raw.channel)


@pytest.mark.parametrize(
    ("headers", "count"), [(None, 0), ({}, 0), ({"x-delivery-count": 2}, 2), ({"x-delivery-count": "2"}, 0)]
)
def test_returns_are_those_the_broker_counted(headers, count):
    assert count == returns_of(properties(headers=headers))


def test_copy_repeats_nothing_the_broker_would_act_on_once_more():
    headers = {"CC": ["q"], "BCC": ["q"], "x-death": [], "x-delivery-count": 2, "osteon-reason": "OLD", "own": 1}
    original = properties(
        headers=headers, user_id="u", expiration="5", reply_to="q", priority=9, message_id="M", app_id="a"
    )
    copied = copy_of(original, reason="NEW")

    assert {"own": 1, "osteon-reason": "NEW", "osteon-user-id": "u"} == copied.headers
    assert (2, "M", "a") == (copied.delivery_mode, copied.message_id, copied.app_id)
    assert [None] * 4 == [copied.user_id, copied.expiration, copied.reply_to, copied.priority]


def test_finished_deliveries_are_acknowledged_together_up_to_the_first_open_one():
    tags = Tags()
    for tag in range(1, 8):
        tags.begin(tag)
    for tag in (1, 2, 4, 6):
        tags.finish(tag)
    tags.drop(5)

    assert (
        Acknowledgement(tag=2, multiple=True),
        Acknowledgement(tag=4, multiple=False),
        Acknowledgement(tag=6, multiple=False),
    ) == tags.due()
    assert ((), 2) == (tags.due(), len(tags))


@given(st.lists(st.lists(st.integers(0, 29), unique=True), max_size=30), st.sets(st.integers(0, 29)))
def test_acknowledgements_cover_what_is_finished_and_nothing_else(rounds, never):
    tags, settled, finished = Tags(), set(), set()
    for tag in range(30):
        tags.begin(tag)
    for one in rounds:
        ready = [tag for tag in one if tag not in never | finished]
        finished |= set(ready)
        for tag in ready:
            tags.finish(tag)
        for due in tags.due():
            covered = {tag for tag in range(due.tag + 1) if tag not in settled} if due.multiple else {due.tag}
            assert covered <= finished - settled
            settled |= covered

    assert finished == settled
    assert 30 - len(finished) == len(tags)


def test_waits_grow_to_their_limit_and_begin_anew_after_a_success():
    backoff = Backoff(1, 10)
    waits = [backoff.seconds() for _ in range(6)]
    backoff.reset()

    assert all(whole / 2 <= wait <= whole for whole, wait in zip((1, 2, 4, 8, 10, 10), waits, strict=True))
    assert backoff.seconds() <= 1


def ended(answer) -> "Future[Receipt]":
    future: Future[Receipt] = Future()
    future.set_exception(answer) if isinstance(answer, BaseException) else future.set_result(answer)
    return future


def receipt(**changed) -> Receipt:
    return Receipt(**{"document_id": "d", "new": True, "status": DocumentStatus.RECEIVED} | changed)


LATER = monotonic() + 3600
QUARANTINED = {"status": DocumentStatus.QUARANTINED, "error_code": "NOT_DENSITOMETRY"}


@pytest.mark.parametrize(
    ("answer", "queueing", "reason", "outcome"),
    [
        (receipt(), Queueing.ACK, None, "accepted"),
        (receipt(new=False), Queueing.ACK, None, "duplicate"),
        (receipt(**QUARANTINED), Queueing.DEAD_LETTER, "NOT_DENSITOMETRY", "NOT_DENSITOMETRY"),
        (receipt(new=False, **QUARANTINED), Queueing.DEAD_LETTER, "NOT_DENSITOMETRY", "NOT_DENSITOMETRY"),
        (LimitExceeded("too large"), Queueing.DEAD_LETTER, "LIMIT_EXCEEDED", "LIMIT_EXCEEDED"),
        (StoreUnavailable("down"), Queueing.REQUEUE, "STORE_UNAVAILABLE", "STORE_UNAVAILABLE"),
        (KeyError("P-100"), Queueing.DEAD_LETTER, "DEFECT", "DEFECT"),
        (MemoryError(), Queueing.DEAD_LETTER, "DEFECT", "DEFECT"),
        (SystemExit(), Queueing.DEAD_LETTER, "DEFECT", "DEFECT"),
    ],
)
def test_settlement_follows_from_the_receipt_and_no_failure_is_an_acknowledgement(answer, queueing, reason, outcome):
    settlement = settlement_of(ended(answer))

    assert (queueing, reason, outcome) == (settlement.queueing, settlement.reason, settlement.outcome)


class Failing:
    def __init__(self, error, times: int) -> None:
        self.error, self.left = error, times

    def receive(self, _) -> Receipt:
        if self.left:
            self.left -= 1
            raise self.error
        return receipt()


def test_document_is_held_until_the_store_answers():
    assert receipt() == Holding(Failing(StoreUnavailable("down"), 2), Event()).receive(document("-1.0"), LATER)


def test_document_is_not_held_longer_than_the_broker_waits():
    start = monotonic()
    with pytest.raises(StoreUnavailable):
        Holding(Failing(StoreUnavailable("down"), 99), Event()).receive(document("-1.0"), start + 0.2)

    assert monotonic() - start < 5


def test_document_that_waited_for_its_turn_too_long_is_tried_once():
    intake = Failing(StoreUnavailable("down"), 99)
    with pytest.raises(StoreUnavailable):
        Holding(intake, Event()).receive(document("-1.0"), monotonic() - 1)

    assert 98 == intake.left


def test_closing_ends_the_holding_at_once():
    ending = Event()
    ending.set()

    with pytest.raises(StoreUnavailable):
        Holding(Failing(StoreUnavailable("down"), 99), ending).receive(document("-1.0"), LATER)


def test_what_waiting_does_not_mend_is_not_waited_for():
    intake = Failing(LimitExceeded("too large"), 99)
    with pytest.raises(LimitExceeded):
        Holding(intake, Event()).receive(document("-1.0"), LATER)

    assert 98 == intake.left
