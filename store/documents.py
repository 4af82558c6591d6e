"""Documents on their way: received, claimed, given back, put aside."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from dxa.case import DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.errors import Defect, NotFound, OsteonError
from dxa.report import DxaReport
from store.cursor import number_of, page_of
from store.database import Database
from store.document_rows import (
    ATTEMPTS,
    ON_THE_WAY,
    claim,
    claim_along,
    give_back,
    held,
    is_document,
    put_aside,
    ref_of,
    row_of,
    stored_of,
    uncount,
)
from store.events import append
from store.receiving import Receiving
from store.records import Claim, DocumentPage, DocumentReading, HeldDocument, Receipt, StoredDocument
from store.tables import ASIDE, CASE_DOCUMENTS, CONTENTS, DOCUMENTS, EXTERNAL_IDS, REPORTS
from store.wire import from_json

_IDS_AT_ONCE = 500
"""Values in one question; SQLite takes some thousands."""


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
        return self.write(Receiving.of(document, media_type, claimed_by, now, lease_seconds))

    def begin_receive(self, document: RawDocument, media_type: str, now: datetime) -> "Future[Receipt]":
        """Return the future receipt of a document the next `claim` finds; does not wait.

        Raises:
            StoreUnavailable: the store is closed.
        """
        return self.begin(Receiving.of(document, media_type, None, now, 0.0))

    def claim(self, worker: str, now: datetime, lease_seconds: float) -> Claim | None:
        """Return the document that has waited longest, now this worker's, or None when nothing waits.

        A claim whose lease ended counts as waiting. What was claimed three times without result goes to quarantine.

        Raises:
            StoreUnavailable: nothing was claimed.
        """
        lease = timedelta(seconds=lease_seconds)
        while claimed := self.write_alone(lambda connection: claim(connection, worker, now, lease)):
            if claimed.attempt <= ATTEMPTS:
                return claimed
            # Whoever dies before this leaves the document to the next claim, as with any other.
            self.quarantine(claimed.document_id, Defect(f"not finished in {ATTEMPTS} attempts"), now)
        return None

    def claim_along(
        self, worker: str, now: datetime, lease_seconds: float, *, media_type: str, most_bytes: int, count: int
    ) -> list[HeldDocument]:
        """Return further documents that wait, now this worker's, oldest first: such as nobody tried yet.

        Raises:
            StoreUnavailable: nothing was claimed.
        """
        like = {"media": media_type, "most_bytes": most_bytes, "count": count}
        lease = timedelta(seconds=lease_seconds)
        return self.write_alone(lambda connection: claim_along(connection, worker, now, lease, like))

    def renew(self, document_id: str, worker: str, now: datetime, lease_seconds: float) -> bool:
        """Return whether the claim is still this worker's, and if so let its lease start anew."""
        changed = (
            update(DOCUMENTS)
            .where(
                is_document(document_id), DOCUMENTS.c.claimed_by == worker, DOCUMENTS.c.status == DocumentStatus.READING
            )
            .values(lease_until=now + timedelta(seconds=lease_seconds))
        )
        return self.write(lambda connection: connection.execute(changed).rowcount == 1)

    def renew_all(self, document_ids: Sequence[str], worker: str, now: datetime, lease_seconds: float) -> None:
        """Let the lease of every one of those documents start anew whose claim is still this worker's."""
        mine = (DOCUMENTS.c.claimed_by == worker, DOCUMENTS.c.status == DocumentStatus.READING)
        changed = update(DOCUMENTS).where(DOCUMENTS.c.id.in_(document_ids), *mine)
        renewed = changed.values(lease_until=now + timedelta(seconds=lease_seconds))
        self.write(lambda connection: connection.execute(renewed))

    def postpone(self, document_id: str, until: datetime) -> None:
        """Give a document back that could not be tried for no fault of its own; the attempt does not count."""
        self.postpone_all([document_id], until)

    def postpone_all(self, document_ids: Sequence[str], until: datetime) -> None:
        """Do the same for several."""
        self.write(lambda connection: give_back(connection, document_ids, until, counted=False))

    def uncount(self, document_id: str, worker: str, until: datetime) -> None:
        """Take back an attempt of a worker the database failed under; its claim, if it still has it, ends."""
        self.write(lambda connection: uncount(connection, document_id, worker, until))

    def give_back(self, document_id: str, error: Defect, now: datetime, until: datetime) -> DocumentStatus:
        """Give a document back that our own code failed on, and return its status.

        It is tried again after `until`; after the third attempt it is quarantined with the defect.
        """

        def operation(connection: Connection) -> DocumentStatus:
            row = row_of(connection, document_id)
            if row.status in ON_THE_WAY and row.attempts >= ATTEMPTS:
                put_aside(connection, document_id, error, now)
            else:
                give_back(connection, [document_id], until, counted=True)
            return DocumentStatus(row_of(connection, document_id).status)

        return self.write(operation)

    def quarantine(self, document_id: str, error: OsteonError, now: datetime) -> None:
        """Put a document aside with the reason; a document that was read meanwhile stays as it is."""
        self.write(lambda connection: put_aside(connection, document_id, error, now))

    def requeue(self, document_id: str, actor: str, now: datetime) -> None:
        """Let a quarantined document be read again, as after an update of the program.

        Raises:
            NotFound: no such document in quarantine.
        """

        def operation(connection: Connection) -> None:
            fresh: dict[str, Any] = dict.fromkeys(("error_code", "error_text", "error_locator"))
            changed = update(DOCUMENTS).where(
                is_document(document_id), DOCUMENTS.c.status == DocumentStatus.QUARANTINED
            )
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
        return self.read(lambda connection: stored_of(connection, row_of(connection, document_id)))

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return which of a sender's ids stand for a document that is committed, whatever became of it."""
        found: set[str] = set()
        ids = EXTERNAL_IDS.c
        for start in range(0, len(external_ids), _IDS_AT_ONCE):
            some = list(external_ids[start : start + _IDS_AT_ONCE])
            wanted = select(ids.external_id).where(ids.sender == sender, ids.external_id.in_(some))
            found.update(self.read(partial(_column, wanted)))
        return frozenset(found)

    def documents(self, document_ids: Sequence[str]) -> tuple[DocumentRef, ...]:
        """Return what is known of those documents that are stored, in no fixed order; ask for some hundred at most."""
        wanted = select(DOCUMENTS).where(DOCUMENTS.c.id.in_(document_ids))
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(ref_of(row) for row in rows)

    def readings(self, document_ids: Sequence[str]) -> tuple[DocumentReading, ...]:
        """Return what the last reading of each of those documents said, where there is one, with its case."""
        latest = (
            select(func.max(REPORTS.c.number)).where(REPORTS.c.document_id.in_(document_ids))
            .group_by(REPORTS.c.document_id)
        )  # fmt: skip
        wanted = (
            select(REPORTS.c.document_id, REPORTS.c.report, CASE_DOCUMENTS.c.case_id)
            .join(CASE_DOCUMENTS, CASE_DOCUMENTS.c.document_id == REPORTS.c.document_id, isouter=True)
            .where(REPORTS.c.number.in_(latest))
        )
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(
            DocumentReading(document_id=row.document_id, case_id=row.case_id, report=from_json(DxaReport, row.report))
            for row in rows
        )

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
        return self.read(lambda connection: held(connection, document_id))

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


def _column(wanted: Select[tuple[str]], connection: Connection) -> list[str]:
    return list(connection.scalars(wanted))
