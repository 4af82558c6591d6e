"""Where a document belongs among the cases there are, inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    column,
    literal_column,
    null,
    select,
    union,
    union_all,
    values,
)

from store.by_index import each_named, each_of
from store.identity import IDENTITY_COLUMNS, Member, StudyIdentity, case_of
from store.prepared import PreparedRows, Statement
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
    is_first: bool
    """Whether there is no case yet that it shares its patient or its study with."""
    waiting: Mapping[str, tuple[tuple[str, StudyIdentity], ...]]
    """The orders that wait for its patient, by patient id: document and identity."""


def place_of(connection: Connection, document_id: str, identity: StudyIdentity) -> Place:
    """Return where a document of this identity belongs."""
    return places_of(connection, [(document_id, identity)])[0]


def places_of(connection: Connection, asked: Sequence[tuple[str, StudyIdentity]]) -> list[Place]:
    """Return where each of these documents belongs among what is stored, as if the others were not asked for."""
    given = [
        {"document_id": document_id, "patient_id": identity.patient_id, "study_uid": identity.study_uid}
        for document_id, identity in asked
    ]
    found: dict[str, list[Row[Any]]] = {_MEMBER: [], _ORDER: [], _DOCUMENT: []}
    for row in _NEAR.found(connection, given):
        found[row.kind].append(row)
    return [_place(document_id, identity, found) for document_id, identity in asked]


def _place(document_id: str, identity: StudyIdentity, found: Mapping[str, Sequence[Row[Any]]]) -> Place:
    shared = {name: value for name in _SHARED if (value := getattr(identity, name)) is not None}
    near = {
        row.case_id
        for row in found[_MEMBER]
        if row.document_id == document_id or any(getattr(row, name) == value for name, value in shared.items())
    }
    members = {row.document_id: row for row in found[_MEMBER] if row.case_id in near}
    known = members.pop(document_id, None)
    others = [Member(case_id=row.case_id, identity=_stated(row)) for row in members.values()]
    case_id = known.case_id if known is not None else case_of(identity, others)
    patient = identity.patient_id
    orders = {row.document_id: row for row in found[_ORDER] if row.patient_id == patient}
    return Place(
        case_id=case_id,
        known=known is not None,
        others=tuple(member.identity for member in others if member.case_id == case_id),
        status=next((str(row.status) for row in found[_DOCUMENT] if row.document_id == document_id), None),
        is_first=not near,
        waiting={patient: tuple((one, _stated(row)) for one, row in orders.items())} if patient is not None else {},
    )


def _stated(row: Row[Any]) -> StudyIdentity:
    return StudyIdentity(**{name: getattr(row, name) for name in IDENTITY_COLUMNS})


def _near(_dialect: str, count: int) -> Statement:
    given = [tuple(bindparam(f"{name}_{number}", type_=Text()) for name in _ASKED) for number in range(count)]
    asked = values(*(column(name, Text()) for name in _ASKED), name="asked").data(given).cte()
    rows = CASE_DOCUMENTS.c

    def are_asked(compared: ColumnElement[Any], name: str, wanted: Select[Any]) -> Select[Any]:
        return wanted.where(compared.in_(select(asked.c[name])))

    cases = union(*(are_asked(rows[name], name, select(rows.case_id)) for name in _ASKED))
    return union_all(
        _MEMBERS.where(rows.case_id.in_(cases)),
        are_asked(_OF_ORDERS.patient_id, "patient_id", _ORDERS),
        are_asked(DOCUMENTS.c.id, "document_id", _THEMSELVES),
    )


def _near_arrays() -> Statement:
    rows = CASE_DOCUMENTS.c
    cases = union(*(each_named(name, rows[name], select(rows.case_id)) for name in _ASKED)).subquery("cases_near")
    return union_all(
        each_of(cases, _MEMBERS.where(rows.case_id == cases.c.case_id), "members"),
        each_named("patient_id", _OF_ORDERS.patient_id, _ORDERS),
        each_named("document_id", DOCUMENTS.c.id, _THEMSELVES),
    )


def _kind(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'", Text).label("kind")


def _stating(columns: Any) -> list[ColumnElement[Any]]:
    return [columns[name] for name in IDENTITY_COLUMNS]


_MEMBER, _ORDER, _DOCUMENT = "member", "order", "document"
"""What a row tells of: a document of a case near by, an order of the patient that waits, or the document itself."""
_SHARED = ("patient_id", "study_uid")
_ASKED = ("document_id", *_SHARED)
_MEMBERS = select(
    _kind(_MEMBER), CASE_DOCUMENTS.c.document_id, CASE_DOCUMENTS.c.case_id, null().label("status"),
    *_stating(CASE_DOCUMENTS.c),
)  # fmt: skip
_OF_ORDERS = WAITING_ORDERS.c
_ORDERS = select(
    _kind(_ORDER), _OF_ORDERS.document_id, null().label("case_id"), null().label("status"), *_stating(_OF_ORDERS)
)
_THEMSELVES = select(
    _kind(_DOCUMENT), DOCUMENTS.c.id, null().label("case_id"), DOCUMENTS.c.status,
    *(null().label(name) for name in IDENTITY_COLUMNS),
)  # fmt: skip
_NEAR = PreparedRows(_near, _ASKED, arrays=_near_arrays)
"""Every document of every case that shares the document, its patient or its study, every order that waits for the
patient, and the document itself; NULL is equal to nothing. One question, because a document's way asks all of it twice.
"""
