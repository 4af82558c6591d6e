"""A clock in the test's hand."""

import pytest

from tests.deliver.situations import Clock


@pytest.fixture
def clock():
    return Clock()
