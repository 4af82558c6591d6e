"""Bringing a database to the tables this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, update

from dxa.errors import SettingsError
from store.engine import lock, translated, url_of, writing_engine
from store.tables import COMPATIBILITY

MIGRATIONS = Path(__file__).with_name("migrations")


SHORTHAND = "0009"
"""The first version whose programs read assessments in shorthand."""


def migrate(database_url: str, *, final: bool = False) -> None:
    """Create or upgrade the tables in one transaction; nothing happens when they are up to date, or newer.

    With `final`, and in a database that was empty, programs of before are refused from then on, so that what they could
    not read may be stored.

    Raises:
        SettingsError: the URL is not one of SQLite or PostgreSQL.
        StoreUnavailable: the database cannot be reached or written.
    """
    engine = writing_engine(url_of(database_url))
    try:
        with translated(), engine.begin() as connection:
            lock(connection, "migration")  # two processes may start at once
            if not _is_newer(connection):
                is_new = MigrationContext.configure(connection).get_current_revision() is None
                command.upgrade(configuration(connection), "head")
                if final or is_new:
                    connection.execute(update(COMPATIBILITY).values(oldest=SHORTHAND))
    finally:
        engine.dispose()


def require_current(connection: Connection) -> None:
    """Refuse a database this version cannot work on; a newer one that only added to its tables is no reason.

    So hosts can be brought to a new version one by one, and back, while the others work.

    Raises:
        SettingsError: the tables are missing, too old, or too new.
    """
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(configuration(connection))
    ours = scripts.get_current_head() or ""
    if present == ours:
        return
    known = {script.revision for script in scripts.walk_revisions()}
    if present is None or present in known:
        raise SettingsError(f"the database has tables of version {present}, not {ours}: run `osteon migrate`")
    oldest = connection.scalar(select(COMPATIBILITY.c.oldest))
    if oldest is None or ours < oldest:
        raise SettingsError(
            f"the database has tables of version {present}, made for programs from {oldest} on; this one is of {ours}"
        )


def knows_shorthand(connection: Connection) -> bool:
    """Return whether every program that may work on a database reads assessments in shorthand."""
    oldest = connection.scalar(select(COMPATIBILITY.c.oldest))
    return oldest is not None and oldest >= SHORTHAND


def _is_newer(connection: Connection) -> bool:
    """Return whether a later version of the program made the tables; whether they can be used is asked elsewhere."""
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(configuration(connection))
    return present is not None and present not in {script.revision for script in scripts.walk_revisions()}


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
