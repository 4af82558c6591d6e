"""The real command delivers over real connections, and a host that dies in the middle loses nothing."""

from collections import Counter
from contextlib import ExitStack
from random import Random
from time import sleep

import pytest

from store.delivery_records import DeliveryFilter, DeliveryState
from tests.deliver.process import DelivererProcess, wait_until
from tests.deliver.receivers import Posted, always, nobody_listens, receiving
from tests.deliver.situations import Clock, tell_case

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
WEBHOOK = """
[[destination]]
name = "ris"
kind = "webhook"
connections = 3
since = 2020-01-01T00:00:00Z
[destination.options]
url = "http://127.0.0.1:{port}/in"
secret_file = "secret"
timeout_seconds = 5
"""
FOLDER = """
[[destination]]
name = "drop"
kind = "folder"
since = 2020-01-01T00:00:00Z
options = {{ path = "out" }}
"""


@pytest.fixture
def hosts(database_url, tmp_path):
    """A function that starts a host which tells a port."""
    (tmp_path / "secret").write_text("a secret of some length", encoding="utf-8")
    (tmp_path / "out").mkdir()
    with ExitStack() as ending:

        def started(port: int = 1, text: str = WEBHOOK, **settings: str) -> DelivererProcess:
            (tmp_path / "destinations.toml").write_text(text.format(port=port), encoding="utf-8")
            host = DelivererProcess(database_url, tmp_path / "destinations.toml", settings)
            ending.callback(host.kill)
            return host

        yield started


def tell(store, cases: int, revisions: int) -> int:
    """Make tellings of many cases and return how many."""
    clock = Clock()
    for revision in range(revisions):
        for case in range(cases):
            tell_case(store, case, revision, clock)
    return cases * revisions


def settled(store) -> bool:
    # In this order: what waits to be shared out is no delivery yet.
    if store.pending(1):
        return False
    return not {one.state for one in store.delivery_counts()} & {DeliveryState.PENDING, DeliveryState.SENDING}


def assert_in_order(store, posted: list[Posted], tellings: int) -> None:
    """Every telling came, and the first time each came is in the order of its case."""
    rows = {one.telling_id: one for one in store.deliveries(DeliveryFilter(destination="ris"), limit=100_000).items}
    first = list(dict.fromkeys(one.id for one in posted))
    by_case: dict[str, list[int]] = {}
    for name in first:
        by_case.setdefault(rows[name].case_id, []).append(rows[name].revision)

    assert tellings == len(rows) == len(first)
    assert {DeliveryState.SENT} == {one.state for one in rows.values()}
    assert all(sorted(revisions) == revisions for revisions in by_case.values())


def test_killed_host_loses_nothing_and_the_next_one_goes_on(store, hosts):
    tellings, chance = tell(store, 20, 4), Random(20261123)  # noqa: S311 - moments of kills, the same ones every time

    def slowly(_handler, _posted):
        sleep(0.003)
        return 204, {}

    with receiving(slowly) as receiver:
        for _ in range(4):
            host = hosts(receiver.port, DELIVERY_LEASE_SECONDS="1.5")
            before = len(receiver.posted)
            host.start()
            wait_until(lambda before=before: len(receiver.posted) > before or settled(store))
            sleep(chance.uniform(0.0, 0.12))
            host.kill()
        host = hosts(receiver.port, DELIVERY_LEASE_SECONDS="1.5")
        host.start()
        wait_until(lambda: settled(store), 60)
        status, _ = host.stop()
    often = Counter(one.id for one in receiver.posted)

    assert 0 == status
    assert_in_order(store, receiver.posted, tellings)
    assert max(often.values()) <= 5
    assert {one.id: one.body for one in receiver.posted}.keys() == often.keys()
    assert len({(one.id, one.body) for one in receiver.posted}) == len(often)


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_three_hosts_at_once_tell_each_thing_once_and_in_order(store, hosts):
    tellings = tell(store, 40, 4)
    with receiving() as receiver:
        running = [hosts(receiver.port) for _ in range(3)]
        for host in running:
            host.start()
        wait_until(lambda: settled(store), 60)
        ended = [host.stop()[0] for host in running]

    assert [0, 0, 0] == ended
    assert_in_order(store, receiver.posted, tellings)
    assert {1} == set(Counter(one.id for one in receiver.posted).values())


def test_receiver_that_comes_back_is_told_everything_in_order(store, hosts):
    tellings = tell(store, 10, 3)
    port = nobody_listens()
    host = hosts(port)
    host.start()
    wait_until(lambda: store.destinations()[0].failures >= 4)
    with receiving(always(503), port=port) as unwilling:
        wait_until(lambda: unwilling.posted)
    with receiving(port=port) as receiver:
        wait_until(lambda: settled(store), 60)
        status, log = host.stop()

    assert 0 == status
    assert len(unwilling.posted) < 10
    assert_in_order(store, receiver.posted, tellings)
    assert "P-1" not in log


def test_commands_show_dead_letters_and_tell_them_again(store, hosts, tmp_path):
    tell(store, 3, 1)
    with receiving(always(422)) as receiver:
        host = hosts(receiver.port)
        host.start()
        wait_until(lambda: settled(store) and store.delivery_counts())
        host.stop()
        listed = host.command("deliveries", "list", "--state", "dead").stdout
        skipped = host.command("deliveries", "skip", "1").stdout
        replayed = host.command("deliveries", "replay", "--destination", "ris", "--dead").stdout
        again = host.command("deliveries", "retry", "1", "77", check=False)
        receiver.answer = always(200)
        host.start()
        wait_until(lambda: settled(store))
        host.stop()
        left = host.command("destinations", "list").stdout

    assert 3 == listed.count("answered 422")
    assert ("1 deliveries are skipped\n", "2 deliveries wait to be made again\n") == (skipped, replayed)
    assert (9, True) == (again.returncode, "delivery 77" in again.stderr)
    assert 6 == len(receiver.posted)
    assert "well" in left


def test_both_kinds_are_told_at_once_and_each_keeps_its_own_state(store, hosts, tmp_path):
    tellings = tell(store, 5, 2)
    with receiving(always(503)) as receiver:
        host = hosts(receiver.port, WEBHOOK + FOLDER)
        host.start()
        wait_until(lambda: tellings == len(list((tmp_path / "out").glob("*.json"))))
        host.stop()
    counts = {(one.destination, one.state): one.count for one in store.delivery_counts()}

    assert {("drop", DeliveryState.SENT): tellings, ("ris", DeliveryState.PENDING): tellings} == counts


def test_check_opens_every_destination_and_names_what_cannot_be(hosts, database_url):
    with receiving() as receiver:
        host = hosts(receiver.port, WEBHOOK + FOLDER)
        good = host.command("destinations", "check")
    bad = host.command("destinations", "check", check=False)

    assert 2 == good.stdout.count("opens")
    assert (8, True) == (bad.returncode, "cannot be opened: ris" in bad.stderr)
    assert 1 == bad.stdout.count("opens")


def test_nobody_to_tell_is_said(hosts):
    host = hosts(text="# nobody\n")
    told = host.command("deliver", check=False)

    assert (8, True) == (told.returncode, "nobody to tell" in told.stderr)
