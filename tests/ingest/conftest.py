"""A store in a file, a clock, and a pipeline on both."""

import pytest

from tests.ingest.situations import Assessor, Clock, pipeline_on


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def assessor():
    return Assessor()


@pytest.fixture
def pipeline(store, clock, assessor):
    return pipeline_on(store, clock, assessor)
