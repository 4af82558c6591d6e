"""The audit trail: append-only rows, each hashing the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from store.columns import storable
from store.database import Database
from store.engine import hold_briefly, lock
from store.prepared import Prepared
from store.records import ChainCheck, Event
from store.tables import EVENTS
from store.wire import canonical

DOCUMENT_READ = "DOCUMENT_READ"
"""A document became part of a case, or was read anew for it; the detail names the revision."""
GENESIS = "0" * 64
"""What the first row follows."""


def append(
    connection: Connection,
    *,
    at: datetime,
    kind: str,
    actor: str,
    case_id: str | None = None,
    document_id: str | None = None,
    detail: Mapping[str, str | int] | None = None,
    answered_for: bool = False,
) -> None:
    """Write one event; as `append_all`."""
    happened = Happened(kind=kind, case_id=case_id, document_id=document_id, detail=detail or {})
    append_all(connection, [happened], at=at, actor=actor, answered_for=answered_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event that is still to be written."""

    kind: str
    case_id: str | None
    document_id: str | None
    detail: Mapping[str, str | int]


def append_all(
    connection: Connection, events: Sequence[Happened], *, at: datetime, actor: str, answered_for: bool = False
) -> None:
    """Write events as the last act of a transaction.

    The chain has one end, so transactions that append to it wait for each other's commit: this comes last in an
    operation, and intake of a document mostly writes none.

    `answered_for` says that others answer for what the transaction writes as soon as they see it, so that nobody may
    before it is on the disk.
    """
    (lock if answered_for else hold_briefly)(connection, "events")
    head = _LAST.run(connection, {}).scalar() or GENESIS
    rows = []
    for event in events:
        stored: dict[str, Any] = {
            "kind": event.kind,
            "actor": storable(actor),
            "case_id": event.case_id,
            "document_id": event.document_id,
        }
        previous, text = head, canonical(dict(event.detail))
        head = _hash(previous, at=at, detail=text, **stored)
        rows.append({**stored, "at": at, "detail": text, "previous": previous, "hash": head})
    _APPEND.run_each(connection, rows)


_LAST = Prepared(lambda _: select(EVENTS.c.hash).order_by(EVENTS.c.number.desc()).limit(1), ())
_APPEND = Prepared(
    lambda _: insert(EVENTS), ("kind", "actor", "case_id", "document_id", "at", "detail", "previous", "hash")
)


def events_of(connection: Connection, case_id: str) -> tuple[Event, ...]:
    """Return a case's events, oldest first."""
    rows = connection.execute(select(EVENTS).where(EVENTS.c.case_id == case_id).order_by(EVENTS.c.number))
    return tuple(_event(row) for row in rows)


def _event(row: object) -> Event:
    return Event(**{name: getattr(row, name) for name in Event.__dataclass_fields__})


def _hash(
    previous: str, *, at: datetime, kind: str, actor: str, case_id: str | None, document_id: str | None, detail: str
) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    covered = [previous, moment, kind, actor, case_id, document_id, detail]
    return sha256(canonical(covered).encode()).hexdigest()


def _hash_of(event: Event, previous: str) -> str:
    return _hash(
        previous,
        at=event.at,
        kind=event.kind,
        actor=event.actor,
        case_id=event.case_id,
        document_id=event.document_id,
        detail=event.detail,
    )


class Trail(Database):
    """The audit trail as a whole."""

    def verify_events(self) -> ChainCheck:
        """Return whether every row still says what it said when it was written and none is missing between two."""
        return self.read(_verify)


def _verify(connection: Connection) -> ChainCheck:
    head, good = GENESIS, 0
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.number)):
        event = _event(row)
        if row.previous != head or row.hash != _hash_of(event, head):
            return ChainCheck(events=good, broken_at=event.number, head=head)
        head, good = row.hash, good + 1
    return ChainCheck(events=good, broken_at=None, head=head)
