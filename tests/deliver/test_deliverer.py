"""A deliverer keeps going while the database is down, ends when a part of it fails, and tells nobody why in words."""

import logging
from dataclasses import replace
from threading import Thread
from time import sleep

import pytest

from api.clock import utc_now
from api.processes.logs import configure_logs
from api.processes.metrics import Metrics
from deliver.deliverer import Deliverer
from deliver.lane import Lane
from dxa.errors import Defect, StoreUnavailable
from tests.deliver.process import wait_until
from tests.deliver.situations import Receiver, listener, means, subscribed, tell_case


@pytest.fixture
def logs(capsys):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs("DEBUG")
    yield capsys
    root.handlers[:], level = before
    root.setLevel(level)


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def running(store, clock, receiver):
    """A deliverer over one destination, not started yet, and its means."""
    used = means(store, clock)
    deliverer = Deliverer([listener(receiver, connections=2)], used, poll_seconds=0.01)
    deliverer.subscribe()
    yield deliverer, used
    used.stopping.set()


def test_deliverer_tells_what_becomes_true_while_it_runs(store, clock, receiver, running):
    deliverer, used = running
    thread = Thread(target=deliverer.run)
    thread.start()
    cases = {tell_case(store, patient, 1, clock) for patient in range(5)}
    wait_until(lambda: len(receiver.taken) == 5)
    used.stopping.set()
    thread.join(10)

    assert cases == {case for case, _ in receiver.told}
    assert not thread.is_alive()


def test_database_that_is_down_is_waited_for(store, clock, receiver, running, monkeypatch):
    deliverer, used = running
    monkeypatch.setattr("deliver.deliverer.DOWN_SECONDS", 0.01)
    tell_case(store, 1, 1, clock)
    down = {"on": True}
    read = type(store).read

    def unreachable(self, operation):
        if down["on"]:
            raise StoreUnavailable("the database did not answer")
        return read(self, operation)

    monkeypatch.setattr(type(store), "read", unreachable)
    thread = Thread(target=deliverer.run)
    thread.start()
    sleep(0.1)
    down["on"] = False
    wait_until(lambda: receiver.taken)
    used.stopping.set()
    thread.join(10)

    assert 1 == len(receiver.taken)


def test_part_that_fails_ends_the_process_and_its_text_is_nowhere(logs, running, monkeypatch):
    deliverer, used = running

    def broken(_lane):
        raise ZeroDivisionError("CANARY")

    monkeypatch.setattr(Lane, "turn", broken)
    with pytest.raises(Defect, match="lane-ris"):
        deliverer.run()
    captured = logs.readouterr()

    assert used.stopping.is_set()
    assert "ZeroDivisionError" in captured.err
    assert "CANARY" not in captured.out + captured.err


def test_defect_in_one_telling_is_logged_by_place_alone(logs, store, clock):
    def broken(_parcel):
        raise KeyError("CANARY")

    one = listener(Receiver(answer=broken))
    subscribed(store, one, clock)
    tell_case(store, "CANARY", 1, clock)
    store.share_out(clock())
    metrics = Metrics(store.backlog, store.undelivered)
    Lane(one, means(store, clock, counted=metrics.delivered)).turn()
    captured, shown = logs.readouterr(), metrics.text().decode()

    assert "KeyError" in captured.err
    assert 'osteon_deliveries_total{destination="ris",outcome="DEFECT"} 1.0' in shown
    assert 'osteon_undelivered{destination="ris",state="pending"} 1.0' in shown
    assert "CANARY" not in captured.out + captured.err + shown


def test_what_was_confirmed_while_the_database_went_down_is_written_once_it_is_back(
    store, clock, receiver, monkeypatch
):
    one = listener(receiver)
    subscribed(store, one, clock)
    tell_case(store, 1, 1, clock)
    store.share_out(clock())
    lane = Lane(one, means(store, clock))

    def unwritten(*_args, **_options):
        raise StoreUnavailable("the database did not answer")

    monkeypatch.setattr(type(store), "settle", unwritten)
    with pytest.raises(StoreUnavailable):
        lane.turn()
    with pytest.raises(StoreUnavailable):
        lane.turn()
    monkeypatch.undo()
    lane.turn()

    assert 1 == receiver.asked
    assert ["sent"] == [str(row.state) for row in store.deliveries().items]


def test_what_a_lane_had_not_sent_when_the_database_went_down_is_sent_once_it_is_back(
    store, clock, receiver, monkeypatch
):
    one = listener(receiver)
    subscribed(store, one, clock)
    for patient in range(4):
        tell_case(store, patient, 1, clock)
    store.share_out(clock())
    lane, settle, times = Lane(one, means(store, clock)), type(store).settle, []
    receiver.answer = lambda _: clock.wait(1)

    def down_at_first(self, *given, **named):
        times.append(1)
        if len(times) == 1:
            raise StoreUnavailable("the database did not answer")
        return settle(self, *given, **named)

    monkeypatch.setattr(type(store), "settle", down_at_first)
    for _ in range(3):
        lane.turn()

    assert (4, 4) == (receiver.asked, len(set(receiver.told)))


@pytest.mark.slow
def test_tellings_nobody_knows_to_have_taken_wait_for_their_lease_and_no_longer(store, receiver, monkeypatch):
    take, lost = type(store).take, []

    def answer_lost_at_first(self, *given, **named):
        taken = take(self, *given, **named)
        if taken.items and not lost:
            lost.append(taken)
            raise StoreUnavailable("committed, and the connection was lost")
        return taken

    monkeypatch.setattr(type(store), "take", answer_lost_at_first)
    mine = replace(means(store, utc_now), lease_seconds=1.0)
    deliverer = Deliverer([listener(receiver)], mine, poll_seconds=0.01)
    deliverer.subscribe()
    tell_case(store, 1, 1, utc_now)
    thread = Thread(target=deliverer.run)
    thread.start()
    try:
        wait_until(lambda: receiver.taken, seconds=10)
    finally:
        mine.stopping.set()
        thread.join(10)

    assert 1 == len(lost) == len(receiver.taken)


@pytest.mark.slow
def test_telling_that_takes_longer_than_a_lease_is_not_sent_by_somebody_else_meanwhile(store, receiver):
    lease, used = 1.0, []
    receiver.answer = lambda _: sleep(2.5 * lease)
    for worker in ("d1", "d2"):
        mine = replace(means(store, utc_now, worker=worker), lease_seconds=lease)
        used.append((Deliverer([listener(receiver, connections=2)], mine, poll_seconds=0.01), mine))
    used[0][0].subscribe()
    tell_case(store, 1, 1, utc_now)
    threads = [Thread(target=deliverer.run) for deliverer, _ in used]
    for thread in threads:
        thread.start()
    wait_until(lambda: receiver.taken)
    for _, one in used:
        one.stopping.set()
    for thread in threads:
        thread.join(10)

    assert (1, 1) == (receiver.asked, len(receiver.taken))
