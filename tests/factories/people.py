"""The officers of the test agency; every name is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from complaints.casework.accounts import Appointment
from complaints.domain.channel import Channel, Role
from complaints.vault.officers import OfficerSecrets, Pins, new_salt, passphrase_key

PASSPHRASE = "babo-dedi-fofu-guga-kola-mimo"
APPOINTED_ON = date(2025, 10, 1)
FOUNDED_ON = date(2025, 10, 1)


@dataclass(frozen=True)
class Cast:
    """One person of the office.

    :ivar key: short name under which tests ask for the person.
    :ivar unit: index into the units of the agency; None for no unit.
    """

    key: str
    full_name: str
    position: str
    role: Role
    desk: Channel | None = None
    unit: int | None = None
    is_receiving: bool = False

    def appointment(self, unit_ids: list[str]) -> Appointment:
        """Return the appointment as the administrator enters it."""
        return Appointment(
            name=self.key,
            full_name=self.full_name,
            position=self.position,
            role=self.role,
            channel=self.desk,
            appointed_on=APPOINTED_ON,
            unit_id=None if self.unit is None else unit_ids[self.unit],
            is_receiving=self.is_receiving,
            order_number="1/2569",
        )


_CORRUPTION, _GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE

CAST = (
    Cast("anan", "นายอนันต์ ใจดี", "นิติกรชำนาญการ", Role.OFFICER, _CORRUPTION),
    Cast("busaba", "นางสาวบุษบา งามตา", "นักวิชาการตรวจสอบภายใน", Role.OFFICER, _CORRUPTION),
    Cast("chai", "นายชัย มั่นคง", "ผู้อำนวยการกองกลาง", Role.OFFICER, _CORRUPTION),
    Cast("dara", "นางดารา พึ่งพา", "ปลัดอำเภอผู้รับแจ้งสำรอง", Role.ALTERNATE, _CORRUPTION),
    Cast("ekachai", "นายเอกชัย รักงาน", "เจ้าหน้าที่ศูนย์รับเรื่อง", Role.OFFICER, _GRIEVANCE,
         unit=0, is_receiving=True),
    Cast("fahsai", "นางสาวฟ้าใส ตั้งใจ", "นักประชาสัมพันธ์", Role.OFFICER, _GRIEVANCE,
         unit=0, is_receiving=True),
    Cast("gamon", "นายกมล ช่างทำ", "นายช่างโยธา", Role.OFFICER, _GRIEVANCE, unit=2),
    Cast("hathai", "นางหทัย นำทาง", "ผู้อำนวยการกองช่าง", Role.UNIT_HEAD, _GRIEVANCE, unit=2),
    Cast("itthi", "นายอิทธิ ดูแล", "ผู้ดูแลระบบ", Role.ADMINISTRATOR),
    Cast("jinda", "นางจินดา กำกับ", "ประธานคณะกรรมการกำกับ", Role.OVERSIGHT),
    Cast("kasem", "นายเกษม บริหาร", "นายกเทศมนตรี", Role.EXECUTIVE),
    Cast("ladda", "นางลัดดา ตรวจตรา", "ผู้ตรวจสอบ", Role.AUDITOR),
)  # fmt: skip
BY_KEY = {one.key: one for one in CAST}


def owned_by(key: str, pins: Pins | None = None) -> OfficerSecrets:
    """Return the secrets of a person, always the same ones."""
    number = list(BY_KEY).index(key) + 1
    return OfficerSecrets(bytes([number]) * 32, bytes([number]) * 20, pins or Pins())


@cache
def sealing_key() -> tuple[bytes, bytes]:
    """Return one salt and the key it makes of ``PASSPHRASE``, the same for everybody."""
    salt = new_salt()
    return salt, passphrase_key(PASSPHRASE, salt)
