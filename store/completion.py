"""The second commit: documents that were read, and the case they belong to assessed anew, inside one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, select

from dxa.case import CaseStatus, DocumentStatus
from dxa.errors import NotFound, RevisionConflict
from store.case_rows import SHOWN, Judged, assessment_steps, change, judged, locked, next_status, shown
from store.document_rows import finishing
from store.engine import lock
from store.events import DOCUMENT_READ, Happened, append_all
from store.identity import IDENTITY_COLUMNS
from store.joining import Place, places_of
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


def second_commit(done: Completion, now: datetime, stored: str) -> SecondCommit:
    """Return what is to be written of a document that was read; `stored` is its assessment as it is kept."""
    kept = judged(done.report, done.assessment, done.terms, stored)
    # The only document of its case is mostly the merged report itself.
    reading = kept.report_text if done.reading is done.report else json_text(done.reading)
    along = tuple(json_text(one.reading) for one in done.along)
    return SecondCommit(done=done, kept=kept, reading=reading, along=along, now=now)


def complete_all(connection: Connection, commits: Sequence[SecondCommit]) -> list[CaseRevision]:
    """Write everything read documents change, each with those that are completed along with it, all or nothing.

    No two of them may share a patient or a study.

    Raises:
        NotFound: no such document.
        RevisionConflict: a case changed, or another document founded it, since the basis was read; or a document
            along with one does not wait any more.
    """
    names = {name for commit in commits for name in commit.done.identity.lock_names()}
    lock(connection, *names, *(f"document:{document_id}" for commit in commits for document_id in commit.documents))
    places = places_of(connection, [(commit.done.document_id, commit.done.identity) for commit in commits])
    events: list[Happened] = []
    done = [_completed(connection, commit, place, events) for commit, place in zip(commits, places, strict=True)]
    if events:
        # Last, because others wait from here on to the commit.
        append_all(connection, events, at=commits[0].now, actor="work")
    return done


def _completed(connection: Connection, commit: SecondCommit, place: Place, events: list[Happened]) -> CaseRevision:
    """Write what one document changes, but for the events, which are added to those given."""
    done = commit.done
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
    if not place.is_first:
        require_priors(connection, done.priors, held=done.identity.lock_names())
    revised, orders = _written(connection, commit, place)
    happened = [(DOCUMENT_READ, {"revision": revised.revision}, document) for document in commit.documents]
    happened += [("ORDER_ATTACHED", {}, order) for order in orders]
    events += [
        Happened(kind=kind, case_id=revised.case_id, document_id=document, detail=detail)
        for kind, detail, document in happened
    ]
    return revised


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


def _written(connection: Connection, commit: SecondCommit, place: Place) -> tuple[CaseRevision, tuple[str, ...]]:
    """Write all but the events; return what the case is now, and the orders that joined it."""
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
    # No case of its patient but this one: there is none to be overtaken.
    digest = commit.kept.digest
    overtaking = not (place.is_first and digest.patient_id == done.identity.patient_id) and overtake(
        connection, case_id, digest, before
    )
    return replace(revised, overtaking=overtaking), orders


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
