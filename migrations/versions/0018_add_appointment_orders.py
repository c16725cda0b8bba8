"""Make room for orders that change an appointment, and who signed them.

Expand: two new tables; the appointments of today stay where they are.
Data:   none; a first appointment has no order here but the one in its account.
Back:   drops the orders; what they set in the accounts stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_add_appointment_orders"
down_revision = "0017_add_guidelines"


def upgrade() -> None:
    op.create_table(
        "appointment_orders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("acting_for_id", sa.String(length=32), nullable=True),
        sa.Column("order_number", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "acting_for_id IS NULL OR until_on IS NOT NULL",
            name=op.f("acting_for_somebody_ends"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("an_order_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["officers.id"], name=op.f("fk_appointment_orders_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_appointment_orders_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_orders")),
    )
    op.create_index("ix_appointment_orders_officer_id", "appointment_orders", ["officer_id"])
    op.create_table(
        "appointment_signatures",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("signer_id", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["appointment_orders.id"],
            name=op.f("fk_appointment_signatures_order_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("order_id", "signer_id", name=op.f("pk_appointment_signatures")),
    )


def downgrade() -> None:
    op.drop_table("appointment_signatures")
    op.drop_index("ix_appointment_orders_officer_id", table_name="appointment_orders")
    op.drop_table("appointment_orders")
