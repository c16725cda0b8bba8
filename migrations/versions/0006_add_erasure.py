"""Add when a case was erased, and for how long cases are kept.

Expand: new columns, nullable or with a default, so the running release keeps working.
Data:   agencies get the keeping times of the plans: 5 years for grievances, 10 for corruption.
Back:   drops the columns; what was erased stays erased, and the day of it is in the journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_erasure"
down_revision = "0005_add_notices"

ERASED = "erased_is_completed_and_has_no_code"


def upgrade() -> None:
    with op.batch_alter_table("agency") as agency:
        for column, years in (("corruption_keep_years", "10"), ("grievance_keep_years", "5")):
            agency.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default=years))
        agency.create_check_constraint(
            op.f("cases_are_kept_at_least_one_year"),
            "corruption_keep_years >= 1 AND grievance_keep_years >= 1",
        )
    with op.batch_alter_table("agency") as agency:
        for column in ("corruption_keep_years", "grievance_keep_years"):
            agency.alter_column(column, server_default=None)
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
        cases.add_column(sa.Column("remains_gone_on", sa.Date(), nullable=True))
        cases.create_check_constraint(
            op.f(ERASED),
            "erased_on IS NULL OR (completed_on IS NOT NULL AND lookup_index IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f(ERASED), type_="check")
        cases.drop_column("remains_gone_on")
        cases.drop_column("erased_on")
    with op.batch_alter_table("agency") as agency:
        agency.drop_constraint(op.f("cases_are_kept_at_least_one_year"), type_="check")
        agency.drop_column("grievance_keep_years")
        agency.drop_column("corruption_keep_years")
