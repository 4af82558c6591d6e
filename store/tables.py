"""The tables, as SQLAlchemy Core sees them; the migrations create them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.columns import SafeText, UtcTime

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
WAITING = text("status IN ('received', 'reading')")
"""Documents not finished yet, in words that match the index over them: a worker must not walk past all the others."""
ASIDE = text("status = 'quarantined'")
"""Documents in quarantine, likewise."""
OPEN = text("state IN ('pending', 'sending')")
"""Deliveries that are still to be made, likewise."""
NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _number() -> "Column[int]":
    """Return the running number that keeps the order rows were written in."""
    return Column("number", NUMBER, Identity(), primary_key=True)


def _case() -> "Column[str]":
    return Column("case_id", Text, ForeignKey("cases.id"), nullable=False)


DOCUMENTS = Table(
    "documents",
    METADATA,
    _number(),
    Column("id", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text),
    Column("channel", SafeText, nullable=False),
    Column("sender", SafeText),
    Column("external_id", SafeText),
    Column("received_at", UtcTime, nullable=False),
    Column("status", Text, nullable=False),
    Column("claimed_by", Text),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("alarm", Text),
    Column("error_code", Text),
    Column("error_text", SafeText),
    Column("error_locator", Text),
    UniqueConstraint("id"),
    Index("ix_documents_quarantined", "number", sqlite_where=ASIDE, postgresql_where=ASIDE),
    Index("ix_documents_waiting", "number", sqlite_where=WAITING, postgresql_where=WAITING),
    sqlite_strict=True,
)
"""Each document once. `lease_until` is the end of a claim, or, on a received document, the time before which it
should not be tried again."""

CONTENTS = Table(
    "contents",
    METADATA,
    Column("document_id", Text, ForeignKey("documents.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""The bytes, beside their document: SQLite writes a whole row anew when its status changes."""

EXTERNAL_IDS = Table(
    "external_ids",
    METADATA,
    Column("sender", SafeText, primary_key=True),
    Column("external_id", SafeText, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id"), primary_key=True),
    sqlite_strict=True,
)
"""Every id a sender gave to a document; a sender without name is the empty text."""

CASES = Table(
    "cases",
    METADATA,
    _number(),
    Column("id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("stale", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("patient_id", SafeText),
    Column("issuer", SafeText),
    Column("accession", SafeText),
    Column("performed_on", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("critical", Integer, nullable=False),
    Column("major", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    UniqueConstraint("id"),
    Index("ix_cases_patient", "patient_id", "performed_on"),
    Index("ix_cases_status", "status", "number"),
    Index("ix_cases_stale", "stale", "updated_at"),
    sqlite_strict=True,
)
"""A study. `stale` is 1 while facts were added that its latest assessment does not know, else 0."""

CASE_TERMS = Table(
    "case_terms",
    METADATA,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("measurements", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    sqlite_strict=True,
)
"""What the guideline rules ask of a case as of its latest assessment, for questions about many cases at once."""

CASE_DOCUMENTS = Table(
    "case_documents",
    METADATA,
    Column("document_id", Text, ForeignKey("documents.id"), primary_key=True),
    _case(),
    Column("patient_id", SafeText),
    Column("issuer", SafeText),
    Column("study_uid", SafeText),
    Column("accession", SafeText),
    Column("order_number", SafeText),
    Column("performed_on", Text),
    Index("ix_case_documents_case", "case_id"),
    Index("ix_case_documents_patient", "patient_id"),
    Index("ix_case_documents_study", "study_uid"),
    sqlite_strict=True,
)
"""Which case a document belongs to, and the identity it stated itself."""

WAITING_ORDERS = Table(
    "waiting_orders",
    METADATA,
    Column("document_id", Text, ForeignKey("documents.id"), primary_key=True),
    Column("patient_id", SafeText),
    Column("issuer", SafeText),
    Column("study_uid", SafeText),
    Column("accession", SafeText),
    Column("order_number", SafeText),
    Column("performed_on", Text),
    Index("ix_waiting_orders_patient", "patient_id"),
    sqlite_strict=True,
)
"""Orders whose examination has no case yet, and the identity they state."""

REPORTS = Table(
    "reports",
    METADATA,
    _number(),
    Column("document_id", Text, ForeignKey("documents.id"), nullable=False),
    Column("read_at", UtcTime, nullable=False),
    Column("report", Text, nullable=False),
    Index("ix_reports_document", "document_id"),
    sqlite_strict=True,
)
"""What each reading of a document said (append-only); the last one counts."""

ASSESSMENTS = Table(
    "assessments",
    METADATA,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("assessed_at", UtcTime, nullable=False),
    Column("report", Text, nullable=False),
    Column("assessment", Text, nullable=False),
    sqlite_strict=True,
)
"""Merged report and assessment of a case by revision (append-only), the report as JSON exactly as served.

So is the assessment where programs may come that know no other form, else it is in shorthand (`store.pieces`)."""

PIECES = Table(
    "pieces",
    METADATA,
    _number(),
    Column("sha256", Text, nullable=False),
    Column("piece", Text, nullable=False),
    UniqueConstraint("sha256"),
    sqlite_strict=True,
)
"""What packs say in assessments, each once (append-only). No patient data."""

CASE_CODES = Table(
    "case_codes",
    METADATA,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("severity", Text, primary_key=True),
    Index("ix_case_codes_code", "code", "severity"),
    Index("ix_case_codes_severity", "severity"),
    sqlite_strict=True,
)
"""Codes of the findings that are met and the checks that fire in the latest assessment."""

FACTS = Table(
    "facts",
    METADATA,
    _number(),
    _case(),
    Column("said_by", SafeText, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Column("facts", Text, nullable=False),
    Column("withdrawn", Text, nullable=False),
    Index("ix_facts_case", "case_id"),
    sqlite_strict=True,
)

REVIEWS = Table(
    "reviews",
    METADATA,
    _number(),
    _case(),
    Column("revision", Integer, nullable=False),
    Column("subject", Text),
    Column("decision", Text, nullable=False),
    Column("reason", SafeText),
    Column("said_by", SafeText, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Index("ix_reviews_case", "case_id"),
    sqlite_strict=True,
)

EVENTS = Table(
    "events",
    METADATA,
    _number(),
    Column("at", UtcTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", SafeText, nullable=False),
    Column("case_id", Text),
    Column("document_id", Text),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("previous"),
    Index("ix_events_case", "case_id"),
    sqlite_strict=True,
)
"""The audit trail (append-only): each hash covers the row and the hash before it. No patient data."""

OUTBOX = Table(
    "outbox",
    METADATA,
    _number(),
    Column("id", Text, nullable=False),
    _case(),
    Column("revision", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Text),
    UniqueConstraint("id"),
    Index("ix_outbox_state", "state", "number"),
    Index("ix_outbox_case", "case_id"),
    sqlite_strict=True,
)
"""What has to be told to listeners, whoever they are; written in the transaction that made it true. `status` is the
case's as of then; rows from before this column have none."""

DESTINATIONS = Table(
    "destinations",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("kinds", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("retired_at", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("retry_at", UtcTime),
    Column("probe_until", UtcTime),
    Column("error_code", Text),
    Column("error_text", SafeText),
    sqlite_strict=True,
)
"""Who is told, and whether it can be reached: with `retry_at` one try at a time is made, after that time."""

DELIVERIES = Table(
    "deliveries",
    METADATA,
    _number(),
    Column("destination", Text, ForeignKey("destinations.name"), nullable=False),
    Column("telling_id", Text, ForeignKey("outbox.id"), nullable=False),
    _case(),
    Column("place", NUMBER, nullable=False),
    Column("told_at", UtcTime, nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("claimed_by", Text),
    Column("changed_at", UtcTime, nullable=False),
    Column("error_code", Text),
    Column("error_text", SafeText),
    UniqueConstraint("telling_id", "destination"),
    Index("ix_deliveries_due", "destination", "place", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_deliveries_open", "destination", "case_id", "place", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_deliveries_state", "state", "number"),
    Index("ix_deliveries_case", "case_id"),
    sqlite_strict=True,
)
"""Each telling for each destination once. `place` is the telling's number, `told_at` when it became true;
`begun_at` when it was first to be made, or to be made again; `next_at` the time before which it is not
tried, or, while it is being sent, the end of the lease."""

TOKENS = Table(
    "tokens",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("secret_sha256", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    UniqueConstraint("secret_sha256"),
    sqlite_strict=True,
)

LOGIN_CODES = Table(
    "login_codes",
    METADATA,
    Column("code_sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    sqlite_strict=True,
)

PROCESSES = Table(
    "processes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("part", SafeText, nullable=False),
    Column("host", SafeText, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    sqlite_strict=True,
)
"""Every running process of the service; one that ended in order leaves no row, one that was killed an old `seen_at`."""

COMPATIBILITY = Table("compatibility", METADATA, Column("oldest", Text, primary_key=True), sqlite_strict=True)
"""One row: the newest migration the oldest program knew that may work on these tables. A migration that only adds
leaves it; one that takes something away raises it, in a release after the one that stopped using it."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("secret_sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("token", Text),
    Column("started_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=False),
    sqlite_strict=True,
)
"""Signed-in browsers by the digest of their cookie."""

COMMITMENTS = Table(
    "commitments",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("ae_title", SafeText, nullable=False),
    Column("transaction_uid", SafeText, nullable=False),
    Column("instances", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Index("ix_commitments_next", "next_at"),
    sqlite_strict=True,
)
"""Requests for storage commitment that wait for their report. `next_at` is the time before which it is not sent, or,
while it is being sent, the end of the lease."""
