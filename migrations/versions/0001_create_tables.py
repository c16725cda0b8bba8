"""Create every table.

Expand: all tables are new.
Data:   none.
Back:   drops every table and all that is in them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_create_tables"
down_revision = None


def upgrade() -> None:
    _create_agency()
    _create_officers()
    _create_cases()
    _create_sealed_rows()
    _create_counters()
    _create_journal()
    _create_releases()


def downgrade() -> None:
    for table in (
        "release_files",
        "releases",
        "journal_heads",
        "journal",
        "tallies",
        "number_series",
        "identity_nests",
        "identities",
        "blobs",
        "case_entries",
        "key_wraps",
        "case_keys",
        "cases",
        "sessions",
        "roster_signatures",
        "roster_entries",
        "officers",
        "holidays",
        "subjects",
        "units",
        "agency",
    ):
        op.drop_table(table)


def _create_agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("centre_name_th", sa.String(length=200), nullable=False),
        sa.Column("centre_name_en", sa.String(length=200), nullable=False),
        sa.Column("address_th", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("executive_title_th", sa.String(length=120), nullable=False),
        sa.Column("executive_title_en", sa.String(length=120), nullable=False),
        sa.Column("corruption_days", sa.Integer(), nullable=False),
        sa.Column("grievance_days", sa.Integer(), nullable=False),
        sa.Column("corruption_unit_id", sa.String(length=32), nullable=True),
        sa.Column("grievance_unit_id", sa.String(length=32), nullable=True),
        sa.Column("keeps_traffic_log", sa.Boolean(), nullable=False),
        sa.Column("traffic_log_place_th", sa.String(length=200), nullable=False),
        sa.Column("traffic_log_place_en", sa.String(length=200), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.CheckConstraint("corruption_days >= 1", name=op.f("corruption_days_are_at_least_one")),
        sa.CheckConstraint("grievance_days >= 1", name=op.f("grievance_days_are_at_least_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_table(
        "subjects",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("risk_area", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subjects")),
        sa.UniqueConstraint("channel", "code", name=op.f("uq_subjects_channel_code")),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )


def _create_officers() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("is_receiving", sa.Boolean(), nullable=False),
        sa.Column("order_number", sa.String(length=60), nullable=False),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("link_index", sa.LargeBinary(), nullable=True),
        sa.Column("link_expires_on", sa.Date(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("secrets_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opening_key", sa.LargeBinary(), nullable=True),
        sa.Column("signing_key", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_officers_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("name", name=op.f("uq_officers_name")),
    )
    op.create_table(
        "roster_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("seat", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("opening_key", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entries")),
        sa.UniqueConstraint("channel", "number", name=op.f("uq_roster_entries_channel_number")),
    )
    op.create_table(
        "roster_signatures",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("signer_id", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roster_entries.id"], name=op.f("fk_roster_signatures_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "signer_id", name=op.f("pk_roster_signatures")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("idle_until", sa.DateTime(), nullable=False),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_sessions_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_officer_id", "sessions", ["officer_id"], unique=False)


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ranks_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("first_completed_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("lookup_index", sa.LargeBinary(), nullable=True),
        sa.Column("is_code_handed_out", sa.Boolean(), nullable=False),
        sa.Column("leaf_token", sa.LargeBinary(), nullable=False),
        sa.Column("heading_key_number", sa.Integer(), nullable=False),
        sa.Column("heading_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reporter_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("received_by", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'completed') = (completed_on IS NOT NULL)",
            name=op.f("completed_on_set_when_completed"),
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR (kind IS NULL AND topic IS NULL AND unit_id IS NULL"
            " AND received_by IS NULL AND outcome IS NULL AND score IS NULL)",
            name=op.f("corruption_keeps_no_particulars_in_clear"),
        ),
        sa.CheckConstraint(
            "(explained_on IS NULL) = (new_due_on IS NULL)",
            name=op.f("new_due_on_set_when_explained"),
        ),
        sa.CheckConstraint(
            "score IS NULL OR score BETWEEN 1 AND 5", name=op.f("score_is_one_to_five")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_cases_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cases_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("channel", "lookup_index", name=op.f("uq_cases_channel_lookup_index")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(
        "ix_cases_channel_completed_on", "cases", ["channel", "completed_on"], unique=False
    )
    op.create_index("ix_cases_channel_officer_id", "cases", ["channel", "officer_id"], unique=False)
    op.create_index(
        "ix_cases_channel_received_on", "cases", ["channel", "received_on"], unique=False
    )
    op.create_index(
        "ix_cases_channel_state_ranks_on", "cases", ["channel", "state", "ranks_on"], unique=False
    )
    op.create_index(
        "ix_cases_open_by_rank",
        "cases",
        ["channel", "ranks_on", "id"],
        unique=False,
        sqlite_where=sa.text("state <> 'completed'"),
        postgresql_where=sa.text("state <> 'completed'"),
    )


def _create_sealed_rows() -> None:
    op.create_table(
        "case_keys",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("signer_key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_keys_case_id")),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_keys")),
    )
    op.create_table(
        "key_wraps",
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_key_wraps_case_id")),
        sa.PrimaryKeyConstraint("recipient_id", "case_id", "key_number", name=op.f("pk_key_wraps")),
    )
    op.create_index("ix_key_wraps_case_id", "key_wraps", ["case_id"], unique=False)
    op.create_table(
        "case_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("half", sa.String(length=6), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("half IN ('shared', 'desk')", name=op.f("half_is_shared_or_desk")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_entries_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_entries")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_case_entries_case_id_position")),
    )
    op.create_table(
        "blobs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("padded_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_blobs_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_identities_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("case_id", name=op.f("uq_identities_case_id")),
    )
    op.create_table(
        "identity_nests",
        sa.Column("identity_id", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name=op.f("fk_identity_nests_identity_id")
        ),
        sa.PrimaryKeyConstraint(
            "identity_id", "first_id", "second_id", name=op.f("pk_identity_nests")
        ),
    )


def _create_counters() -> None:
    op.create_table(
        "number_series",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "fiscal_year_be", name=op.f("pk_number_series")),
    )
    op.create_table(
        "tallies",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("half_starts_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "half_starts_on", "measure", name=op.f("pk_tallies")),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("book", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("object_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_journal_book_number")),
    )
    op.create_index("ix_journal_book_event_on", "journal", ["book", "event", "on"], unique=False)
    op.create_index("ix_journal_case_id", "journal", ["case_id"], unique=False)
    op.create_table(
        "journal_heads",
        sa.Column("book", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_journal_heads")),
    )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain_number", sa.Integer(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by", sa.String(length=32), nullable=False),
        sa.Column("reason_th", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("signer_key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint(
            "channel", "chain_number", name=op.f("uq_releases_channel_chain_number")
        ),
        sa.UniqueConstraint(
            "channel",
            "fiscal_year_be",
            "number",
            name=op.f("uq_releases_channel_fiscal_year_be_number"),
        ),
    )
    op.create_table(
        "release_files",
        sa.Column("release_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_files_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "form", name=op.f("pk_release_files")),
    )
