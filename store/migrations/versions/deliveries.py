"""Who is told what, and how far each telling got on its way there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('pending', 'sending')")


def upgrade() -> None:
    """Add destinations and deliveries; a version before this one writes its tellings as it did."""
    op.add_column("outbox", sa.Column("status", sa.Text()))
    op.create_index("ix_outbox_case", "outbox", ["case_id"])
    op.create_table(
        "destinations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("retired_at", _TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", _TIME),
        sa.Column("probe_until", _TIME),
        sa.Column("error_code", sa.Text()),
        sa.Column("error_text", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_destinations"),
        sqlite_strict=True,
    )
    _deliveries()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("telling_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("place", _NUMBER, nullable=False),
        sa.Column("told_at", _TIME, nullable=False),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.Column("error_text", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["destination"], ["destinations.name"], name="fk_deliveries_destination"),
        sa.ForeignKeyConstraint(["telling_id"], ["outbox.id"], name="fk_deliveries_telling_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_deliveries_case_id"),
        sa.UniqueConstraint("telling_id", "destination", name="uq_deliveries_telling_id"),
        sqlite_strict=True,
    )
    for name, columns in (("due", ["destination", "place"]), ("open", ["destination", "case_id", "place"])):
        op.create_index(f"ix_deliveries_{name}", "deliveries", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_deliveries_state", "deliveries", ["state", "number"])
    op.create_index("ix_deliveries_case", "deliveries", ["case_id"])


def downgrade() -> None:
    """Forget who was told what; tellings that were shared out wait again, and a listener may hear them twice."""
    op.drop_table("deliveries")
    op.drop_table("destinations")
    op.drop_index("ix_outbox_case", "outbox")
    op.execute("UPDATE outbox SET state = 'pending' WHERE state = 'shared'")
    op.drop_column("outbox", "status")
