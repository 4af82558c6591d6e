"""Consumers as processes: killed at the worst moment, competing, and as the command starts them."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import sleep

import pytest

from store import Store
from tests.ingest.queueing import Bench, bodies, until

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]
ROOT = Path(__file__).parents[2]
OSTEON = Path(sys.executable).with_name("osteon")


@pytest.fixture
def bench(rabbitmq_url):
    ours = Bench(rabbitmq_url, f"test-{token_hex(4)}")
    ours.declare()
    yield ours
    ours.remove()


@contextmanager
def process(*command, **variables):
    """Run a command; it is told to stop at the end, unless it has ended by itself."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OSTEON_")}
    ours = clean | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)} | variables
    started = subprocess.Popen(
        command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(timeout=40)
        finally:
            started.kill()
            started.wait()
            started.stdout.close()


@contextmanager
def listening(bench, database_url):
    """Run `osteon listen rabbitmq`, once it consumes."""
    variables = {
        "OSTEON_DATABASE_URL": database_url,
        "OSTEON_RABBITMQ_URL": bench.url,
        "OSTEON_RABBITMQ_PREFIX": bench.prefix,
    }
    with process(OSTEON, "listen", "rabbitmq", **variables) as started:
        assert started.stdout.readline().startswith("osteon: rabbitmq on ")
        yield started


def consume_until_killed(bench, database_url, ends):
    command = [sys.executable, "-m", "tests.ingest.rabbitmq_consumer", bench.url, bench.prefix, database_url, ends]
    with process(*command) as started:
        assert started.stdout.readline()
        assert -signal.SIGKILL == started.wait(timeout=30)


def test_consumer_killed_between_commit_and_acknowledgement_loses_and_doubles_nothing(bench, database_url, store):
    bench.publish(*bodies(20))
    consume_until_killed(bench, database_url, "commit")
    stored, left = store.counts().received, bench.unsettled()
    with listening(bench, database_url):
        until(lambda: store.counts().received == 20)
        until(lambda: bench.ready(bench.names.documents.name) == 0)

    assert stored >= 5
    assert stored + left > 20  # something was stored and not acknowledged
    assert (20, 0, 0) == (store.counts().received, bench.unsettled(), bench.ready(bench.names.dead.name))


def test_message_that_kills_its_consumer_is_put_aside_at_its_third_try_and_no_other(bench, database_url, store):
    poison = b'{"poison": true}'
    healthy = bodies(40)
    bench.publish(*healthy[:10], poison, *healthy[10:])
    for _ in range(3):
        consume_until_killed(bench, database_url, "poison")
    with listening(bench, database_url):
        until(lambda: store.counts().received == 40)
    ((properties, body),) = bench.taken(bench.names.dead.name)

    assert poison == body
    assert "delivery_limit" == properties.headers["x-death"][0]["reason"]
    assert 0 == bench.unsettled()


@pytest.mark.postgresql
def test_five_thousand_messages_of_two_consumers_one_of_them_killed_are_stored_once(bench, postgresql_url):
    bench.publish(*bodies(5000), confirmed=False)
    until(lambda: bench.ready(bench.names.documents.name) == 5000)
    store = Store.open(postgresql_url)
    with listening(bench, postgresql_url), listening(bench, postgresql_url) as other:
        until(lambda: store.counts().received > 1000, 60)
        other.kill()
        sleep(1)
        with listening(bench, postgresql_url):
            until(lambda: store.counts().received == 5000, 120)
            until(lambda: bench.ready(bench.names.documents.name) == 0)
    left = bench.unsettled()
    counts = store.counts()
    store.close()

    assert (5000, 0, 0) == (counts.received, counts.quarantined, left)
    assert 0 == bench.ready(bench.names.dead.name)


def test_command_takes_a_message_and_a_worker_makes_a_case_of_it(bench, database_url, store):
    with (
        listening(bench, database_url),
        process(OSTEON, "worker", OSTEON_DATABASE_URL=database_url),
    ):
        bench.publish(*bodies(1), message_id="M-1", app_id="ris")
        until(lambda: store.counts().cases == 1, 40)
    (ref,) = store.case(store.cases().items[0].id).documents

    assert ("rabbitmq", "ris", "M-1") == (ref.channel, ref.sender, ref.external_id)


def test_command_without_declared_queues_says_what_to_do(bench, database_url):
    bench.remove()
    variables = {"OSTEON_RABBITMQ_URL": bench.url, "OSTEON_RABBITMQ_PREFIX": bench.prefix}
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OSTEON_")}
    done = subprocess.run(
        [OSTEON, "listen", "rabbitmq"],
        env=clean | {"OSTEON_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert 8 == done.returncode
    assert "run `osteon broker declare`" in done.stderr
    assert "guest" not in done.stderr + done.stdout
