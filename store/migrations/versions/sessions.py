"""Signed-in browsers, so that any web process knows them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add the table; a program of version 0005 keeps its sessions in memory as it did."""
    op.create_table(
        "sessions",
        sa.Column("secret_sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("secret_sha256", name="pk_sessions"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("sessions")
