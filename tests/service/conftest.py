"""A running service for the tests of a module."""

import pytest

from tests.service.running import new_service


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    running = new_service(tmp_path_factory.mktemp("home"))
    yield running
    running.kill()
