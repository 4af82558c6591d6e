"""However tellings, failures, crashes and workers interleave: nothing is lost, and each case is told in order."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliver.destination import Parcel
from deliver.lane import Lane
from dxa.errors import DeliveryRefused, NotDelivered, StoreUnavailable
from store import Store, migrate
from store.delivery_records import DeliveryFilter, DeliveryState
from tests.deliver.situations import Clock, Receiver, listener, means, subscribed, tell_case

CASES = 3
WORKERS = ("d1", "d2", "d3")
ANSWERS = ("yes", "no", "lost", "never", "slow")
"""It takes it; it does not; it takes it and its answer is lost; it refuses for good; it takes it after a second."""
OUTAGES = tuple(product(("take", "telling", "settle"), ("before", "after")))
"""What fails, before it was done or after, so that nobody hears that it was."""


@dataclass
class Failing:
    """A store that lanes share, whose next calls fail as they are told."""

    store: Store
    outage: tuple[str, str] | None = None
    unwritten: dict[int, str] = field(default_factory=dict)
    """Which host sent a delivery and could not write it down."""
    again: Counter[int] = field(default_factory=Counter)
    """How often a delivery of that kind was taken by somebody else, whom nobody told."""

    def __getattr__(self, name: str):
        return getattr(self.store, name)

    def take(self, destination, worker, now, **named):
        return self._failing("take", lambda: self.noted(self.store.take(destination, worker, now, **named), worker))

    def noted(self, taken, worker):
        for one in taken.items:
            if self.unwritten.get(one.number, worker) != worker:
                del self.unwritten[one.number]
                self.again[one.number] += 1
        return taken

    def written_by(self, worker):
        """Note that a host went through a turn: what it could not write before is written now."""
        self.unwritten = {number: name for number, name in self.unwritten.items() if name != worker}

    def telling(self, telling_id):
        return self._failing("telling", partial(self.store.telling, telling_id))

    def settle(self, destination, worker, outcomes, now, *, health=None):
        self.unwritten |= {one.number: worker for one in outcomes if one.state is DeliveryState.SENT}
        self._failing("settle", partial(self.store.settle, destination, worker, outcomes, now, health=health))

    def _failing(self, name, act):
        moment = self.outage[1] if self.outage and self.outage[0] == name else None
        if moment:
            self.outage = None
        answer = None if moment == "before" else act()
        if moment:
            raise StoreUnavailable("the database did not answer")
        return answer


@dataclass
class World:
    """One destination, its receiver, and three hosts that deliver to it."""

    store: Store
    name: str
    clock: Clock
    answers: list[str] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)
    """Hosts that take their turn in the middle of somebody else's sending."""
    depth: int = 0
    repeated: Counter[str] = field(default_factory=Counter)
    """How often a telling may come again: its answer was lost, or its host died after sending."""
    refused: set[str] = field(default_factory=set)
    counts: Counter[int] = field(default_factory=Counter)

    def __post_init__(self):
        self.receiver = Receiver(answer=self.answer)
        self.listener = listener(self.receiver, name=self.name, tries=1000, days=3000)
        subscribed(self.store, self.listener, self.clock)
        self.failing = Failing(self.store)
        self.lanes = [Lane(self.listener, means(self.failing, self.clock, worker=name)) for name in WORKERS]

    def answer(self, parcel: Parcel) -> None:
        if self.nested and self.depth < 2:
            self.depth += 1
            self.turn(self.nested.pop(), self.failing.outage)
            self.depth -= 1
        answer = self.answers.pop() if self.answers else "yes"
        if answer == "slow":
            self.clock.wait(1)
        if answer == "no":
            raise NotDelivered("no answer")
        if answer == "never":
            self.refused.add(parcel.id)
            raise DeliveryRefused("answered 410")
        if answer == "lost":
            self.receiver.taken.append(parcel)
            self.repeated[parcel.id] += 1
            raise NotDelivered("no answer")

    def turn(self, worker: int, outage: tuple[str, str] | None = None) -> None:
        self.failing.outage = outage
        with suppress(StoreUnavailable):
            self.lanes[worker].turn()
            self.failing.written_by(WORKERS[worker])

    def renew(self) -> None:
        """What each host does every quarter of a lease."""
        for name, lane in zip(WORKERS, self.lanes, strict=True):
            self.store.renew_deliveries(lane.held, name, self.clock(), 60.0)

    def tell(self, case: int, *, shared: bool) -> None:
        self.counts[case] += 1
        tell_case(self.store, f"{self.name}-{case}", self.counts[case], self.clock)
        if shared:
            self.store.share_out(self.clock())

    def crash(self, worker: int, *, sent: bool) -> None:
        """A host takes what is due, sends perhaps the first of it, and is never heard of again."""
        name = f"dead-{worker}"
        taken = self.store.take(self.name, name, self.clock(), lease_seconds=60, limit=2)
        self.failing.noted(taken, name)
        if sent and taken.items:
            stored = self.store.telling(taken.items[0].telling_id)
            self.receiver.taken.append(self.lanes[0]._means.packer.parcel(stored, self.listener.form))
            self.repeated[stored.id] += 1

    def drain(self) -> None:
        self.answers.clear()
        self.nested.clear()
        for worker in range(len(WORKERS)):
            self.turn(worker)
        for _ in range(50):
            self.clock.wait(3700)
            self.store.share_out(self.clock())
            while sum(lane.turn() for lane in self.lanes):
                pass
            if not self.open_rows():
                return
        raise AssertionError("it never ends")

    def open_rows(self) -> bool:
        states = (DeliveryState.PENDING, DeliveryState.SENDING)
        return any(self.rows(state=state) for state in states)

    def rows(self, **chosen):
        return self.store.deliveries(DeliveryFilter(destination=self.name, **chosen), limit=500).items


ACTIONS = st.one_of(
    st.tuples(st.just("tell"), st.tuples(st.integers(0, CASES - 1), st.booleans())),
    st.tuples(st.just("turn"), st.tuples(st.integers(0, len(WORKERS) - 1), st.sampled_from([None, *OUTAGES]))),
    st.tuples(st.just("share"), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 70, 4000])),
    st.tuples(st.just("crash"), st.integers(0, 1)),
    st.tuples(st.just("answer"), st.sampled_from(ANSWERS)),
    st.tuples(st.just("nest"), st.integers(0, len(WORKERS) - 1)),
    st.tuples(st.just("renew"), st.just(0)),
)


@pytest.fixture(scope="module")
def whole_store(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('interleavings') / 'osteon.db'}"
    migrate(url)
    store = Store.open(url)
    yield store
    store.close()


def act(world: World, action: str, value) -> None:
    match action:
        case "tell":
            world.tell(value[0], shared=value[1])
        case "turn":
            world.turn(*value)
        case "share":
            world.store.share_out(world.clock())
        case "wait":
            world.clock.wait(value)
        case "crash":
            world.crash(0, sent=bool(value))
        case "answer":
            world.answers.insert(0, value)
        case "nest":
            world.nested.append(value)
        case "renew":
            world.renew()


CLOCK = Clock()
"""One for all examples: what one told is the past of the next."""
NAMES = iter(f"w{number}" for number in range(10**6))


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=5, max_size=30))
def test_nothing_is_lost_or_out_of_order_however_it_interleaves(whole_store, actions):
    world = World(store=whole_store, name=next(NAMES), clock=CLOCK)
    world.clock.wait(1)
    for action, value in actions:
        act(world, action, value)
    world.drain()
    rows = world.rows()
    whole_store.retire(world.name, "test", world.clock())
    taken = world.receiver.taken
    first = list(dict.fromkeys((parcel.case_id, parcel.revision) for parcel in taken))
    often = Counter(parcel.id for parcel in taken)
    may_repeat = world.repeated + Counter({row.telling_id: world.failing.again[row.number] for row in rows})

    assert sum(world.counts.values()) == len(rows)
    assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.DEAD}
    assert {row.telling_id for row in rows if row.state is DeliveryState.DEAD} <= world.refused
    assert {row.telling_id for row in rows if row.state is DeliveryState.SENT} <= set(often)
    for case in {row.case_id for row in rows}:
        told = [revision for told, revision in first if told == case]
        assert sorted(told) == told
    assert not {name for name, count in often.items() if count > 1 + may_repeat[name]}
