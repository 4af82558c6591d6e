"""A store on each database, as the tests of the store have it, and a clock."""

import psycopg
import pytest

from store import Store, migrate
from store.tables import METADATA
from tests.deliver.situations import Clock
from tests.postgresql import database, server


@pytest.fixture(scope="session")
def postgresql_url():
    with server() as running, database(running) as url:
        migrate(url)
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request, tmp_path):
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
        names = ", ".join(table.name for table in METADATA.sorted_tables)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        return url
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    migrate(url)
    return url


@pytest.fixture
def store(database_url):
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Clock()
