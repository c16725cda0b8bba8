"""Make room for keys of receiving bodies, signed by those who compared them.

Expand: one new table; bodies without a key get their bundle on paper, as before.
Data:   none; no body has a key.
Back:   drops the keys; a body hands in its key again, and two compare it again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_add_body_keys"
down_revision = "0022_add_main_site_page"


def upgrade() -> None:
    op.create_table(
        "body_keys",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("opening_key", sa.LargeBinary(), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("first_way", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("first_signature", sa.LargeBinary(), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=True),
        sa.Column("second_way", sa.String(length=10), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("second_signature", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(second_id IS NULL) = (second_signature IS NULL)"
            " AND (second_id IS NULL) = (second_way IS NULL)"
            " AND (second_id IS NULL) = (second_on IS NULL)",
            name=op.f("compared_again_is_signed_and_dated"),
        ),
        sa.CheckConstraint(
            "second_id <> first_id AND second_way <> first_way",
            name=op.f("compared_again_by_another_another_way"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_keys_body_id")),
        sa.ForeignKeyConstraint(["first_id"], ["officers.id"], name=op.f("fk_body_keys_first_id")),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officers.id"], name=op.f("fk_body_keys_second_id")
        ),
        sa.PrimaryKeyConstraint("channel", "body_id", name=op.f("pk_body_keys")),
    )


def downgrade() -> None:
    op.drop_table("body_keys")
