"""Remember that an officer found the roster or the journal changed.

Expand: one new table.
Data:   none.
Back:   drops it; an alarm that stands is raised again at the next sign-in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_add_alarms"
down_revision = "0003_guard_the_journal"


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("raised_by", sa.String(length=32), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["raised_by"], ["officers.id"], name=op.f("fk_alarms_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index("ix_alarms_channel_lifted_on", "alarms", ["channel", "lifted_on"])


def downgrade() -> None:
    op.drop_index("ix_alarms_channel_lifted_on", table_name="alarms")
    op.drop_table("alarms")
