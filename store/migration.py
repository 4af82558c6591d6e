"""Bringing a database to the tables this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from dxa.errors import SettingsError
from store.engine import lock, translated, url_of, writing_engine

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(database_url: str) -> None:
    """Create or upgrade the tables in one transaction; nothing happens when they are up to date.

    Raises:
        SettingsError: the URL is not one of SQLite or PostgreSQL.
        StoreUnavailable: the database cannot be reached or written.
    """
    engine = writing_engine(url_of(database_url))
    try:
        with translated(), engine.begin() as connection:
            lock(connection, "migration")  # two processes may start at once
            command.upgrade(configuration(connection), "head")
    finally:
        engine.dispose()


def require_current(connection: Connection) -> None:
    """Refuse a database that was not migrated.

    Raises:
        SettingsError: the tables are missing, older or newer than this version of the program.
    """
    present = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(configuration(connection)).get_current_head()
    if present != wanted:
        raise SettingsError(f"the database has tables of version {present}, not {wanted}: run `osteon migrate`")


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
