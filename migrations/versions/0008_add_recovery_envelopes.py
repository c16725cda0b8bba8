"""Keep the envelopes in which custodians hold a recovery key.

Expand: one new table.
Data:   none; an agency whose recovery key lies in a single file has no row.
Back:   drops it; custodians who have printed their envelopes keep them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_recovery_envelopes"
down_revision = "0007_add_attest_key"


def upgrade() -> None:
    op.create_table(
        "recovery_envelopes",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("custodians", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("envelopes_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_recovery_envelopes")),
    )


def downgrade() -> None:
    op.drop_table("recovery_envelopes")
