"""What happens to the rows of a document inside one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from dxa.case import DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.errors import NotFound, OsteonError
from dxa.locator import Locator
from store.columns import instant
from store.events import append
from store.prepared import Prepared, Statement
from store.records import Claim, HeldDocument, StoredDocument
from store.steps import Step
from store.tables import CASE_DOCUMENTS, CONTENTS, DOCUMENTS, WAITING
from store.wire import from_json, json_text

ATTEMPTS = 3
"""A document that was claimed so often and never finished is poison: it is put aside for a person to look at."""
ON_THE_WAY = (DocumentStatus.RECEIVED, DocumentStatus.READING)
"""Neither read nor put aside yet."""


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


def finishing(document_id: str, media_type: str) -> Step:
    """Return what marks a document as read."""
    return Step(_FINISH, {"of_document": document_id, "media": media_type})


def case_ids(connection: Connection, document_id: str) -> tuple[str, ...]:
    """Return the case a document belongs to, if any."""
    return tuple(
        connection.scalars(select(CASE_DOCUMENTS.c.case_id).where(CASE_DOCUMENTS.c.document_id == document_id))
    )


def is_document(document_id: str) -> ColumnElement[bool]:
    """Return the condition that a row of `documents` is this document's."""
    return DOCUMENTS.c.id == document_id


def row_of(connection: Connection, document_id: str) -> Row[Any]:
    """Return the row of a document.

    Raises:
        NotFound: no such document.
    """
    row = connection.execute(select(DOCUMENTS).where(is_document(document_id))).one_or_none()
    if row is None:
        raise NotFound("no such document")
    return row


def stored_of(connection: Connection, row: Row[Any]) -> StoredDocument:
    """Return a row of `documents` with the case it is part of."""
    locator = from_json(Locator, row.error_locator) if row.error_locator else None
    return StoredDocument(
        ref=ref_of(row), case_ids=case_ids(connection, row.id), attempts=row.attempts, error_locator=locator
    )


_FINISH = Prepared(
    lambda _: (
        update(DOCUMENTS)
        .where(DOCUMENTS.c.id == bindparam("of_document"))
        .values(
            status=DocumentStatus.READ,
            media_type=bindparam("media"),
            claimed_by=None,
            lease_until=None,
        )
    ),
    ("of_document", "media"),
)


def claim(connection: Connection, worker: str, now: datetime, lease: timedelta) -> Claim | None:
    """Give the document that has waited longest to a worker, by a single statement."""
    row = _CLAIM.run(connection, {"worker": worker, "now": now, "until": now + lease}).one_or_none()
    return Claim(document=_held(row), lease_until=now + lease, attempt=row.attempts) if row else None


def claim_along(
    connection: Connection, worker: str, now: datetime, lease: timedelta, like: Mapping[str, Any]
) -> list[HeldDocument]:
    """Give a worker further documents that nobody tried yet, oldest first, by a single statement.

    `like` says of which media type, up to which size and how many.
    """
    rows = _CLAIM_ALONG.run(connection, {"worker": worker, "now": now, "until": now + lease, **like})
    return sorted((_held(row) for row in rows), key=lambda document: document.number)


def held(connection: Connection, document_id: str) -> HeldDocument:
    """Return a document with its bytes.

    Raises:
        NotFound: no such document.
    """
    row = _HELD.run(connection, {"document_id": document_id}).one_or_none()
    if row is None:
        raise NotFound("no such document")
    return _held(row)


def _held(row: Row[Any]) -> HeldDocument:
    raw = RawDocument(
        content=bytes(row.content),
        channel=row.channel,
        received_at=instant(row.received_at),
        sender=row.sender,
        external_id=row.external_id,
    )
    status = DocumentStatus(row.status)
    return HeldDocument(document_id=row.id, raw=raw, number=row.number, status=status, attempts=row.attempts)


def _claiming(_dialect: str) -> Statement:
    left = and_(DOCUMENTS.c.status == DocumentStatus.READING, DOCUMENTS.c.lease_until <= bindparam("now"))
    oldest = select(DOCUMENTS.c.number).where(WAITING, or_(_is_free(), left)).order_by(DOCUMENTS.c.number).limit(1)
    return _claimed(DOCUMENTS.c.number == oldest.with_for_update(skip_locked=True).scalar_subquery())


def _claiming_along(dialect: str) -> Statement:
    documents = DOCUMENTS.c
    alike = (documents.media_type == bindparam("media"), documents.size <= bindparam("most_bytes"))
    fresh = select(documents.number).where(WAITING, _is_free(), documents.attempts == 0, *alike)
    oldest = fresh.order_by(documents.number).limit(bindparam("count")).with_for_update(skip_locked=True)
    if dialect == "postgresql":
        # As an array it is asked once. A list might be asked again for each row, and then locks more than its limit.
        return _claimed(documents.number == any_(func.array(oldest.scalar_subquery())))
    return _claimed(documents.number.in_(oldest))


def _is_free() -> ColumnElement[bool]:
    until = DOCUMENTS.c.lease_until
    return and_(DOCUMENTS.c.status == DocumentStatus.RECEIVED, or_(until.is_(None), until <= bindparam("now")))


def _claimed(which: ColumnElement[bool]) -> Statement:
    """Return what gives documents to a worker, with their bytes."""
    content = select(CONTENTS.c.content).where(CONTENTS.c.document_id == DOCUMENTS.c.id).scalar_subquery()
    return (
        update(DOCUMENTS)
        .where(which)
        .values(
            status=DocumentStatus.READING,
            claimed_by=bindparam("worker"),
            lease_until=bindparam("until"),
            attempts=DOCUMENTS.c.attempts + 1,
        )
        .returning(*_HELD_COLUMNS, content.label("content"))
    )


_HELD_COLUMNS = [
    DOCUMENTS.c[name]
    for name in ("id", "number", "status", "channel", "received_at", "sender", "external_id", "attempts")
]
_CLAIM = Prepared(_claiming, ("worker", "now", "until"))
_CLAIM_ALONG = Prepared(_claiming_along, ("worker", "now", "until", "media", "most_bytes", "count"))
_HELD = Prepared(
    lambda _: (
        select(*_HELD_COLUMNS, CONTENTS.c.content)
        .join(CONTENTS, CONTENTS.c.document_id == DOCUMENTS.c.id)
        .where(DOCUMENTS.c.id == bindparam("document_id"))
    ),
    ("document_id",),
)


def give_back(connection: Connection, document_ids: Sequence[str], until: datetime, *, counted: bool) -> None:
    """End claims, not to be tried again before `until`; an attempt that is not counted never happened."""
    attempts = DOCUMENTS.c.attempts if counted else DOCUMENTS.c.attempts - 1
    connection.execute(
        update(DOCUMENTS)
        .where(DOCUMENTS.c.id.in_(document_ids), DOCUMENTS.c.status == DocumentStatus.READING)
        .values(status=DocumentStatus.RECEIVED, claimed_by=None, lease_until=until, attempts=attempts)
    )


def uncount(connection: Connection, document_id: str, worker: str, until: datetime) -> None:
    """Take back an attempt on a document that is still on its way, whoever has it now, and this worker's claim."""
    counted = update(DOCUMENTS).where(is_document(document_id), DOCUMENTS.c.status.in_(ON_THE_WAY))
    connection.execute(counted.where(DOCUMENTS.c.attempts > 0).values(attempts=DOCUMENTS.c.attempts - 1))
    mine = counted.where(DOCUMENTS.c.status == DocumentStatus.READING, DOCUMENTS.c.claimed_by == worker)
    connection.execute(mine.values(status=DocumentStatus.RECEIVED, claimed_by=None, lease_until=until))


def put_aside(connection: Connection, document_id: str, error: OsteonError, now: datetime) -> None:
    """Quarantine a document that is still on its way."""
    changed = update(DOCUMENTS).where(is_document(document_id), DOCUMENTS.c.status.in_(ON_THE_WAY))
    values = {
        "status": DocumentStatus.QUARANTINED,
        "claimed_by": None,
        "lease_until": None,
        "error_code": error.code,
        "error_text": error.text,
        "error_locator": json_text(error.locator) if error.locator else None,
    }
    if connection.execute(changed.values(**values)).rowcount:
        detail = {"error": error.code}
        append(connection, at=now, kind="QUARANTINED", actor="work", document_id=document_id, detail=detail)
