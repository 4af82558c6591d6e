"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ASIDE = sa.text("status = 'quarantined'")
_WAITING = sa.text("status IN ('received', 'reading')")


def upgrade() -> None:
    """Create every table."""
    _cases()
    _documents()
    _events()
    _login_codes()
    _tokens()
    _assessments()
    _case_codes()
    _case_documents()
    _contents()
    _external_ids()
    _facts()
    _outbox()
    _reports()
    _reviews()


def downgrade() -> None:
    """Drop every table and what it holds."""
    for name in (
        "reviews",
        "reports",
        "outbox",
        "facts",
        "external_ids",
        "contents",
        "case_documents",
        "case_codes",
        "assessments",
        "tokens",
        "login_codes",
        "events",
        "documents",
        "cases",
    ):
        op.drop_table(name)


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("stale", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("classification", sa.Text, nullable=False),
        sa.Column("patient_id", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("accession", sa.Text),
        sa.Column("performed_on", sa.Text),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("critical", sa.Integer, nullable=False),
        sa.Column("major", sa.Integer, nullable=False),
        sa.Column("issues", sa.Integer, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
        sa.UniqueConstraint("id", name=op.f("uq_cases_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_cases_patient", "cases", ["patient_id", "performed_on"])
    op.create_index("ix_cases_stale", "cases", ["stale", "updated_at"])
    op.create_index("ix_cases_status", "cases", ["status", "number"])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("sender", sa.Text),
        sa.Column("external_id", sa.Text),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("lease_until", _TIME),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("alarm", sa.Text),
        sa.Column("error_code", sa.Text),
        sa.Column("error_text", sa.Text),
        sa.Column("error_locator", sa.Text),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_documents_quarantined", "documents", ["number"], sqlite_where=_ASIDE, postgresql_where=_ASIDE)
    op.create_index("ix_documents_waiting", "documents", ["number"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text),
        sa.Column("document_id", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
        sa.UniqueConstraint("previous", name=op.f("uq_events_previous")),
        sqlite_strict=True,
    )
    op.create_index("ix_events_case", "events", ["case_id"])


def _login_codes() -> None:
    op.create_table(
        "login_codes",
        sa.Column("code_sha256", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        sa.PrimaryKeyConstraint("code_sha256", name=op.f("pk_login_codes")),
        sqlite_strict=True,
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("secret_sha256", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tokens")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_tokens_secret_sha256")),
        sqlite_strict=True,
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("assessed_at", _TIME, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("assessment", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "revision", name=op.f("pk_assessments")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id")),
        sqlite_strict=True,
    )


def _case_codes() -> None:
    op.create_table(
        "case_codes",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "code", "severity", name=op.f("pk_case_codes")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_codes_case_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_codes_code", "case_codes", ["code", "severity"])
    op.create_index("ix_case_codes_severity", "case_codes", ["severity"])


def _case_documents() -> None:
    op.create_table(
        "case_documents",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("patient_id", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("study_uid", sa.Text),
        sa.Column("accession", sa.Text),
        sa.Column("performed_on", sa.Text),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_case_documents")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_case_documents_document_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_documents_case_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_documents_case", "case_documents", ["case_id"])
    op.create_index("ix_case_documents_patient", "case_documents", ["patient_id"])
    op.create_index("ix_case_documents_study", "case_documents", ["study_uid"])


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_contents")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_contents_document_id")),
        sqlite_strict=True,
    )


def _external_ids() -> None:
    op.create_table(
        "external_ids",
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sender", "external_id", "document_id", name=op.f("pk_external_ids")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_external_ids_document_id")),
        sqlite_strict=True,
    )


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("said_at", _TIME, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_facts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_facts_case_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_facts_case", "facts", ["case_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outbox_case_id")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "number"])


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("read_at", _TIME, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_reports_document_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_reports_document", "reports", ["document_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("said_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reviews")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reviews_case_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_reviews_case", "reviews", ["case_id"])
