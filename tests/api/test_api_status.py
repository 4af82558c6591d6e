"""`osteon status` says what runs, what waits and what could not be delivered."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from api.cli import main
from api.commands.status import Status, status_lines
from api.processes.presence import presence
from store import Store, migrate
from store.delivery_records import DeliveryCount, DeliveryState, DestinationState
from store.records import Backlog, Counts, Process

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
COUNTS = Counts(
    received=3, reading=1, read=40, quarantined=2, awaiting_report=1, cases=38, stale_cases=5, outbox_pending=0,
    oldest_waiting=None,
)  # fmt: skip
BACKLOG = Backlog(
    received=3, reading=1, quarantined=2, stale_cases=5, outbox_pending=0, oldest_waiting=NOW - timedelta(minutes=3)
)


def process(part: str, seconds: int) -> Process:
    seen = NOW - timedelta(seconds=seconds)
    return Process(
        id=part, part=part, host="h1", pid=7, version="1.0", started_at=NOW - timedelta(hours=3), seen_at=seen
    )


def status(**given) -> str:
    empty = {"counts": COUNTS, "backlog": BACKLOG, "processes": (), "destinations": (), "deliveries": ()}
    return "\n".join(status_lines(Status(at=NOW, version="1.0", **{**empty, **given})))


@pytest.mark.parametrize(("seconds", "state"), [(0, "runs"), (59, "runs"), (60, "not heard of for 1 min")])
def test_process_that_went_silent_is_named(seconds, state):
    (line,) = [line for line in status(processes=(process("worker", seconds),)).splitlines() if "worker" in line]

    assert state in line
    assert "3 h" in line


def test_what_waits_is_said_with_its_age():
    text = status()

    assert "4 wait to be read, the oldest for 3 min" in text
    assert "2 in quarantine, 1 orders wait for their report" in text
    assert "5 cases wait to be assessed again" in text
    assert "no destinations" in text


def test_destination_shows_what_it_did_not_get():
    destination = DestinationState(
        name="pacs", kinds=(), since=NOW, retired_at=None, failures=3, retry_at=NOW, error_code="NOT_DELIVERED",
        error_text="no answer",
    )  # fmt: skip
    counts = [
        DeliveryCount(destination="pacs", state=state, count=count, oldest=NOW - timedelta(hours=2))
        for state, count in ((DeliveryState.SENT, 9), (DeliveryState.PENDING, 4), (DeliveryState.DEAD, 1))
    ]
    (line,) = [
        line for line in status(destinations=(destination,), deliveries=tuple(counts)).splitlines() if "pacs" in line
    ]

    assert ["pacs", "9", "4", "1", "2", "h", "no", "answer", "[NOT_DELIVERED]"] == line.split()


def test_command_sees_processes_that_run(tmp_path, monkeypatch):
    monkeypatch.setenv("OSTEON_HOME", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    migrate(url)
    store = Store.open(url)
    with presence(store, "worker"):
        for _ in range(200):
            if store.processes():
                break
        found = json.loads(CliRunner().invoke(main, ["status", "--json"]).output)
    after = CliRunner().invoke(main, ["status"]).output
    store.close()

    assert ["worker"] == [one["part"] for one in found["processes"]]
    assert "none" in after
