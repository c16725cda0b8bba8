"""Make room for releases on their way to publication.

Expand: a new table that the running release does not know.
Data:   none; releases that are published already went their way without a draft.
Back:   drops the table; drafts in progress are lost, releases are not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_release_drafts"
down_revision = "0010_add_letters"


def upgrade() -> None:
    op.create_table(
        "release_drafts",
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.String(32), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(32), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by", sa.String(32), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "fiscal_year_be", name="pk_release_drafts"),
        sa.CheckConstraint(
            "(checked_by IS NULL) = (checked_on IS NULL)", name="checked_by_set_when_checked"
        ),
        sa.CheckConstraint(
            "acknowledged_on IS NULL OR checked_on IS NOT NULL", name="acknowledged_once_checked"
        ),
    )


def downgrade() -> None:
    op.drop_table("release_drafts")
