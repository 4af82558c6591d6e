"""A destination that does not answer is left to rest, tried one telling at a time, and costs nobody anything."""

import pytest

from deliver.lane import BATCH, Lane
from deliver.waiting import FAILURES, Waiting
from dxa.errors import Defect, DeliveryRefused, NotDelivered, SettingsError
from store.delivery_records import DeliveryFilter, DeliveryState
from tests.deliver.situations import Receiver, delivered, listener, means, subscribed, tell_case

CASES = 8


class Down:
    """Refuses everything until it is back."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error

    def __call__(self, _parcel) -> None:
        if self.error is not None:
            raise self.error


@pytest.fixture
def down():
    return Down(NotDelivered("no answer"))


@pytest.fixture
def receiver(down):
    return Receiver(answer=down)


@pytest.fixture
def lane(store, clock, receiver):
    one = listener(receiver)
    subscribed(store, one, clock)
    for case in range(CASES):
        for number in range(2):
            tell_case(store, case, number, clock)
    return Lane(one, means(store, clock))


def state_of(store):
    return store.destinations()[0]


def test_destination_that_is_down_is_asked_three_times_and_then_rests(store, clock, lane, receiver):
    delivered(store, lane, clock)
    resting = state_of(store)

    assert FAILURES == receiver.asked == resting.failures
    assert (clock.now < resting.retry_at, "NOT_DELIVERED") == (True, resting.error_code)
    assert CASES - FAILURES == len([one for one in waiting(store) if one.attempts == 0 and one.revision == 1])


def waiting(store):
    return store.deliveries(DeliveryFilter(state=DeliveryState.PENDING)).items


@pytest.mark.slow
def test_hour_of_silence_is_a_try_a_minute_and_loses_nothing(store, clock, lane, receiver, down):
    delivered(store, lane, clock)
    for _ in range(1800):
        clock.wait(2)
        lane.turn()
    asked = receiver.asked
    down.error = None
    clock.wait(60)
    delivered(store, lane, clock)

    assert 60 <= asked <= 75
    assert sorted(receiver.told) == sorted({*receiver.told})
    assert 2 * CASES == len(receiver.told)
    assert all([1, 2] == [revision for case, revision in receiver.told if case == told] for told, _ in receiver.told)
    assert (0, None, None) == (state_of(store).failures, state_of(store).retry_at, state_of(store).error_text)


def test_one_of_many_hosts_tries_while_it_rests(store, clock, lane, receiver):
    delivered(store, lane, clock)
    clock.wait(2)
    first = store.take("ris", "d1", clock(), lease_seconds=60, limit=BATCH)
    second = store.take("ris", "d2", clock(), lease_seconds=60, limit=BATCH)
    clock.wait(61)
    third = store.take("ris", "d3", clock(), lease_seconds=60, limit=BATCH)

    assert [1, 0, 1] == [len(taken.items) for taken in (first, second, third)]


def test_receiver_that_asks_to_be_left_alone_is(store, clock, lane, receiver, down):
    down.error = NotDelivered("answered 503", retry_after=600.0)
    delivered(store, lane, clock)
    for _ in range(599):
        clock.wait(1)
        lane.turn()
    asked = receiver.asked
    down.error = None
    clock.wait(2)
    delivered(store, lane, clock)

    assert 1 == asked
    assert 2 * CASES == len(receiver.told)


def test_refusal_of_the_first_try_ends_the_rest(store, clock, lane, receiver, down):
    delivered(store, lane, clock)
    down.error = DeliveryRefused("answered 422")
    clock.wait(60)
    lane.turn()

    assert (0, None) == (state_of(store).failures, state_of(store).retry_at)


def test_telling_that_always_fails_holds_up_nobody_else(store, clock, lane, receiver):
    store.share_out(clock())
    poison = waiting(store)[-1].telling_id

    def answer(parcel):
        if parcel.id == poison:
            raise NotDelivered("answered 500")

    receiver.answer = answer
    delivered(store, lane, clock)

    assert 2 * CASES - 2 == len(receiver.told)
    assert None is state_of(store).retry_at


@pytest.mark.parametrize(("limit", "waits"), [({"tries": 4}, 3600), ({"days": 0.5}, 3600)])
def test_after_so_many_tries_or_so_long_a_telling_is_a_dead_letter(store, clock, down, limit, waits):
    receiver = Receiver(answer=down)
    one = listener(receiver, name="limited", **limit)
    subscribed(store, one, clock)
    tell_case(store, 1, 1, clock)
    lane = Lane(one, means(store, clock))
    delivered(store, lane, clock)
    tries = 1
    while waiting(store):
        clock.wait(waits)
        tries += lane.turn()
    (dead,) = store.deliveries().items

    assert (DeliveryState.DEAD, "NOT_DELIVERED", "no answer") == (dead.state, dead.error_code, dead.error_text)
    assert tries == (4 if "tries" in limit else 13)


def test_defect_of_ours_is_put_aside_after_three_tries_and_says_nothing_about_the_destination(
    store, clock, lane, receiver
):
    def answer(parcel):
        raise ZeroDivisionError("CANARY")

    receiver.answer = answer
    for _ in range(10):
        delivered(store, lane, clock)
        clock.wait(3600)
    states = {(one.state, one.attempts, one.error_code) for one in store.deliveries().items}

    assert {(DeliveryState.DEAD, 3, Defect.code)} == states
    assert 0 == state_of(store).failures
    assert not [one for one in store.deliveries().items if "CANARY" in str(one)]


def test_destination_that_cannot_be_opened_is_one_that_does_not_answer(store, clock, lane, receiver, monkeypatch):
    def unopened(_options):
        raise SettingsError("the secret in ris.secret cannot be read")

    working = lane.listener
    object.__setattr__(lane.listener.kind, "opened", unopened)
    delivered(store, lane, clock)
    object.__setattr__(working.kind, "opened", receiver.open)
    receiver.answer = lambda _: None
    resting = state_of(store)
    clock.wait(60)
    delivered(store, lane, clock)

    assert (FAILURES, "SETTINGS_ERROR") == (resting.failures, resting.error_code)
    assert 2 * CASES == len(receiver.told)


def test_times_double_up_to_their_limit_and_jitter_takes_up_to_half():
    most, least = Waiting(chance=lambda: 1.0), Waiting(chance=lambda: 0.0)

    assert [2, 4, 8, 16] == [most.for_telling(attempt).total_seconds() for attempt in (1, 2, 3, 4)]
    assert 3600 == most.for_telling(99).total_seconds() == 2 * least.for_telling(10**6).total_seconds()
    assert [None, None] == [most.for_destination(failures, None) for failures in (1, 2)]
    assert [1, 2, 60] == [most.for_destination(failures, None).total_seconds() for failures in (3, 4, 99)]
    assert [9, 9, 60] == [most.for_destination(failures, 9.0).total_seconds() for failures in (1, 3, 99)]
