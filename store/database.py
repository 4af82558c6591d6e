"""The two ways every part of the store reaches the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock
from typing import Self, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from store.engine import gathering_engine, lock, reading_engine, translated, url_of, writing_engine
from store.migration import knows_shorthand, require_current
from store.pieces import Numbers
from store.writer import CallWriter, GatheringWriter, GroupCommitWriter, Writer

T = TypeVar("T")
ALONE_SECONDS = 10.0
"""How long a name is waited for; PostgreSQL's own limit is the same (`store.engine`)."""


class Database:
    """An open database: reads from a pool, writes through `writer`, and through `queue` what nobody waits for."""

    def __init__(
        self, *, writing: Engine, reading: Engine, writer: Writer, queue: GroupCommitWriter, shortens: bool
    ) -> None:
        self.shortens = shortens
        """Whether assessments are kept in shorthand."""
        self.numbers = Numbers()
        event.listen(writing, "connect", lambda *_: self.numbers.forget())
        self._writing = writing
        self._reading = reading
        self.writer = writer
        self.queue = queue
        self._names: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._naming = Lock()

    @classmethod
    def open(cls, database_url: str) -> Self:
        """Open a migrated database. Call it after a fork, never before.

        Raises:
            SettingsError: the URL is not one of SQLite or PostgreSQL, or `migrate` was not run.
            StoreUnavailable: the database cannot be reached.
        """
        url = url_of(database_url)
        writing = writing_engine(url)
        reading = reading_engine(url, writing)
        try:
            with translated(), reading.connect() as connection:
                require_current(connection)
                shortens = knows_shorthand(connection)
        except BaseException:
            reading.dispose()
            writing.dispose()
            raise
        if url.get_backend_name() == "sqlite":
            grouped = GroupCommitWriter(writing)
            return cls(writing=writing, reading=reading, writer=grouped, queue=grouped, shortens=shortens)
        queue = GatheringWriter(gathering_engine(url))
        return cls(writing=writing, reading=reading, writer=CallWriter(writing), queue=queue, shortens=shortens)

    def close(self) -> None:
        """Commit what is queued and let go of every connection."""
        self.queue.close()
        self.writer.close()
        self._reading.dispose()
        self._writing.dispose()

    def read(self, operation: Callable[[Connection], T]) -> T:
        """Return the answer of an operation that only reads, in one transaction.

        Raises:
            StoreUnavailable: the database cannot be reached.
        """
        with translated(), self._reading.connect() as connection, connection.begin():
            return operation(connection)

    def write(self, operation: Callable[[Connection], T]) -> T:
        """Return the answer of an operation after its commit.

        Raises:
            StoreUnavailable: nothing was committed.
        """
        return self.writer.write(operation)

    def write_alone(self, operation: Callable[[Connection], T]) -> T:
        """Return the answer of an operation of a single statement after its commit.

        On PostgreSQL that statement is its own transaction, which needs no journeys to begin and to end it.

        Raises:
            StoreUnavailable: nothing was committed.
        """
        if self._writing.dialect.name != "postgresql":
            return self.write(operation)
        with translated(), self._reading.connect() as connection:
            return operation(connection)

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Hold a name while the block lasts, so that others do not do the same work at the same time.

        Yields False when others held it for longer than is waited: it saves work, and nothing may rest on it. Other
        processes are kept out on PostgreSQL only.

        Raises:
            StoreUnavailable: the database cannot be reached.
        """
        with self._naming:
            mine = self._names.setdefault(name, Lock())
        held = mine.acquire(timeout=ALONE_SECONDS)
        try:
            with translated():
                connection = self._writing.connect() if self._writing.dialect.name == "postgresql" else None
            try:
                yield held and (connection is None or _took(connection, name))
            finally:
                if connection is not None:
                    connection.close()
        finally:
            if held:
                mine.release()

    def begin(self, operation: Callable[[Connection], T]) -> "Future[T]":
        """Return the future answer of an operation, there after its commit; does not wait.

        Raises:
            StoreUnavailable: the store is closed.
        """
        return self.queue.begin(operation)


def _took(connection: Connection, name: str) -> bool:
    try:
        lock(connection, f"alone:{name}")
    except OperationalError:
        return False
    return True
