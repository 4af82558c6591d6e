"""A broker short of memory reads nothing of whoever publishes: the outbox keeps everything, and says why."""

from dataclasses import replace
from pathlib import Path
from secrets import token_hex

import pytest

from api.clock import utc_now
from api.commands.status import Status, status_lines
from deliver.destinations import rabbitmq as destination
from deliver.lane import Lane
from deliver.listeners import listeners_of
from ingest.channels.rabbitmq.declaring import declare
from store.delivery_records import DeliveryState
from tests import rabbitmq
from tests.deliver.process import wait_until
from tests.deliver.situations import means, subscribed, tell_case
from tests.ingest.queueing import Bench

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]
CASES = 5
SHORT = "takes nothing now: its memory or disk is short"


@pytest.fixture
def broker():
    with rabbitmq.broker() as ours:
        yield ours


def listener_of(bench: Bench, folder: Path):
    file = folder / "destinations.toml"
    (folder / "password").write_text("guest")
    url = bench.url.replace("guest:guest@", "guest@")
    file.write_text(
        '[[destination]]\nname = "ris"\nkind = "rabbitmq"\n[destination.options]\n'
        f'url = "{url}"\npassword_file = "password"\nexchange = "{bench.names.events_exchange.name}"\n'
    )
    (one,) = listeners_of(file)
    return one


def shown(store) -> str:
    """Return what `osteon status` says."""
    found = Status(
        at=utc_now(), version="0", counts=store.counts(), backlog=store.backlog(), processes=store.processes(),
        destinations=store.destinations(), deliveries=store.delivery_counts(),
    )  # fmt: skip
    return "\n".join(status_lines(found))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_alarm_of_the_broker_loses_nothing_and_is_said(broker, store, tmp_path, monkeypatch):
    monkeypatch.setattr(destination, "ANSWER_SECONDS", 2.0)
    bench = Bench(broker.url, f"test-{token_hex(4)}")
    declare(bench.settings.rabbitmq, ["ris"])
    one = listener_of(bench, tmp_path)
    subscribed(store, one, utc_now)
    lane = Lane(one, replace(means(store, utc_now), lease_seconds=60.0))
    broker.control("set_vm_memory_high_watermark", "absolute", "1")
    cases = [tell_case(store, number, 1, utc_now) for number in range(CASES)]
    store.share_out(utc_now())
    wait_until(lambda: (lane.turn(), store.destinations()[0].error_text)[1])
    during = store.deliveries().items, shown(store), bench.taken(f"{bench.prefix}.events.ris")
    broker.control("set_vm_memory_high_watermark", "0.6")
    wait_until(lambda: (lane.turn(), {one.state for one in store.deliveries().items} == {DeliveryState.SENT})[1], 60)
    lane.finish()
    # Which case is told first is promised to nobody.
    told = {properties.headers["osteon-case-id"] for properties, _ in bench.taken(f"{bench.prefix}.events.ris")}

    assert {DeliveryState.PENDING} == {one.state for one in during[0]}
    assert SHORT in during[1]
    assert [] == during[2]
    assert set(cases) == told
    assert SHORT not in shown(store)
