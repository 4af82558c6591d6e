"""Where a document belongs among the cases there are, inside one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, bindparam, literal_column, null, select, union, union_all

from store.identity import IDENTITY_COLUMNS, Member, StudyIdentity, case_of
from store.prepared import Prepared, Statement
from store.tables import CASE_DOCUMENTS, DOCUMENTS, WAITING_ORDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The case a document is part of already or would join, and who is there."""

    case_id: str | None
    """None: it founds its own."""
    known: bool
    """Whether it is part of the case already, as a document that is read anew is."""
    others: tuple[StudyIdentity, ...]
    """What the other documents of the case state."""
    status: str | None
    """Where the document stands; None if there is no such document."""
    waiting: Mapping[str, tuple[tuple[str, StudyIdentity], ...]]
    """The orders that wait for its patient, by patient id: document and identity."""


def place_of(connection: Connection, document_id: str, identity: StudyIdentity) -> Place:
    """Return where a document of this identity belongs."""
    asked = {"document_id": document_id, "patient_id": identity.patient_id, "study_uid": identity.study_uid}
    found: dict[str, list[Row[Any]]] = {_MEMBER: [], _ORDER: [], _DOCUMENT: []}
    for row in _NEAR.run(connection, asked):
        found[row.kind].append(row)
    own = next((str(row.case_id) for row in found[_MEMBER] if row.document_id == document_id), None)
    others = [
        Member(case_id=row.case_id, identity=_stated(row)) for row in found[_MEMBER] if row.document_id != document_id
    ]
    case_id = own or case_of(identity, others)
    patient, orders = identity.patient_id, tuple((row.document_id, _stated(row)) for row in found[_ORDER])
    return Place(
        case_id=case_id,
        known=own is not None,
        others=tuple(member.identity for member in others if member.case_id == case_id),
        status=next((str(row.status) for row in found[_DOCUMENT]), None),
        waiting={patient: orders} if patient is not None else {},
    )


def _stated(row: Row[Any]) -> StudyIdentity:
    return StudyIdentity(**{name: getattr(row, name) for name in IDENTITY_COLUMNS})


def _near(_dialect: str) -> Statement:
    rows, orders = CASE_DOCUMENTS.c, WAITING_ORDERS.c
    cases = union(*(select(rows.case_id).where(rows[name] == bindparam(name)) for name in ("document_id", *_SHARED)))
    unstated = [null().label(name) for name in IDENTITY_COLUMNS]
    return union_all(
        select(_kind(_MEMBER), rows.document_id, rows.case_id, null().label("status"), *_stating(rows))
        .where(rows.case_id.in_(cases)),
        select(_kind(_ORDER), orders.document_id, null(), null(), *_stating(orders))
        .where(orders.patient_id == bindparam("patient_id")),
        select(_kind(_DOCUMENT), DOCUMENTS.c.id, null(), DOCUMENTS.c.status, *unstated)
        .where(DOCUMENTS.c.id == bindparam("document_id")),
    )  # fmt: skip


def _kind(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'", Text).label("kind")


def _stating(columns: Any) -> list[ColumnElement[Any]]:
    return [columns[name] for name in IDENTITY_COLUMNS]


_MEMBER, _ORDER, _DOCUMENT = "member", "order", "document"
"""What a row tells of: a document of a case near by, an order of the patient that waits, or the document itself."""
_SHARED = ("patient_id", "study_uid")
_NEAR = Prepared(_near, ("document_id", *_SHARED))
"""Every document of every case that shares the document, its patient or its study, every order that waits for the
patient, and the document itself; NULL is equal to nothing. One question, because a document's way asks all of it twice.
"""
