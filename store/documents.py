"""Documents on their way: received, claimed, given back, put aside."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Row, Table, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from dxa.case import DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.errors import Defect, NotFound, OsteonError
from dxa.locator import Locator
from store.cursor import number_of, page_of
from store.database import Database
from store.engine import lock
from store.events import append
from store.records import EXTERNAL_ID_REUSED, Claim, DocumentPage, HeldDocument, Receipt, StoredDocument
from store.tables import ASIDE, CASE_DOCUMENTS, CONTENTS, DOCUMENTS, EXTERNAL_IDS, WAITING
from store.wire import from_json, json_text

ATTEMPTS = 3
"""A document that was claimed so often and never finished is poison: it is put aside for a person to look at."""
ON_THE_WAY = (DocumentStatus.RECEIVED, DocumentStatus.READING)
"""Neither read nor put aside yet."""


class Documents(Database):
    """What can be done with documents."""

    def receive(
        self,
        document: RawDocument,
        media_type: str | None,
        *,
        claimed_by: str | None,
        now: datetime,
        lease_seconds: float,
    ) -> Receipt:
        """Store a document once and return what is known of it: the first commit.

        With `claimed_by` the document is that worker's from the start; with None the next `claim` finds it.
        The same bytes again change nothing. An id its sender used for other bytes raises an alarm, not an error.

        Raises:
            StoreUnavailable: nothing was stored.
        """
        row = {
            "id": document.digest,
            "size": len(document.content),
            "media_type": media_type,
            "channel": document.channel,
            "sender": document.sender,
            "external_id": document.external_id,
            "received_at": document.received_at,
            "status": DocumentStatus.READING if claimed_by else DocumentStatus.RECEIVED,
            "claimed_by": claimed_by,
            "lease_until": now + timedelta(seconds=lease_seconds) if claimed_by else None,
            "attempts": 1 if claimed_by else 0,
        }
        return self.write(lambda connection: _receive(connection, row, document.content, now))

    def claim(self, worker: str, now: datetime, lease_seconds: float) -> Claim | None:
        """Return the document that has waited longest, now this worker's, or None when nothing waits.

        A claim whose lease ended counts as waiting. What was claimed three times without result goes to quarantine.

        Raises:
            StoreUnavailable: nothing was claimed.
        """
        return self.write(lambda connection: _claim(connection, worker, now, timedelta(seconds=lease_seconds)))

    def renew(self, document_id: str, worker: str, now: datetime, lease_seconds: float) -> bool:
        """Return whether the claim is still this worker's, and if so let its lease start anew."""
        changed = (
            update(DOCUMENTS)
            .where(_is(document_id), DOCUMENTS.c.claimed_by == worker, DOCUMENTS.c.status == DocumentStatus.READING)
            .values(lease_until=now + timedelta(seconds=lease_seconds))
        )
        return self.write(lambda connection: connection.execute(changed).rowcount == 1)

    def postpone(self, document_id: str, until: datetime) -> None:
        """Give a document back that could not be tried for no fault of its own; the attempt does not count."""
        self.write(lambda connection: _give_back(connection, document_id, until, counted=False))

    def give_back(self, document_id: str, error: Defect, now: datetime, until: datetime) -> DocumentStatus:
        """Give a document back that our own code failed on, and return its status.

        It is tried again after `until`; after the third attempt it is quarantined with the defect.
        """

        def operation(connection: Connection) -> DocumentStatus:
            row = _row(connection, document_id)
            if row.status in ON_THE_WAY and row.attempts >= ATTEMPTS:
                _quarantine(connection, document_id, error, now)
            else:
                _give_back(connection, document_id, until, counted=True)
            return DocumentStatus(_row(connection, document_id).status)

        return self.write(operation)

    def quarantine(self, document_id: str, error: OsteonError, now: datetime) -> None:
        """Put a document aside with the reason; a document that was read meanwhile stays as it is."""
        self.write(lambda connection: _quarantine(connection, document_id, error, now))

    def requeue(self, document_id: str, actor: str, now: datetime) -> None:
        """Let a quarantined document be read again, as after an update of the program.

        Raises:
            NotFound: no such document in quarantine.
        """

        def operation(connection: Connection) -> None:
            fresh: dict[str, Any] = dict.fromkeys(("error_code", "error_text", "error_locator"))
            changed = update(DOCUMENTS).where(_is(document_id), DOCUMENTS.c.status == DocumentStatus.QUARANTINED)
            renewed = changed.values(status=DocumentStatus.RECEIVED, attempts=0, lease_until=None, **fresh)
            if connection.execute(renewed).rowcount == 0:
                raise NotFound("no such document in quarantine")
            append(connection, at=now, kind="DOCUMENT_REQUEUED", actor=actor, document_id=document_id)

        self.write(operation)

    def document(self, document_id: str) -> StoredDocument:
        """Return what is known of a document.

        Raises:
            NotFound: no such document.
        """
        return self.read(lambda connection: _stored(connection, _row(connection, document_id)))

    def content(self, document_id: str) -> bytes:
        """Return the bytes of a document as they arrived.

        Raises:
            NotFound: no such document.
        """
        wanted = select(CONTENTS.c.content).where(CONTENTS.c.document_id == document_id)
        content = self.read(lambda connection: connection.scalar(wanted))
        if content is None:
            raise NotFound("no such document")
        return bytes(content)

    def held(self, document_id: str) -> HeldDocument:
        """Return a document with its bytes for a worker.

        Raises:
            NotFound: no such document.
        """
        content = self.content(document_id)
        row = self.read(lambda connection: _row(connection, document_id))
        raw = RawDocument(
            content=content,
            channel=row.channel,
            received_at=row.received_at,
            sender=row.sender,
            external_id=row.external_id,
        )
        return HeldDocument(raw=raw, number=row.number, status=DocumentStatus(row.status))

    def quarantined(self, cursor: str | None = None, limit: int = 50) -> DocumentPage:
        """Return documents in quarantine, newest first.

        Raises:
            InvalidRequest: the cursor is not one of ours.
        """
        wanted = select(DOCUMENTS).where(ASIDE)
        if cursor is not None:
            wanted = wanted.where(DOCUMENTS.c.number < number_of(cursor))
        wanted = wanted.order_by(DOCUMENTS.c.number.desc()).limit(limit + 1)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        shown, next_cursor = page_of(rows, limit)
        return DocumentPage(items=tuple(ref_of(row) for row in shown), next_cursor=next_cursor)


def ref_of(row: Row[Any]) -> DocumentRef:
    """Return a row of `documents` as a case shows it."""
    return DocumentRef(
        id=row.id,
        status=DocumentStatus(row.status),
        channel=row.channel,
        sender=row.sender,
        external_id=row.external_id,
        received_at=row.received_at,
        size=row.size,
        media_type=row.media_type,
        alarm=row.alarm,
        error_code=row.error_code,
        error_text=row.error_text,
    )


def finish(connection: Connection, document_id: str, media_type: str) -> None:
    """Mark a document as read."""
    changed = update(DOCUMENTS).where(_is(document_id))
    connection.execute(
        changed.values(status=DocumentStatus.READ, media_type=media_type, claimed_by=None, lease_until=None)
    )


def case_ids(connection: Connection, document_id: str) -> tuple[str, ...]:
    """Return the case a document belongs to, if any."""
    return tuple(
        connection.scalars(select(CASE_DOCUMENTS.c.case_id).where(CASE_DOCUMENTS.c.document_id == document_id))
    )


def _is(document_id: str) -> ColumnElement[bool]:
    return DOCUMENTS.c.id == document_id


def _row(connection: Connection, document_id: str) -> Row[Any]:
    row = connection.execute(select(DOCUMENTS).where(_is(document_id))).one_or_none()
    if row is None:
        raise NotFound("no such document")
    return row


def _stored(connection: Connection, row: Row[Any]) -> StoredDocument:
    locator = from_json(Locator, row.error_locator) if row.error_locator else None
    return StoredDocument(
        ref=ref_of(row), case_ids=case_ids(connection, row.id), attempts=row.attempts, error_locator=locator
    )


def _receive(connection: Connection, row: dict[str, Any], content: bytes, now: datetime) -> Receipt:
    key = {"sender": row["sender"] or "", "external_id": row["external_id"]}
    if row["external_id"] is not None:
        lock(connection, f"external-id:{key['sender']}:{key['external_id']}")
    new = _insert_once(connection, DOCUMENTS, row, ("id",))
    if new:
        connection.execute(CONTENTS.insert(), {"document_id": row["id"], "content": content})
    alarm = _alarm(connection, row["id"], key, now) if row["external_id"] is not None else None
    if new:
        return Receipt(document_id=row["id"], new=True, status=row["status"], alarm=alarm)
    stored = _row(connection, row["id"])
    return Receipt(
        document_id=stored.id,
        new=False,
        status=DocumentStatus(stored.status),
        alarm=alarm or stored.alarm,
        case_ids=case_ids(connection, stored.id),
        error_code=stored.error_code,
        error_text=stored.error_text,
    )


def _insert_once(connection: Connection, table: Table, row: dict[str, Any], unique: tuple[str, ...]) -> bool:
    """Return whether the row was not there before and is now."""
    statement = _insertion(connection.dialect.name, table, unique)
    return connection.execute(statement, row).first() is not None


@cache
def _insertion(dialect: str, table: Table, unique: tuple[str, ...]) -> Insert:
    # Building this anew for each document costs as much as running it.
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    return insert(table).on_conflict_do_nothing(index_elements=unique).returning(table.c[unique[0]])


def _alarm(connection: Connection, document_id: str, key: dict[str, Any], now: datetime) -> str | None:
    """Remember the sender's id of a document and return the alarm if it stood for other bytes before."""
    ids = EXTERNAL_IDS.c
    unique = ("sender", "external_id", "document_id")
    first = _insert_once(connection, EXTERNAL_IDS, {**key, "document_id": document_id}, unique)
    others = select(ids.document_id).where(
        ids.sender == key["sender"], ids.external_id == key["external_id"], ids.document_id != document_id
    )
    if not first or connection.scalar(others.limit(1)) is None:
        return None
    connection.execute(update(DOCUMENTS).where(_is(document_id)).values(alarm=EXTERNAL_ID_REUSED))
    append(connection, at=now, kind=EXTERNAL_ID_REUSED, actor="receive", document_id=document_id)
    return EXTERNAL_ID_REUSED


def _claim(connection: Connection, worker: str, now: datetime, lease: timedelta) -> Claim | None:
    status, until = DOCUMENTS.c.status, DOCUMENTS.c.lease_until
    waiting = or_(
        and_(status == DocumentStatus.RECEIVED, or_(until.is_(None), until <= now)),
        and_(status == DocumentStatus.READING, until <= now),
    )
    oldest = select(DOCUMENTS.c.number).where(WAITING, waiting).order_by(DOCUMENTS.c.number).limit(1)
    candidate = oldest.with_for_update(skip_locked=True).scalar_subquery()
    taken = (
        update(DOCUMENTS)
        .where(DOCUMENTS.c.number == candidate)
        .values(
            status=DocumentStatus.READING,
            claimed_by=worker,
            lease_until=now + lease,
            attempts=DOCUMENTS.c.attempts + 1,
        )
        .returning(DOCUMENTS.c.id, DOCUMENTS.c.attempts)
    )
    while row := connection.execute(taken).one_or_none():
        if row.attempts <= ATTEMPTS:
            return Claim(document_id=row.id, lease_until=now + lease, attempt=row.attempts)
        _quarantine(connection, row.id, Defect(f"not finished in {ATTEMPTS} attempts"), now)
    return None


def _give_back(connection: Connection, document_id: str, until: datetime, *, counted: bool) -> None:
    attempts = DOCUMENTS.c.attempts if counted else DOCUMENTS.c.attempts - 1
    connection.execute(
        update(DOCUMENTS)
        .where(_is(document_id), DOCUMENTS.c.status == DocumentStatus.READING)
        .values(status=DocumentStatus.RECEIVED, claimed_by=None, lease_until=until, attempts=attempts)
    )


def _quarantine(connection: Connection, document_id: str, error: OsteonError, now: datetime) -> None:
    put_aside = update(DOCUMENTS).where(_is(document_id), DOCUMENTS.c.status.in_(ON_THE_WAY))
    values = {
        "status": DocumentStatus.QUARANTINED,
        "claimed_by": None,
        "lease_until": None,
        "error_code": error.code,
        "error_text": error.text,
        "error_locator": json_text(error.locator) if error.locator else None,
    }
    if connection.execute(put_aside.values(**values)).rowcount:
        detail = {"error": error.code}
        append(connection, at=now, kind="QUARANTINED", actor="work", document_id=document_id, detail=detail)
