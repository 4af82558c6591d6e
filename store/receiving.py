"""The first commit: what writes documents that come in, one or many in a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Insert,
    LargeBinary,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    column,
    func,
    null,
    select,
    union,
    update,
    values,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from store.by_index import each_of, unnested
from store.columns import storable
from store.document_rows import case_ids, is_document, row_of
from store.engine import lock
from store.events import append
from store.prepared import Prepared, PreparedRows
from store.records import EXTERNAL_ID_REUSED, Receipt
from store.tables import CONTENTS, DOCUMENTS, EXTERNAL_IDS
from store.writer import Together

_ROW = (
    "id", "size", "media_type", "channel", "sender", "external_id", "received_at", "status", "claimed_by",
    "lease_until", "attempts",
)  # fmt: skip
_CONTENT = ("document_id", "content")
_KEY = ("sender", "external_id")
_ID = (*_KEY, "document_id")


class Overtaken(Exception):
    """Another process stored one of several documents between the look and the writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving(Together):
    """The operation that stores one document once; `together` stores many for hardly more than one costs."""

    row: dict[str, Any]
    """Its columns in `documents`."""
    content: bytes
    key: tuple[str, str] | None
    """Sender and its id for the document, as the database holds them; None if it gave none."""
    now: datetime

    @classmethod
    def of(
        cls, document: RawDocument, media_type: str | None, claimed_by: str | None, now: datetime, lease_seconds: float
    ) -> Self:
        """Return the operation for a document; without a worker it is one the next claim finds."""
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
        external_id = document.external_id
        key = None if external_id is None else (storable(document.sender or ""), storable(external_id))
        return cls(row=row, content=document.content, key=key, now=now)

    @property
    def locked(self) -> str | None:
        """What nobody else may write meanwhile."""
        return None if self.key is None else f"external-id:{':'.join(self.key)}"

    def __call__(self, connection: Connection) -> Receipt:
        """Write the document if it is new, remember its sender's id, and return what is known of it."""
        return _receive(connection, self)

    @staticmethod
    def together(connection: Connection, receivings: "Sequence[Receiving]") -> list[Receipt]:
        """Return the receipts of many: the new ones written by a statement a table, the others one by one.

        Raises:
            Overtaken: what was new is not any more; what was written is to be taken back.
        """
        # All at once and in one order, the bytes too: two such transactions cannot wait for each other.
        locked = {name for one in receivings for name in (one.locked, f"bytes:{one.row['id']}") if name}
        lock(connection, *locked)
        fresh = _fresh(connection, receivings)
        _write(connection, [one for one, is_fresh in zip(receivings, fresh, strict=True) if is_fresh])
        return [
            _first_receipt(one) if is_fresh else _receive(connection, one)
            for one, is_fresh in zip(receivings, fresh, strict=True)
        ]


def _fresh(connection: Connection, receivings: Sequence[Receiving]) -> list[bool]:
    """Return of each whether neither its bytes nor its sender's id were there before, here or in the database."""
    asked = [dict(zip(_ID, (*(one.key or (None, None)), one.row["id"]), strict=True)) for one in receivings]
    known: set[tuple[str, str] | str] = {
        row.name if row.external_id is None else (row.name, row.external_id) for row in _KNOWN.found(connection, asked)
    }
    fresh = []
    for one in receivings:
        names = {one.row["id"], one.key} - {None}
        fresh.append(known.isdisjoint(names))
        known |= names
    return fresh


def _write(connection: Connection, fresh: Sequence[Receiving]) -> None:
    rows = [one.row for one in fresh]
    contents = [{"document_id": one.row["id"], "content": one.content} for one in fresh]
    named = [{**dict(zip(_KEY, one.key, strict=True)), "document_id": one.row["id"]} for one in fresh if one.key]
    if _NEW_DOCUMENTS.changed(connection, rows) != len(rows):
        raise Overtaken
    _NEW_CONTENTS.changed(connection, contents)
    if _NEW_IDS.changed(connection, named) != len(named):
        raise Overtaken


def _first_receipt(receiving: Receiving, alarm: str | None = None) -> Receipt:
    return Receipt(document_id=receiving.row["id"], new=True, status=receiving.row["status"], alarm=alarm)


def _receive(connection: Connection, receiving: Receiving) -> Receipt:
    row = receiving.row
    if receiving.locked is not None:
        lock(connection, receiving.locked)
    new = _NEW_DOCUMENT.run(connection, row).first() is not None
    if new:
        _NEW_CONTENT.run(connection, {"document_id": row["id"], "content": receiving.content})
    alarm = _alarm(connection, receiving)
    if new:
        return _first_receipt(receiving, alarm)
    stored = row_of(connection, row["id"])
    return Receipt(
        document_id=stored.id,
        new=False,
        status=DocumentStatus(stored.status),
        alarm=alarm or stored.alarm,
        case_ids=case_ids(connection, stored.id),
        error_code=stored.error_code,
        error_text=stored.error_text,
    )


def _alarm(connection: Connection, receiving: Receiving) -> str | None:
    """Remember the sender's id of a document and return the alarm if it stood for other bytes before."""
    if receiving.key is None:
        return None
    document_id = receiving.row["id"]
    named = {**dict(zip(_KEY, receiving.key, strict=True)), "document_id": document_id}
    first = _NEW_ID.run(connection, named).first() is not None
    if not first or _OTHER_DOCUMENTS.run(connection, named).scalar() is None:
        return None
    connection.execute(update(DOCUMENTS).where(is_document(document_id)).values(alarm=EXTERNAL_ID_REUSED))
    # Whoever sends the same bytes meanwhile is told that they are there.
    append(
        connection,
        at=receiving.now,
        kind=EXTERNAL_ID_REUSED,
        actor="receive",
        document_id=document_id,
        answered_for=True,
    )
    return EXTERNAL_ID_REUSED


def _once(table: Table, unique: Sequence[str], dialect: str) -> Any:
    """Return the beginning of a statement that writes only what was not there before."""
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    return insert(table).on_conflict_do_nothing(index_elements=list(unique))


def _insert_once(table: Table, unique: Sequence[str], names: Sequence[str]) -> Prepared:
    """Return the statement that writes a row and gives something back only if it was not there before."""

    def build(dialect: str) -> Insert:
        written: Insert = _once(table, unique, dialect).returning(table.c[unique[0]])
        return written

    return Prepared(build, names)


def _insert_all(table: Table, unique: Sequence[str], names: Sequence[str]) -> PreparedRows:
    """Return the statement that writes those of many rows that were not there before."""

    def build(dialect: str, count: int) -> Insert:
        rows = [
            {name: bindparam(f"{name}_{number}", type_=table.c[name].type) for name in names} for number in range(count)
        ]
        written: Insert = _once(table, unique, dialect).values(rows)
        return written

    def arrays() -> Insert:
        asked = unnested({name: table.c[name].type for name in names})
        written: Insert = _once(table, unique, "postgresql").from_select(list(names), select(asked))
        return written

    return PreparedRows(build, names, arrays=None if _has_bytes(table) else arrays)


def _has_bytes(table: Table) -> bool:
    """Return whether an array of such values would have to be spelled out as text."""
    return any(isinstance(column.type, LargeBinary) for column in table.c)


def _other_documents(_dialect: str) -> Select[Any]:
    ids = EXTERNAL_IDS.c
    return select(func.min(ids.document_id)).where(
        ids.sender == bindparam("sender"),
        ids.external_id == bindparam("external_id"),
        ids.document_id != bindparam("document_id"),
    )


def _known(_dialect: str, count: int) -> CompoundSelect[Any]:
    """Return the question which documents and which ids of senders there are: both in one, a digest without an id."""
    rows = [tuple(bindparam(f"{name}_{number}", type_=Text()) for name in _ID) for number in range(count)]
    asked = values(*(column(name, Text()) for name in _ID), name="asked").data(rows).cte()
    return union(
        _OF_BYTES.join_from(asked, DOCUMENTS, DOCUMENTS.c.id == asked.c.document_id),
        _OF_SENDER.join_from(asked, EXTERNAL_IDS, _is_id(asked)),
    )


def _known_arrays() -> CompoundSelect[Any]:
    asked = select(unnested(dict.fromkeys(_ID, Text()))).cte("asked")
    return union(
        each_of(asked, _OF_BYTES.where(DOCUMENTS.c.id == asked.c.document_id), "of_bytes"),
        each_of(asked, _OF_SENDER.where(_is_id(asked)), "of_sender"),
    )


def _is_id(asked: FromClause) -> ColumnElement[bool]:
    ids = EXTERNAL_IDS.c
    return and_(ids.sender == asked.c.sender, ids.external_id == asked.c.external_id)


_NEW_DOCUMENT = _insert_once(DOCUMENTS, ("id",), _ROW)
_NEW_DOCUMENTS = _insert_all(DOCUMENTS, ("id",), _ROW)
_NEW_CONTENT = Prepared(lambda _: CONTENTS.insert(), _CONTENT)
_NEW_CONTENTS = _insert_all(CONTENTS, ("document_id",), _CONTENT)
_NEW_ID = _insert_once(EXTERNAL_IDS, _ID, _ID)
_NEW_IDS = _insert_all(EXTERNAL_IDS, _ID, _ID)
_OTHER_DOCUMENTS = Prepared(_other_documents, _ID)
_OF_BYTES = select(DOCUMENTS.c.id.label("name"), null().label("external_id"))
_OF_SENDER = select(EXTERNAL_IDS.c.sender, EXTERNAL_IDS.c.external_id)
_KNOWN = PreparedRows(_known, _ID, arrays=_known_arrays)
