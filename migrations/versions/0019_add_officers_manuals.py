"""Keep the versions of the officers' manuals.

Expand: a new table. What a manual says is made of the settings; a version is
        kept whenever that has changed, and never changed again.
Data:   none; the first version is kept when somebody first reads the manual.
Back:   drops the versions; the manuals can be made again of the settings as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_add_officers_manuals"
down_revision = "0018_add_appointment_orders"


def upgrade() -> None:
    op.create_table(
        "officers_manuals",
        sa.Column("manual", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("versions_of_a_manual_begin_at_one")),
        sa.PrimaryKeyConstraint("manual", "number", name=op.f("pk_officers_manuals")),
    )


def downgrade() -> None:
    op.drop_table("officers_manuals")
