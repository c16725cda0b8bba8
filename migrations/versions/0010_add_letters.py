"""Add the register of outgoing letters.

Expand: all tables are new.
Data:   none moved; what was explained or completed before has no letter.
Back:   drops the tables; only data that did not exist before is lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_add_letters"
down_revision = "0009_add_case_signals"


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("book", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_letters_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("book", "number", name="uq_letters_book_number"),
    )
    op.create_index("ix_letters_case_id", "letters", ["case_id"])
    op.create_table(
        "letter_books",
        sa.Column("book", sa.String(length=40), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", name="pk_letter_books"),
    )
    op.create_table(
        "letter_heads",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("signer_position", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_letter_heads"),
    )


def downgrade() -> None:
    for table in ("letter_heads", "letter_books", "letters"):
        op.drop_table(table)
