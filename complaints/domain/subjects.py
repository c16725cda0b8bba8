"""What a matter can be about, and the units that answer: the first lists.

The lists are the outcome indicators, risk areas and service areas of the
five-year plans against corruption. They seed editable tables; an agency may
rename, add and retire entries, but a code once used keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from complaints.domain.channel import Channel


class RiskArea(StrEnum):
    """The four areas by which corruption risk is reported."""

    ADMINISTRATION = "administration"
    PERSONNEL = "personnel"
    MONEY_AND_ASSETS = "money_and_assets"
    PUBLIC_SERVICE = "public_service"


RISK_AREA_NAMES: dict[RiskArea, tuple[str, str]] = {
    RiskArea.ADMINISTRATION: (
        "การบริหารงานของหน่วยงานและการปฏิบัติงานของบุคลากร",
        "Administration and conduct of staff",
    ),
    RiskArea.PERSONNEL: ("การบริหารงานบุคคล", "Personnel"),
    RiskArea.MONEY_AND_ASSETS: (
        "การเงิน งบประมาณ การจัดซื้อจัดจ้าง พัสดุ และทรัพย์สินของทางราชการ",
        "Money, budget, procurement, supplies and state assets",
    ),
    RiskArea.PUBLIC_SERVICE: ("การให้บริการประชาชน", "Service to the public"),
}


@dataclass(frozen=True)
class SubjectSeed:
    """One entry of a first list: code, both names and, for corruption, its risk area."""

    code: str
    name_th: str
    name_en: str
    risk_area: RiskArea | None = None


_ADMIN, _STAFF = RiskArea.ADMINISTRATION, RiskArea.PERSONNEL
_MONEY, _SERVICE = RiskArea.MONEY_AND_ASSETS, RiskArea.PUBLIC_SERVICE

SUBJECTS: dict[Channel, tuple[SubjectSeed, ...]] = {
    Channel.CORRUPTION: (
        SubjectSeed("bribery", "สินบน การเรียกรับหรือให้ผลประโยชน์", "Bribery", _SERVICE),
        SubjectSeed("procurement", "การจัดซื้อจัดจ้าง", "Procurement", _MONEY),
        SubjectSeed("budget", "การใช้จ่ายงบประมาณ", "Spending of the budget", _MONEY),
        SubjectSeed(
            "state_assets",
            "การแสวงหาประโยชน์จากทรัพย์สินของราชการ",
            "Private use of state assets",
            _MONEY,
        ),
        SubjectSeed("personnel", "การบริหารงานบุคคล", "Personnel administration", _STAFF),
        SubjectSeed("promotion", "การเลื่อนขั้น เลื่อนเงินเดือน", "Promotion and pay rises", _STAFF),
        SubjectSeed(
            "unfair_service",
            "การให้บริการที่ไม่เป็นธรรม เลือกปฏิบัติ",
            "Unfair or discriminatory service",
            _SERVICE,
        ),
        SubjectSeed("conduct", "พฤติกรรมของเจ้าหน้าที่", "Conduct of officials", _ADMIN),
        SubjectSeed("unit_performance", "การปฏิบัติงานของหน่วยงาน", "Performance of a unit", _ADMIN),
        SubjectSeed(
            "approvals",
            "การใช้ดุลพินิจในการอนุมัติ อนุญาต",
            "Discretion in approvals and licences",
            _SERVICE,
        ),
        SubjectSeed("gifts", "การรับของขวัญหรือประโยชน์อื่นใด", "Gifts and benefits", _SERVICE),
        SubjectSeed("malfeasance", "การปฏิบัติหน้าที่โดยมิชอบ", "Malfeasance in office", _ADMIN),
        SubjectSeed("conflict_of_interest", "ผลประโยชน์ทับซ้อน", "Conflict of interest", _MONEY),
        SubjectSeed("other", "เรื่องอื่น ๆ", "Something else", _ADMIN),
    ),
    Channel.GRIEVANCE: (
        SubjectSeed(
            "infrastructure",
            "โครงสร้างพื้นฐาน (ถนน ไฟฟ้า ประปา ท่อระบายน้ำ)",
            "Roads, light, water and drains",
        ),
        SubjectSeed(
            "environment",
            "สิ่งแวดล้อม ขยะ กลิ่น เสียง น้ำเสีย",
            "Environment, waste, smell, noise, waste water",
        ),
        SubjectSeed("quality_of_life", "งานส่งเสริมคุณภาพชีวิต", "Quality of life and health"),
        SubjectSeed(
            "order",
            "การจัดระเบียบชุมชน/สังคม และการรักษาความสงบเรียบร้อย",
            "Public order and community",
        ),
        SubjectSeed(
            "economy",
            "การวางแผน การส่งเสริมการลงทุน พาณิชยกรรม และการท่องเที่ยว",
            "Planning, investment, trade and tourism",
        ),
        SubjectSeed(
            "resources",
            "การบริหารจัดการและการอนุรักษ์ทรัพยากรธรรมชาติ",
            "Care for natural resources",
        ),
        SubjectSeed(
            "culture",
            "ศิลปะ วัฒนธรรม จารีตประเพณี และภูมิปัญญาท้องถิ่น",
            "Arts, culture and local wisdom",
        ),
        SubjectSeed("service", "การให้บริการของเจ้าหน้าที่", "Service by our staff"),
        SubjectSeed("tax_and_fees", "ภาษีและค่าธรรมเนียม", "Taxes and fees"),
        SubjectSeed("other", "เรื่องอื่น ๆ", "Something else"),
    ),
}

UNITS: tuple[tuple[str, str], ...] = (
    ("สำนักปลัด", "Office of the Clerk"),
    ("กองคลัง", "Finance Division"),
    ("กองช่าง", "Public Works Division"),
    ("กองสาธารณสุขและสิ่งแวดล้อม", "Public Health and Environment Division"),
    ("กองการศึกษา", "Education Division"),
    ("กองยุทธศาสตร์และงบประมาณ", "Strategy and Budget Division"),
    ("กองสวัสดิการสังคม", "Social Welfare Division"),
    ("หน่วยตรวจสอบภายใน", "Internal Audit Unit"),
)
"""Names of units, Thai and English, with which a new agency may begin."""
