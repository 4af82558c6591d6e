"""Signed-in browsers, known to every web process."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store.database import Database
from store.records import SessionRow
from store.tables import SESSIONS


class BrowserSessions(Database):
    """Open sessions by the digest of their cookie."""

    def open_session(self, row: SessionRow, ended_before: datetime, unused_since: datetime) -> None:
        """Keep a session, and drop those that began or were used last before the times given."""

        def operation(connection: Connection) -> None:
            over = (SESSIONS.c.started_at < ended_before) | (SESSIONS.c.used_at < unused_since)
            connection.execute(delete(SESSIONS).where(over))
            connection.execute(insert(SESSIONS).values(**asdict(row)))

        self.write(operation)

    def session(self, secret_sha256: str) -> SessionRow | None:
        """Return an open session, or None."""
        wanted = select(SESSIONS).where(SESSIONS.c.secret_sha256 == secret_sha256)
        row = self.read(lambda connection: connection.execute(wanted).one_or_none())
        return None if row is None else SessionRow(**row._mapping)  # noqa: SLF001 - the public name of a row's mapping

    def use_session(self, secret_sha256: str, now: datetime) -> None:
        """Say that a session was used."""
        used = update(SESSIONS).where(SESSIONS.c.secret_sha256 == secret_sha256).values(used_at=now)
        self.write(lambda connection: connection.execute(used))

    def close_session(self, secret_sha256: str) -> None:
        """End a session."""
        ended = delete(SESSIONS).where(SESSIONS.c.secret_sha256 == secret_sha256)
        self.write(lambda connection: connection.execute(ended))
