"""Let one ask and a second confirm what nobody may do alone.

Expand: two new tables.
Data:   none.
Back:   drops both; requests that are open have to be made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_add_two_person_requests"
down_revision = "0001_create_tables"


def upgrade() -> None:
    op.create_table(
        "two_person_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("particulars_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_signature", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_signature", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_signature IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_on IS NULL)",
            name=op.f("confirmed_is_signed_and_dated"),
        ),
        sa.CheckConstraint("confirmed_by <> asked_by", name=op.f("confirmed_by_another")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_two_person_requests_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["officers.id"], name=op.f("fk_two_person_requests_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["officers.id"], name=op.f("fk_two_person_requests_confirmed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_two_person_requests")),
    )
    op.create_index("ix_two_person_requests_case_id", "two_person_requests", ["case_id"])
    op.create_table(
        "two_person_wraps",
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["two_person_requests.id"],
            name=op.f("fk_two_person_wraps_request_id"),
        ),
        sa.PrimaryKeyConstraint("request_id", "holder_id", name=op.f("pk_two_person_wraps")),
    )


def downgrade() -> None:
    op.drop_table("two_person_wraps")
    op.drop_index("ix_two_person_requests_case_id", table_name="two_person_requests")
    op.drop_table("two_person_requests")
