"""The words of a mail. They depend on its kind alone, so they can tell nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from complaints.domain.notices import NoticeKind


@dataclass(frozen=True)
class Office:
    """Who writes.

    :ivar sender: address from which mail comes.
    :ivar public_url: where people reach the service.
    """

    name_th: str
    name_en: str
    sender: str
    public_url: str


@dataclass(frozen=True)
class _Words:
    subject: str
    thai: str
    english: str
    path: str


_WORDS: Mapping[NoticeKind, _Words] = {
    NoticeKind.CASE_CHANGED: _Words(
        subject="แจ้งความเคลื่อนไหว / Notice",
        thai="มีความเคลื่อนไหวในเรื่องที่ท่านติดตาม โปรดเปิดดูด้วยรหัสติดตามเรื่องของท่าน"
        " อีเมลนี้ไม่มีเนื้อหาของเรื่อง หากไม่ต้องการรับอีเมลอีก เลือกหยุดรับได้ในหน้าเดียวกัน",
        english="Something happened in the matter that you follow. Please look with your lookup"
        " code. This mail holds nothing of it. You can stop these mails on the same page.",
        path="/track",
    ),
    NoticeKind.REMINDERS_WAIT: _Words(
        subject="มีการเตือนในระบบงาน / Reminders wait",
        thai="มีการเตือนเรื่องกำหนดเวลารอท่านอยู่ในระบบงานเจ้าหน้าที่ โปรดเข้าสู่ระบบเพื่อดู",
        english="Reminders of due days wait for you on the desk. Please sign in to see them.",
        path="/desk/sign-in",
    ),
    NoticeKind.DIGEST: _Words(
        subject="แจ้งประจำวัน / Daily notice",
        thai="อีเมลฉบับนี้ส่งทุกวันเวลาเดิม ไม่ว่าจะมีเรื่องหรือไม่ โปรดเข้าสู่ระบบเพื่อตรวจดู",
        english="This mail comes every day at the same hour, whether there is something or not."
        " Please sign in and look.",
        path="/desk/sign-in",
    ),
}


def compose(kind: NoticeKind, office: Office, *, to: str, notice_id: str) -> EmailMessage:
    """Return the mail of a notice.

    :param notice_id: random; makes the ``Message-ID``, so that a mail which is sent
        again after a crash is known by its name.
    :raises KeyError: a kind that has no mail.
    """
    words = _WORDS[kind]
    host = office.sender.rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = office.sender
    mail["To"] = to
    mail["Subject"] = words.subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{notice_id}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    address = f"{office.public_url}{words.path}"
    mail.set_content(
        f"{words.thai}\n\n{address}\n\n{office.name_th}\n\n--\n"
        f"{words.english}\n\n{address}\n\n{office.name_en}\n"
    )
    return mail
