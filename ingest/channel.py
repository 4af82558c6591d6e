"""What a door is, and what it is given to work with."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Protocol, runtime_checkable

from dxa.document import RawDocument
from dxa.settings import Settings
from store.commitment_records import CommitmentRow
from store.records import Receipt


class Intake(Protocol):
    """Whoever makes a document safe: `ingest.pipeline.Pipeline` without claiming, or `ingest.workers.Workers`."""

    def receive(self, document: RawDocument) -> Receipt:
        """Return once the bytes are committed; safe for threads.

        Raises:
            LimitExceeded: larger than any document may be; nothing was stored.
            StoreUnavailable: nothing was stored.
        """

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return which of a sender's ids stand for a document that is committed, for doors that are asked.

        Raises:
            StoreUnavailable: that cannot be found out now.
        """


@runtime_checkable
class QueueingIntake(Protocol):
    """What an intake has besides that can take a document without making its caller wait."""

    def begin(self, document: RawDocument) -> "Future[Receipt] | None":
        """Return the receipt to come, there once the bytes are committed; None if `receive` has to be called.

        Raises:
            StoreUnavailable: nothing was stored.
        """


class Ledger(Protocol):
    """Keeps requests for storage commitment until they are reported on; `store.Store` in the service.

    Each method raises StoreUnavailable when the database does not answer.
    """

    def remember_commitment(self, row: CommitmentRow, due: datetime) -> None:
        """Keep a request durably."""

    def due_commitment(self, senders: Sequence[str], now: datetime, lease_seconds: float) -> CommitmentRow | None:
        """Return a request of these senders that nobody else reports on now; None when none is due."""

    def retry_commitment(self, row: CommitmentRow, due: datetime) -> None:
        """Note how often a request was tried, and when it is tried again."""

    def forget_commitment(self, row: CommitmentRow) -> None:
        """Remove a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Everything a door may need while it is open."""

    settings: Settings
    intake: Intake
    clock: Callable[[], datetime]
    """Aware, UTC."""
    stopping: Event
    """Set when the door has to close: what was begun is finished, nothing new is taken in."""
    opened: Callable[[str, str], None]
    """Told the name of the channel and the address, without secrets, once documents can come in; may be repeated
    after a lost connection."""
    counted: Callable[[str, str], None]
    """Told the name of the channel and the outcome of each document: accepted, duplicate, or the code of a refusal."""
    ledger: Ledger | None = None
    """Where requests for storage commitment are kept; None takes none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One door; a file of `ingest/channels/` ends in one of these, named CHANNEL."""

    name: str
    """As `osteon listen` and `RawDocument.channel` say it."""
    says: str
    """What comes in here, in one sentence."""
    run: Callable[[Post], None]
    """Take documents in until `stopping` is set; returns after everything that was answered is safe.

    Raises:
        SettingsError: it cannot be opened as it is set up.
        OSError: its address is taken.
    """
    wanted: Callable[[Settings], bool]
    """Whether the settings say enough to open it, for `osteon serve --all`."""


def outcome_of(receipt: Receipt) -> str:
    """Return what `Post.counted` is told about a receipt."""
    return receipt.error_code or ("accepted" if receipt.new else "duplicate")
