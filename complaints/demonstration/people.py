"""The people of the demonstration agency. None of them exists, and neither does the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.casework.accounts import Appointment
from complaints.casework.founding import AgencyProfile, Appointee
from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel, Role
from complaints.domain.subjects import UNITS

_CORRUPTION, _GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
_CLERK, _FINANCE, _WORKS, _HEALTH, _WELFARE, _AUDIT = (UNITS[at][0] for at in (0, 1, 2, 3, 6, 7))


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration agency.

    :ivar name: sign-in name.
    :ivar acts: works on cases in the stories, or takes note of figures.
    """

    name: str
    full_name: str
    position: str
    role: Role
    desk: Channel | None = None
    unit: str | None = None

    @property
    def acts(self) -> bool:
        """Say whether this person acts in the stories."""
        return self.role in {Role.OFFICER, Role.UNIT_HEAD, Role.EXECUTIVE}

    def appointee(self, appointed_on: date) -> Appointee:
        """Return the person as founding takes it."""
        appointment = Appointment(
            name=self.name,
            full_name=self.full_name,
            position=self.position,
            role=self.role,
            channel=self.desk,
            appointed_on=appointed_on,
            is_receiving=self.role is Role.OFFICER and self.desk is _GRIEVANCE,
            order_number=f"1/{appointed_on.year + BUDDHIST_OFFSET}",
        )
        return Appointee(appointment, self.unit)


PEOPLE = (
    Person("centre-1", "นางสาวสมมติ รับฟัง", "นักประชาสัมพันธ์ชำนาญการ",
           Role.OFFICER, _GRIEVANCE, _CLERK),
    Person("centre-2", "นายตัวอย่าง ใส่ใจ", "นายช่างโยธาชำนาญงาน",
           Role.OFFICER, _GRIEVANCE, _WORKS),
    Person("centre-3", "นางจำลอง เอื้อเฟื้อ", "นักวิชาการสุขาภิบาลปฏิบัติการ",
           Role.OFFICER, _GRIEVANCE, _HEALTH),
    Person("head-works", "นายสาธิต ก่อสร้าง", "ผู้อำนวยการกองช่าง",
           Role.UNIT_HEAD, _GRIEVANCE, _WORKS),
    Person("head-health", "นางสมมุติ อนามัย", "ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม",
           Role.UNIT_HEAD, _GRIEVANCE, _HEALTH),
    Person("head-finance", "นางสาวนามสมมติ บัญชีดี", "ผู้อำนวยการกองคลัง",
           Role.UNIT_HEAD, _GRIEVANCE, _FINANCE),
    Person("head-welfare", "นายอุปมา เกื้อกูล", "ผู้อำนวยการกองสวัสดิการสังคม",
           Role.UNIT_HEAD, _GRIEVANCE, _WELFARE),
    Person("integrity-1", "นายนามแฝง เที่ยงธรรม", "นิติกรชำนาญการ",
           Role.OFFICER, _CORRUPTION, _CLERK),
    Person("integrity-2", "นางสาวแบบอย่าง โปร่งใส", "นักวิชาการตรวจสอบภายในชำนาญการ",
           Role.OFFICER, _CORRUPTION, _AUDIT),
    Person("integrity-3", "นายอุทาหรณ์ ซื่อตรง", "นักทรัพยากรบุคคลชำนาญการ",
           Role.OFFICER, _CORRUPTION, _CLERK),
    Person("alternate", "นางสมนาม เป็นกลาง", "ปลัดอำเภอผู้รับเรื่องสำรอง",
           Role.ALTERNATE, _CORRUPTION),
    Person("oversight", "นายกรณีศึกษา กำกับดี", "ประธานคณะทำงานกำกับติดตามเรื่องร้องเรียน",
           Role.OVERSIGHT),
    Person("executive", "นางสมมติฐาน นำทาง", "นายกเทศมนตรีตำบลตัวอย่างสาธิต", Role.EXECUTIVE),
    Person("auditor", "นายตัวแทน ตรวจทาน", "ผู้ตรวจสอบบันทึกการใช้งาน", Role.AUDITOR),
    Person("admin", "นางสาวระบบ ทดสอบ", "นักวิชาการคอมพิวเตอร์ปฏิบัติการ", Role.ADMINISTRATOR),
)  # fmt: skip


def profile(appointed_on: date) -> AgencyProfile:
    """Return the demonstration agency as founding takes it."""
    return AgencyProfile(
        name_th="เทศบาลตำบลตัวอย่างสาธิต",
        name_en="Tua Yang Sathit Subdistrict Municipality",
        centre_name_th="ศูนย์เรื่องราวร้องทุกข์/ร้องเรียน เทศบาลตำบลตัวอย่างสาธิต",
        centre_name_en="Grievance Centre of Tua Yang Sathit",
        appointees=tuple(person.appointee(appointed_on) for person in PEOPLE),
        address_th="เลขที่ 1 ถนนตัวอย่าง ตำบลตัวอย่างสาธิต อำเภอสมมติ จังหวัดสาธิต 00000",
        address_en="1 Example Road, Tua Yang Sathit, Sommut District, Sathit Province 00000",
        phone="0 0000 0000",
        email="centre@example.invalid",
        website="https://municipality.invalid",
        executive_title_th="นายกเทศมนตรีตำบลตัวอย่างสาธิต",
        executive_title_en="Mayor of Tua Yang Sathit",
        keeps_traffic_log=True,
        traffic_log_place_th="ผู้ให้บริการเครือข่ายของเทศบาล",
        traffic_log_place_en="the network provider of the municipality",
        corruption_unit=_AUDIT,
        grievance_unit=_CLERK,
    )
