"""What listeners have to be told, written in the transaction that made it true."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, exists, insert, select

from dxa.case import CaseStatus
from dxa.telling import TellingKind
from store.database import Database
from store.records import CaseRevision, OutboxRow
from store.tables import CASES, OUTBOX

PENDING = "pending"
"""Written, and not yet shared out to the destinations."""
SHARED = "shared"


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
            status=select(CASES.c.status).where(CASES.c.id == revised.case_id).scalar_subquery(),
        )
    )


def tell_assessed(connection: Connection, revised: CaseRevision, now: datetime) -> None:
    """Tell of a new assessment: the first one, a further one, or that the case was withdrawn."""
    status = connection.scalar(select(CASES.c.status).where(CASES.c.id == revised.case_id))
    told = connection.scalar(select(exists().where(OUTBOX.c.case_id == revised.case_id)))
    kind = TellingKind.AMENDED if told else TellingKind.ASSESSED
    tell(connection, revised, TellingKind.WITHDRAWN if status == CaseStatus.WITHDRAWN else kind, now)


class Outbox(Database):
    """What is to be told, whoever wants to hear it."""

    def pending(self, limit: int = 100) -> tuple[OutboxRow, ...]:
        """Return what was not shared out to destinations yet, oldest first."""
        wanted = select(OUTBOX).where(OUTBOX.c.state == PENDING).order_by(OUTBOX.c.number).limit(limit)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(OutboxRow(**{name: getattr(row, name) for name in OutboxRow.__dataclass_fields__}) for row in rows)
