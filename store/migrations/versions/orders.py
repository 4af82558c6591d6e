"""Orders: the number that joins them to a case, and where they wait for it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the order number to the documents of cases, and the table of waiting orders."""
    op.add_column("case_documents", sa.Column("order_number", sa.Text()))
    op.create_table(
        "waiting_orders",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text()),
        sa.Column("issuer", sa.Text()),
        sa.Column("study_uid", sa.Text()),
        sa.Column("accession", sa.Text()),
        sa.Column("order_number", sa.Text()),
        sa.Column("performed_on", sa.Text()),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_waiting_orders_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_waiting_orders"),
        sqlite_strict=True,
    )
    op.create_index("ix_waiting_orders_patient", "waiting_orders", ["patient_id"])


def downgrade() -> None:
    """Forget which orders wait; their documents stay."""
    op.drop_index("ix_waiting_orders_patient", "waiting_orders")
    op.drop_table("waiting_orders")
    op.drop_column("case_documents", "order_number")
