"""The words of a release in both languages, frozen with its figures.

They are not in the catalogue of the interface: a release published today must
say the same when the interface has found better words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from babel.dates import get_month_names

from complaints.domain.calendar import BUDDHIST_OFFSET, Period, PeriodType, fiscal_year_be
from complaints.domain.channel import Channel


class Language(StrEnum):
    """The languages in which a release is published."""

    TH = "th"
    EN = "en"


@dataclass(frozen=True)
class Words:
    """The same thing said in both languages."""

    th: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the words in a language."""
        return self.th if language is Language.TH else self.en


@dataclass(frozen=True)
class Definition:
    """What a published figure is called and what it means."""

    name: Words
    meaning: Words


TITLES: Final[dict[Channel, Words]] = {
    Channel.CORRUPTION: Words(
        "ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Statistics of corruption complaints",
    ),
    Channel.GRIEVANCE: Words(
        "ข้อมูลเชิงสถิติเรื่องราวร้องทุกข์/ร้องเรียน",
        "Statistics of grievances",
    ),
}

NONE: Final[dict[Channel, Words]] = {
    Channel.CORRUPTION: Words(
        "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบในช่วงวันที่ {span}",
        "No corruption complaints in the period {span}",
    ),
    Channel.GRIEVANCE: Words(
        "ไม่มีเรื่องร้องทุกข์/ร้องเรียนในช่วงวันที่ {span}",
        "No grievances in the period {span}",
    ),
}

INVENTED: Final = Words(
    "ระบบสาธิต ข้อมูลทั้งหมดเป็นข้อมูลสมมติ",
    "Demonstration: all figures are invented",
)

DEFINITIONS: Final[dict[str, Definition]] = {
    "opening": Definition(
        Words("ยกมา", "Carried over"),
        Words(
            "เรื่องที่อยู่ระหว่างดำเนินการ ณ สิ้นวันก่อนเริ่มช่วง",
            "Cases in progress on the evening before the period began",
        ),
    ),
    "received": Definition(
        Words("รับใหม่", "Received"),
        Words(
            "เรื่องที่ได้รับในช่วงนั้น นับตามวันที่ได้รับเรื่อง ทุกช่องทางรับเรื่อง รวมข้อคิดเห็น/ข้อเสนอแนะ",
            "Cases received in the period, by day of receipt and whatever the way of receipt,"
            " opinions and suggestions among them",
        ),
    ),
    "reopened": Definition(
        Words("นำกลับมาดำเนินการใหม่", "Reopened"),
        Words(
            "เรื่องที่แล้วเสร็จไปแล้วและนำกลับมาดำเนินการอีกครั้ง",
            "Cases taken up again after they had been completed",
        ),
    ),
    "moved_in": Definition(
        Words("รับโอน", "Moved in"),
        Words(
            "เรื่องที่รับโอนมาจากอีกช่องทางหนึ่ง",
            "Cases handed over by the other channel",
        ),
    ),
    "total": Definition(
        Words("จำนวนเรื่อง", "Cases"),
        Words(
            "เรื่องทั้งหมดที่หน่วยงานมีอยู่ในช่วงนั้น คือ เรื่องยกมา รวมกับเรื่องที่เข้ามาในช่วง",
            "All cases that the office had in hand in the period:"
            " those carried over and those that came",
        ),
    ),
    "completed": Definition(
        Words("ดำเนินการแล้วเสร็จ", "Completed"),
        Words(
            "เรื่องที่แจ้งผลและยุติในช่วงนั้น ไม่ว่าผลเป็นอย่างใด รวมเรื่องที่ไม่รับ ส่งต่อหน่วยงานอื่น และโอนไปอีกช่องทางหนึ่ง",
            "Cases that ended in the period with whatever outcome, among them those not accepted,"
            " forwarded to another agency or moved to the other channel",
        ),
    ),
    "in_progress": Definition(
        Words("อยู่ระหว่างดำเนินการ", "In progress"),
        Words(
            "เรื่องที่ยังไม่แล้วเสร็จ ณ สิ้นวันสุดท้ายของช่วง เป็นยอดคงเหลือที่ยกไปช่วงถัดไป",
            "Cases not completed on the evening of the last day of the period: the closing number,"
            " carried over into the next",
        ),
    ),
    "forwarded": Definition(
        Words("ในจำนวนนี้ส่งต่อ", "Of which forwarded"),
        Words(
            "เรื่องที่แล้วเสร็จในช่วงนั้นโดยผลคือไม่อยู่ในอำนาจหน้าที่ ส่งต่อหน่วยงานอื่น นับอยู่ในดำเนินการแล้วเสร็จ",
            "Of the cases completed in the period, those outside the office's authority that were"
            " forwarded to another agency",
        ),
    ),
    "not_accepted": Definition(
        Words("ในจำนวนนี้ไม่รับเรื่อง", "Of which not accepted"),
        Words(
            "เรื่องที่แล้วเสร็จในช่วงนั้นโดยผลคือไม่รับเรื่อง พร้อมเหตุผลที่แจ้งผู้ร้อง นับอยู่ในดำเนินการแล้วเสร็จ",
            "Of the cases completed in the period, those not accepted, for a reason that the"
            " reporter was told",
        ),
    ),
    "on_time_count": Definition(
        Words("แล้วเสร็จภายในกำหนด", "Completed on time"),
        Words(
            "เรื่องที่ได้รับในช่วงนั้นและแล้วเสร็จครั้งแรกไม่เกินวันครบกำหนดแรก คำชี้แจงไม่ทำให้วันครบกำหนดแรกเปลี่ยน",
            "Of the grievances received in the period, those first completed on their first due"
            " day or before; an explanation does not change the first due day",
        ),
    ),
    "on_time_of": Definition(
        Words("จากเรื่องที่ถึงกำหนด", "Out of"),
        Words(
            "เรื่องร้องทุกข์/ร้องเรียนที่ได้รับในช่วงนั้นและแล้วเสร็จหรือพ้นวันครบกำหนดแล้ว ณ วันที่ของข้อมูล"
            " ไม่นับข้อคิดเห็น/ข้อเสนอแนะ และเรื่องที่โอนระหว่างช่องทาง",
            "Grievances received in the period that were completed, or whose due day was over,"
            " on the day of the figures; opinions, suggestions and cases moved"
            " between the channels do not count",
        ),
    ),
    "on_time_share": Definition(
        Words("ร้อยละแล้วเสร็จภายในกำหนด", "Share on time (%)"),
        Words(
            "แล้วเสร็จภายในกำหนด หารด้วยจำนวนที่ครบกำหนดหรือแล้วเสร็จ คูณ 100 ทศนิยมหนึ่งตำแหน่งไม่ปัดขึ้น"
            " คำนวณเมื่อมีอย่างน้อย 20 เรื่อง ถ้าน้อยกว่าแสดงเป็น —",
            "Completed on time divided by the number it is out of, times 100, one decimal,"
            " never rounded up; — where fewer than 20 were due",
        ),
    ),
    "moved_out": Definition(
        Words("ในจำนวนนี้โอนออก", "Of which moved out"),
        Words(
            "เรื่องที่โอนไปอีกช่องทางหนึ่งในช่วงนั้น นับรวมอยู่ในดำเนินการแล้วเสร็จ",
            "Cases handed over to the other channel in the period; they are among the completed",
        ),
    ),
    "late_explained": Definition(
        Words("เกินกำหนด มีคำชี้แจง", "Late, explained"),
        Words(
            "เรื่องที่ได้รับในช่วงนั้น ไม่แล้วเสร็จภายในวันครบกำหนดแรก แต่ได้ชี้แจงเหตุผลและวันใหม่ให้ผู้ร้องทราบก่อนแล้วเสร็จ"
            " และแล้วเสร็จครั้งแรกภายในวันใหม่ หรือวันใหม่ยังไม่พ้น ณ วันที่ของข้อมูล",
            "Grievances received in the period that missed their first due day, of which the"
            " reporter was told the reason and a new day before they were completed, and which"
            " were first completed by the new day or whose new day was not over on the day of the"
            " figures",
        ),
    ),
    "late_unexplained": Definition(
        Words("เกินกำหนด ไม่มีคำชี้แจง", "Late, not explained"),
        Words(
            "เรื่องที่ได้รับในช่วงนั้น พ้นวันครบกำหนดแรกโดยไม่มีคำชี้แจง หรือพ้นวันใหม่ที่ชี้แจงไว้แล้วยังไม่แล้วเสร็จ",
            "Grievances received in the period that missed their first due day without an"
            " explanation, or missed the new day as well",
        ),
    ),
    "days_median": Definition(
        Words("จำนวนวันจนแล้วเสร็จ (มัธยฐาน)", "Days to completion (median)"),
        Words(
            "วันปฏิทินนับจากวันที่ได้รับเรื่องถึงวันที่แล้วเสร็จครั้งแรก ของเรื่องที่แล้วเสร็จครั้งแรกในช่วงนั้น"
            " ครึ่งหนึ่งใช้เวลาไม่เกินจำนวนนี้ แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days from receipt to first completion, for grievances first completed in the"
            " period: half took no longer; shown where there are at least 5",
        ),
    ),
    "days_p90": Definition(
        Words("จำนวนวันจนแล้วเสร็จ (9 ใน 10 เรื่อง)", "Days to completion (9 of 10)"),
        Words(
            "เก้าในสิบเรื่องใช้เวลาไม่เกินจำนวนนี้ (เปอร์เซ็นไทล์ที่ 90) แสดงเมื่อมีอย่างน้อย 20 เรื่อง",
            "Nine cases of ten took no longer (90th percentile); shown where there are at least 20",
        ),
    ),
    "days_to_accept_median": Definition(
        Words("จำนวนวันจนรับไว้ดำเนินการ (มัธยฐาน)", "Days until accepted (median)"),
        Words(
            "วันปฏิทินนับจากวันที่ได้รับเรื่องถึงวันที่รับเรื่องไว้ดำเนินการ ของเรื่องที่รับไว้ในช่วงนั้น"
            " แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days from receipt to acceptance, for grievances accepted in the period;"
            " shown where there are at least 5",
        ),
    ),
    "days_of_work_median": Definition(
        Words("จำนวนวันที่ใช้ดำเนินการ (มัธยฐาน)", "Days of work (median)"),
        Words(
            "วันปฏิทินนับจากวันที่รับเรื่องไว้ดำเนินการถึงวันที่แล้วเสร็จครั้งแรก ของเรื่องที่แล้วเสร็จครั้งแรกในช่วงนั้น"
            " แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days from acceptance to first completion, for grievances first completed in"
            " the period; shown where there are at least 5",
        ),
    ),
    "days_taken_median": Definition(
        Words("วันในสถานะรับเรื่องไว้ดำเนินการ (มัธยฐาน)", "Days accepted, not begun (median)"),
        Words(
            "วันปฏิทินนับจากวันที่รับเรื่องไว้ดำเนินการถึงวันที่เริ่มดำเนินการ (แจ้ง สอบถาม หรือชี้แจงผู้ร้องครั้งแรก)"
            " หรือวันที่แล้วเสร็จถ้าแล้วเสร็จทันที ของเรื่องที่พ้นสถานะนี้ในช่วงนั้น แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days from acceptance to the first message, question or explanation to the"
            " reporter, or to completion if that came first, for grievances that left this state"
            " in the period; shown where there are at least 5",
        ),
    ),
    "days_in_progress_median": Definition(
        Words("วันในสถานะอยู่ระหว่างดำเนินการ (มัธยฐาน)", "Days in progress (median)"),
        Words(
            "วันปฏิทินนับจากวันที่เริ่มดำเนินการถึงวันที่แล้วเสร็จครั้งแรก ของเรื่องที่แล้วเสร็จครั้งแรกในช่วงนั้น"
            " แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days from the beginning of work to first completion, for grievances first"
            " completed in the period; shown where there are at least 5",
        ),
    ),
    "days_waiting_median": Definition(
        Words("วันที่รอคำตอบจากผู้ร้อง (มัธยฐาน)", "Days waiting for the reporter (median)"),
        Words(
            "วันปฏิทินที่หน่วยงานรอคำตอบจากผู้ร้องรวมทุกครั้ง ของเรื่องที่แล้วเสร็จครั้งแรกในช่วงนั้นและต้องรอ"
            " นับแยกไว้เพื่อให้ทราบเท่านั้น ไม่หักออกจากจำนวนวันอื่นและไม่หยุดกำหนดเวลา แสดงเมื่อมีอย่างน้อย 5 เรื่อง",
            "Calendar days in all that the office waited for an answer of the reporter, for"
            " grievances first completed in the period in which it had to wait; told apart only:"
            " other numbers of days contain them and the clock ran on;"
            " shown where there are at least 5",
        ),
    ),
}

_ENDED_OF_RECEIVED: Final = Words(
    "แสดงเฉพาะทั้งปี และเมื่อตารางผลการดำเนินการแสดงจำนวนนี้แยกได้ เป็นจำนวนเดียวกันของวันเดียวกัน ถ้าไม่แสดงเป็น —",
    "Told of a whole year only, and where the table of outcomes shows it by itself: the same number"
    " of the same day; — elsewhere",
)
OWN_DEFINITIONS: Final[dict[Channel, dict[str, Definition]]] = {
    Channel.GRIEVANCE: {},
    Channel.CORRUPTION: {
        "forwarded": Definition(
            Words("ผลคือส่งต่อหน่วยงานอื่น", "Ended as forwarded"),
            Words(
                "เรื่องที่ได้รับในช่วงนั้นและแล้วเสร็จโดยผลคือไม่อยู่ในอำนาจหน้าที่ ส่งต่อหน่วยงานอื่น"
                f" {_ENDED_OF_RECEIVED.th}",
                "Cases received in the period that ended outside the office's authority, forwarded"
                f" to another agency. {_ENDED_OF_RECEIVED.en}",
            ),
        ),
        "not_accepted": Definition(
            Words("ผลคือไม่รับเรื่อง", "Ended as not accepted"),
            Words(
                f"เรื่องที่ได้รับในช่วงนั้นและแล้วเสร็จโดยผลคือไม่รับเรื่อง {_ENDED_OF_RECEIVED.th}",
                "Cases received in the period that ended as not accepted, for a reason."
                f" {_ENDED_OF_RECEIVED.en}",
            ),
        ),
    },
}
"""Measures that a channel defines otherwise: the protected one counts outcomes by receipt."""


def definition_of(channel: Channel, name: str) -> Definition:
    """Return what a measure is called on a channel and what it means there."""
    return OWN_DEFINITIONS[channel].get(name) or DEFINITIONS[name]


def title(channel: Channel, fiscal_year_be: int) -> Words:
    """Return the title of a release."""
    words = TITLES[channel]
    return Words(
        f"{words.th} ประจำปีงบประมาณ พ.ศ. {fiscal_year_be}",
        f"{words.en}, fiscal year B.E. {fiscal_year_be}",
    )


def day_words(day: date) -> Words:
    """Return a day as people write it, in Thai with the Buddhist year."""
    return Words(f"{day.day} {_month_th(day)}", f"{day.day} {_month_en(day)}")


def span_words(period: Period) -> Words:
    """Return the first and the last day of a period."""
    first, last = day_words(period.start), day_words(period.end)
    return Words(f"{first.th} – {last.th}", f"{first.en} – {last.en}")


def period_words(period: Period) -> Words:
    """Return what a period is called."""
    year = fiscal_year_be(period.start)
    place = _place_in_year(period)
    if period.type is PeriodType.MONTH:
        return Words(_month_th(period.start), _month_en(period.start))
    if period.type is PeriodType.QUARTER:
        return Words(f"ไตรมาสที่ {place}", f"Quarter {place}")
    if period.type is PeriodType.HALF:
        return Words("6 เดือนแรก", "First half") if place == 1 else Words("6 เดือนหลัง", "Second half")
    if period.type is PeriodType.NINE_MONTHS:
        return Words("9 เดือนแรก", "First nine months")
    return Words(f"ปีงบประมาณ พ.ศ. {year}", f"Fiscal year B.E. {year}")


def none_words(channel: Channel, period: Period) -> Words:
    """Return the sentence that publishes a period without cases."""
    span, words = span_words(period), NONE[channel]
    return Words(words.th.format(span=span.th), words.en.format(span=span.en))


def _place_in_year(period: Period) -> int:
    return (period.start.month - 10) % 12 // period.type.month_count + 1


def _month_th(day: date) -> str:
    return f"{get_month_names('wide', locale='th')[day.month]} {day.year + BUDDHIST_OFFSET}"


def _month_en(day: date) -> str:
    return f"{get_month_names('wide', locale='en')[day.month]} {day.year}"
