"""Let an officer's own open cases, and those of a unit, be counted without the others.

Expand: indexes alone.
Data:   none moved; on PostgreSQL building them holds up writing for a moment.
Back:   drops them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_index_own_cases"
down_revision = "0027_index_recurrence"

IS_OPEN = "state <> 'completed'"
INDEXES = {
    "ix_cases_open_of_officer": (IS_OPEN, ["officer_id", "ranks_on", "id"]),
    "ix_cases_open_of_unit": (IS_OPEN, ["unit_id", "ranks_on", "id"]),
    "ix_cases_acted_for": ("acting_officer_id IS NOT NULL", ["acting_officer_id"]),
}


def upgrade() -> None:
    for name, (condition, columns) in INDEXES.items():
        of = sa.text(condition)
        op.create_index(name, "cases", ["channel", *columns], sqlite_where=of, postgresql_where=of)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="cases")
