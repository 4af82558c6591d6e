"""What the rules ask of each case, kept for questions about many cases."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; cases from before fill it when they are assessed again (`osteon reassess --write`)."""
    op.create_table(
        "case_terms",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("measurements", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_terms_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_terms"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Forget them; they follow from reports and facts."""
    op.drop_table("case_terms")
