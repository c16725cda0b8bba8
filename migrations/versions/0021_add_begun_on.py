"""Record the day on which work on an accepted grievance began.

Expand: the column is new and may be empty, so the running release keeps working.
Data:   taken from the journal: the first message, question or explanation after
        the case was accepted, up to its first completion.
Back:   drops the column; the journal still tells the day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_add_begun_on"
down_revision = "0020_add_plan_figures"

BEGINS = ("case_message_sent", "case_asked", "case_explained")

cases = sa.table(
    "cases",
    sa.column("id", sa.String),
    sa.column("channel", sa.String),
    sa.column("accepted_on", sa.Date),
    sa.column("begun_on", sa.Date),
    sa.column("first_completed_on", sa.Date),
)
journal = sa.table(
    "journal",
    sa.column("case_id", sa.String),
    sa.column("event", sa.String),
    sa.column("number", sa.Integer),
    sa.column("on", sa.Date),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("begun_on", sa.Date(), nullable=True))
    accepted = journal.alias("accepted")
    accepted_at = (
        sa.select(sa.func.min(accepted.c.number))
        .where(accepted.c.case_id == cases.c.id, accepted.c.event == "case_accepted")
        .scalar_subquery()
    )
    begun_on = (
        sa.select(sa.func.min(journal.c.on))
        .where(
            journal.c.case_id == cases.c.id,
            journal.c.event.in_(BEGINS),
            journal.c.number > accepted_at,
            journal.c.on <= sa.func.coalesce(cases.c.first_completed_on, journal.c.on),
        )
        .correlate(cases)
        .scalar_subquery()
    )
    op.execute(
        sa.update(cases)
        .where(cases.c.channel == "grievance", cases.c.accepted_on.is_not(None))
        .values(begun_on=begun_on)
    )


def downgrade() -> None:
    op.drop_column("cases", "begun_on")
