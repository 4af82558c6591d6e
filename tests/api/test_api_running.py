"""What a process that keeps doors open gives to them."""

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
