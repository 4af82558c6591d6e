"""Processes are seen while they run; those of another version may work beside each other."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import text

from dxa.errors import SettingsError
from store import Store, migrate
from store.engine import url_of, writing_engine
from store.migration import configuration
from store.records import Process
from tests.postgresql import database

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("documents", sa.Column("colour_{revision}", sa.Text()))
    {more}
"""


def process(name: str, seen: datetime = NOW, part: str = "worker") -> Process:
    return Process(id=name, part=part, host="h", pid=7, version="1", started_at=NOW, seen_at=seen)


def test_process_is_there_until_it_says_that_it_is_gone(store):
    store.present(process("a"))
    store.present(process("b", part="doors"))
    later = process("a", seen=NOW + timedelta(seconds=15))
    store.present(later)

    assert (process("b", part="doors"), later) == store.processes()
    store.gone("b")
    store.gone("never there")
    assert (later,) == store.processes()


def test_killed_process_is_forgotten_in_time(store):
    for name, minutes in (("a", 0), ("b", 10)):
        store.present(process(name, seen=NOW + timedelta(minutes=minutes)))
    store.forget(NOW + timedelta(minutes=5))

    assert ["b"] == [one.id for one in store.processes()]


@pytest.fixture
def own_url(database_url):
    """The URL of a database whose tables may change; the others of the session share one on PostgreSQL."""
    if database_url.startswith("sqlite"):
        yield database_url
        return
    with database(database_url) as url:
        migrate(url)
        yield url


@pytest.fixture
def to_later(own_url, tmp_path):
    """Bring the database to a version this program does not know."""

    def upgrade(more: str = "") -> None:
        engine = writing_engine(url_of(own_url))
        with engine.begin() as connection:
            known = configuration(connection)
            before = connection.scalar(text("SELECT version_num FROM alembic_version"))
            versions = tmp_path / "versions"
            versions.mkdir(exist_ok=True)
            (versions / "later.py").write_text(LATER.format(revision="9001", before=before, more=more))
            known.set_main_option(
                "version_locations", f"{known.get_main_option('script_location')}/versions:{versions}"
            )
            command.upgrade(known, "head")
        engine.dispose()

    return upgrade


def test_version_that_only_adds_lets_this_one_work_on(own_url, to_later):
    before = Store.open(own_url)
    to_later()
    before.present(process("a"))
    migrate(own_url)
    after = Store.open(own_url)

    assert before.processes() == after.processes() == (process("a"),)
    before.close()
    after.close()


def test_version_that_takes_away_refuses_programs_that_need_it(own_url, to_later):
    to_later("op.execute(\"UPDATE compatibility SET oldest = '9001'\")")
    migrate(own_url)

    with pytest.raises(SettingsError, match="made for programs from 9001 on; this one is of 0"):
        Store.open(own_url)


def test_older_tables_have_to_be_migrated(own_url):
    engine = writing_engine(url_of(own_url))
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "-1")
    engine.dispose()

    with pytest.raises(SettingsError, match="run `osteon migrate`"):
        Store.open(own_url)
    migrate(own_url)
    Store.open(own_url).close()
