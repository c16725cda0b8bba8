"""The words of the plan's targets in both languages, frozen with their figures."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from complaints.domain.channel import Channel
from complaints.domain.plan import (
    COMPLAINT,
    PROSECUTED,
    RECEIVED,
    SATISFACTION,
    SATISFIED_AT_LEAST,
    TIP,
    Aim,
    Result,
)
from complaints.statistics.words import Words


class TargetNote(StrEnum):
    """Why a figure or a result is not there."""

    NOT_ENTERED = "not_entered"
    INCOMPLETE = "incomplete"
    TOO_FEW = "too_few"
    TOO_FEW_ANSWERS = "too_few_answers"
    NO_BASE = "no_base"
    ZERO_AFTER_ZERO = "zero_after_zero"


INDICATORS: Final[dict[str, Words]] = {
    PROSECUTED: Words("คดีทุจริตและประพฤติมิชอบ", "Corruption cases that were prosecuted"),
    COMPLAINT: Words("เรื่องร้องเรียน (การมีส่วนร่วมเฝ้าระวัง)", "Complaints (people's watchfulness)"),
    TIP: Words("เบาะแส (การมีส่วนร่วมเฝ้าระวัง)", "Tips (people's watchfulness)"),
    SATISFACTION: Words("ความพึงพอใจ (ร้อยละ)", "Satisfaction (%)"),
}
CAME: Final[dict[Channel, Words]] = {
    Channel.CORRUPTION: Words("เรื่องร้องเรียนการทุจริตและประพฤติมิชอบทั้งหมด", "All corruption complaints"),
    Channel.GRIEVANCE: Words("เรื่องร้องทุกข์/ร้องเรียนทั้งหมด", "All grievances"),
}

AIMS: Final[dict[Aim | None, Words]] = {
    Aim.NONE_AT_ALL: Words("ไม่มี", "none"),
    Aim.FALL: Words("ลดลงจากปีก่อน", "fewer than the year before"),
    Aim.FALL_FROM_BASE: Words(
        "ลดลงไม่น้อยกว่าร้อยละ {per_cent} จากปีฐาน", "at least {per_cent} % fewer than in the base year"
    ),
    Aim.AT_LEAST: Words("ไม่ต่ำกว่าร้อยละ {per_cent}", "at least {per_cent} %"),
    None: Words("ไม่กำหนดทิศทาง", "no direction"),
}
RESULTS: Final[dict[Result, Words]] = {
    Result.MET: Words("บรรลุ", "met"),
    Result.NOT_MET: Words("ไม่บรรลุ", "not met"),
}
NOTES: Final[dict[TargetNote, Words]] = {
    TargetNote.NOT_ENTERED: Words("ยังไม่ได้กรอกตัวเลข", "the number has not been entered"),
    TargetNote.INCOMPLETE: Words("ปีนี้นับไม่ครบทั้งปี", "the year was not counted from its beginning"),
    TargetNote.TOO_FEW: Words("จำนวนน้อย จึงไม่แสดงแยก", "small, so not shown by itself"),
    TargetNote.TOO_FEW_ANSWERS: Words("คำตอบน้อยกว่า 20", "fewer than 20 answers"),
    TargetNote.NO_BASE: Words("ไม่มีตัวเลขของปีที่ใช้เทียบ", "nothing to compare with"),
    TargetNote.ZERO_AFTER_ZERO: Words("ไม่มีทั้งสองปี", "none in either year"),
}

COLUMNS: Final[dict[str, Words]] = {
    "indicator": Words("ตัวชี้วัด", "Indicator"),
    "base": Words("ปีฐาน {base_year}", "Base year {base_year}"),
    "before": Words("ปี {year_before}", "Year {year_before}"),
    "count": Words("ปี {year}", "Year {year}"),
    "since_base": Words("เทียบปีฐาน", "Since base"),
    "since_base_share": Words("ร้อยละ", "%"),
    "since_before": Words("เทียบปีก่อน", "Since year before"),
    "since_before_share": Words("ร้อยละ", "%"),
    "result": Words("ผล", "Result"),
}

TITLE: Final = Words("เทียบกับเป้าหมายของแผน", "Against the plan's targets")
AIM: Final = Words("เป้าหมาย:", "Target:")
NOT_YET: Final = Words(
    "ปีงบประมาณยังไม่สิ้นสุด จึงยังไม่เทียบกับเป้าหมาย",
    "The fiscal year is not over, so nothing is held against the targets yet.",
)
BY_HAND: Final = Words("ตัวเลขที่กรอกจากเอกสาร", "Numbers entered from documents")

_COMMON: Final = (
    Words(
        "เรื่องทั้งหมด คือ จำนวนเรื่องของปีหักด้วยยอดยกมา รวมเรื่องที่นำกลับมาดำเนินการใหม่หรือรับโอน"
        " ส่วนหมวดและประเภทเรื่องนับเรื่องที่ได้รับในปีนั้น ตัวเลขของปีก่อนและปีฐานคือตัวเลขที่เผยแพร่แล้ว"
        " ปีที่ระบบนี้ยังไม่ได้นับครบทั้งปี ใช้ตัวเลขที่กรอกจากเอกสารซึ่งระบุที่มาไว้ ถ้าไม่มีแสดงเป็น —",
        "All cases are those of the year less those carried over, so those reopened or moved in are"
        " among them; subjects and kinds are of the cases received in the year. Figures of the year"
        " before and of the base year are the published ones; for a year that was not counted here"
        " from its beginning, those of a named document; — where there are none.",
    ),
    Words(
        "ตัวเลขที่ไม่แสดงแยกในตารางรายการ ไม่แสดงที่นี่ด้วย ร้อยละแสดงเมื่อปีที่ใช้เทียบมีอย่างน้อย 20 เรื่อง"
        " ทศนิยมหนึ่งตำแหน่งไม่ปัดขึ้น ปีที่ใช้เทียบเป็น 0 แสดงเป็น —",
        "A number that the breakdowns do not show by itself is not shown here either. A change in"
        " per cent is shown where there were at least 20 before, with one decimal, cut off;"
        " — where there were none.",
    ),
    Words(
        "ความพึงพอใจ คือ ร้อยละของคำตอบ 4 หรือ 5 ของเรื่องที่ได้รับในปีนั้น เป้าหมายไม่ต่ำกว่าร้อยละ 80"
        " แสดงเมื่อมีอย่างน้อย 20 คำตอบ",
        "Satisfaction is the share of answers 4 or 5 of the cases received in the year; target"
        " 80 %, shown where there are at least 20 answers.",
    ),
)
METHOD: Final[dict[Channel, tuple[Words, ...]]] = {
    Channel.CORRUPTION: (
        Words(
            "คดีทุจริตนับแยกจากเรื่องร้องเรียน เป็นตัวเลขที่กรอกจากเอกสาร"
            " และแสดงร้อยละเสมอ เพราะไม่ใช่ตัวเลขของผู้แจ้ง"
            " เป้าหมายคือลดลงจากปีฐานร้อยละ 10, 20, 30, 40 และ 50 ในปีที่ 1 ถึง 5 ของแผน",
            "Prosecuted cases are apart from complaints: they are entered from documents, and shown"
            " in per cent whatever their number, as they tell of no reporter. The target is"
            " 10, 20, 30, 40 and 50 % fewer than in the base year in the plan's five years.",
        ),
        Words(
            "เรื่องร้องเรียนเรื่องสินบนต้องไม่มี เรื่องอื่นที่แผนระบุต้องลดลงจากปีก่อน"
            " ส่วนจำนวนเรื่องร้องเรียนและเบาะแสแสดงการมีส่วนร่วม จึงไม่กำหนดว่าต้องเพิ่มหรือลด",
            "Complaints about bribery are to be none; those about the plan's other subjects fewer"
            " than the year before. Complaints and tips as such show participation, of which no"
            " direction is wanted.",
        ),
        *_COMMON,
    ),
    Channel.GRIEVANCE: _COMMON,
}


def name_of(indicator: str, channel: Channel, subjects: dict[str, Words]) -> Words:
    """Return what an indicator is called.

    :param subjects: names by indicator of what the agency lists itself.
    """
    if indicator == RECEIVED:
        return CAME[channel]
    return INDICATORS.get(indicator) or subjects.get(indicator) or Words(indicator, indicator)


def column_words(name: str, fiscal_year_be: int, base_year_be: int) -> Words:
    """Return what a column is called, with the year that it is of."""
    years = {
        "base_year": base_year_be,
        "year_before": fiscal_year_be - 1,
        "year": fiscal_year_be,
    }
    return Words(COLUMNS[name].th.format(**years), COLUMNS[name].en.format(**years))


def aim_words(aim: Aim | None, per_cent: int | None) -> Words:
    """Return what the plan wants, in words."""
    words, number = AIMS[aim], SATISFIED_AT_LEAST if aim is Aim.AT_LEAST else per_cent
    return Words(words.th.format(per_cent=number), words.en.format(per_cent=number))
