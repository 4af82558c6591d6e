"""The door on a RabbitMQ queue, against a real broker."""

from secrets import token_hex
from threading import Event
from time import monotonic, sleep

import pytest

from dxa.case import DocumentStatus
from dxa.errors import SettingsError, StoreUnavailable
from dxa.settings.rabbitmq import Rabbitmq
from ingest.channel import Post
from ingest.channels.rabbitmq import CHANNEL, connection
from ingest.channels.rabbitmq.messages import returns_of
from ingest.channels.rabbitmq.replaying import replay
from ingest.reception import Reception
from tests.ingest.queueing import Bench, Recorder, bodies, door, until
from tests.ingest.situations import SETTINGS, Clock

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]


@pytest.fixture
def bench(rabbitmq_url):
    ours = Bench(rabbitmq_url, f"test-{token_hex(4)}")
    ours.declare()
    yield ours
    ours.remove()


@pytest.fixture
def reception(store, clock):
    return Reception(store=store, clock=clock, settings=SETTINGS)


def test_message_is_stored_with_its_sender_and_id_and_then_acknowledged(bench, store, reception):
    with door(bench, reception) as notes:
        bench.publish(*bodies(1), message_id="M-1", app_id="ris")
        until(lambda: notes.counted)
    held = store.held(store.claim("w", Clock()(), 60).document_id)

    assert ("rabbitmq", "ris", "M-1") == (held.raw.channel, held.raw.sender, held.raw.external_id)
    assert 0 == bench.unsettled()
    assert [("rabbitmq", "accepted")] == notes.counted
    assert "guest" not in "".join(notes.opened[0])


def test_repeated_message_is_acknowledged_as_the_duplicate_it_is(bench, store, reception):
    with door(bench, reception) as notes:
        bench.publish(*bodies(3), *bodies(3))
        until(lambda: len(notes.counted) == 6)

    assert ["accepted"] * 3 + ["duplicate"] * 3 == notes.outcomes
    assert 3 == store.counts().received
    assert 0 == bench.unsettled()


def test_unreadable_message_is_kept_and_stands_in_the_dead_queue_with_the_reason(bench, store, reception):
    with door(bench, reception) as notes:
        bench.publish(b"no document", message_id="M-2", user_id="guest", expiration="3000", headers={"CC": ["x"]})
        until(lambda: notes.counted)
        ((properties, body),) = until(lambda: bench.taken(bench.names.dead.name))
    stored = store.document(properties.headers["osteon-document"]).ref

    assert (b"no document", "M-2", 2, None) == (
        body, properties.message_id, properties.delivery_mode, properties.expiration,
    )  # fmt: skip
    assert "UNRECOGNISED_DOCUMENT" == properties.headers["osteon-reason"] == stored.error_code
    assert (DocumentStatus.QUARANTINED, "guest") == (stored.status, properties.headers["osteon-user-id"])
    assert "CC" not in properties.headers
    assert 0 == bench.unsettled()


@pytest.mark.parametrize(
    ("body", "failure", "reason"),
    [(b"x" * (SETTINGS.limits.document_bytes + 1), None, "LIMIT_EXCEEDED"), (b"{}", ValueError("P-1"), "DEFECT")],
)
def test_what_cannot_be_stored_is_never_acknowledged_as_stored(bench, store, reception, body, failure, reason):
    def fail(_) -> None:
        if failure:
            raise failure

    with door(bench, Recorder(reception, fail)) as notes:
        bench.publish(body)
        until(lambda: notes.counted)
        ((properties, _),) = until(lambda: bench.taken(bench.names.dead.name))

    assert reason == properties.headers["osteon-reason"]
    assert "osteon-document" not in properties.headers
    assert 0 == store.counts().received + store.counts().quarantined


class Outage:
    def __init__(self) -> None:
        self.over = Event()

    def __call__(self, _) -> None:
        if not self.over.is_set():
            raise StoreUnavailable("down")


def test_nothing_is_acknowledged_while_the_database_is_down_and_all_comes_through_later(bench, store, reception):
    outage = Outage()
    intake = Recorder(reception, outage)
    with door(bench, intake) as notes:
        bench.publish(*bodies(50))
        sleep(2)
        tries, counted = len(intake.given), list(notes.counted)
        outage.over.set()
        until(lambda: len(notes.counted) == 50)

    assert [] == counted
    assert tries < 16 * 8  # sixteen threads that wait longer and longer
    assert ["accepted"] * 50 == notes.outcomes
    assert (50, 0, 0) == (store.counts().received, bench.unsettled(), bench.ready(bench.names.dead.name))


def test_long_outage_takes_none_of_the_few_tries_of_a_message(bench, store, reception):
    outage = Outage()
    intake = Recorder(reception, outage)
    with door(bench, intake, hold_seconds=0.1) as notes:
        bench.publish(*bodies(2))
        until(lambda: len(notes.counted) >= 12)  # handed back more often than a poisonous message is tried
        outage.over.set()
        until(lambda: notes.outcomes.count("accepted") == 2)

    assert 2 == store.counts().received
    assert (0, 0) == (bench.unsettled(), bench.ready(bench.names.dead.name))


def test_closing_during_an_outage_leaves_every_message_in_the_queue(bench, reception):
    with door(bench, Recorder(reception, Outage())):
        bench.publish(*bodies(40))
        sleep(0.5)

    assert 40 == bench.unsettled()
    assert [0] * 40 == [returns_of(properties) for properties, _ in bench.taken(bench.names.documents.name)]


def test_closing_finishes_what_is_in_hand(bench, store, reception):
    with door(bench, Recorder(reception, lambda _: sleep(0.05))):
        bench.publish(*bodies(64))
    left = bench.unsettled()

    assert 64 == store.counts().received + left


def test_heartbeats_go_on_while_a_commit_takes_long(bench, reception, monkeypatch):
    monkeypatch.setattr(connection, "HEARTBEAT_SECONDS", 1)
    intake = Recorder(reception, lambda _: sleep(4))
    with door(bench, intake) as notes:
        bench.publish(*bodies(1))
        until(lambda: notes.counted)

    assert (1, 1) == (len(notes.opened), len(intake.given))


def test_consumer_goes_on_when_its_queue_was_deleted_and_declared_again(bench, reception):
    with door(bench, reception) as notes:
        with bench.channel() as channel:
            channel.queue_delete(bench.names.documents.name)
        sleep(0.5)
        bench.declare()
        until(lambda: len(notes.opened) == 2)
        bench.publish(*bodies(1))
        until(lambda: notes.counted)

    assert 0 == bench.unsettled()


def test_dead_messages_are_given_to_the_queue_again(bench, reception):
    with door(bench, reception) as notes:
        bench.publish(b"one", b"two", message_id="M", app_id="ris")
        until(lambda: len(notes.counted) == 2)
    until(lambda: bench.ready(bench.names.dead.name) == 2)

    assert 2 == replay(bench.settings.rabbitmq)
    assert 0 == replay(bench.settings.rabbitmq)
    again = bench.taken(bench.names.documents.name)
    assert [b"one", b"two"] == sorted(body for _, body in again)
    assert {("M", "ris")} == {(properties.message_id, properties.app_id) for properties, _ in again}
    assert not any("osteon-reason" in properties.headers for properties, _ in again)


@pytest.mark.parametrize(
    ("change", "says"),
    [({}, "run `osteon broker declare`"), ({"url": "amqp://guest:wrong@{}"}, "refuses the account")],
)
def test_door_that_waiting_does_not_help_says_why(rabbitmq_url, reception, change, says):
    url = change.get("url", "amqp://guest:guest@{}").format(rabbitmq_url.rpartition("@")[2])
    bench = Bench(url, f"absent-{token_hex(4)}")
    start = monotonic()

    with pytest.raises(SettingsError, match=says), door(bench, reception):
        pass

    assert monotonic() - start < 10


def test_door_without_a_broker_does_not_open(reception):
    post = Post(settings=SETTINGS, intake=reception, clock=Clock(), stopping=Event(), opened=print, counted=print)

    with pytest.raises(SettingsError, match="set OSTEON_RABBITMQ_URL"):
        CHANNEL.run(post)


def test_access_is_never_shown():
    assert "secret" not in repr(Rabbitmq(url="amqps://user:secret@broker"))
