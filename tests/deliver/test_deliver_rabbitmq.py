"""Events published to a real broker: confirmed, routed, described by their headers, and never believed to be there."""

import json
from secrets import token_hex

import jsonschema_rs
import pika
import pytest

from deliver.destination import Parcel
from deliver.destinations.rabbitmq import Events, Options, opened
from deliver.destinations.rabbitmq.publisher import properties_of
from deliver.lane import Lane
from deliver.listeners import listeners_of
from dxa.errors import NotDelivered, SettingsError
from dxa.topology import topology
from ingest.channels.rabbitmq.declaring import declare
from tests.deliver.situations import delivered, means, subscribed, tell_case
from tests.ingest.queueing import Bench
from tests.project.tree import ROOT

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]


def parcel(number: int, *, kind: str = "case.assessed", size: int = 100) -> Parcel:
    return Parcel(
        id=f"t{number}", kind=kind, case_id="c1", revision=number, media_type="application/json", suffix=".json",
        body=b"x" * size,
    )  # fmt: skip


@pytest.fixture
def bench(rabbitmq_url):
    ours = Bench(rabbitmq_url, f"test-{token_hex(4)}")
    declare(ours.settings.rabbitmq, ["ris"])
    yield ours
    with ours.channel() as channel:
        channel.queue_delete(f"{ours.prefix}.events.ris")
    ours.remove()


@pytest.fixture
def options(bench, tmp_path):
    account, _, host = bench.url.removeprefix("amqp://").rpartition("@")
    user, _, password = account.partition(":")
    (tmp_path / "password").write_text(f"{password}\n")
    exchange = bench.names.events_exchange.name
    return Options(url=f"amqp://{user}@{host}", password_file=tmp_path / "password", exchange=exchange)


def inbox(bench) -> list[tuple[pika.BasicProperties, bytes]]:
    return bench.taken(f"{bench.prefix}.events.ris")


def test_event_is_persistent_and_says_what_it_is_of(bench, options):
    with opened(options) as events:
        events.send(parcel(3, kind="case.signed"))
    ((properties, body),) = inbox(bench)

    assert b"x" * 100 == body
    assert (2, "t3", "osteon", "case.signed", "application/json") == (
        properties.delivery_mode, properties.message_id, properties.app_id, properties.type, properties.content_type,
    )  # fmt: skip
    assert {
        "osteon-case-id": "c1",
        "osteon-revision": 3,
        "osteon-kind": "case.signed",
        "osteon-schema-version": "1.0",
    } == {name: value for name, value in properties.headers.items() if not name.startswith("x-")}


def test_many_events_are_confirmed_together_and_stay_in_order(bench, options):
    with opened(options) as events:
        outcomes = events.send_many([parcel(number) for number in range(500)])

    assert (None,) * 500 == outcomes
    assert [f"t{number}" for number in range(500)] == [properties.message_id for properties, _ in inbox(bench)]


def test_event_no_queue_takes_is_not_delivered_and_the_next_one_is(bench, options):
    with opened(options) as events:
        with pytest.raises(NotDelivered, match="no queue takes it"):
            events.send(parcel(1, kind="nobody.listens"))
        mixed = events.send_many([parcel(2), parcel(3, kind="nobody.listens"), parcel(4)])

    assert [None, "no queue takes it", None] == [error and error.text for error in mixed]
    assert ["t2", "t4"] == [properties.message_id for properties, _ in inbox(bench)]


def test_full_queue_refuses_and_nothing_is_believed_to_be_there(bench, options):
    full = f"{bench.prefix}.full"
    with bench.channel() as channel:
        channel.queue_declare(full, durable=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
        channel.queue_bind(full, options.exchange, "full.#")
    with opened(options) as events:
        events.send(parcel(1, kind="full.one"))
        with pytest.raises(NotDelivered, match="the broker refused it"):
            [events.send(parcel(number, kind="full.one")) for number in (2, 3)]
    with bench.channel() as channel:
        channel.queue_delete(full)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url": "amqp://127.0.0.1:9"}, "does not answer"),
        ({"url": "amqp://nobody@{}"}, "refuses the account"),
        ({"exchange": "absent"}, "run `osteon broker declare`"),
    ],
)
def test_destination_that_is_not_there_is_not_delivered_to(options, change, says):
    host = options.url.rpartition("@")[2]
    wrong = {"url": options.url, "exchange": options.exchange} | change
    chosen = Options(url=wrong["url"].format(host), exchange=wrong["exchange"], password_file=options.password_file)

    with pytest.raises(NotDelivered, match=says), opened(chosen):
        pass


def test_password_file_that_is_gone_is_named(options, tmp_path):
    (tmp_path / "password").unlink()

    with pytest.raises(SettingsError, match="file of the password cannot be read"):
        Events(options).open()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_became_of_a_case_goes_through_the_outbox_to_the_listener(bench, options, store, clock, tmp_path):
    file = tmp_path / "destinations.toml"
    file.write_text(
        '[[destination]]\nname = "ris"\nkind = "rabbitmq"\n[destination.options]\n'
        f'url = "{options.url}"\npassword_file = "password"\nexchange = "{options.exchange}"\n'
    )
    (one,) = listeners_of(file)
    subscribed(store, one, clock)
    case_id = tell_case(store, 1, 1, clock)
    lane = Lane(one, means(store, clock))
    delivered(store, lane, clock)
    lane.finish()
    ((properties, body),) = inbox(bench)
    schema = json.loads((ROOT / "docs/schema/telling.json").read_text())

    assert [] == [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(json.loads(body))]
    assert (case_id, "case.assessed") == (json.loads(body)["case"], properties.type)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"url": "amqps://user:secret@broker"}, "must not hold the password"),
        ({"url": "amqp://broker.example"}, "use amqps://"),
        ({"url": "http://broker"}, "is not amqp://"),
        ({"url": "amqps://broker", "key_file": ROOT}, "belong together"),
    ],
)
def test_unsafe_or_impossible_option_is_named_without_its_value(options, fault):
    faults = list(Options(**options).faults())

    assert any(fault in one for one in faults)
    assert "secret" not in "".join(faults)


def test_properties_hold_no_more_than_was_said():
    assert topology("osteon").events_exchange.name == Options(url="amqps://b").exchange
    assert properties_of(parcel(1)).correlation_id is None
