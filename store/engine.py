"""Engines for SQLite and PostgreSQL, their durability, their locks, and what their errors mean here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from os import O_CREAT, O_RDWR, close
from os import open as open_file
from pathlib import Path
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dxa.errors import SettingsError, StoreUnavailable

_LOCK_MANY = """
SELECT pg_advisory_xact_lock(key)
FROM (SELECT key FROM unnest(%(keys)s::bigint[]) AS key ORDER BY key OFFSET 0) AS ordered
"""
BUSY_MILLISECONDS = 5000
"""How long a writer of another process is waited for."""
_UNASKED_SECONDS = 1.0
"""How long a connection to PostgreSQL lies idle before it is asked whether it is still there."""
_USED = "last used"
_FLUSH = "osteon_flush"


@dataclass(slots=True)
class Flush:
    """What a writer promises a transaction: to flush after its commit, if the transaction asks for it."""

    is_owed: bool = False


def url_of(database_url: str) -> URL:
    """Return the URL with the one driver we use for each database.

    Raises:
        SettingsError: not a URL, another database, or SQLite in memory, which no second connection could see.
    """
    try:
        url = make_url(database_url)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsError("OSTEON_DATABASE_URL is not a database URL") from error
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise SettingsError("OSTEON_DATABASE_URL must be a SQLite or a PostgreSQL URL")
    if url.database in {None, "", ":memory:"} or "mode" in url.query:
        raise SettingsError("SQLite needs a file: the store of a service does not live in memory")
    return url.set(drivername="sqlite+pysqlite")


def writing_engine(url: URL) -> Engine:
    """Return the engine whose transactions may write; on SQLite each begins by taking the write lock."""
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    _create_private(Path(str(url.database)))
    return _sqlite(url, begin="BEGIN IMMEDIATE", query_only=False, pool_size=1, max_overflow=0)


def reading_engine(url: URL, writing: Engine) -> Engine:
    """Return the engine for reads; on SQLite its connections refuse to write."""
    if url.get_backend_name() == "postgresql":
        # There every statement sees what is committed by then, in a transaction too: to open one is two more questions.
        return writing.execution_options(isolation_level="AUTOCOMMIT")
    return _sqlite(url, begin="BEGIN", query_only=True, pool_size=8, max_overflow=24)


def _create_private(path: Path) -> None:
    # The log and shared-memory files take over the mode of the database file: patient data is its owner's only.
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        close(open_file(path, O_CREAT | O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable("the database file cannot be opened for writing") from error


def _sqlite(url: URL, *, begin: str, query_only: bool, pool_size: int, max_overflow: int) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=pool_size, max_overflow=max_overflow)

    def prepare(connection: Any, _record: object) -> None:
        # Our own BEGIN below, so that the driver must not begin transactions by itself.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if not query_only:
            _write_ahead(connection)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _write_ahead(connection: Any) -> None:
    """Switch a file to write-ahead logging, which it then stays at."""
    until = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except OperationalError:
            # SQLite does not wait by itself while another process switches the same new file.
            if monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def gathering_engine(url: URL) -> Engine:
    """Return the engine of the two threads that write what comes in on PostgreSQL."""
    return _postgresql(url, lock_seconds=1, pool_size=2, max_overflow=0)


def _postgresql(url: URL, *, lock_seconds: int = 10, pool_size: int = 10, max_overflow: int = 20) -> Engine:
    limits = f"-c timezone=UTC -c lock_timeout={lock_seconds}s -c statement_timeout=60s"
    options = {"connect_timeout": 5, "options": limits}
    engine = create_engine(
        url, hide_parameters=True, pool_size=pool_size, max_overflow=max_overflow, connect_args=options
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_require_alive, engine.dialect))
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info[_USED] = monotonic()


def _require_alive(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """Ask the server whether it still knows a connection nobody used for a while.

    Not each time: a worker takes several connections for a document. What the server lost within a second is met by
    the next statement, after which the pool begins anew.
    """
    if monotonic() - record.info.get(_USED, monotonic()) < _UNASKED_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a database driver raises into the error a sender is answered with.

    Raises:
        StoreUnavailable: the database could not be reached or did not commit.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise unavailable(error) from error


def unavailable(error: Exception) -> StoreUnavailable:
    """Return the store's error for a driver's, by kind alone: a driver's text may quote what was to be stored."""
    return StoreUnavailable(f"the database did not answer or did not commit ({type(error).__name__})")


def promised_flush(connection: Connection) -> Flush:
    """Return the promise the operations of a connection find, made by whoever keeps it."""
    promise = Flush()
    # Of this use of the connection: what the pool keeps with it is somebody else's as soon as the connection is lost.
    connection.execution_options(**{_FLUSH: promise})
    return promise


def flush(connection: Connection) -> None:
    """Return once everything PostgreSQL committed so far is as safe as any commit is."""
    alone = connection.execution_options(isolation_level="AUTOCOMMIT")
    # The smallest transaction that writes something: its commit waits for the disk, together with everybody else's.
    alone.exec_driver_sql("SELECT pg_logical_emit_message(true, 'osteon', '')")


def hold_briefly(connection: Connection, name: str) -> None:
    """Hold a name that everybody needs until the transaction ends, and where the writer knows of it, no longer.

    A transaction gives its locks back after it waited for the disk: one at a time would get through in each flush.
    Others then see what it wrote a moment before it is safe, and must not promise anybody anything because of that.
    """
    promise: Flush | None = connection.get_execution_options().get(_FLUSH)
    if promise is None or promise.is_owed or connection.dialect.name != "postgresql":
        lock(connection, name)
        return
    promise.is_owed = True
    connection.exec_driver_sql(
        "SELECT pg_advisory_xact_lock(%(key)s), set_config('synchronous_commit', 'off', true)", {"key": _key(name)}
    )


def lock(connection: Connection, *names: str) -> None:
    """Hold these names until the transaction ends; SQLite's one writer holds everything already."""
    if connection.dialect.name != "postgresql":
        return
    keys = [_key(name) for name in set(names)]
    if len(keys) == 1:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%(key)s)", {"key": keys[0]})
    elif keys:
        # One order for everybody, so that two transactions cannot wait for each other: what PostgreSQL sorts in a
        # subquery it locks in that order, an ordinary list it may go through in any.
        connection.exec_driver_sql(_LOCK_MANY, {"keys": keys})


def _key(name: str) -> int:
    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], signed=True)
