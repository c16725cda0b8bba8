"""Add requests about personal data, without whose they are.

Expand: the table is new.
Data:   none.
Back:   drops the table; the journal still tells that requests came and were answered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_data_requests"
down_revision = "0011_add_release_drafts"


def upgrade() -> None:
    op.create_table(
        "data_requests",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("right", sa.String(length=12), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("reply", sa.String(length=10), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(reply IS NULL) = (answered_on IS NULL) AND (reply IS NULL) = (answered_by IS NULL)",
            name=op.f("answered_with_a_reply_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["officers.id"], name=op.f("fk_data_requests_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officers.id"], name=op.f("fk_data_requests_recorded_by")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_data_requests")),
    )


def downgrade() -> None:
    op.drop_table("data_requests")
