"""What goes into the store and comes out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dxa.assessment import Assessment, Severity
from dxa.case import CaseStatus, CaseSummary, DocumentRef, DocumentStatus
from dxa.document import RawDocument
from dxa.facts import Facts
from dxa.locator import Locator
from dxa.report import DxaReport
from store.identity import StudyIdentity

EXTERNAL_ID_REUSED = "EXTERNAL_ID_REUSED"
"""Alarm: the sender used this id before for other bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a document, computed from what was committed."""

    document_id: str
    new: bool
    """False when the same bytes were there before."""
    status: DocumentStatus
    alarm: str | None = None
    case_ids: tuple[str, ...] = ()
    error_code: str | None = None
    """Why it stands in quarantine; None otherwise."""
    error_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A stored document with its bytes, as a worker takes it up."""

    document_id: str
    raw: RawDocument
    number: int
    """Place in the order of arrival."""
    status: DocumentStatus
    attempts: int = 1
    """How often it was claimed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A document one worker may work on until the lease ends."""

    document: HeldDocument
    lease_until: datetime
    attempt: int
    """From 1."""

    @property
    def document_id(self) -> str:
        """Id of the document."""
        return self.document.document_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """Everything about one document but its bytes."""

    ref: DocumentRef
    case_ids: tuple[str, ...]
    attempts: int
    error_locator: Locator | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document of a case says."""

    document_id: str
    number: int
    """Place in the order of arrival."""
    report: DxaReport


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """What a document said when it was last read, and the case it is part of; None for an order without one."""

    document_id: str
    case_id: str | None
    report: DxaReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsEntry:
    """Facts as somebody stated them; later entries override earlier ones, all stay visible."""

    facts: Facts
    said_by: str
    said_at: datetime
    withdrawn: tuple[str, ...] = ()
    """Names of facts stated before that are unknown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an assessment of a case is made from."""

    case_id: str | None
    """None: the document founds a case of its own."""
    revision: int
    """The revision read; 0 for a case that does not exist yet."""
    readings: tuple[Reading, ...]
    """In the order the documents arrived."""
    facts: tuple[FactsEntry, ...]
    """Oldest first."""
    orders: tuple[Reading, ...] = ()
    """Orders that waited for this case and join it with the document."""
    is_first: bool = False
    """Whether it is known that the patient has no case yet, and so no earlier examination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrder:
    """The second commit of an order whose examination has no case yet."""

    document_id: str
    media_type: str
    reading: DxaReport
    identity: StudyIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorsSeen:
    """Which earlier cases an assessment knew; it must not be stored once there are others."""

    patient_id: str | None
    issuer: str | None
    before: date | None
    excluding: str | None
    cases: tuple[tuple[str, int], ...]
    """Ids and revisions, newest examination first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAlong:
    """A document that is completed together with another one of the same identity."""

    document_id: str
    media_type: str
    reading: DxaReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The second commit: one document read, and the case it belongs to assessed anew."""

    document_id: str
    media_type: str
    reading: DxaReport
    identity: StudyIdentity
    basis: Basis
    report: DxaReport
    assessment: Assessment
    priors: PriorsSeen | None = None
    """None: whatever they are."""
    terms: str | None = None
    """What the rules ask of the case, as `assess.columns` writes it; None keeps nothing for population questions."""
    along: tuple[ReadAlong, ...] = ()
    """Further documents of this identity that the report holds too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerms:
    """One case as a population question sees it."""

    case_id: str
    status: CaseStatus
    measurements: int
    """Rows of its report."""
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRevision:
    """A case as of one change."""

    case_id: str
    revision: int
    overtaking: bool = False
    """Whether later examinations of the patient have to be assessed anew because of it."""


class Decision(StrEnum):
    """What a reviewer decided."""

    ACCEPT = "accept"
    OVERRIDE = "override"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision of a reviewer."""

    revision: int
    """The revision of the case that was looked at."""
    subject: str | None
    """Id of the rule or check; None when the decision is about the whole case."""
    decision: Decision
    reason: str | None
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the audit trail; never holds patient data."""

    number: int
    at: datetime
    kind: str
    actor: str
    case_id: str | None
    document_id: str | None
    detail: str
    """JSON object of codes, counts and revisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """Whether the audit trail is whole."""

    events: int
    """Rows that were checked and found good."""
    broken_at: int | None
    """Number of the first row that does not fit; None when all do."""
    head: str
    """Hash of the last good row; kept elsewhere, it also proves that no later row was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases to list; None means any."""

    status: CaseStatus | None = None
    code: str | None = None
    """Of a finding that is met or a check that fires in the latest assessment."""
    severity: Severity | None = None
    """Of such a finding or check; together with `code`, of that very one."""
    patient_id: str | None = None
    performed_from: date | None = None
    performed_to: date | None = None
    """Inclusive; a case without examination date is in no span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Cases, newest first."""

    items: tuple[CaseSummary, ...]
    next_cursor: str | None
    """Pass it to go on; None on the last page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """Documents, newest first."""

    items: tuple[DocumentRef, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """One case with everything known about it."""

    summary: CaseSummary
    stale: bool
    """True while facts were added that the assessment does not know."""
    assessed_revision: int
    """Revision that report and assessment were written with."""
    report: str
    """Merged report as JSON."""
    assessment: str
    """Assessment as JSON."""
    facts: tuple[FactsEntry, ...]
    reviews: tuple[Review, ...]
    documents: tuple[DocumentRef, ...]
    """In the order they arrived."""
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """Something listeners have to be told."""

    id: str
    case_id: str
    revision: int
    kind: str
    created_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Who a secret belongs to."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits for somebody; cheap to ask for, however many documents there are."""

    received: int
    reading: int
    quarantined: int
    stale_cases: int
    outbox_pending: int
    oldest_waiting: datetime | None
    """When the oldest document arrived that is neither read nor in quarantine; None when nothing waits."""

    @property
    def waiting(self) -> int:
        """Documents on their way."""
        return self.received + self.reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much of everything there is, for metrics."""

    received: int
    reading: int
    read: int
    quarantined: int
    awaiting_report: int = 0
    """Orders whose examination has no case yet."""
    cases: int
    stale_cases: int
    outbox_pending: int
    oldest_waiting: datetime | None
    """When the oldest document arrived that is neither read nor in quarantine; None when nothing waits."""

    @property
    def waiting(self) -> int:
        """Documents on their way."""
        return self.received + self.reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One running process of the service."""

    id: str
    part: str
    """web, worker, delivery, or the doors it keeps open."""
    host: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    """When it last said that it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One signed-in browser."""

    secret_sha256: str
    """Of its cookie."""
    name: str
    """Who signed in: the name of a token or of a login link."""
    roles: str
    """By blank."""
    csrf: str
    """What a form must send back."""
    token: str | None
    """Name of the token it was opened with, so that revoking the token ends it; None for a login link."""
    started_at: datetime
    used_at: datetime
