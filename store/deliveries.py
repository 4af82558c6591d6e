"""Who is told what, and how far each telling got."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, select

from dxa.case import CaseStatus
from dxa.errors import NotFound
from dxa.telling import TellingKind
from store.cursor import number_of, page_of
from store.database import Database
from store.delivery_records import (
    Delivery,
    DeliveryCount,
    DeliveryFilter,
    DeliveryPage,
    DeliveryState,
    DestinationState,
    Health,
    Settled,
    StoredTelling,
    Subscription,
    Taken,
)
from store.delivery_rows import (
    PLACES,
    ROWS,
    again,
    catch_up,
    delivery_of,
    destination_of,
    is_due,
    matching,
    renew,
    retire,
    settle,
    share,
    skip,
    subscribe,
    take,
    with_telling,
)
from store.events import DOCUMENT_READ
from store.outbox import PENDING
from store.pieces import written_out
from store.records import Decision
from store.tables import ASSESSMENTS, CASE_DOCUMENTS, DESTINATIONS, DOCUMENTS, EVENTS, OUTBOX, REVIEWS

_SIGNED = (TellingKind.SIGNED,)

_MOST = 2**63 - 1


class Deliveries(Database):
    """The way out: destinations, and what each of them is still to be told."""

    def subscribe(self, wanted: Subscription, now: datetime) -> bool:
        """Note what a destination wants to be told, and return whether it is new: that one is told what is new.

        Raises:
            StoreUnavailable: nothing was noted.
        """
        return self.write(lambda connection: subscribe(connection, wanted, now))

    def retire(self, destination: str, actor: str, now: datetime) -> None:
        """End a destination; what waits for it is skipped, and nothing more is kept for it.

        Raises:
            NotFound: no such destination.
        """
        if not self.write(lambda connection: retire(connection, destination, actor, now)):
            raise NotFound("no such destination")

    def destinations(self) -> tuple[DestinationState, ...]:
        """Return every destination that ever was, by name."""
        wanted = select(DESTINATIONS).order_by(PLACES.name)
        return tuple(destination_of(row) for row in self.read(lambda connection: connection.execute(wanted).all()))

    def share_out(self, now: datetime, limit: int = 500) -> int:
        """Make deliveries of waiting tellings for whoever wants them, and return how many tellings were looked at."""
        anything = select(OUTBOX.c.number).where(OUTBOX.c.state == PENDING).limit(1)
        if self.read(lambda connection: connection.scalar(anything)) is None:
            return 0
        return self.write(lambda connection: share(connection, now, limit))

    def take(self, destination: str, worker: str, now: datetime, *, lease_seconds: float, limit: int) -> Taken:
        """Return deliveries that are now this worker's to send, at most one of each case; none when none is due.

        Raises:
            StoreUnavailable: nothing was taken.
        """
        if not self.read(lambda connection: is_due(connection, destination, now)):
            return Taken()
        lease = timedelta(seconds=lease_seconds)
        return self.write(lambda connection: take(connection, destination, worker, now, lease=lease, limit=limit))

    def renew_deliveries(self, numbers: Sequence[int], worker: str, now: datetime, lease_seconds: float) -> int:
        """Let the leases of those deliveries this worker is still sending start anew, and return how many.

        A slow destination is not told twice at a time then. What was taken an hour ago hangs and is left alone.

        Raises:
            StoreUnavailable: nothing was renewed.
        """
        lease = timedelta(seconds=lease_seconds)
        return self.write(lambda connection: renew(connection, numbers, worker, now, lease=lease))

    def settle(
        self, destination: str, worker: str, outcomes: Sequence[Settled], now: datetime, *, health: Health | None = None
    ) -> None:
        """Write what became of deliveries this worker took, and how the destination is.

        Raises:
            StoreUnavailable: nothing was written.
        """
        self.write(lambda connection: settle(connection, destination, worker, outcomes, now, health=health))

    def telling(self, telling_id: str) -> StoredTelling:
        """Return a telling with report and assessment of the revision it speaks of.

        Raises:
            NotFound: no such telling.
        """
        return self.read(lambda connection: _telling(connection, telling_id))

    def documents_read(self, case_id: str, revision: int, media_type: str) -> tuple[str, ...]:
        """Return the documents of a kind that a case was read from by a revision, in no fixed order."""
        events = EVENTS.c
        read = select(events.document_id, events.detail).join(DOCUMENTS, DOCUMENTS.c.id == events.document_id)
        mine = (events.case_id == case_id, events.kind == DOCUMENT_READ, DOCUMENTS.c.media_type == media_type)
        rows = self.read(lambda connection: connection.execute(read.where(*mine)).all())
        return tuple({row.document_id: None for row in rows if json.loads(row.detail)["revision"] <= revision})

    def was_told(self, destination: str, case_id: str) -> bool:
        """Return whether a destination may know a case by now."""
        known = (DeliveryState.SENT, DeliveryState.DEAD)
        wanted = exists().where(ROWS.destination == destination, ROWS.case_id == case_id, ROWS.state.in_(known))
        return bool(self.read(lambda connection: connection.scalar(select(wanted))))

    def deliveries(
        self, chosen: DeliveryFilter | None = None, cursor: str | None = None, limit: int = 50
    ) -> DeliveryPage:
        """Return deliveries, newest first.

        Raises:
            InvalidRequest: the cursor is not one of ours.
        """
        wanted = with_telling().where(*matching(chosen or DeliveryFilter()))
        if cursor is not None:
            wanted = wanted.where(ROWS.number < number_of(cursor))
        wanted = wanted.order_by(ROWS.number.desc()).limit(limit + 1)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        shown, next_cursor = page_of(rows, limit)
        return DeliveryPage(items=tuple(delivery_of(row) for row in shown), next_cursor=next_cursor)

    def delivery(self, number: int) -> Delivery:
        """Return one delivery.

        Raises:
            NotFound: no such delivery.
        """
        # No database has numbers above 63 bits, and its driver fails on one instead of finding nothing.
        found = self.deliveries(DeliveryFilter(number=number)).items if number <= _MOST else ()
        if not found:
            raise NotFound("no such delivery")
        return found[0]

    def send_again(self, chosen: DeliveryFilter, actor: str, now: datetime) -> int:
        """Let settled deliveries be made again, and those that wait for their next try be tried now.

        Returns:
            How many; one that is being sent this moment is left alone.
        """
        return self.write(lambda connection: again(connection, chosen, actor, now))

    def replay(self, chosen: DeliveryFilter, actor: str, now: datetime) -> int:
        """Tell a destination again what it was told, and, unless a state is named, what it never was; return how many.

        Raises:
            NotFound: the filter names no destination there is.
        """

        def operation(connection: Connection) -> int:
            added = catch_up(connection, chosen, now) if chosen.state is None else 0
            return added + again(connection, chosen, actor, now)

        return self.write(operation)

    def skip(self, chosen: DeliveryFilter, actor: str, now: datetime) -> int:
        """Leave out deliveries that wait or failed for good, so that later ones go on, and return how many."""
        return self.write(lambda connection: skip(connection, chosen, actor, now))

    def undelivered(self) -> tuple[DeliveryCount, ...]:
        """Return how many deliveries are on their way or dead letters; what is done is not counted."""
        return self._counted((DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DEAD))

    def delivery_counts(self) -> tuple[DeliveryCount, ...]:
        """Return how many deliveries stand where."""
        return self._counted(tuple(DeliveryState))

    def _counted(self, states: tuple[DeliveryState, ...]) -> tuple[DeliveryCount, ...]:
        wanted = select(
            ROWS.destination, ROWS.state, func.count().label("count"), func.min(ROWS.told_at).label("oldest")
        )
        grouped = (
            wanted.where(ROWS.state.in_(states))
            .group_by(ROWS.destination, ROWS.state)
            .order_by(ROWS.destination, ROWS.state)
        )
        rows = self.read(lambda connection: connection.execute(grouped).all())
        return tuple(
            DeliveryCount(destination=row.destination, state=DeliveryState(row.state), count=row[2], oldest=row.oldest)
            for row in rows
        )


def _telling(connection: Connection, telling_id: str) -> StoredTelling:
    row = connection.execute(select(OUTBOX).where(OUTBOX.c.id == telling_id)).one_or_none()
    if row is None:
        raise NotFound("no such telling")
    columns = ASSESSMENTS.c
    in_force = select(ASSESSMENTS).where(columns.case_id == row.case_id, columns.revision <= row.revision)
    assessed = connection.execute(in_force.order_by(columns.revision.desc()).limit(1)).one()
    signature = None
    if row.kind in _SIGNED:
        # A review names the revision that was looked at; the signature made the next one.
        mine = (REVIEWS.c.case_id == row.case_id, REVIEWS.c.revision == row.revision - 1)
        signature = connection.execute(select(REVIEWS).where(*mine, REVIEWS.c.decision == Decision.SIGN)).first()
    documents = select(DOCUMENTS.c.channel, DOCUMENTS.c.sender).join(
        CASE_DOCUMENTS, CASE_DOCUMENTS.c.document_id == DOCUMENTS.c.id
    )
    doors = connection.execute(documents.where(CASE_DOCUMENTS.c.case_id == row.case_id)).all()
    return StoredTelling(
        id=row.id,
        kind=row.kind,
        case_id=row.case_id,
        revision=row.revision,
        created_at=row.created_at,
        status=CaseStatus(row.status) if row.status else _status_of(row.kind),
        report=assessed.report,
        assessment=written_out(connection, assessed.assessment),
        signed_by=signature.said_by if signature else None,
        signed_at=signature.said_at if signature else None,
        channels=tuple(sorted({door.channel for door in doors})),
        senders=tuple(sorted({door.sender for door in doors if door.sender is not None})),
    )


def _status_of(kind: str) -> CaseStatus:
    """Return the status of a case by what was told, for rows from before the status was kept with them."""
    return CaseStatus.SIGNED if kind in _SIGNED else CaseStatus.ASSESSED
