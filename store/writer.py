"""The ways to write: grouped commits through one thread, or a transaction per call on PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dxa.errors import StoreUnavailable
from store.engine import flush, promised_flush, translated, unavailable

T = TypeVar("T")
GROUP = 128
"""Most operations in one transaction."""
UNDONE = 3
"""How often a transaction is done again that the database undid."""
_DEADLOCK = "40P01"
"""PostgreSQL's deadlock_detected."""
_OF_ONE = frozenset({_DEADLOCK, "55P03", "54000"})
"""SQLSTATE of a deadlock and of a lock that was waited for too long, when another transaction has what one of many
needs, and of a value that no index takes."""


class Writer(Protocol):
    """Runs an operation in a transaction and returns only after its commit."""

    def write(self, operation: Callable[[Connection], T]) -> T:
        """Return the operation's answer once it is durable; raises what it raised, or StoreUnavailable."""

    def close(self) -> None:
        """Finish what was begun and take nothing more."""


class Together(ABC):
    """An operation of which many cost hardly more than one, if they may run as one."""

    __slots__ = ()

    @abstractmethod
    def __call__(self, connection: Connection) -> Any:
        """Return the answer of this one alone."""

    @staticmethod
    @abstractmethod
    def together(connection: Connection, operations: Sequence[Any]) -> Sequence[Any]:
        """Return the answers of many; whatever is raised, all is taken back and each is tried alone."""


class CallWriter:
    """A transaction per call; PostgreSQL groups the commits of concurrent connections itself.

    Two transactions that wait for each other are not meant to happen; should they, PostgreSQL undoes one of them
    whole, and that one is done again.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, operation: Callable[[Connection], T]) -> T:
        """Return the operation's answer after its commit."""
        with translated():
            for _ in range(UNDONE):
                try:
                    return self._written(operation)
                except OperationalError as error:
                    if getattr(error.orig, "sqlstate", None) != _DEADLOCK:
                        raise
            return self._written(operation)

    def _written(self, operation: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            promise = promised_flush(connection)
            with connection.begin():
                answer = operation(connection)
            if promise.is_owed:
                flush(connection)
            return answer

    def close(self) -> None:
        """Nothing is held between calls."""


@dataclass(frozen=True, slots=True)
class _Job:
    operation: Callable[[Connection], Any]
    answer: "Future[Any]" = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: Exception | None = None

    def settle(self, answer: "Future[Any]") -> None:
        if self.error is None:
            answer.set_result(self.value)
        else:
            answer.set_exception(self.error)


class GroupCommitWriter:
    """One thread that writes: whatever queued while the disk was busy is one transaction.

    Several writers on one SQLite file make each other sleep (a p99 of about a second); one writer does not, and it
    pays for one fsync per group instead of one per operation.
    """

    threads = 1
    """How many groups may be on their way at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = Lock()
        self._closed = False
        self._threads = [Thread(target=self._run, name="store-writer", daemon=True) for _ in range(self.threads)]
        for thread in self._threads:
            thread.start()

    def write(self, operation: Callable[[Connection], T]) -> T:
        """Return the operation's answer after the commit of its group.

        Raises:
            StoreUnavailable: the group was not committed, or the store is closed.
        """
        return self.begin(operation).result()

    def begin(self, operation: Callable[[Connection], T]) -> "Future[T]":
        """Return the future answer of an operation, there after the commit of its group; does not wait.

        Its callbacks run in the one thread that writes, and every writer waits for them.

        Raises:
            StoreUnavailable: the store is closed.
        """
        job = _Job(operation)
        with self._gate:
            if self._closed:
                raise StoreUnavailable("the store is closed")
            self._jobs.put(job)
        return job.answer

    def close(self) -> None:
        """Commit what is queued and end the threads."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while group := self._next_group():
            self._commit(group)

    def _next_group(self) -> list[_Job]:
        """Return what waits, at least one job; nothing once the queue was closed."""
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP:
                return group
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group
        self._jobs.put(None)  # every thread has to meet the end, this one again if there are jobs before it
        return group

    def _commit(self, queued: Sequence[_Job]) -> None:
        # Whose caller went away is not begun, and from here on nobody can.
        group = [job for job in queued if job.answer.set_running_or_notify_cancel()]
        if not group:
            return
        operations = [job.operation for job in group]
        outcomes = self._tried(_as_one, operations) if _may_be_one(operations) else []
        if not outcomes or may_be_apart(outcomes[0].error):
            outcomes = self._apart(operations)
        for job, outcome in zip(group, outcomes, strict=True):
            outcome.settle(job.answer)

    def _apart(self, operations: Sequence[Callable[[Connection], Any]]) -> list[_Outcome]:
        """Return what became of operations none of which takes another one's work away."""
        return self._tried(_done, operations)

    def _tried(
        self,
        way: Callable[[Connection, Sequence[Any]], list[_Outcome]],
        operations: Sequence[Callable[[Connection], Any]],
    ) -> list[_Outcome]:
        """Return what became of operations of one transaction, after its commit."""
        try:
            with self._engine.begin() as connection:
                return way(connection, operations)
        except Exception as error:  # noqa: BLE001 - handed to every caller of the group; the thread has to live on
            return [_Outcome(error=_meaning(error))] * len(operations)


class GatheringWriter(GroupCommitWriter):
    """The same for documents that come in on PostgreSQL; what cannot be done together has a transaction each.

    One transaction for many documents asks much less of both sides than many at the same time do. Its engine must not
    wait long for a lock: whoever has it, what else is in the group would wait too.
    """

    threads = 2
    """What comes while a group waits for the server need not wait for all of that."""

    def close(self) -> None:
        """Commit what is queued, end the thread and let go of its connection."""
        super().close()
        self._engine.dispose()

    def _apart(self, operations: Sequence[Callable[[Connection], Any]]) -> list[_Outcome]:
        return [outcome for operation in operations for outcome in self._tried(_done, [operation])]


def may_be_apart(error: Exception | None) -> bool:
    """Return whether operations that failed together may succeed one by one: not if it is the database that failed."""
    cause = error.__cause__ or error if error else None
    state = getattr(getattr(cause, "orig", None), "sqlstate", None)
    return cause is not None and (state in _OF_ONE or not isinstance(cause, OperationalError | PoolTimeout))


def _may_be_one(operations: Sequence[Callable[[Connection], Any]]) -> bool:
    return len(operations) > 1 and all(isinstance(operation, Together) for operation in operations)


def _as_one(connection: Connection, operations: Sequence[Any]) -> list[_Outcome]:
    """Return what became of operations done together, without a savepoint: the transaction holds nothing else."""
    return [_Outcome(value) for value in operations[0].together(connection, operations)]


def _done(connection: Connection, operations: Sequence[Callable[[Connection], Any]]) -> list[_Outcome]:
    """Return what became of each operation of a transaction."""
    if len(operations) == 1:
        return [_Outcome(operations[0](connection))]  # alone, it needs no savepoint
    joined = [operation for operation in operations if isinstance(operation, Together)]
    first = _attempt(connection, lambda given: joined[0].together(given, joined)) if len(joined) > 1 else None
    done = iter(first.value) if first is not None and first.error is None else None
    return [
        _Outcome(next(done)) if done and isinstance(operation, Together) else _attempt(connection, operation)
        for operation in operations
    ]


def _attempt(connection: Connection, operation: Callable[[Connection], Any]) -> _Outcome:
    """Run one operation in its own savepoint, so that its failure takes nobody else's work away."""
    # By plain statements: what SQLAlchemy does around a nested transaction costs as much as storing a document.
    connection.exec_driver_sql("SAVEPOINT alone")
    try:
        outcome = _Outcome(operation(connection))
    except OperationalError:
        # A full or broken disk may have ended the whole transaction: nothing of the group may count as stored.
        raise
    except Exception as error:  # noqa: BLE001 - handed to the caller, who waits in another thread
        connection.exec_driver_sql("ROLLBACK TO alone")
        outcome = _Outcome(error=_meaning(error))
    connection.exec_driver_sql("RELEASE alone")
    return outcome


def _meaning(error: Exception) -> Exception:
    if not isinstance(error, DBAPIError | PoolTimeout):
        return error
    meant = unavailable(error)
    meant.__cause__ = error
    return meant
