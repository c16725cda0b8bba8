"""Make room for the whole of case work.

Expand: columns of cases and of the agency, with defaults; lists of receiving
        bodies and of reply templates; the search index of a session.
Data:   counts the explanations that the journal knows of; offers the bodies to
        which local governments forward.
Back:   drops all of it; the sealed rows of the cases stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_add_case_work"
down_revision = "0013_add_officers_lives"

BODIES = (
    ("สำนักงาน ป.ป.ช. ประจำจังหวัด", "Provincial office of the National Anti-Corruption Commission"),
    (
        "สำนักงาน ป.ป.ท. เขตพื้นที่",
        "Area office of the Public Sector Anti-Corruption Commission",
    ),
    ("สำนักงานการตรวจเงินแผ่นดินจังหวัด", "Provincial office of the State Audit Office"),
    ("ศูนย์ดำรงธรรมจังหวัด", "Provincial Damrongdhama Centre"),
    ("ศูนย์ดำรงธรรมอำเภอ", "District Damrongdhama Centre"),
    ("สำนักงานท้องถิ่นจังหวัด", "Provincial office for local administration"),
    ("สำนักงานผู้ตรวจการแผ่นดิน", "Office of the Ombudsman"),
    ("สถานีตำรวจท้องที่", "Local police station"),
)

TEMPLATES = (
    (
        "แจ้งรับเรื่องไว้ดำเนินการ",
        "Taken on",
        (
            "เรียน ผู้ร้องเรื่องเลขที่ {number}\n\n{agency} รับเรื่องของท่านไว้ดำเนินการแล้ว"
            " โดยมี{unit} เป็นผู้รับผิดชอบ และจะแจ้งผลหรือชี้แจงเหตุผลให้ท่านทราบภายในวันที่ {due}"
        ),
        (
            "Dear reporter of case {number},\n\n{agency} has taken your matter on. {unit}"
            " answers for it. You will have an answer, or be told why not, by {due}."
        ),
    ),
    (
        "ขอข้อมูลเพิ่มเติม",
        "Asking for more",
        (
            "เพื่อให้การดำเนินการเรื่องเลขที่ {number} เป็นไปอย่างครบถ้วน ขอให้ท่านแจ้งข้อมูลเพิ่มเติม"
            " ดังนี้\n1. \n2. \n\nท่านไม่จำเป็นต้องเปิดเผยตัวตน และเรื่องจะดำเนินต่อไปแม้ไม่ได้รับคำตอบ"
        ),
        (
            "To carry case {number} through we need to know:\n1. \n2. \n\nYou need not say who you"
            " are, and the case goes on even without an answer."
        ),
    ),
    (
        "แจ้งความคืบหน้า",
        "How it stands",
        (
            "เรื่องเลขที่ {number} อยู่ระหว่างการดำเนินการของ{unit}\nสิ่งที่ดำเนินการแล้ว: \n"
            "ขั้นตอนต่อไป: \nจะแจ้งผลให้ทราบภายในวันที่ {due}"
        ),
        (
            "Case {number} is in the hands of {unit}.\nDone so far: \nWhat comes next: \nYou will"
            " have an answer by {due}."
        ),
    ),
    (
        "แจ้งผลการดำเนินการ",
        "The result",
        (
            "{agency} ได้ดำเนินการเรื่องเลขที่ {number} แล้วเสร็จ\nผลการตรวจสอบ: \nการดำเนินการ: \n\n"
            "หากท่านไม่เห็นด้วยกับผลนี้ ท่านคัดค้านได้ด้วยรหัสติดตามเรื่อง โดยจะมีเจ้าหน้าที่อีกคนเป็นผู้พิจารณา"
        ),
        (
            "{agency} has finished case {number}.\nWhat was found: \nWhat was done: \n\nIf you do"
            " not agree, you can object with your lookup code; another officer will look at it."
        ),
    ),
)

AGENCY = {
    "reopen_days": "INTEGER NOT NULL DEFAULT 180"
    " CONSTRAINT reopen_days_are_at_least_one CHECK (reopen_days >= 1)",
    "objection_days": "INTEGER NOT NULL DEFAULT 30"
    " CONSTRAINT objection_days_are_at_least_one CHECK (objection_days >= 1)",
    "follow_up_days": "INTEGER NOT NULL DEFAULT 90"
    " CONSTRAINT follow_up_days_are_at_least_one CHECK (follow_up_days >= 1)",
    "corruption_two_keys": "BOOLEAN NOT NULL DEFAULT FALSE",
    "grievance_two_keys": "BOOLEAN NOT NULL DEFAULT FALSE",
}
CASES = {
    "follow_up_on": "DATE CONSTRAINT corruption_keeps_no_follow_up_in_clear"
    " CHECK (channel = 'grievance' OR follow_up_on IS NULL)",
    "explanation_count": "INTEGER NOT NULL DEFAULT 0",
    "acting_officer_id": "VARCHAR(32)",
    "acting_until": "DATE CONSTRAINT acting_until_set_when_somebody_acts"
    " CHECK ((acting_officer_id IS NULL) = (acting_until IS NULL))",
    "waiting_since": "DATE",
    "waited_days": "INTEGER NOT NULL DEFAULT 0",
    "proposed_on": "DATE",
    "objection_due_on": "DATE",
}


def upgrade() -> None:
    _widen("agency", AGENCY)
    _widen("cases", CASES)
    objected = sa.text("objection_due_on IS NOT NULL")
    op.create_index(
        "ix_cases_objected",
        "cases",
        ["channel", "objection_due_on"],
        sqlite_where=objected,
        postgresql_where=objected,
    )
    bodies = op.create_table(
        "bodies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
    )
    templates = op.create_table(
        "reply_templates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
    )
    op.create_table(
        "search_indexes",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("texts_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_search_indexes_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "part", name=op.f("pk_search_indexes")),
    )
    op.bulk_insert(
        bodies,
        [
            {"id": f"{at:032x}", "name_th": th, "name_en": en, "position": at}
            for at, (th, en) in enumerate(BODIES, start=1)
        ],
    )
    op.bulk_insert(
        templates,
        [
            {
                "id": f"{at:032x}",
                "channel": channel,
                "name_th": name_th,
                "name_en": name_en,
                "text_th": text_th,
                "text_en": text_en,
                "position": at,
            }
            for at, (channel, (name_th, name_en, text_th, text_en)) in enumerate(
                ((channel, each) for channel in ("corruption", "grievance") for each in TEMPLATES),
                start=1,
            )
        ],
    )
    op.execute(
        "UPDATE cases SET explanation_count = (SELECT count(*) FROM journal"
        " WHERE journal.case_id = cases.id AND journal.event = 'case_explained')"
    )


def downgrade() -> None:
    for table in ("search_indexes", "reply_templates", "bodies"):
        op.drop_table(table)
    op.drop_index("ix_cases_objected", table_name="cases")
    for column in reversed(CASES):
        op.drop_column("cases", column)
    for column in reversed(AGENCY):
        op.drop_column("agency", column)


def _widen(table: str, columns: dict[str, str]) -> None:
    """Add columns one by one: SQLite would rebuild the table, which others refer to."""
    for name, what in columns.items():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {what}")
