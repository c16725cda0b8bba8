"""Let officers come and go: keys that are due, cases to hand over, links of several kinds.

Expand: one new table, and two columns with a default, so the running release keeps working.
Data:   every link that is open now is one of enrolment; no key is due.
Back:   drops them; cases that wait for a colleague have to be handed over one by one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_add_officers_lives"
down_revision = "0012_add_data_requests"


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_handovers_officer_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_handovers_case_id")),
        sa.PrimaryKeyConstraint("officer_id", "case_id", name=op.f("pk_handovers")),
    )
    op.create_index("ix_handovers_case_id", "handovers", ["case_id"])
    with op.batch_alter_table("cases") as cases:
        cases.add_column(
            sa.Column("is_key_due", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("officers") as officers:
        officers.add_column(
            sa.Column("link_for", sa.String(length=10), nullable=False, server_default="enrol")
        )


def downgrade() -> None:
    with op.batch_alter_table("officers") as officers:
        officers.drop_column("link_for")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("is_key_due")
    op.drop_index("ix_handovers_case_id", table_name="handovers")
    op.drop_table("handovers")
