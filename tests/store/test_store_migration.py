"""The migrations make exactly the tables the code speaks of."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from dxa.errors import SettingsError
from store import Store, migrate
from store.columns import storable
from store.engine import url_of, writing_engine
from store.migration import configuration
from store.tables import METADATA
from tests.store.situations import WAITING, until_waiting


@pytest.fixture
def engine(database_url):
    opened = writing_engine(url_of(database_url))
    yield opened
    opened.dispose()


def test_migrated_database_has_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(database_url, engine):
    migrate(database_url)
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())

    assert {*METADATA.tables, "alembic_version"} == names


@pytest.mark.slow
def test_processes_that_start_at_once_migrate_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    script = "import sys; from store import migrate; sys.stdin.read(1); migrate(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", script, url], stdin=subprocess.PIPE) for _ in range(3)]
    for process in started:
        process.communicate(b"!")

    assert [process.returncode for process in started] == [0, 0, 0]
    Store.open(url).close()


def test_database_that_was_not_migrated_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="osteon migrate"):
        Store.open(f"sqlite:///{tmp_path / 'osteon.db'}")


def test_step_back_leaves_no_table(tmp_path):
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    migrate(url)
    opened = writing_engine(url_of(url))
    with opened.begin() as connection:
        command.downgrade(configuration(connection), "base")
    with opened.connect() as connection:
        names = inspect(connection).get_table_names()
    opened.dispose()

    assert names == ["alembic_version"]


@pytest.mark.parametrize(
    ("text", "stored"), [("äß 😀", "äß 😀"), ("a\x00b", "a�b"), ("\ud800x", "�x"), ("\ud83d\ude00", "😀"), ("", "")]
)
def test_only_what_no_database_takes_is_replaced(text, stored):
    assert stored == storable(text)


@pytest.mark.postgresql
def test_large_columns_are_compressed_the_cheap_way_and_back(postgresql_url):
    def methods(connection) -> set[str]:
        wanted = text(
            "SELECT attcompression::text FROM pg_attribute WHERE attrelid = 'assessments'::regclass"
            " AND attname IN ('report', 'assessment')"
        )
        return set(connection.scalars(wanted))

    opened = writing_engine(url_of(postgresql_url))
    with opened.begin() as connection:
        before = methods(connection)
        command.downgrade(configuration(connection), "0006")
        after = methods(connection)
        command.upgrade(configuration(connection), "head")
    opened.dispose()

    assert ({"l"}, {""}) == (before, after)


def _waiting(engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text(WAITING))


@pytest.mark.postgresql
def test_upgrade_waits_for_a_worker_and_is_not_undone_with_it(postgresql_url):
    opened = writing_engine(url_of(postgresql_url))
    with opened.begin() as connection:
        command.downgrade(configuration(connection), "0006")
    with ThreadPoolExecutor(1) as pool, opened.connect() as worker:
        # In the order of what completes a document: its reading, then the assessment.
        worker.execute(text("LOCK TABLE reports IN ROW EXCLUSIVE MODE"))
        upgrade = pool.submit(migrate, postgresql_url)
        until_waiting(lambda: _waiting(opened))
        worker.execute(text("LOCK TABLE assessments IN ROW EXCLUSIVE MODE"))
        worker.commit()
        failed = upgrade.exception(20)
    opened.dispose()

    assert failed is None
    Store.open(postgresql_url).close()
