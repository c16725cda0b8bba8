"""Let boards read the days of a year from indexes.

Expand: indexes alone, one of them in place of a narrower one that begins alike.
Data:   none moved; on PostgreSQL building them holds up writing for a moment.
Back:   drops them and builds the narrower one again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_index_boards"
down_revision = "0023_add_body_keys"

IS_FOLLOWED_UP = sa.text("follow_up_on IS NOT NULL")
IS_OPEN = sa.text("state <> 'completed'")
SHARED_OUT = (
    *("unit_id", "officer_id", "due_on", "new_due_on", "kind", "state"),
    *("accepted_on", "received_on"),
)
INDEXES = {
    "ix_cases_board_received": (
        *("channel", "received_on", "unit_id", "kind", "due_on", "first_completed_on", "id"),
    ),
    "ix_cases_board_accepted": ("channel", "accepted_on", "received_on", "kind", "unit_id"),
    "ix_cases_board_completed": (
        *("channel", "first_completed_on", "accepted_on", "kind", "unit_id"),
    ),
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "cases", list(columns))
    op.create_index(
        "ix_cases_board_open",
        "cases",
        ["channel", *SHARED_OUT],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index(
        "ix_cases_followed_up",
        "cases",
        ["channel", "follow_up_on", "unit_id"],
        sqlite_where=IS_FOLLOWED_UP,
        postgresql_where=IS_FOLLOWED_UP,
    )
    op.drop_index("ix_cases_channel_received_on", table_name="cases")


def downgrade() -> None:
    op.create_index("ix_cases_channel_received_on", "cases", ["channel", "received_on"])
    op.drop_index("ix_cases_followed_up", table_name="cases")
    op.drop_index("ix_cases_board_open", table_name="cases")
    for name in INDEXES:
        op.drop_index(name, table_name="cases")
