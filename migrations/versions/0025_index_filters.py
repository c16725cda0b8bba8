"""Let the counts above a desk's list read few rows.

Expand: indexes alone.
Data:   none moved; on PostgreSQL building them holds up writing for a moment.
Back:   drops them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_index_filters"
down_revision = "0024_index_boards"

FEW = {"ix_cases_waiting": "waiting_since", "ix_cases_proposed": "proposed_on"}
EXPLAINED = "ix_cases_channel_explanation_count"


def upgrade() -> None:
    for name, column in FEW.items():
        is_set = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name, "cases", ["channel", column], sqlite_where=is_set, postgresql_where=is_set
        )
    op.create_index(EXPLAINED, "cases", ["channel", "explanation_count"])


def downgrade() -> None:
    op.drop_index(EXPLAINED, table_name="cases")
    for name in FEW:
        op.drop_index(name, table_name="cases")
