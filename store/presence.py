"""Which processes of the service run, on whatever hosts."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store.database import Database
from store.records import Process
from store.tables import PROCESSES


class Presence(Database):
    """What processes say about themselves."""

    def present(self, process: Process) -> None:
        """Say that a process runs, as of its `seen_at`."""

        def operation(connection: Connection) -> None:
            seen = update(PROCESSES).where(PROCESSES.c.id == process.id).values(seen_at=process.seen_at)
            if connection.execute(seen).rowcount == 0:
                connection.execute(insert(PROCESSES).values(**asdict(process)))

        self.write(operation)

    def gone(self, process_id: str) -> None:
        """Say that a process has ended in order."""
        self.write(lambda connection: connection.execute(delete(PROCESSES).where(PROCESSES.c.id == process_id)))

    def forget(self, before: datetime) -> None:
        """Drop what was not seen since; a killed process cannot say that it is gone."""
        self.write(lambda connection: connection.execute(delete(PROCESSES).where(PROCESSES.c.seen_at < before)))

    def processes(self) -> tuple[Process, ...]:
        """Return what runs, or was killed lately, by part and start."""
        wanted = select(PROCESSES).order_by(PROCESSES.c.part, PROCESSES.c.started_at, PROCESSES.c.id)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(Process(**row._mapping) for row in rows)  # noqa: SLF001 - the public name of a row's mapping
