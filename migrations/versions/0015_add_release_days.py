"""Say within how many days after a period its statistics are due.

Expand: a column of the agency for each channel, with thirty days.
Data:   none.
Back:   drops both.
"""

from alembic import op

revision = "0015_add_release_days"
down_revision = "0014_add_case_work"

COLUMNS = ("corruption_release_days", "grievance_release_days")


def upgrade() -> None:
    # Column by column: SQLite would rebuild the table, which others refer to.
    for name in COLUMNS:
        op.execute(
            f"ALTER TABLE agency ADD COLUMN {name} INTEGER NOT NULL DEFAULT 30"
            f" CONSTRAINT {name}_are_at_least_one CHECK ({name} >= 1)"
        )


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("agency", name)
