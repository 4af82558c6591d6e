"""However tellings, failures, crashes and workers interleave: nothing is lost, and each case is told in order."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliver.destination import Parcel
from deliver.lane import Lane
from dxa.errors import DeliveryRefused, NotDelivered
from store import Store, migrate
from store.delivery_records import DeliveryFilter, DeliveryState
from tests.deliver.situations import Clock, Receiver, listener, means, subscribed, tell_case

CASES = 3
WORKERS = ("d1", "d2", "d3")
ANSWERS = ("yes", "no", "lost", "never")
"""It takes it; it does not; it takes it and its answer is lost; it refuses for good."""


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
        self.lanes = [Lane(self.listener, means(self.store, self.clock, worker=name)) for name in WORKERS]

    def answer(self, parcel: Parcel) -> None:
        if self.nested and self.depth < 2:
            self.depth += 1
            self.lanes[self.nested.pop()].turn()
            self.depth -= 1
        answer = self.answers.pop() if self.answers else "yes"
        if answer == "no":
            raise NotDelivered("no answer")
        if answer == "never":
            self.refused.add(parcel.id)
            raise DeliveryRefused("answered 410")
        if answer == "lost":
            self.receiver.taken.append(parcel)
            self.repeated[parcel.id] += 1
            raise NotDelivered("no answer")

    def tell(self, case: int) -> None:
        self.counts[case] += 1
        tell_case(self.store, f"{self.name}-{case}", self.counts[case], self.clock)

    def crash(self, worker: int, *, sent: bool) -> None:
        """A host takes what is due, sends perhaps the first of it, and is never heard of again."""
        taken = self.store.take(self.name, f"dead-{worker}", self.clock(), lease_seconds=60, limit=2)
        if sent and taken.items:
            stored = self.store.telling(taken.items[0].telling_id)
            self.receiver.taken.append(self.lanes[0]._means.packer.parcel(stored, self.listener.form))
            self.repeated[stored.id] += 1

    def drain(self) -> None:
        self.answers.clear()
        self.nested.clear()
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
    st.tuples(st.just("tell"), st.integers(0, CASES - 1)),
    st.tuples(st.just("turn"), st.integers(0, len(WORKERS) - 1)),
    st.tuples(st.just("share"), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 70, 4000])),
    st.tuples(st.just("crash"), st.integers(0, 1)),
    st.tuples(st.just("answer"), st.sampled_from(ANSWERS)),
    st.tuples(st.just("nest"), st.integers(0, len(WORKERS) - 1)),
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
            world.tell(value)
        case "turn":
            world.lanes[value].turn()
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

    assert sum(world.counts.values()) == len(rows)
    assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.DEAD}
    assert {row.telling_id for row in rows if row.state is DeliveryState.DEAD} <= world.refused
    assert {row.telling_id for row in rows if row.state is DeliveryState.SENT} <= set(often)
    for case in {row.case_id for row in rows}:
        told = [revision for told, revision in first if told == case]
        assert sorted(told) == told
    assert not {name for name, count in often.items() if count > 1 + world.repeated[name]}
