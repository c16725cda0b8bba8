"""The words of the breakdowns in both languages, frozen with their numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from complaints.domain.case_work import Discipline
from complaints.domain.channel import Kind, Origin, ReceivedBy
from complaints.domain.states import Outcome
from complaints.domain.subjects import RISK_AREA_NAMES, RiskArea
from complaints.statistics.words import Words


class Dimension(StrEnum):
    """By what the cases of a period are broken down."""

    KIND = "kind"
    ORIGIN = "origin"
    RECEIVED_BY = "received_by"
    SUBJECT = "subject"
    RISK_AREA = "risk_area"
    UNIT = "unit"
    OUTCOME = "outcome"
    DISCIPLINE = "discipline"
    BRIBERY = "bribery"
    SATISFACTION = "satisfaction"


class Note(StrEnum):
    """What is said in place of a number, or of one."""

    TOO_FEW = "too_few"
    COARSER = "coarser"
    NO_ANSWERS = "no_answers"
    NOT_ZERO = "not_zero"


DIMENSIONS: Final[dict[Dimension, Words]] = {
    Dimension.KIND: Words("ประเภทเรื่อง", "Kind"),
    Dimension.ORIGIN: Words("ที่มาของเรื่อง", "How the office came to know"),
    Dimension.RECEIVED_BY: Words("ช่องทางรับเรื่อง", "Way of receipt"),
    Dimension.SUBJECT: Words("หมวดเรื่อง", "Subject"),
    Dimension.RISK_AREA: Words("ด้านความเสี่ยงการทุจริต", "Risk area"),
    Dimension.UNIT: Words("ส่วนงานที่รับผิดชอบ", "Responsible unit"),
    Dimension.OUTCOME: Words("ผลการดำเนินการ", "Outcome"),
    Dimension.DISCIPLINE: Words("การดำเนินการทางวินัย", "Disciplinary steps"),
    Dimension.BRIBERY: Words("เรื่องร้องเรียนเรื่องสินบน", "Complaints about bribery"),
    Dimension.SATISFACTION: Words("ความพึงพอใจ", "Satisfaction"),
}

COHORTS: Final[dict[Dimension, Words]] = {
    Dimension.KIND: Words(
        "เรื่องที่มีผู้ร้องเรียนหรือแจ้งเข้ามาในช่วงนั้น", "Cases received from reporters in the period"
    ),
    Dimension.ORIGIN: Words("เรื่องที่ได้รับในช่วงนั้น", "Cases received in the period"),
    Dimension.RECEIVED_BY: Words("เรื่องที่ได้รับในช่วงนั้น", "Cases received in the period"),
    Dimension.SUBJECT: Words("เรื่องที่ได้รับในช่วงนั้น", "Cases received in the period"),
    Dimension.RISK_AREA: Words("เรื่องที่ได้รับในช่วงนั้น", "Cases received in the period"),
    Dimension.UNIT: Words(
        "เรื่องที่ได้รับในช่วงนั้น ตามส่วนงาน ณ วันที่ของข้อมูล",
        "Cases received in the period, by the unit on the day of the figures",
    ),
    Dimension.OUTCOME: Words("เรื่องที่แล้วเสร็จ", "Completed cases"),
    Dimension.DISCIPLINE: Words(
        "เรื่องที่แล้วเสร็จและผลคือมีมูล นับเป็นจำนวนเท่านั้น ไม่ระบุตัวบุคคล",
        "Completed cases found substantiated; numbers only, nobody is named",
    ),
    Dimension.BRIBERY: Words(
        "เรื่องที่ได้รับในช่วงนั้น เป้าหมายตามแผนคือไม่มี",
        "Cases received in the period; the plan's target is none",
    ),
    Dimension.SATISFACTION: Words(
        "ผู้ที่ได้รับผลแล้วให้คะแนน 1 ถึง 5 เรื่องละหนึ่งครั้ง ของเรื่องที่ได้รับในช่วงนั้น"
        " พึงพอใจ คือ 4 หรือ 5 ร้อยละ = จำนวนพึงพอใจ หารด้วยจำนวนคำตอบ คูณ 100 เป้าหมายร้อยละ 80",
        "Answers of 1 to 5 after the result, one for each case, for cases received in the period;"
        " satisfied is 4 or 5; share = satisfied divided by answers, times 100; target 80 %",
    ),
}

NOTES: Final[dict[Note, Words]] = {
    Note.TOO_FEW: Words(
        "ไม่แยกรายการ เพราะจำนวนน้อย (ต่ำกว่า 5) อาจทำให้ทราบตัวบุคคล",
        "Not broken down: fewer than five could give somebody away",
    ),
    Note.COARSER: Words(
        "แยกตามด้านความเสี่ยงแทน เพราะจำนวนรายหมวดเรื่องน้อย",
        "Shown by risk area instead, as the numbers by subject are small",
    ),
    Note.NO_ANSWERS: Words("ไม่มีข้อมูล", "No answers"),
    Note.NOT_ZERO: Words(
        "มีเรื่องสินบน จำนวนอยู่ในตารางหมวดเรื่องเท่าที่เผยแพร่ได้",
        "There were some; how many is in the table of subjects, as far as it can be published",
    ),
}

_OUTCOMES: Final = {
    Outcome.RESOLVED: Words("แก้ไขแล้ว", "Resolved"),
    Outcome.SUBSTANTIATED: Words("มีมูล", "Substantiated"),
    Outcome.UNSUBSTANTIATED: Words("ไม่มีมูล", "Not substantiated"),
    Outcome.FORWARDED: Words("ไม่อยู่ในอำนาจหน้าที่ ส่งต่อหน่วยงานอื่น", "Forwarded to another agency"),
    Outcome.OTHER_LAW: Words(
        "มีกฎหมายบัญญัติขั้นตอนไว้เป็นการเฉพาะแล้ว", "Another law prescribes the procedure"
    ),
    Outcome.NOT_ACCEPTED: Words("ไม่รับเรื่อง", "Not accepted"),
    Outcome.WITHDRAWN: Words("ผู้ร้องขอถอนเรื่อง", "Withdrawn by the reporter"),
    Outcome.DUPLICATE: Words("เรื่องซ้ำ", "Duplicate"),
}
_DISCIPLINE: Final = {
    Discipline.STEP_TAKEN: Words("ดำเนินการทางวินัยแล้ว", "A disciplinary step was taken"),
    Discipline.NO_STEP: Words(
        "ไม่ดำเนินการทางวินัย โดยมีเหตุผล", "No disciplinary step was taken, for a reason"
    ),
    Discipline.TO_FOLLOW: Words("อยู่ระหว่างติดตามผล", "Being followed up"),
}
_RECEIVED_BY: Final = {
    ReceivedBy.ONLINE: Words("ออนไลน์", "Online"),
    ReceivedBy.PHONE: Words("โทรศัพท์", "Telephone"),
    ReceivedBy.IN_PERSON: Words("มาด้วยตนเอง", "In person"),
    ReceivedBy.LETTER: Words("จดหมาย/หนังสือ", "Letter"),
    ReceivedBy.BOX: Words("ตู้รับเรื่องร้องเรียน", "Complaint box"),
    ReceivedBy.LINE: Words("ไลน์", "LINE"),
    ReceivedBy.FACEBOOK: Words("เฟซบุ๊ก", "Facebook"),
    ReceivedBy.COMMUNITY_MEETING: Words("ประชุมประชาคม", "Community meeting"),
    ReceivedBy.OTHER_AGENCY: Words("หน่วยงานอื่นส่งมา", "From another agency"),
}
_KINDS: Final = {
    Kind.GRIEVANCE: Words("เรื่องราวร้องทุกข์/ร้องเรียน", "Grievance"),
    Kind.COMPLAINT: Words("เรื่องร้องเรียน", "Complaint"),
    Kind.TIP: Words("เบาะแส", "Tip"),
    Kind.OPINION: Words("ข้อคิดเห็น/ข้อเสนอแนะ", "Opinion or suggestion"),
}
_ORIGINS: Final = {
    Origin.REPORTED: Words("รับแจ้ง", "Reported"),
    Origin.CAME_TO_KNOW: Words("ได้ทราบ", "Came to know"),
    Origin.FOUND_BY_INSPECTION: Words("ตรวจสอบพบ", "Found by inspection"),
}

BRIBERY: Final = "bribery"
SATISFIED, NOT_SATISFIED = "satisfied", "not_satisfied"
ANSWERS, ANSWERS_APART = "answers", "answers_apart"

AGAIN, REST = "again", "rest"
TO_MAKE_UP_THE_SUM: Final = {
    AGAIN: Words("นำกลับมาดำเนินการใหม่หรือรับโอน", "Reopened or moved in"),
    REST: Words("ยังไม่แล้วเสร็จ นำกลับมาดำเนินการใหม่ หรือรับโอน", "Not completed, reopened or moved in"),
}
"""Lines with which a table makes up an exact total, so that its sum tells nothing more."""

CATEGORIES: Final[dict[Dimension, dict[str, Words]]] = {
    Dimension.KIND: {str(code): words for code, words in _KINDS.items()},
    Dimension.ORIGIN: {str(code): words for code, words in _ORIGINS.items()},
    Dimension.RECEIVED_BY: {str(code): words for code, words in _RECEIVED_BY.items()},
    Dimension.OUTCOME: {str(code): words for code, words in _OUTCOMES.items()},
    Dimension.DISCIPLINE: {str(code): words for code, words in _DISCIPLINE.items()},
    Dimension.RISK_AREA: {str(area): Words(*RISK_AREA_NAMES[area]) for area in RiskArea},
    Dimension.BRIBERY: {BRIBERY: Words("เรื่องสินบน", "Bribery")},
    Dimension.SATISFACTION: {
        ANSWERS: Words("จำนวนคำตอบ", "Answers"),
        ANSWERS_APART: Words(
            "คำตอบด้วยรหัสที่เจ้าหน้าที่ออกให้ (นับแยก)",
            "Answers with a code handed out by an officer, counted apart",
        ),
        SATISFIED: Words("พึงพอใจ (4–5)", "Satisfied (4–5)"),
        NOT_SATISFIED: Words("ไม่ถึงระดับพึงพอใจ (1–3)", "Not satisfied (1–3)"),
    },
}
"""Categories with fixed words; those of subjects and units are the agency's own."""

NOT_GIVEN: Final = Words("ไม่ระบุ", "Not given")
NO_UNIT: Final = Words("ยังไม่กำหนดส่วนงาน", "No unit yet")
WORDS_OF_COLUMNS: Final[dict[str, Words]] = {
    "line": Words("ลำดับ", "Line"),
    "category": Words("รายการ", "Category"),
    "count": Words("จำนวน", "Number"),
    "share": Words("ร้อยละ", "Per cent"),
}
