"""Orders that wait for the case of their examination, inside one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from dxa.case import DocumentStatus
from dxa.errors import NotFound, RevisionConflict
from store.document_rows import is_document
from store.events import append
from store.identity import IDENTITY_COLUMNS, StudyIdentity, belongs
from store.prepared import Prepared
from store.records import KeptOrder
from store.tables import CASE_DOCUMENTS, DOCUMENTS, REPORTS, WAITING_ORDERS
from store.wire import json_text

Waiting = Mapping[str, Sequence[tuple[str, StudyIdentity]]]
"""Orders by patient id: document and identity."""


def waiting_for(connection: Connection, identities: Sequence[StudyIdentity], known: Waiting) -> tuple[str, ...]:
    """Return the orders that wait for a case whose documents state these identities; asks for patients not `known`."""
    patients = {identity.patient_id for identity in identities} - {None}
    found = [order for patient_id in patients if patient_id for order in _orders_of(connection, patient_id, known)]
    return tuple(sorted(document_id for document_id, stated in found if belongs(stated, identities)))


def _orders_of(connection: Connection, patient_id: str, known: Waiting) -> Sequence[tuple[str, StudyIdentity]]:
    if patient_id in known:
        return known[patient_id]
    rows = _OF_PATIENT.run(connection, {"patient_id": patient_id})
    return [(row.document_id, _identity(row)) for row in rows]


_OF_PATIENT = Prepared(
    lambda _: select(WAITING_ORDERS).where(WAITING_ORDERS.c.patient_id == bindparam("patient_id")), ("patient_id",)
)


def _identity(row: Row[Any]) -> StudyIdentity:
    return StudyIdentity(**{name: getattr(row, name) for name in IDENTITY_COLUMNS})


def keep_waiting(connection: Connection, kept: KeptOrder, now: datetime) -> None:
    """Store what an order says until its examination has a case; doing it again changes nothing.

    Raises:
        NotFound: no such document.
    """
    status = connection.scalar(select(DOCUMENTS.c.status).where(is_document(kept.document_id)))
    if status is None:
        raise NotFound("no such document")
    if status in {DocumentStatus.AWAITING_REPORT, DocumentStatus.READ}:
        return
    report = {"read_at": now, "report": json_text(kept.reading)}
    connection.execute(insert(REPORTS).values(document_id=kept.document_id, **report))
    values = {name: getattr(kept.identity, name) for name in IDENTITY_COLUMNS}
    connection.execute(insert(WAITING_ORDERS).values(document_id=kept.document_id, **values))
    states = {"status": DocumentStatus.AWAITING_REPORT, "media_type": kept.media_type}
    done = update(DOCUMENTS).where(is_document(kept.document_id))
    connection.execute(done.values(claimed_by=None, lease_until=None, **states))
    append(connection, at=now, kind="ORDER_KEPT", actor="work", document_id=kept.document_id)


def attach(
    connection: Connection, case_id: str, expected: Sequence[str], identities: Sequence[StudyIdentity], known: Waiting
) -> tuple[str, ...]:
    """Make the waiting orders of a case documents of it, and return them.

    `known` are those of patients whose names this transaction held when it asked.

    Raises:
        RevisionConflict: others wait than were read.
    """
    waiting = waiting_for(connection, identities, known)
    if set(waiting) != set(expected):
        raise RevisionConflict("an order came or went while the document was assessed")
    for document_id in waiting:
        mine = WAITING_ORDERS.c.document_id == document_id
        row = connection.execute(select(WAITING_ORDERS).where(mine)).one()
        identity = {name: getattr(row, name) for name in IDENTITY_COLUMNS}
        connection.execute(insert(CASE_DOCUMENTS).values(case_id=case_id, document_id=document_id, **identity))
        connection.execute(delete(WAITING_ORDERS).where(mine))
        connection.execute(update(DOCUMENTS).where(is_document(document_id)).values(status=DocumentStatus.READ))
    return waiting
