"""Add reminders, the outbox, and the addresses of those who asked for mail.

Expand: all tables are new; ``cases.told_on`` is new and nullable.
Data:   none moved; a case without ``told_on`` counts from its acceptance.
Back:   drops the tables and the column; only data that did not exist before is lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_add_notices"
down_revision = "0004_add_alarms"


def upgrade() -> None:
    op.add_column("cases", sa.Column("told_on", sa.Date(), nullable=True))
    _create_reminders()
    _create_notices()
    _create_addresses()


def downgrade() -> None:
    for table in (
        "mail_addresses",
        "officer_addresses",
        "mail_keys",
        "notices",
        "reminders",
        "reminder_levels",
    ):
        op.drop_table(table)
    op.drop_column("cases", "told_on")


def _create_reminders() -> None:
    op.create_table(
        "reminder_levels",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("first_days", sa.Integer(), nullable=False),
        sa.Column("second_days", sa.Integer(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("very_late_days", sa.Integer(), nullable=False),
        sa.Column("progress_days", sa.Integer(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_days > second_days AND second_days >= 1",
            name="reminders_come_before_the_due_day",
        ),
        sa.CheckConstraint(
            "very_late_days > late_days AND late_days >= 1",
            name="escalation_comes_after_the_due_day",
        ),
        sa.CheckConstraint("progress_days >= 1", name="progress_days_are_at_least_one"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour_is_an_hour"),
        sa.PrimaryKeyConstraint("channel", name="pk_reminder_levels"),
    )
    op.create_table(
        "reminders",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reminders_case_id"),
        sa.PrimaryKeyConstraint("case_id", "stage", "due_on", name="pk_reminders"),
    )


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("mail", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "mail IN ('none', 'waiting', 'sent', 'dead')", name="mail_is_none_waiting_sent_or_dead"
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR case_id IS NULL OR mail = 'none'",
            name="no_mail_about_a_corruption_case",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_notices_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("once", name="uq_notices_once"),
    )
    op.create_index("ix_notices_mail_not_before", "notices", ["mail", "not_before"])
    op.create_index("ix_notices_recipient_id", "notices", ["recipient_id"])
    op.create_index("ix_notices_case_id", "notices", ["case_id"])


def _create_addresses() -> None:
    op.create_table(
        "mail_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_mail_keys"),
    )
    op.create_table(
        "officer_addresses",
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name="fk_officer_addresses_officer_id"
        ),
        sa.PrimaryKeyConstraint("officer_id", name="pk_officer_addresses"),
    )
    op.create_table(
        "mail_addresses",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_mail_addresses_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_mail_addresses"),
    )
