"""Make room for the register of preventive guidelines.

Expand: two new tables. The words are released by an officer for the register;
        those of a protected case are never tied to it here.
Data:   none; what was learned so far is sealed with its cases and stays there.
Back:   drops the register; the guidelines in the cases stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_add_guidelines"
down_revision = "0016_add_rating_slips"


def upgrade() -> None:
    op.create_table(
        "guidelines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("half_starts_on", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("case_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'grievance') = (released_on IS NOT NULL)",
            name=op.f("a_protected_guideline_tells_no_day"),
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR unit_id IS NULL",
            name=op.f("a_protected_guideline_tells_no_unit"),
        ),
        sa.CheckConstraint("case_count >= 1", name=op.f("a_guideline_comes_of_a_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidelines")),
    )
    op.create_table(
        "guideline_cases",
        sa.Column("guideline_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_guideline_cases_case_id")),
        sa.ForeignKeyConstraint(
            ["guideline_id"],
            ["guidelines.id"],
            name=op.f("fk_guideline_cases_guideline_id"),
        ),
        sa.PrimaryKeyConstraint("guideline_id", "case_id", name=op.f("pk_guideline_cases")),
    )


def downgrade() -> None:
    op.drop_table("guideline_cases")
    op.drop_table("guidelines")
