"""A case: one examination of one patient, whatever number of documents told us about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentStatus(StrEnum):
    """Where a document stands on its way."""

    RECEIVED = "received"
    """Committed, not read yet."""
    READING = "reading"
    """Claimed by a worker until its lease ends."""
    READ = "read"
    """Its content is part of a case."""
    AWAITING_REPORT = "awaiting_report"
    """An order, read: it joins the case of its examination as soon as a report of that comes."""
    QUARANTINED = "quarantined"
    """Kept but not readable; the error says why."""


class CaseStatus(StrEnum):
    """Where a case stands in review."""

    ASSESSED = "assessed"
    """Read and assessed; nobody has looked yet."""
    IN_REVIEW = "in_review"
    """Somebody added facts or decided on a finding."""
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    """Every document of it was cancelled by its sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A stored document as a case shows it."""

    id: str
    """SHA-256 of the bytes."""
    status: DocumentStatus
    channel: str
    sender: str | None
    external_id: str | None
    received_at: datetime
    size: int
    """Bytes."""
    media_type: str | None
    """As recognised from the content, such as application/pdf; None before it was read."""
    alarm: str | None = None
    """EXTERNAL_ID_REUSED when the sender used the id before for other bytes."""
    error_code: str | None = None
    error_text: str | None = None
    """Without patient data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of the worklist."""

    id: str
    revision: int
    """Raised by every change; an update has to name the one it read."""
    status: CaseStatus
    classification: str
    patient_id: str | None
    accession: str | None
    performed_on: str | None
    """ISO date."""
    created_at: datetime
    updated_at: datetime
    critical: int
    """Findings and checks of that severity that are met or fire."""
    major: int
    issues: int
    """Issues of the report somebody should look at; those of `dxa.issues.ROUTINE` are not counted."""
    documents: int
