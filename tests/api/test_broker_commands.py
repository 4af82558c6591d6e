"""`osteon broker` against a real broker."""

import logging
from secrets import token_hex

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.ingest.queueing import Bench, until
from tests.postgresql import VARIABLE as POSTGRESQL
from tests.rabbitmq import VARIABLE

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]


@pytest.fixture
def bench(rabbitmq_url):
    ours = Bench(rabbitmq_url, f"test-{token_hex(4)}")
    yield ours
    with ours.channel() as channel:
        channel.queue_delete(f"{ours.prefix}.events.ris")
    ours.remove()


@pytest.fixture
def osteon(bench, monkeypatch):
    """Run the command with the queues of this test."""
    for name in (VARIABLE, POSTGRESQL):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OSTEON_RABBITMQ_URL", bench.url)
    monkeypatch.setenv("OSTEON_RABBITMQ_PREFIX", bench.prefix)
    handlers, level = logging.root.handlers[:], logging.root.level
    yield lambda *words: CliRunner().invoke(main, ["broker", *words])
    # The command sets up the logs of its process, which here is the one of every other test.
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_nothing_is_there_until_it_was_declared_and_declaring_again_changes_nothing(osteon):
    before, declared, again, after = osteon("check"), osteon("declare"), osteon("declare"), osteon("check")

    assert [9, 0, 0, 0] == [done.exit_code for done in (before, declared, again, after)]
    assert 7 == before.output.count("absent")
    assert 7 == after.output.count("as declared")
    assert declared.output == again.output


def test_listener_gets_a_queue_that_takes_events(osteon, bench):
    done = osteon("declare", "--listener", "ris")
    with bench.channel() as channel:
        channel.confirm_delivery()
        channel.basic_publish(bench.names.events_exchange.name, "case.signed", b"x", mandatory=True)

    assert f"{bench.prefix}.events.ris stands" in done.output
    assert [b"x"] == [body for _, body in bench.taken(f"{bench.prefix}.events.ris")]


def test_queue_declared_otherwise_is_named_and_left_alone(osteon, bench):
    with bench.channel() as channel:
        channel.queue_declare(bench.names.dead.name, durable=True)
    declared, checked = osteon("declare"), osteon("check")

    assert [8, 8] == [declared.exit_code, checked.exit_code]
    assert f"{bench.names.dead.name} stands there, declared otherwise" in declared.output
    assert 1 == checked.output.count("declared otherwise")


def test_messages_are_counted_and_moved_back(osteon, bench):
    osteon("declare")
    with bench.channel() as channel:
        channel.confirm_delivery()
        for body in (b"one", b"two", b"three"):
            channel.basic_publish(bench.names.dead_exchange.name, "", body)
    until(lambda: bench.ready(bench.names.dead.name) == 3)
    two, rest = osteon("replay", "--most", "2"), osteon("replay")

    assert ("2 messages moved\n", "1 message moved\n") == (two.output, rest.output)
    until(lambda: bench.ready(bench.names.documents.name) == 3)
    assert 0 == bench.ready(bench.names.dead.name)


@pytest.mark.parametrize("words", [["declare"], ["check"], ["replay"]])
@pytest.mark.parametrize(
    ("url", "code", "says"),
    [
        (None, 8, "set OSTEON_RABBITMQ_URL"),
        ("amqp://127.0.0.1:9", 6, "does not answer"),
        ("amqp://guest:secret@{}", 8, "refuses the account"),
        ("amqp://guest:secret@192.0.2.1", 8, "use amqps://"),
    ],
)
def test_what_is_wrong_is_one_line_without_the_password(osteon, bench, monkeypatch, url, code, says, words):
    if url is None:
        monkeypatch.delenv("OSTEON_RABBITMQ_URL")
    else:
        monkeypatch.setenv("OSTEON_RABBITMQ_URL", url.format(bench.url.rpartition("@")[2]))
    done = osteon(*words)

    assert (code, 1) == (done.exit_code, done.output.count("\n"))
    assert says in done.output
    assert "secret" not in done.output
