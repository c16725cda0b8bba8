"""Record where the main website shows this service, and who saw it there.

Expand: three columns of the agency, empty until the administrator fills them.
Data:   none; nobody has said it yet.
Back:   drops them; only data that did not exist before is lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_add_main_site_page"
down_revision = "0021_add_begun_on"

COLUMNS = {
    "main_site_page": sa.String(length=400),
    "main_site_checked_by": sa.String(length=200),
}


def upgrade() -> None:
    for name, type_ in COLUMNS.items():
        op.add_column("agency", sa.Column(name, type_, nullable=False, server_default=""))
    op.add_column("agency", sa.Column("main_site_checked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in (*COLUMNS, "main_site_checked_on"):
        op.drop_column("agency", name)
