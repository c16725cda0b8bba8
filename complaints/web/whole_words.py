"""Words that a line must not part: browsers break Thai inside what a reader takes as one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from complaints.web.dates import ENGLISH_MONTHS, THAI_MONTHS, THAI_SHORT_MONTHS

_COMPOUNDS: Final = (
    "ร้องเรียน ร้องทุกข์ เรื่องราว เจ้าหน้าที่ ประพฤติมิชอบ รับผิดชอบ ดำเนินการ แล้วเสร็จ เผยแพร่"
    " ปีงบประมาณ ชำนาญการ ปฏิบัติการ ช่องทาง สิ่งแวดล้อม การทุจริต ส่วนงาน หน่วยงาน หน้าที่"
    " ระยะเวลา กำหนดเวลา ปฏิบัติงาน ร้อยละ ปีฐาน ปีก่อน ทั้งปี ข้อเสนอแนะ ระบายน้ำ เกินกำหนด ครบกำหนด"
    " เลยกำหนด มอบหมาย"
).split()
_MONTHS: Final = "|".join(map(re.escape, (*THAI_MONTHS, *THAI_SHORT_MONTHS, *ENGLISH_MONTHS)))
_DAYS_AND_NUMBERS: Final = (
    r"พ\.ศ\. \d{4}",
    rf"(?:\d{{1,2}}[ \xa0])?(?:{_MONTHS})[ \xa0]\d{{4}}",
    r"--[a-z]+",
    r"\b[GC]-?[0-9A-Z]{4}-[0-9A-Z]{4,5}-\d{2}\b",
)
_WHOLE: Final = re.compile(f"({'|'.join([*_COMPOUNDS, *_DAYS_AND_NUMBERS])})")
_WHOLE_DAYS: Final = re.compile(f"({'|'.join(_DAYS_AND_NUMBERS)})")


def whole_words(text: object, *, days_only: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, and of each whether no line may part it.

    Those are compounds, years, months, days, numbers of cases and options of a program. Joined,
    the pieces are the text: whoever copies or searches a page finds no invisible character in it.

    :param days_only: compounds may be parted, so that whoever reads a table or a letter by
        program finds its words together.
    """
    pattern = _WHOLE_DAYS if days_only else _WHOLE
    for place, piece in enumerate(pattern.split(str(text))):
        if piece:
            yield piece, place % 2 == 1
