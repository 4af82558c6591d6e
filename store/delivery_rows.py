"""What happens to the rows of deliveries inside one transaction."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, text, update

from dxa.errors import NotFound
from store.delivery_records import (
    Delivery,
    DeliveryFilter,
    DeliveryState,
    DestinationState,
    Health,
    Settled,
    Subscription,
    Taken,
)
from store.engine import lock
from store.events import append
from store.outbox import PENDING, SHARED
from store.tables import DELIVERIES, DESTINATIONS, OPEN, OUTBOX
from store.wire import canonical

ROWS, PLACES = DELIVERIES.c, DESTINATIONS.c
_LONGEST = timedelta(hours=1)
"""A telling that is sent for longer hangs; somebody else may take it when its lease ends."""
_SHARING = "outbox-sharing"
"""Held by whoever shares tellings out: a later telling of a case must not become a delivery before an earlier one."""


def subscribe(connection: Connection, wanted: Subscription, now: datetime) -> bool:
    """Note what a destination wants to be told from now on, and return whether it is new or back again.

    With `since`, a new one is also told what was shared out to others from then on.
    """
    lock(connection, _SHARING)
    known = connection.execute(select(DESTINATIONS).where(PLACES.name == wanted.name)).one_or_none()
    kinds = canonical(sorted(wanted.kinds))
    if known is not None and known.retired_at is None:
        if known.kinds != kinds:
            connection.execute(update(DESTINATIONS).where(PLACES.name == wanted.name).values(kinds=kinds))
        return False
    since = wanted.since or now
    fresh: dict[str, Any] = dict.fromkeys(("retired_at", "retry_at", "probe_until", "error_code", "error_text"))
    values = {"kinds": kinds, "since": since, "failures": 0, **fresh}
    if known is None:
        connection.execute(insert(DESTINATIONS).values(name=wanted.name, **values))
    else:
        connection.execute(update(DESTINATIONS).where(PLACES.name == wanted.name).values(**values))
    catch_up(connection, DeliveryFilter(destination=wanted.name, told_from=since), now)
    append(connection, at=now, kind="DESTINATION_ADDED", actor="deliver", detail={"destination": wanted.name})
    return True


def catch_up(connection: Connection, chosen: DeliveryFilter, now: datetime) -> int:
    """Make deliveries of what was shared out to others before a destination came, and return how many.

    Raises:
        NotFound: the filter names no destination there is.
    """
    lock(connection, _SHARING)
    mine = select(DESTINATIONS).where(PLACES.name == chosen.destination, PLACES.retired_at.is_(None))
    place = connection.execute(mine).one_or_none()
    if place is None:
        raise NotFound("no such destination")
    columns = OUTBOX.c
    told = select(ROWS.telling_id).where(ROWS.destination == place.name)
    missed = select(OUTBOX).where(columns.state == SHARED, columns.id.not_in(told))
    missed = missed.where(columns.kind.in_(json.loads(place.kinds)))
    if chosen.told_from is not None:
        missed = missed.where(columns.created_at >= chosen.told_from)
    if chosen.told_to is not None:
        missed = missed.where(columns.created_at <= chosen.told_to)
    if chosen.case_id is not None:
        missed = missed.where(columns.case_id == chosen.case_id)
    rows = connection.execute(missed.order_by(columns.number)).all()
    _deliver(connection, rows, place.name, now)
    return len(rows)


def again(connection: Connection, chosen: DeliveryFilter, actor: str, now: datetime) -> int:
    """Let settled deliveries be made again, and those that wait be tried now; return how many."""
    states = (DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SKIPPED)
    values = {"state": DeliveryState.PENDING, "next_at": now, "changed_at": now, "begun_at": now}
    return _changed(connection, chosen, states, actor, values)


def skip(connection: Connection, chosen: DeliveryFilter, actor: str, now: datetime) -> int:
    """Leave out deliveries that wait or are dead letters, and return how many."""
    states = (DeliveryState.PENDING, DeliveryState.DEAD)
    return _changed(connection, chosen, states, actor, {"state": DeliveryState.SKIPPED, "changed_at": now})


def _changed(
    connection: Connection,
    chosen: DeliveryFilter,
    states: tuple[DeliveryState, ...],
    actor: str,
    values: dict[str, Any],
) -> int:
    changed = update(DELIVERIES).where(*matching(chosen), ROWS.state.in_(states))
    count = connection.execute(changed.values(**values, attempts=0)).rowcount
    if count:
        kind = "DELIVERIES_REPLAYED" if values["state"] is DeliveryState.PENDING else "DELIVERIES_SKIPPED"
        detail: dict[str, str | int] = {"destination": chosen.destination or "", "deliveries": count}
        append(connection, at=values["changed_at"], kind=kind, actor=actor, case_id=chosen.case_id, detail=detail)
    return count


def retire(connection: Connection, name: str, actor: str, now: datetime) -> bool:
    """End a destination: what waits for it is skipped; return whether it was there."""
    lock(connection, _SHARING)
    mine = update(DESTINATIONS).where(PLACES.name == name, PLACES.retired_at.is_(None))
    if connection.execute(mine.values(retired_at=now)).rowcount == 0:
        return False
    waiting = update(DELIVERIES).where(ROWS.destination == name, ROWS.state == DeliveryState.PENDING)
    connection.execute(waiting.values(state=DeliveryState.SKIPPED, changed_at=now))
    append(connection, at=now, kind="DESTINATION_RETIRED", actor=actor, detail={"destination": name})
    return True


def share(connection: Connection, now: datetime, limit: int) -> int:
    """Make a delivery of each waiting telling for each destination that wants it, and return how many were looked at.

    Rows are found by their state and not by a number read up to: a lower number may be committed later.
    """
    lock(connection, _SHARING)
    waiting = select(OUTBOX).where(OUTBOX.c.state == PENDING).order_by(OUTBOX.c.number).limit(limit)
    tellings = connection.execute(waiting).all()
    if not tellings:
        return 0
    for place in connection.execute(select(DESTINATIONS).where(PLACES.retired_at.is_(None))).all():
        kinds = set(json.loads(place.kinds))
        mine = [row for row in tellings if row.kind in kinds and row.created_at >= place.since]
        _deliver(connection, mine, place.name, now)
    numbers = [row.number for row in tellings]
    connection.execute(update(OUTBOX).where(OUTBOX.c.number.in_(numbers)).values(state=SHARED))
    return len(tellings)


def _deliver(connection: Connection, tellings: Sequence[Row[Any]], destination: str, now: datetime) -> None:
    rows = [
        {
            "destination": destination,
            "telling_id": row.id,
            "case_id": row.case_id,
            "place": row.number,
            "told_at": row.created_at,
            "begun_at": now,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_at": now,
            "changed_at": now,
        }
        for row in tellings
    ]
    if rows:
        connection.execute(insert(DELIVERIES), rows)


def due(destination: str, now: datetime) -> Select[Any]:
    """Return the query for what may be sent now, oldest first: of each case only the first that is not settled.

    Written as a comparison with the first place of the case, which each row looks up in its index: as a condition that
    no earlier one exists, PostgreSQL joins the whole queue with itself before it gives the first row.
    """
    open_ones = DELIVERIES.alias("open_ones")
    mine = (open_ones.c.destination == destination, open_ones.c.case_id == ROWS.case_id)
    first = select(func.min(open_ones.c.place)).where(*mine, text(f"open_ones.{OPEN.text}")).scalar_subquery()
    waiting = (text(f"deliveries.{OPEN.text}"), ROWS.destination == destination, ROWS.next_at <= now)
    return select(DELIVERIES).where(*waiting, ROWS.place == first).order_by(ROWS.place)


def is_due(connection: Connection, destination: str, now: datetime) -> bool:
    """Return whether there is something to take, without a lock."""
    permitted = select(PLACES.name).where(PLACES.name == destination, PLACES.retired_at.is_(None), rested(now))
    if connection.scalar(permitted) is None:
        return False
    return connection.execute(due(destination, now).limit(1)).first() is not None


def take(
    connection: Connection, destination: str, worker: str, now: datetime, *, lease: timedelta, limit: int
) -> Taken:
    """Give what is due to a worker: one delivery while the destination does not answer, else up to `limit`."""
    place = _permitted(connection, destination, now)
    if place is None:
        return Taken()
    wanted = due(destination, now).limit(1 if place.retry_at else limit)
    rows = connection.execute(wanted.with_for_update(skip_locked=True)).all()
    numbers = [row.number for row in rows]
    if not numbers:
        return Taken()
    values = {"state": DeliveryState.SENDING, "claimed_by": worker, "next_at": now + lease, "changed_at": now}
    connection.execute(update(DELIVERIES).where(ROWS.number.in_(numbers)).values(**values, attempts=ROWS.attempts + 1))
    if place.retry_at:
        probing = update(DESTINATIONS).where(PLACES.name == destination)
        connection.execute(probing.values(probe_until=now + lease))
    taken = with_telling().where(ROWS.number.in_(numbers)).order_by(ROWS.place)
    return Taken(items=tuple(map(delivery_of, connection.execute(taken))), failures=place.failures)


def _permitted(connection: Connection, destination: str, now: datetime) -> Row[Any] | None:
    """Return the row of a destination that may be tried now; None while it rests or somebody else tries it."""
    mine = select(DESTINATIONS).where(PLACES.name == destination, PLACES.retired_at.is_(None))
    row = connection.execute(mine).one_or_none()
    if row is None or row.retry_at is None:
        return row
    return connection.execute(mine.where(rested(now)).with_for_update(skip_locked=True)).one_or_none()


def rested(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a destination may be tried: all is well, or it rested and nobody else tries it."""
    idle = or_(PLACES.probe_until.is_(None), PLACES.probe_until <= now)
    return or_(PLACES.retry_at.is_(None), and_(PLACES.retry_at <= now, idle))


def renew(connection: Connection, numbers: Sequence[int], worker: str, now: datetime, *, lease: timedelta) -> int:
    """Let the leases of what a worker is sending start anew, and return how many; what hangs is left alone."""
    mine = (ROWS.claimed_by == worker, ROWS.state == DeliveryState.SENDING, ROWS.changed_at > now - _LONGEST)
    renewed = update(DELIVERIES).where(ROWS.number.in_(numbers), *mine).values(next_at=now + lease)
    names = list(connection.scalars(renewed.returning(ROWS.destination)))
    if names:
        probing = (PLACES.name.in_(set(names)), PLACES.retry_at.is_not(None), PLACES.probe_until > now)
        connection.execute(update(DESTINATIONS).where(*probing).values(probe_until=now + lease))
    return len(names)


def settle(
    connection: Connection,
    destination: str,
    worker: str,
    outcomes: Sequence[Settled],
    now: datetime,
    *,
    health: Health | None,
) -> None:
    """Write what became of deliveries this worker took; one whose lease ended and that somebody else has is theirs."""
    if health is not None:
        _note(connection, destination, health, now)
    else:
        # A try that said nothing about the destination must not keep others from trying it.
        trying = update(DESTINATIONS).where(PLACES.name == destination, PLACES.probe_until.is_not(None))
        connection.execute(trying.values(probe_until=None))
    written = [one for one in outcomes if _settled(connection, worker, one, now)]
    for one in written:
        if one.state in {DeliveryState.SENT, DeliveryState.DEAD}:
            _record(connection, destination, one, now)


def _settled(connection: Connection, worker: str, one: Settled, now: datetime) -> bool:
    mine = (ROWS.number == one.number, ROWS.claimed_by == worker, ROWS.state == DeliveryState.SENDING)
    values: dict[str, Any] = {
        "state": one.state,
        "claimed_by": None,
        "changed_at": now,
        "next_at": one.next_at or now,
        "error_code": one.error_code,
        "error_text": one.error_text,
    }
    if not one.tried:
        values |= {"attempts": ROWS.attempts - 1, "error_code": ROWS.error_code, "error_text": ROWS.error_text}
    return connection.execute(update(DELIVERIES).where(*mine).values(**values)).rowcount == 1


def _note(connection: Connection, destination: str, health: Health, now: datetime) -> None:
    mine = update(DESTINATIONS).where(PLACES.name == destination)
    fault = {"error_code": health.error_code, "error_text": health.error_text}
    if not health.answered:
        connection.execute(mine.values(failures=health.failures, retry_at=health.retry_at, probe_until=None, **fault))
        return
    unwell = or_(PLACES.failures > 0, PLACES.retry_at.is_not(None))
    well = {"failures": 0, "retry_at": health.retry_at, "probe_until": None, **fault}
    if connection.execute(mine.where(unwell).values(**well)).rowcount:
        # It is back: what failed meanwhile need not wait until its own next try.
        late = update(DELIVERIES).where(ROWS.destination == destination, ROWS.state == DeliveryState.PENDING)
        connection.execute(late.where(OPEN, ROWS.next_at > now).values(next_at=now))


def _record(connection: Connection, destination: str, one: Settled, now: datetime) -> None:
    row = connection.execute(select(ROWS.case_id, ROWS.place).where(ROWS.number == one.number)).one()
    kind = "DELIVERED" if one.state is DeliveryState.SENT else "DELIVERY_DEAD"
    detail: dict[str, str | int] = {"destination": destination, "telling": row.place}
    append(connection, at=now, kind=kind, actor="deliver", case_id=row.case_id, detail=detail)


def matching(chosen: DeliveryFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter."""
    pairs = (
        (ROWS.destination, chosen.destination),
        (ROWS.state, chosen.state),
        (ROWS.case_id, chosen.case_id),
        (ROWS.number, chosen.number),
    )
    conditions: list[ColumnElement[bool]] = [column == value for column, value in pairs if value is not None]
    if chosen.told_from is not None:
        conditions.append(ROWS.told_at >= chosen.told_from)
    if chosen.told_to is not None:
        conditions.append(ROWS.told_at <= chosen.told_to)
    return conditions


def with_telling() -> Select[Any]:
    """Return the query for deliveries with the kind and revision of their tellings."""
    return select(DELIVERIES, OUTBOX.c.kind, OUTBOX.c.revision).join(OUTBOX, OUTBOX.c.id == ROWS.telling_id)


def delivery_of(row: Row[Any]) -> Delivery:
    """Return a row of `with_telling`."""
    values = {name: getattr(row, name) for name in Delivery.__dataclass_fields__}
    return Delivery(**values | {"state": DeliveryState(row.state)})


def destination_of(row: Row[Any]) -> DestinationState:
    """Return a row of `destinations`."""
    values = {name: getattr(row, name) for name in DestinationState.__dataclass_fields__}
    return DestinationState(**values | {"kinds": tuple(json.loads(row.kinds))})
