"""Let what comes again be counted in an index.

Expand: one index alone.
Data:   none moved; on PostgreSQL building it holds up writing for a moment.
Back:   drops it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027_index_recurrence"
down_revision = "0026_count_promises"

NAME = "ix_cases_recurring"
HAS_TOPIC = sa.text("topic IS NOT NULL")
ALIKE = ["channel", "received_on", "topic", "unit_id", "outcome", "state"]
HELD = ["heading_key_number", "id", "number"]


def upgrade() -> None:
    op.create_index(
        NAME, "cases", [*ALIKE, *HELD], sqlite_where=HAS_TOPIC, postgresql_where=HAS_TOPIC
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="cases")
