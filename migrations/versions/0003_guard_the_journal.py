"""Refuse change and removal of journal rows in the database itself.

Expand: triggers alone; the running release only ever adds rows, so it keeps working.
Data:   none.
Back:   drops the triggers; no data is lost.
"""

from alembic import op

from complaints.records.guards import forget_guards, lay_guards, lift_guards

revision = "0003_guard_the_journal"
down_revision = "0002_add_two_person_requests"

GUARDED = ("journal",)


def upgrade() -> None:
    lay_guards(op.get_bind(), GUARDED)


def downgrade() -> None:
    lift_guards(op.get_bind(), GUARDED)
    forget_guards(op.get_bind())
