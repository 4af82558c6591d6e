"""A store in a file, a clock, and a pipeline on both."""

import pytest

from store import Store, migrate
from tests.ingest.situations import Assessor, Clock, pipeline_on
from tests.postgresql import database, server


@pytest.fixture
def database_url(tmp_path):
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    migrate(url)
    return url


@pytest.fixture
def postgresql_url():
    with server() as running, database(running) as url:
        migrate(url)
        yield url


@pytest.fixture
def store(database_url):
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def assessor():
    return Assessor()


@pytest.fixture
def pipeline(store, clock, assessor):
    return pipeline_on(store, clock, assessor)
