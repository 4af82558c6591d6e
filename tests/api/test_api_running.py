"""What a process that keeps doors open gives to them, and how a worker stands behind them."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from api.processes.running import listen_on
from dxa.settings import Settings
from ingest.channel import Channel, QueueingIntake
from store import migrate


@pytest.mark.parametrize(
    ("collector", "expected"), [(None, True), ("http://127.0.0.1:9/v1/traces", False)], ids=["plain", "traced"]
)
def test_a_door_need_not_wait_for_each_commit_unless_it_is_traced(tmp_path, collector, expected):
    settings = replace(Settings(home=tmp_path), traces_url=collector)
    migrate(settings.database)
    intakes = []
    door = Channel(name="test", says="", run=lambda post: intakes.append(post.intake), wanted=lambda _: True)
    listen_on([door], settings, lambda _name, _address: None)

    assert [expected] == [isinstance(intake, QueueingIntake) for intake in intakes]


WORKING = """
import os, signal
from pathlib import Path
from threading import enumerate as threads
from api.processes.running import work_on
from dxa.settings import Settings

def started():
    print(*{os.getpriority(os.PRIO_PROCESS, thread.native_id) for thread in threads()})
    os.kill(os.getpid(), signal.SIGTERM)

work_on(Settings(home=Path(os.environ["HOUSE"]), worker_priority=os.environ["PRIORITY"]), started)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("priority", "steps"), [("low", 10), ("normal", 0)])
def test_a_worker_with_all_its_threads_stands_behind_the_doors_unless_told(tmp_path, priority, steps):
    migrate(Settings(home=tmp_path).database)
    environment = os.environ | {"HOUSE": str(tmp_path), "PRIORITY": priority}
    before = os.getpriority(os.PRIO_PROCESS, 0)
    done = subprocess.run(
        [sys.executable, "-c", WORKING], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert min(19, before + steps) == int(done.stdout)
