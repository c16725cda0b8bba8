"""How the figures of a release came about, in sentences of both languages, frozen with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from complaints.domain.calendar import PeriodType
from complaints.domain.channel import Channel
from complaints.statistics.words import Words

SMALL_NUMBERS: Final = Words(
    "ในตารางแยกรายการ จำนวน 1 ถึง 4 ไม่แสดงแยก แต่รวมกับรายการอื่น จำนวน 0 แสดงเสมอ"
    " ตารางที่รวมแล้วยังน้อยเกินไปจะไม่แยกรายการ และบอกเหตุผลไว้"
    " ถ้าตัวเลขเปลี่ยนจากฉบับก่อนน้อยกว่า 5 จะแสดงตารางเดิมพร้อมวันที่ของตารางนั้น",
    "In breakdowns a number from 1 to 4 does not stand alone: categories are joined. Zero is always"
    " shown. A table too small even so is left out and says why. Where numbers have moved by less"
    " than five since the release before, its table is repeated with its day.",
)

CAME_AGAIN: Final = Words(
    "ตารางของเรื่องทั้งหมดรวมเรื่องที่นำกลับมาดำเนินการใหม่หรือรับโอนในปีนั้น (หักเรื่องของปีนั้นที่รับโอนภายหลัง)"
    " ผลรวมจึงเท่ากับจำนวนเรื่องหักด้วยยอดยกมาเสมอ และไม่บอกว่ามีเรื่องที่นำกลับมาหรือรับโอนกี่เรื่อง"
    " ถ้ามี 1 ถึง 4 เรื่องจะรวมกับรายการอื่นในทุกตาราง",
    "Tables of all cases have a line for those reopened or moved in during the year (less those of"
    " the year that were moved in later), so that each adds up to the cases less those carried over"
    " and its sum does not tell how many came again. From 1 to 4 they are joined in every table.",
)
SENT_AWAY: Final = Words(
    "จำนวนที่ส่งต่อหน่วยงานอื่นและที่ไม่รับเรื่องแสดงตามจริงทุกช่วง ผลการดำเนินการอื่นจึงรวมกันเองโดยไม่นับสองรายการนี้",
    "How many were forwarded and how many not accepted is told exactly of every period; the other"
    " outcomes are joined among themselves, apart from these two.",
)
NO_DAYS: Final = Words(
    "ไม่เผยแพร่ว่าทันกำหนดกี่เรื่องและใช้เวลากี่วัน เพราะจำนวนวันเมื่ออยู่กับจำนวนเรื่องที่น้อยอาจชี้ถึงเรื่องและผู้แจ้ง"
    " และข้อคิดเห็นซึ่งไม่มีกำหนดเวลาจะแยกออกได้เฉพาะผู้ที่เปิดเรื่องได้",
    "How many were answered in time, and how many days they took, is not published: days beside"
    " small numbers could point to a case and to whoever reported it, and opinions, which have no"
    " due day, can be told apart only by those who can open them.",
)
BY_HALF: Final = Words(
    "เผยแพร่เฉพาะช่วงที่สิ้นสุดแล้ว เป็นรายครึ่งปีและรายปี ไม่แยกรายเดือน เพราะจำนวนน้อยอาจทำให้ทราบตัวผู้แจ้ง",
    "Only periods that are over are published, by half-year and year, never by month:"
    " small numbers could give a reporter away.",
)
BY_QUARTER: Final = Words(
    "เผยแพร่เฉพาะช่วงที่สิ้นสุดแล้ว เป็นรายไตรมาส รายครึ่งปี และรายปี ไม่แยกรายเดือน"
    " เพราะจำนวนน้อยอาจทำให้ทราบตัวผู้แจ้ง",
    "Only periods that are over are published, by quarter, half-year and year, never by month:"
    " small numbers could give a reporter away.",
)

METHOD: Final[dict[Channel, tuple[Words, ...]]] = {
    Channel.CORRUPTION: (
        Words(
            "จำนวนเรื่อง = ดำเนินการแล้วเสร็จ + อยู่ระหว่างดำเนินการ ทุกช่วง",
            "Cases = completed + in progress, in every period.",
        ),
        Words(
            "จำนวนเรื่องรวมทั้งเรื่องร้องเรียน เบาะแส ข้อคิดเห็น และเรื่องที่หน่วยงานทราบหรือตรวจสอบพบเอง",
            "The cases are complaints, tips, opinions and matters that the office came to know"
            " or found by itself.",
        ),
        BY_HALF,
        NO_DAYS,
        SMALL_NUMBERS,
        CAME_AGAIN,
    ),
    Channel.GRIEVANCE: (
        Words(
            "จำนวนเรื่อง = ดำเนินการแล้วเสร็จ + อยู่ระหว่างดำเนินการ ทุกช่วง",
            "Cases = completed + in progress, in every period.",
        ),
        Words(
            "เผยแพร่เฉพาะช่วงที่สิ้นสุดแล้ว ครบทุกเดือน เดือนที่ไม่มีเรื่องแสดงเป็น 0",
            "Only periods that are over are published, every month of them; a month without"
            " cases is shown as 0.",
        ),
        SMALL_NUMBERS,
        SENT_AWAY,
        Words(
            "การทันกำหนดนับตามวันที่ได้รับเรื่อง จำนวนวันนับตามวันที่แล้วเสร็จ สองกลุ่มนี้ไม่นำมาหารกัน",
            "Promises are counted by the day of receipt and days taken by the day of completion;"
            " the two are never divided by each other.",
        ),
        Words(
            "เรื่องที่ยกมาจากช่วงก่อนนับในจำนวนเรื่องของทุกช่วงที่ยังไม่แล้วเสร็จ"
            " จึงไม่ควรนำจำนวนเรื่องของหลายช่วงมาบวกกัน",
            "A case carried over counts in every period in which it is still in progress,"
            " so the cases of several periods must not be added up.",
        ),
    ),
}


def method_of(channel: Channel, types: Collection[PeriodType]) -> tuple[Words, ...]:
    """Return how figures came about, in sentences.

    :param types: the lengths of the periods that are published.
    """
    by_quarter = channel is Channel.CORRUPTION and PeriodType.QUARTER in types
    return tuple(
        BY_QUARTER if by_quarter and words is BY_HALF else words for words in METHOD[channel]
    )
