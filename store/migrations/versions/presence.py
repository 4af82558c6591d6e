"""Which processes of the service there are, and how old a program may be that works on these tables."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add both tables; a program of version 0004 works on as before."""
    op.create_table(
        "processes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_processes"),
        sqlite_strict=True,
    )
    compatibility = op.create_table(
        "compatibility",
        sa.Column("oldest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_compatibility"),
        sqlite_strict=True,
    )
    op.bulk_insert(compatibility, [{"oldest": "0005"}])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("compatibility")
    op.drop_table("processes")
