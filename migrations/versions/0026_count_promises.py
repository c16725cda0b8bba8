"""Let boards count kept promises unit by unit, each in its stretch of an index.

Expand: indexes alone; those of boards that held more than they need make room.
Data:   none moved; on PostgreSQL building them holds up writing for a moment.
Back:   builds the wider ones again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_count_promises"
down_revision = "0025_index_filters"

IS_OPEN = sa.text("state <> 'completed'")
IS_OPEN_WITH_CLOCK = sa.text("state <> 'completed' AND kind <> 'opinion'")
WAS_COMPLETED = sa.text(
    "kind <> 'opinion' AND due_on IS NOT NULL AND first_completed_on IS NOT NULL"
)
WAS_KEPT = sa.text("kind <> 'opinion' AND first_completed_on <= due_on")

BY_UNIT = ["channel", "unit_id", "received_on"]
SHARED_OUT = ["channel", "unit_id", "officer_id", "due_on", "new_due_on"]
STANDING = ["state", "accepted_on", "received_on"]
RECEIVED = ["channel", "received_on", "unit_id", "kind", "due_on", "first_completed_on", "id"]


def upgrade() -> None:
    op.create_index("ix_cases_channel_received_on", "cases", ["channel", "received_on"])
    op.drop_index("ix_cases_board_received", table_name="cases")
    _create("ix_cases_board_judged", BY_UNIT, WAS_COMPLETED)
    _create("ix_cases_board_kept", BY_UNIT, WAS_KEPT)
    op.drop_index("ix_cases_board_open", table_name="cases")
    _create(
        "ix_cases_board_open",
        [*SHARED_OUT, *STANDING, "first_completed_on"],
        IS_OPEN_WITH_CLOCK,
    )


def downgrade() -> None:
    op.drop_index("ix_cases_board_open", table_name="cases")
    _create("ix_cases_board_open", [*SHARED_OUT, "kind", *STANDING], IS_OPEN)
    op.drop_index("ix_cases_board_kept", table_name="cases")
    op.drop_index("ix_cases_board_judged", table_name="cases")
    op.create_index("ix_cases_board_received", "cases", RECEIVED)
    op.drop_index("ix_cases_channel_received_on", table_name="cases")


def _create(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "cases", columns, sqlite_where=where, postgresql_where=where)
