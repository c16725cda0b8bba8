"""Let the cases for which an officer acts be found by their day.

Expand: one index in place of a narrower one that begins alike.
Data:   none moved.
Back:   builds the narrower one again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029_rank_acted_for"
down_revision = "0028_index_own_cases"

NAME = "ix_cases_acted_for"
IS_ACTED_FOR = sa.text("acting_officer_id IS NOT NULL")


def upgrade() -> None:
    _replace(["channel", "acting_officer_id", "ranks_on"])


def downgrade() -> None:
    _replace(["channel", "acting_officer_id"])


def _replace(columns: list[str]) -> None:
    op.drop_index(NAME, table_name="cases")
    op.create_index(
        NAME, "cases", columns, sqlite_where=IS_ACTED_FOR, postgresql_where=IS_ACTED_FOR
    )
