"""Options every test may use, the servers of a run, and a store on each database."""

import os

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from store import Store, migrate
from store.migration import SHORTHAND
from store.tables import METADATA
from tests import sqlite
from tests.postgresql import database, server
from tests.rabbitmq import shared

# A crowded machine makes no property false.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden readings anew; review the diff before committing",
    )


@pytest.fixture(scope="session")
def rabbitmq_url(tmp_path_factory):
    """The URL of a broker; all processes of one run share it."""
    folder = tmp_path_factory.getbasetemp()
    with shared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_server():
    """The URL of a server, started with the first test that wants it."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server):
    with database(postgresql_server) as url:
        migrate(url)
        yield url


@pytest.fixture
def postgresql_url(migrated_postgresql):
    """The URL of a migrated, empty database on PostgreSQL."""
    names = ", ".join(table.name for table in METADATA.sorted_tables)
    with psycopg.connect(migrated_postgresql, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        connection.execute("INSERT INTO compatibility VALUES (%s)", [SHORTHAND])  # as in any new database
    return migrated_postgresql


@pytest.fixture
def sqlite_url(tmp_path):
    """The URL of a migrated, empty database in a file."""
    return sqlite.migrated(tmp_path / "osteon.db")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request):
    """The URL of a migrated, empty database of each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def store(database_url):
    opened = Store.open(database_url)
    yield opened
    opened.close()
