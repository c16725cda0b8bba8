"""Make room for slips by which a matter is rated once, at the counter.

Expand: a new table, and a column of cases that is false for every case that is there.
Data:   none; no slip was ever printed.
Back:   drops both; scores stay, but nobody can tell any more which came by a slip.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_add_rating_slips"
down_revision = "0015_add_release_days"


def upgrade() -> None:
    op.create_table(
        "rating_slips",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("token_index", sa.LargeBinary(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("answer_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(token_index IS NULL) = (answered_on IS NOT NULL)"
            " AND (answered_on IS NULL) = (answer_sealed IS NULL)",
            name=op.f("answered_once_and_then_spent"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rating_slips_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rating_slips")),
        sa.UniqueConstraint("token_index", name=op.f("uq_rating_slips_token_index")),
    )
    op.add_column(
        "cases",
        sa.Column("is_score_by_slip", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("cases", "is_score_by_slip")
    op.drop_table("rating_slips")
