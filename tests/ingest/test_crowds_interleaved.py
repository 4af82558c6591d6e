"""However documents, workers, deaths and outages interleave: each document is read once, and no sound one is lost."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dxa.case import DocumentStatus
from dxa.errors import StoreUnavailable
from ingest.pipeline import Pipeline
from parsers.children import Readers
from store import Store
from store.document_rows import ATTEMPTS
from store.events import DOCUMENT_READ
from store.tables import CASE_DOCUMENTS, CASES, DOCUMENTS, EVENTS, REPORTS
from tests import sqlite
from tests.ingest.situations import SETTINGS, Assessor, Clock, document, pipeline_on
from tests.ingest.test_crowds import handed_in

STUDIES = ("A", "B", "C")
HOSTS = 2
CALLS = (
    *("claim", "basis", "documents", "renew_all", "alone", "complete", "postpone", "uncount", "held"),
    *("claim_along", "bases", "complete_all", "postpone_all"),
)
LONG = 10 * SETTINGS.lease_seconds


class Killed(BaseException):
    """A process that ends in the middle of its work."""


@dataclass
class Failing:
    """A store, one of whose calls fails as it is told: once, or for as long as the outage lasts."""

    store: Store
    outage: tuple[str, str, bool] | None = None
    lost: Counter[str] = field(default_factory=Counter)
    """Documents that were claimed for somebody who did not hear of it."""

    def __getattr__(self, name):
        found = getattr(self.store, name)
        return partial(self._failing, name, found) if name in CALLS else found

    def _failing(self, name, act, *given, **named):
        if self.outage is None or self.outage[0] != name:
            return act(*given, **named)
        _, moment, lasts = self.outage
        if not lasts:
            self.outage = None
        if moment == "after":
            done = act(*given, **named)
            claimed = {"claim": lambda: [done] if done else [], "claim_along": lambda: done}.get(name, list)
            self.lost.update([one.document_id for one in claimed()])
        raise StoreUnavailable("the database did not answer")


@dataclass
class World:
    """Two hosts that work on one database, and what may be expected of it."""

    store: Store
    name: str
    clock: Clock
    readers: Readers
    ids: dict[str, str] = field(default_factory=dict)
    """Which study each document is of."""
    died: Counter[str] = field(default_factory=Counter)
    """How often somebody who had a document was killed."""
    meanwhile: list[str] = field(default_factory=list)
    """What happens while somebody assesses."""
    depth: int = 0

    def __post_init__(self):
        self.failing = Failing(self.store)
        self.hosts = [self.host() for _ in range(HOSTS)]

    def host(self) -> Pipeline:
        return pipeline_on(self.failing, self.clock, self.assessed, self.readers)

    def assessed(self, situation):
        event = self.meanwhile.pop() if self.meanwhile and self.depth < HOSTS else None
        if event == "killed":
            raise Killed
        if event == "other":
            self.work(1)
        return Assessor()(situation)

    def hand_in(self, study: str, count: int) -> None:
        first = len(self.ids)
        name = f"{self.name}-{study}"
        raws = [
            document(f"-{1 + (first + number) / 1000:.3f}", patient=name, study_uid=name) for number in range(count)
        ]
        self.ids |= dict.fromkeys(handed_in(self.store, self.clock, raws), name)

    def work(self, host: int, outage=None, *, several=False) -> bool:
        """Let a host claim and work once, on one document or on several, and say whether there was something."""
        self.depth += 1
        before, self.failing.outage = self.failing.outage, outage
        held = None
        try:
            with suppress(StoreUnavailable):
                held = self.hosts[host].claim_some() if several else self.hosts[host].claim()
                if held:
                    (self.hosts[host].work_all if several else self.hosts[host].work)(held)
        except Killed:
            self.bury(host)
        finally:
            self.depth -= 1
            self.failing.outage = before
        return bool(held)

    def bury(self, host: int) -> None:
        worker = self.hosts[host].worker
        held = select(DOCUMENTS.c.id).where(DOCUMENTS.c.claimed_by == worker, DOCUMENTS.c.status == "reading")
        self.died.update(self.store.read(lambda connection: list(connection.scalars(held))))
        self.hosts[host] = self.host()

    def drain(self) -> None:
        self.meanwhile.clear()
        for _ in range(20):
            self.clock.wait(LONG)
            while any(self.work(host, several=several) for host in range(HOSTS) for several in (False, True)):
                pass
            if not self.store.counts().waiting:
                return
        raise AssertionError("it never ends")

    def times(self, ids: list[str]) -> list[Counter[str]]:
        """Return how often each document is in a case, was read, and is told of in the audit trail."""
        joined, readings = CASE_DOCUMENTS.c.document_id, REPORTS.c.document_id
        events = EVENTS.c
        told = events.document_id.in_(ids) & (events.kind == DOCUMENT_READ)
        wanted = ((joined, joined.in_(ids)), (readings, readings.in_(ids)), (events.document_id, told))
        return [Counter(one for (one,) in self.rows(column, where=where)) for column, where in wanted]

    def rows(self, *columns, where):
        return self.store.read(lambda c: [tuple(row) for row in c.execute(select(*columns).where(where))])


OUTAGES = st.none() | st.tuples(st.sampled_from(CALLS), st.sampled_from(["before", "after"]), st.booleans())
ACTIONS = st.one_of(
    st.tuples(st.just("hand_in"), st.sampled_from(STUDIES), st.integers(1, 9)),
    st.tuples(st.just("work"), st.integers(0, HOSTS - 1), OUTAGES),
    st.tuples(st.just("work_all"), st.integers(0, HOSTS - 1), OUTAGES),
    st.tuples(st.just("outages"), st.integers(0, HOSTS - 1), st.sampled_from(CALLS)),
    st.tuples(st.just("wait"), st.sampled_from([1, 45, LONG]), st.none()),
    st.tuples(st.just("meanwhile"), st.sampled_from(["killed", "other", ""]), st.none()),
)


def act(world: World, action: str, value, more) -> None:
    match action:
        case "hand_in":
            world.hand_in(value, more)
        case "work":
            world.work(value, more)
        case "work_all":
            world.work(value, more, several=True)
        case "outages":
            for _ in range(ATTEMPTS + 1):
                world.work(value, (more, "before", True))
                world.clock.wait(LONG)
        case "wait":
            world.clock.wait(value)
        case "meanwhile":
            world.meanwhile.insert(0, value)


@pytest.fixture(scope="module")
def whole_store(tmp_path_factory):
    store = Store.open(sqlite.migrated(tmp_path_factory.mktemp("interleaved") / "osteon.db"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def readers():
    with Readers(1, SETTINGS.limits) as opened:
        yield opened


CLOCK = Clock()
"""One for all examples, which share a store."""
NAMES = iter(f"w{number}" for number in range(10**6))


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=5, max_size=30))
def test_each_document_is_read_once_however_it_interleaves(whole_store, readers, monkeypatch, actions):
    monkeypatch.setattr("store.database.ALONE_SECONDS", 0.01)
    monkeypatch.setattr("ingest.attempts.sleep", lambda _: None)
    world = World(store=whole_store, name=next(NAMES), clock=CLOCK, readers=readers)
    for action in actions:
        act(world, *action)
    world.drain()
    ids = list(world.ids)
    status = dict(world.rows(DOCUMENTS.c.id, DOCUMENTS.c.status, where=DOCUMENTS.c.id.in_(ids)))
    read = {one for one in ids if status[one] == DocumentStatus.READ}
    aside = {one for one in ids if status[one] == DocumentStatus.QUARANTINED}
    blamed = world.died + world.failing.lost
    cases = world.rows(CASES.c.patient_id, where=CASES.c.patient_id.like(f"{world.name}-%"))

    assert set(ids) == read | aside
    assert set() == {one for one in aside if blamed[one] < ATTEMPTS}
    assert [dict.fromkeys(read, 1)] * 3 == world.times(ids)
    assert dict.fromkeys({world.ids[one] for one in read}, 1) == Counter(patient for (patient,) in cases)
