"""One document exactly as it arrived."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """The bytes of a document and what its door knows about it."""

    content: bytes
    channel: str
    """The door it came through, such as http or demo."""
    received_at: datetime
    """Aware, UTC."""
    sender: str | None = None
    """Who posted it: a token's name, an application and facility, an AE title."""
    external_id: str | None = None
    """The sender's own id for it: Idempotency-Key, MSH-10, SOP Instance UID; None if it gave none."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in lower-case hexadecimal: the identity of the document."""
        return sha256(self.content).hexdigest()
