"""What listeners have to be told, written in the transaction that made it true."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, select

from dxa.case import CaseStatus
from dxa.telling import TellingKind
from store.database import Database
from store.prepared import Prepared
from store.records import CaseRevision, OutboxRow
from store.steps import Step
from store.tables import OUTBOX

PENDING = "pending"
"""Written, and not yet shared out to the destinations."""
SHARED = "shared"


def telling(revised: CaseRevision, kind: str, status: CaseStatus, now: datetime) -> Step:
    """Return what writes one row; its id is the same however often the change is told: a listener can drop repeats."""
    name = f"{kind}:{revised.case_id}:{revised.revision}"
    row = {
        "id": sha256(name.encode()).hexdigest()[:32],
        "case_id": revised.case_id,
        "revision": revised.revision,
        "kind": kind,
        "created_at": now,
        "state": PENDING,
        "status": status,
    }
    return Step(_TELL, row)


def telling_assessed(connection: Connection, revised: CaseRevision, status: CaseStatus, now: datetime) -> Step:
    """Return what tells of a new assessment: the first one, a further one, or that the case was withdrawn."""
    told = revised.revision > 1 and _TOLD.run(connection, {"case_id": revised.case_id}).first() is not None
    kind = TellingKind.AMENDED if told else TellingKind.ASSESSED
    return telling(revised, TellingKind.WITHDRAWN if status is CaseStatus.WITHDRAWN else kind, status, now)


_TELL = Prepared(lambda _: insert(OUTBOX), ("id", "case_id", "revision", "kind", "created_at", "state", "status"))
_TOLD = Prepared(
    lambda _: select(OUTBOX.c.number).where(OUTBOX.c.case_id == bindparam("case_id")).limit(1),
    ("case_id",),
)


class Outbox(Database):
    """What is to be told, whoever wants to hear it."""

    def pending(self, limit: int = 100) -> tuple[OutboxRow, ...]:
        """Return what was not shared out to destinations yet, oldest first."""
        wanted = select(OUTBOX).where(OUTBOX.c.state == PENDING).order_by(OUTBOX.c.number).limit(limit)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(OutboxRow(**{name: getattr(row, name) for name in OutboxRow.__dataclass_fields__}) for row in rows)
