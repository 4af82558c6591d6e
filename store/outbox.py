"""What listeners have to be told, written in the transaction that made it true."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from store.database import Database
from store.records import CaseRevision, OutboxRow
from store.tables import OUTBOX

PENDING = "pending"


def tell(connection: Connection, revised: CaseRevision, kind: str, now: datetime) -> None:
    """Write one row; its id is the same however often the change is told, so that a listener can drop repeats."""
    name = f"{kind}:{revised.case_id}:{revised.revision}"
    connection.execute(
        insert(OUTBOX).values(
            id=sha256(name.encode()).hexdigest()[:32],
            case_id=revised.case_id,
            revision=revised.revision,
            kind=kind,
            created_at=now,
            state=PENDING,
        )
    )


class Outbox(Database):
    """The way out, as a deliverer reads it."""

    def pending(self, limit: int = 100) -> tuple[OutboxRow, ...]:
        """Return what was not delivered yet, oldest first."""
        wanted = select(OUTBOX).where(OUTBOX.c.state == PENDING).order_by(OUTBOX.c.number).limit(limit)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(OutboxRow(**{name: getattr(row, name) for name in OutboxRow.__dataclass_fields__}) for row in rows)
