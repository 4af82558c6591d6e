"""Requests for storage commitment that wait for their report, for whichever door comes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from store.commitment_records import CommitmentRow
from store.database import Database
from store.tables import COMMITMENTS

_ROWS = COMMITMENTS.c
_LONGEST = timedelta(days=30)
"""A request that nobody could report on for so long, because no door knows its sender any more, is dropped."""


class Commitments(Database):
    """What senders of DICOM objects want to know."""

    def remember_commitment(self, row: CommitmentRow, due: datetime) -> None:
        """Keep a request until it is forgotten; the same one again takes the place of the first.

        Raises:
            StoreUnavailable: nothing was kept.
        """

        def operation(connection: Connection) -> None:
            connection.execute(delete(COMMITMENTS).where(_ROWS.asked_at < row.asked_at - _LONGEST))
            # Not deleted and written anew: of two doors asked the same at the same time, one would fail.
            values = asdict(row) | {"next_at": due}
            insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
            kept = insert(COMMITMENTS).values(**values)
            connection.execute(kept.on_conflict_do_update(index_elements=["id"], set_=values))

        self.write(operation)

    def due_commitment(self, senders: Sequence[str], now: datetime, lease_seconds: float) -> CommitmentRow | None:
        """Return a request of these senders that is due, kept from everybody else until the lease ends, or None.

        Raises:
            StoreUnavailable: that cannot be found out now.
        """
        waiting = (
            select(_ROWS.id).where(_ROWS.next_at <= now, _ROWS.ae_title.in_(senders)).order_by(_ROWS.next_at).limit(1)
        )
        if self.read(lambda connection: connection.scalar(waiting)) is None:
            return None
        first = waiting.with_for_update(skip_locked=True).scalar_subquery()
        names = [_ROWS[name] for name in CommitmentRow.__dataclass_fields__]
        taken = update(COMMITMENTS).where(_ROWS.id == first)
        claimed = taken.values(next_at=now + timedelta(seconds=lease_seconds)).returning(*names)
        row = self.write(lambda connection: connection.execute(claimed).one_or_none())
        return None if row is None else CommitmentRow(**row._mapping)  # noqa: SLF001 - the public name of a row's mapping

    def retry_commitment(self, row: CommitmentRow, due: datetime) -> None:
        """Note how often a request was tried, and when it is tried again."""
        tried = update(COMMITMENTS).where(_same(row)).values(attempts=row.attempts, next_at=due)
        self.write(lambda connection: connection.execute(tried))

    def forget_commitment(self, row: CommitmentRow) -> None:
        """Remove a request that was reported on or given up, unless it was asked anew meanwhile."""
        self.write(lambda connection: connection.execute(delete(COMMITMENTS).where(_same(row))))


def _same(row: CommitmentRow) -> ColumnElement[bool]:
    return and_(_ROWS.id == row.id, _ROWS.asked_at == row.asked_at)
