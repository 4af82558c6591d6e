"""What the store keeps of a request for storage commitment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A request for storage commitment."""

    id: str
    """Of sender and transaction: the same request again has the same."""
    ae_title: str
    """Who asked."""
    transaction_uid: str
    instances: str
    """JSON list of pairs of SOP Class and SOP Instance UIDs."""
    attempts: int
    """How often it was tried to tell the sender."""
    asked_at: datetime
    """Aware, UTC."""
