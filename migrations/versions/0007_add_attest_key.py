"""Keep the public half of the key that signs receipts of filing.

Expand: the column is new and nullable, so the running release keeps working.
Data:   none moved; founding fills it. An agency without it gives no receipts.
Back:   drops the column; the key itself stays among the server's secrets.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_add_attest_key"
down_revision = "0006_add_erasure"


def upgrade() -> None:
    op.add_column("agency", sa.Column("attest_key", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("agency") as agency:
        agency.drop_column("attest_key")
