"""The second commit: documents that were read, and the case they belong to assessed anew, inside one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, select

from dxa.case import CaseStatus, DocumentStatus
from dxa.errors import NotFound, RevisionConflict
from store.case_rows import SHOWN, Judged, assessment_steps, change, judged, locked, next_status, shown
from store.document_rows import finishing
from store.engine import lock
from store.events import DOCUMENT_READ, append
from store.identity import IDENTITY_COLUMNS
from store.joining import Place, place_of
from store.order_rows import attach
from store.prepared import Prepared
from store.prior_rows import overtake, require_priors
from store.records import CaseRevision, Completion
from store.steps import Step, run_all
from store.tables import CASE_DOCUMENTS, CASES, DOCUMENTS, REPORTS
from store.wire import json_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondCommit:
    """What is to be written, made ready before the transaction begins, which others may wait for."""

    done: Completion
    kept: Judged
    reading: str
    """The document's own report as JSON."""
    along: tuple[str, ...]
    """Likewise those of the documents that are completed with it."""
    now: datetime

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of all documents it completes."""
        return (self.done.document_id, *(one.document_id for one in self.done.along))


def second_commit(done: Completion, now: datetime) -> SecondCommit:
    """Return what is to be written of a document that was read."""
    kept = judged(done.report, done.assessment, done.terms)
    # The only document of its case is mostly the merged report itself.
    reading = kept.report_text if done.reading is done.report else json_text(done.reading)
    along = tuple(json_text(one.reading) for one in done.along)
    return SecondCommit(done=done, kept=kept, reading=reading, along=along, now=now)


def complete(connection: Connection, commit: SecondCommit) -> CaseRevision:
    """Write everything one read document changes, with those that are completed along with it.

    Raises:
        NotFound: no such document.
        RevisionConflict: the case changed, or another document founded it, since the basis was read; or a document
            along with it does not wait any more.
    """
    done = commit.done
    names = done.identity.lock_names()
    lock(connection, *(f"document:{document_id}" for document_id in commit.documents), *names)
    place = place_of(connection, done.document_id, done.identity)
    if place.status is None:
        raise NotFound("no such document")
    if place.status == DocumentStatus.READ and place.case_id is not None:
        if done.along:
            raise RevisionConflict("the first of several documents was completed meanwhile")
        return CaseRevision(case_id=place.case_id, revision=locked(connection, place.case_id).revision)
    if place.case_id != done.basis.case_id:
        raise RevisionConflict("another document founded the case meanwhile")
    if done.along:
        _require_along(connection, done)
    require_priors(connection, done.priors, held=names)
    return _written(connection, commit, place)


def _require_along(connection: Connection, done: Completion) -> None:
    """Refuse to complete documents that somebody else completed or put aside, or that are part of another case.

    Raises:
        RevisionConflict: there is one.
    """
    ids = [one.document_id for one in done.along]
    waiting = select(DOCUMENTS.c.id).where(DOCUMENTS.c.id.in_(ids), DOCUMENTS.c.status == DocumentStatus.READING)
    joined = select(CASE_DOCUMENTS.c.document_id).where(CASE_DOCUMENTS.c.document_id.in_(ids))
    if len(connection.execute(waiting).all()) < len(ids) or connection.execute(joined).first() is not None:
        raise RevisionConflict("a document along with it was completed meanwhile")


def _written(connection: Connection, commit: SecondCommit, place: Place) -> CaseRevision:
    done, now = commit.done, commit.now
    revised, status, before, founding = _revised(connection, commit, place)
    case_id = revised.case_id
    if place.known:
        _LEAVES.run(connection, {"of_document": done.document_id})
    own = _joining(case_id, commit, (done.document_id, done.media_type, commit.reading))
    run_all(connection, [*founding, *own, *assessment_steps(connection, revised, status, commit.kept, now)])
    for one, reading in zip(done.along, commit.along, strict=True):
        run_all(connection, _joining(case_id, commit, (one.document_id, one.media_type, reading)))
    expected = [order.document_id for order in done.basis.orders]
    orders = attach(connection, case_id, expected, [*place.others, done.identity], place.waiting)
    overtaking = overtake(connection, case_id, commit.kept.digest, before)
    # Last, because others wait from here on to the commit.
    detail = {"revision": revised.revision}
    for read in commit.documents:
        append(connection, at=now, kind=DOCUMENT_READ, actor="work", case_id=case_id, document_id=read, detail=detail)
    for order in orders:
        append(connection, at=now, kind="ORDER_ATTACHED", actor="work", case_id=case_id, document_id=order)
    return replace(revised, overtaking=overtaking)


def _revised(
    connection: Connection, commit: SecondCommit, place: Place
) -> tuple[CaseRevision, CaseStatus, str | None, list[Step]]:
    """Return the next revision of a case, its status, the day it was known by until now, and what founds it.

    A case there is already is changed at once.
    """
    done, now = commit.done, commit.now
    values = {
        **shown(commit.kept.digest),
        "documents": len(place.others) + len(commit.documents) + len(done.basis.orders),
    }
    if place.case_id is None:
        status = next_status(CaseStatus.ASSESSED, done.report, new_document=True)
        # From the founding document, so that the same work done twice cannot make two cases.
        case_id = sha256(f"case:{done.document_id}".encode()).hexdigest()[:24]
        values |= {"id": case_id, "revision": 1, "stale": 0, "status": status, "created_at": now, "updated_at": now}
        return CaseRevision(case_id=case_id, revision=1), status, None, [Step(_FOUNDED, values)]
    row = locked(connection, place.case_id)
    if row.revision != done.basis.revision:
        raise RevisionConflict("the case changed while the document was assessed")
    status = next_status(CaseStatus(row.status), done.report, new_document=True)
    return change(connection, row, now, status=status, stale=0, **values), status, row.performed_on, []


def _joining(case_id: str, commit: SecondCommit, document: tuple[str, str, str]) -> list[Step]:
    """Return what writes what a document said and makes it one of the case; it is given by id, media type and JSON."""
    document_id, media_type, reading = document
    identity = {name: getattr(commit.done.identity, name) for name in IDENTITY_COLUMNS}
    return [
        Step(_READING, {"document_id": document_id, "read_at": commit.now, "report": reading}),
        Step(_JOINS, {"document_id": document_id, "case_id": case_id, **identity}),
        finishing(document_id, media_type),
    ]


_READING = Prepared(lambda _: insert(REPORTS), ("document_id", "read_at", "report"))
_FOUNDED = Prepared(
    lambda _: insert(CASES),
    ("id", "revision", "stale", "status", "created_at", "updated_at", "documents", *SHOWN),
)
_LEAVES = Prepared(
    lambda _: delete(CASE_DOCUMENTS).where(CASE_DOCUMENTS.c.document_id == bindparam("of_document")), ("of_document",)
)
_JOINS = Prepared(lambda _: insert(CASE_DOCUMENTS), ("document_id", "case_id", *IDENTITY_COLUMNS))
