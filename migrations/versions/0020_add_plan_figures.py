"""Keep the figures that the plan measures and nobody files here: numbers entered by hand.

Expand: a new table; two columns of the agency, the base year of the plan and whether
        corruption complaints are published by quarter too.
Data:   none; the base year is that of the running plans, 2565.
Back:   drops all three; what was entered is lost, what was published with it stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_add_plan_figures"
down_revision = "0019_add_officers_manuals"


def upgrade() -> None:
    op.create_table(
        "plan_figures",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("indicator", sa.String(length=60), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("count_is_not_negative")),
        sa.CheckConstraint("(number = 1) = (reason = '')", name=op.f("reason_set_once_corrected")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_figures")),
        sa.UniqueConstraint(
            "channel",
            "indicator",
            "fiscal_year_be",
            "number",
            name=op.f("uq_plan_figures_channel_indicator_fiscal_year_be_number"),
        ),
    )
    # Column by column: SQLite would rebuild the table, which others refer to.
    op.execute(
        "ALTER TABLE agency ADD COLUMN plan_base_year_be INTEGER NOT NULL DEFAULT 2565"
        " CONSTRAINT plan_base_year_is_buddhist CHECK (plan_base_year_be BETWEEN 2500 AND 2700)"
    )
    op.add_column(
        "agency",
        sa.Column(
            "publishes_corruption_quarters",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )


def downgrade() -> None:
    op.drop_column("agency", "publishes_corruption_quarters")
    op.drop_column("agency", "plan_base_year_be")
    op.drop_table("plan_figures")
