"""Where a document belongs among the cases there are, inside one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, union

from store.identity import IDENTITY_COLUMNS, Member, StudyIdentity, case_of
from store.prepared import Prepared, Statement
from store.tables import CASE_DOCUMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The case a document is part of already or would join, and who is there."""

    case_id: str | None
    """None: it founds its own."""
    known: bool
    """Whether it is part of the case already, as a document that is read anew is."""
    others: tuple[StudyIdentity, ...]
    """What the other documents of the case state."""


def place_of(connection: Connection, document_id: str, identity: StudyIdentity) -> Place:
    """Return where a document of this identity belongs."""
    asked = {"document_id": document_id, "patient_id": identity.patient_id, "study_uid": identity.study_uid}
    rows = [dict(row) for row in _NEAR.run(connection, asked).mappings()]
    own = next((str(row["case_id"]) for row in rows if row["document_id"] == document_id), None)
    others = [
        Member(case_id=row["case_id"], identity=_stated(row)) for row in rows if row["document_id"] != document_id
    ]
    case_id = own or case_of(identity, others)
    there = tuple(member.identity for member in others if member.case_id == case_id)
    return Place(case_id=case_id, known=own is not None, others=there)


def _stated(row: Mapping[str, Any]) -> StudyIdentity:
    return StudyIdentity(**{name: row[name] for name in IDENTITY_COLUMNS})


def _near(_dialect: str) -> Statement:
    rows = CASE_DOCUMENTS.c
    cases = union(*(select(rows.case_id).where(rows[name] == bindparam(name)) for name in ("document_id", *_SHARED)))
    return select(CASE_DOCUMENTS).where(rows.case_id.in_(cases))


_SHARED = ("patient_id", "study_uid")
_NEAR = Prepared(_near, ("document_id", *_SHARED))
"""Every document of every case that shares the document, its patient or its study; NULL is equal to nothing."""
