"""Let a long file of a release lie in parts, so that nobody holds it whole.

Expand: one new table; a file that lies whole in its row is read as before.
Data:   none moved.
Back:   joins what lies in parts in the row of its file again, and drops the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_add_release_parts"
down_revision = "0029_rank_acted_for"

FILES = sa.table("release_files", sa.column("release_id"), sa.column("form"), sa.column("content"))
PARTS = sa.table(
    "release_parts",
    sa.column("release_id"),
    sa.column("form"),
    sa.column("number"),
    sa.column("content"),
)


def upgrade() -> None:
    op.create_table(
        "release_parts",
        sa.Column("release_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id", "form"],
            ["release_files.release_id", "release_files.form"],
            name=op.f("fk_release_parts_release_id"),
        ),
        sa.PrimaryKeyConstraint("release_id", "form", "number", name=op.f("pk_release_parts")),
    )


def downgrade() -> None:
    connection = op.get_bind()
    long = connection.execute(sa.select(PARTS.c.release_id, PARTS.c.form).distinct()).all()
    for release_id, form in long:
        _join(connection, release_id, form)
    op.drop_table("release_parts")


def _join(connection: sa.Connection, release_id: str, form: str) -> None:
    of_file = (FILES.c.release_id == release_id, FILES.c.form == form)
    of_parts = (PARTS.c.release_id == release_id, PARTS.c.form == form)
    parts = sa.select(PARTS.c.content).where(*of_parts).order_by(PARTS.c.number)
    whole = bytearray(connection.execute(sa.select(FILES.c.content).where(*of_file)).scalar_one())
    for (content,) in connection.execute(parts):
        whole += content
    connection.execute(sa.update(FILES).where(*of_file).values(content=bytes(whole)))
