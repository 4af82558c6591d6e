"""What packs say in assessments, kept once."""

import sqlalchemy as sa
from alembic import op

from store.pieces import written_out

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table. It is used once no program of version 0008 may come any more, as `compatibility` says."""
    op.create_table(
        "pieces",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_pieces"),
        sa.UniqueConstraint("sha256", name="uq_pieces_sha256"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Write every assessment out again and drop the table."""
    connection = op.get_bind()
    rows = sa.table("assessments", sa.column("case_id"), sa.column("revision"), sa.column("assessment"))
    places = connection.execute(sa.select(rows.c.case_id, rows.c.revision)).all()
    for case_id, number in places:
        mine = sa.and_(rows.c.case_id == case_id, rows.c.revision == number)
        stored: str = connection.scalars(sa.select(rows.c.assessment).where(mine)).one()
        text = written_out(connection, stored)
        if text != stored:
            connection.execute(sa.update(rows).where(mine).values(assessment=text))
    connection.execute(sa.text("UPDATE compatibility SET oldest = '0005'"))
    op.drop_table("pieces")
