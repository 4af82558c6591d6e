"""What goes into the state of deliveries and comes out of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dxa.case import CaseStatus


class DeliveryState(StrEnum):
    """Where one telling stands on its way to one destination."""

    PENDING = "pending"
    """It waits for its turn, or for its next try."""
    SENDING = "sending"
    """A deliverer has it until its lease ends."""
    SENT = "sent"
    """The destination said that it has it."""
    DEAD = "dead"
    """Refused, or tried until the limit: a person has to look."""
    SKIPPED = "skipped"
    """Not wanted by the destination's filter, or left out by a person."""


NOT_WANTED = "NOT_WANTED"
"""Why a delivery was skipped that the destination's filter leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a destination wants to be told, as the store has to know it."""

    name: str
    kinds: tuple[str, ...]
    since: datetime | None = None
    """Tellings before that time are none of its; None is the time it was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationState:
    """How it goes with one destination."""

    name: str
    kinds: tuple[str, ...]
    since: datetime
    retired_at: datetime | None
    failures: int
    """Tries in a row that failed."""
    retry_at: datetime | None
    """Nothing is sent before that time, and then one at a time; None while all is well."""
    error_code: str | None
    error_text: str | None
    """Of the last failed try, while the last try failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One telling on its way to one destination."""

    number: int
    destination: str
    telling_id: str
    kind: str
    case_id: str
    revision: int
    told_at: datetime
    """When it became true."""
    begun_at: datetime
    """When it was first to be made, or asked to be made again: its age counts from then."""
    state: DeliveryState
    attempts: int
    next_at: datetime
    """Not tried before that time; while it is being sent, the end of the lease."""
    changed_at: datetime
    error_code: str | None
    error_text: str | None
    """Without patient data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries to list or change; None means any."""

    destination: str | None = None
    state: DeliveryState | None = None
    case_id: str | None = None
    number: int | None = None
    told_from: datetime | None = None
    told_to: datetime | None = None
    """Inclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Deliveries, newest first."""

    items: tuple[Delivery, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCount:
    """How many deliveries of one destination stand where."""

    destination: str
    state: DeliveryState
    count: int
    oldest: datetime
    """When the oldest of them became true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Deliveries one deliverer may send until the lease ends; at most one of each case."""

    items: tuple[Delivery, ...] = ()
    failures: int = 0
    """Tries in a row that failed before these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one taken delivery."""

    number: int
    state: DeliveryState
    next_at: datetime | None = None
    """When a pending one is tried again; None for the others."""
    tried: bool = True
    """False when it was given back untouched: the attempt does not count."""
    error_code: str | None = None
    error_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a round of tries says about the destination itself."""

    answered: bool
    """Whether it took or refused the last one; False when it did not, so that it may be down."""
    failures: int = 0
    """Tries in a row that failed by now."""
    retry_at: datetime | None = None
    """When the next try may be made; None at once."""
    error_code: str | None = None
    error_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTelling:
    """One telling with the report and assessment of the revision it speaks of, as their stored JSON."""

    id: str
    kind: str
    case_id: str
    revision: int
    created_at: datetime
    status: CaseStatus
    report: str
    assessment: str
    signed_by: str | None
    signed_at: datetime | None
    channels: tuple[str, ...]
    """Doors the documents of the case came through."""
    senders: tuple[str, ...]
