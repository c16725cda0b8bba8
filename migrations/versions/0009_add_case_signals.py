"""Make room for signals of reporters.

Expand: a new table; the running release does not know it.
Data:   none; a case without a row has no signal.
Back:   drops the table; what the reporters wrote stays in their cases.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_add_case_signals"
down_revision = "0008_add_recovery_envelopes"


def upgrade() -> None:
    op.create_table(
        "case_signals",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("signal_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_signals_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_signals")),
    )


def downgrade() -> None:
    op.drop_table("case_signals")
