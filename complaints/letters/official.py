"""The official letter (หนังสือภายนอก): what stands where, and its fixed words in Thai.

Digits are Thai, years are of the Buddhist era, a letter about corruption is
marked ลับ at head and foot.

:source: ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 and its annexes (form of the letter);
    ระเบียบว่าด้วยการรักษาความลับของทางราชการ พ.ศ. 2544 (marks of secrecy).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel, Kind
from complaints.domain.codes import thai_digits
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome

_MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
_WORD, _LATIN = re.compile(r"\S+"), re.compile("[A-Za-z]")
"""Two patterns, because one for both takes seconds for a page of Thai, which has few blanks."""
SUBJECTS: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "แจ้งการรับเรื่อง",
    LetterKind.PERIOD: "แจ้งระยะเวลาและเหตุที่ยังดำเนินการไม่แล้วเสร็จ",
    LetterKind.RESULT: "แจ้งผลการดำเนินการ",
    LetterKind.FORWARDING: "แจ้งการส่งต่อเรื่องไปยังหน่วยงานที่มีอำนาจหน้าที่",
    LetterKind.TO_BODY: "ขอส่งเรื่องเพื่อพิจารณาดำเนินการตามอำนาจหน้าที่",
}
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.RESOLVED: "ได้ดำเนินการแก้ไขเรื่องของท่านแล้ว",
    Outcome.SUBSTANTIATED: "ได้ตรวจสอบแล้ว ปรากฏว่าเรื่องของท่านมีมูล",
    Outcome.UNSUBSTANTIATED: "ได้ตรวจสอบแล้ว ปรากฏว่าเรื่องของท่านไม่มีมูล",
    Outcome.FORWARDED: "พิจารณาแล้วเห็นว่าเรื่องของท่านไม่อยู่ในอำนาจหน้าที่"
    " จึงได้ส่งต่อให้หน่วยงานที่มีอำนาจหน้าที่ดำเนินการ",
    Outcome.OTHER_LAW: "พิจารณาแล้วเห็นว่าเรื่องของท่านมีกฎหมายบัญญัติขั้นตอนไว้เป็นการเฉพาะแล้ว",
    Outcome.NOT_ACCEPTED: "พิจารณาแล้วไม่รับเรื่องของท่านไว้ดำเนินการ",
    Outcome.WITHDRAWN: "ได้ยุติเรื่องตามที่ท่านขอถอนแล้ว",
    Outcome.DUPLICATE: "พิจารณาแล้วเห็นว่าเป็นเรื่องเดียวกับเรื่องที่ได้รับไว้ก่อนแล้ว",
}
_DELAYS: Mapping[DelayReason, str] = {
    DelayReason.WAITING_FOR_AGENCY: "อยู่ระหว่างรอหน่วยงานอื่น",
    DelayReason.WAITING_FOR_EXPERT: "อยู่ระหว่างรอผลการตรวจสอบหรือความเห็นของผู้เชี่ยวชาญ",
    DelayReason.WAITING_FOR_BUDGET: "อยู่ระหว่างรองบประมาณหรือการจัดซื้อจัดจ้าง",
    DelayReason.WAITING_FOR_CONTRACTOR: "อยู่ระหว่างรอผู้รับจ้าง",
    DelayReason.WAITING_FOR_REPORTER: "อยู่ระหว่างรอคำตอบจากท่าน",
    DelayReason.INQUIRY_GOES_ON: "การตรวจสอบข้อเท็จจริงยังไม่แล้วเสร็จ",
    DelayReason.WEATHER_OR_SEASON: "สภาพอากาศหรือฤดูกาลไม่เอื้ออำนวย",
}
_SECRECY = (
    "หนังสือนี้และสิ่งที่ส่งมาด้วยกำหนดชั้นความลับเป็น “ลับ” ขอให้ปฏิบัติตามระเบียบว่าด้วยการรักษาความลับของทางราชการ"
    " พ.ศ. 2544 และมิให้เปิดเผยข้อมูลใดที่อาจทำให้ทราบว่าผู้ใดเป็นผู้ยื่นเรื่อง"
)


@dataclass(frozen=True)
class LetterFacts:
    """What a letter is written from.

    :ivar reference: number under which it left, without the word ที่.
    :ivar to_name: name that a grievance reporter gave; may be empty.
    :ivar text: what an officer typed: a reason or a result.
    :ivar due_on: first promise; None where no clock runs.
    :ivar delay: kind of reason of an explanation; stands in front of the own words.
    :ivar new_date: day named in an explanation.
    :ivar before: day named in the explanation before that one.
    :ivar approved_by: who approved that day.
    :ivar law: that prescribes another procedure, where the result says so.
    :ivar duplicate_of: number of the case that goes on in place of this one.
    :ivar body: to which the matter goes, when it is forwarded; empty where nobody named it.
    :ivar has_reporter: somebody was told that the matter goes there.
    :ivar track_address: where the reporter follows the case.
    """

    kind: LetterKind
    channel: Channel
    matter: Kind
    number: str
    reference: str
    issued_on: date
    received_on: date
    due_on: date | None
    track_address: str
    head: Mapping[str, str]
    to_name: str = ""
    text: str = ""
    outcome: Outcome | None = None
    delay: DelayReason | None = None
    new_date: date | None = None
    before: date | None = None
    approved_by: str = ""
    law: str = ""
    duplicate_of: str = ""
    body: str = ""
    has_reporter: bool = True


@dataclass(frozen=True)
class OfficialLetter:
    """A letter, part by part, in the order in which it stands on the sheet."""

    is_secret: bool
    reference: str
    agency: str
    address: str
    day: str
    subject: str
    to: str
    enclosure: str
    paragraphs: tuple[str, ...]
    signer_name: str
    signer_position: str
    unit: str
    phone: str
    email: str
    needs_signature: bool


def write_letter(facts: LetterFacts) -> OfficialLetter:
    """Return the letter about some facts."""
    head = facts.head
    is_receipt, goes_out = facts.kind is LetterKind.RECEIPT, facts.kind is LetterKind.TO_BODY
    return OfficialLetter(
        is_secret=facts.channel is Channel.CORRUPTION,
        reference=in_thai_digits(facts.reference),
        agency=in_thai_digits(head["agency"]),
        address=in_thai_digits(head["address"]),
        day=thai_day(facts.issued_on),
        subject=SUBJECTS[facts.kind],
        to=facts.body if goes_out else facts.to_name or _somebody(facts),
        enclosure=_enclosure(facts) if goes_out else "",
        paragraphs=tuple(in_thai_digits(one) for one in _paragraphs(facts) if one),
        signer_name="" if is_receipt else head["signer_name"],
        signer_position=head["signer_position"],
        unit=in_thai_digits(head["unit"]),
        phone=in_thai_digits(head["phone"]),
        email=head["email"],
        needs_signature=not is_receipt,
    )


def thai_day(day: date) -> str:
    """Return a day as letters write it, ๑๖ พฤศจิกายน ๒๕๖๙, which no line breaks."""
    parts = (str(day.day), _MONTHS[day.month - 1], str(day.year + BUDDHIST_OFFSET))
    return thai_digits("\N{NO-BREAK SPACE}".join(parts))


def in_thai_digits(text: str) -> str:
    """Return a text with Thai digits, but addresses of the net as they must be typed."""
    return _WORD.sub(_in_thai_unless_latin, text)


def _in_thai_unless_latin(word: re.Match[str]) -> str:
    return word[0] if _LATIN.search(word[0]) else thai_digits(word[0])


def _somebody(facts: LetterFacts) -> str:
    if facts.matter is Kind.TIP:
        return "ผู้แจ้งเบาะแส"
    if facts.matter is Kind.OPINION:
        return "ผู้เสนอข้อคิดเห็น"
    return "ผู้ร้องเรียน" if facts.channel is Channel.CORRUPTION else "ผู้ร้องทุกข์/ร้องเรียน"


def _matter(facts: LetterFacts) -> str:
    """Return what kind of matter goes to another body."""
    if facts.matter is Kind.TIP:
        return "เรื่องแจ้งเบาะแสการทุจริตและประพฤติมิชอบ"
    if facts.matter is Kind.OPINION:
        return "ข้อคิดเห็นและข้อเสนอแนะ"
    is_protected = facts.channel is Channel.CORRUPTION
    return "เรื่องร้องเรียนการทุจริตและประพฤติมิชอบ" if is_protected else "เรื่องร้องทุกข์/ร้องเรียน"


def _enclosure(facts: LetterFacts) -> str:
    return in_thai_digits(f"เอกสารส่งต่อเรื่อง เลขที่รับเรื่อง {facts.number} จำนวน 1 ชุด")


def _to_body(facts: LetterFacts) -> list[str]:
    """Return what the receiving body reads: why it gets the matter, and what is asked of it."""
    agency, is_protected = facts.head["agency"], facts.channel is Channel.CORRUPTION
    told = f" ทั้งนี้ {agency} ได้แจ้งการส่งต่อเรื่องให้ผู้ยื่นเรื่องทราบแล้ว" if facts.has_reporter else ""
    why = (
        f"ด้วย{agency} ได้รับ{_matter(facts)} เมื่อวันที่ {thai_day(facts.received_on)}"
        f" เลขที่รับเรื่อง {facts.number} พิจารณาแล้วเห็นว่าเรื่องดังกล่าวไม่อยู่ในอำนาจหน้าที่ของ{agency}"
        f" แต่อยู่ในอำนาจหน้าที่ของ{facts.body}"
    )
    asked = f"จึงขอส่งเรื่องดังกล่าวมาเพื่อพิจารณาดำเนินการตามอำนาจหน้าที่ รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย{told}"
    return [
        why,
        asked,
        _SECRECY if is_protected else "",
        f"ผลการดำเนินการเป็นประการใด ขอได้โปรดแจ้งให้{agency}ทราบด้วย",
        "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
    ]


def _paragraphs(facts: LetterFacts) -> list[str]:
    if facts.kind is LetterKind.TO_BODY:
        return _to_body(facts)
    agency, typed = facts.head["agency"], facts.text.split("\n")
    since = (
        f"ตามที่ท่านได้ยื่นเรื่องต่อ{agency} เมื่อวันที่ {thai_day(facts.received_on)} เลขที่รับเรื่อง {facts.number}"
    )
    if facts.kind is LetterKind.RECEIPT:
        return [f"{since} นั้น", _received(facts, agency), _way_back(facts), _end()]
    if facts.kind is LetterKind.PERIOD:
        promised = f" ซึ่งครบกำหนดในวันที่ {thai_day(facts.due_on)}" if facts.due_on else ""
        if facts.before is not None:
            promised += f" และได้แจ้งกำหนดใหม่ไว้เป็นวันที่ {thai_day(facts.before)}"
        return [
            f"{since}{promised} นั้น",
            f"{agency} ขอเรียนว่ายังดำเนินการไม่แล้วเสร็จภายในกำหนด ด้วยเหตุดังต่อไปนี้",
            _DELAYS[facts.delay] if facts.delay else "",
            *typed,
            _new_day(facts),
            _way_back(facts),
            _end(),
        ]
    said = f"{agency} {_outcome(facts)} รายละเอียดดังนี้"
    return [f"{since} นั้น", said, *typed, _way_back(facts), _end()]


def _outcome(facts: LetterFacts) -> str:
    """Return how the case ended, with what the outcome is about where it is known."""
    outcome = facts.outcome or Outcome.RESOLVED
    said = _OUTCOMES[outcome]
    if outcome is Outcome.FORWARDED and facts.body:
        return said.replace("หน่วยงานที่มีอำนาจหน้าที่", facts.body)
    if outcome is Outcome.OTHER_LAW and facts.law:
        return f"{said} ตาม{facts.law}"
    if outcome is Outcome.DUPLICATE and facts.duplicate_of:
        return f"{said} เลขที่รับเรื่อง {facts.duplicate_of}"
    return said


def _received(facts: LetterFacts, agency: str) -> str:
    if facts.due_on is None:
        return f"{agency} ได้รับเรื่องของท่านไว้พิจารณาแล้ว ทั้งนี้ ข้อคิดเห็นและข้อเสนอแนะไม่มีกำหนดเวลาแจ้งผล"
    days = (facts.due_on - facts.received_on).days
    return (
        f"{agency} ได้รับเรื่องของท่านไว้แล้ว และจะแจ้งผลการดำเนินการ หรือชี้แจงเหตุที่ยังไม่แล้วเสร็จ"
        f" ให้ท่านทราบภายใน {days} วัน นับแต่วันถัดจากวันที่ได้รับเรื่อง"
        f" คือภายในวันที่ {thai_day(facts.due_on)}"
    )


def _new_day(facts: LetterFacts) -> str:
    if facts.new_date is None:
        return ""
    approved = f" โดย{facts.approved_by} เป็นผู้อนุมัติกำหนดใหม่นี้" if facts.approved_by else ""
    return f"ทั้งนี้ จะแจ้งผลให้ท่านทราบภายในวันที่ {thai_day(facts.new_date)}{approved}"


def _way_back(facts: LetterFacts) -> str:
    return f"ท่านสามารถติดตามเรื่อง สอบถาม หรือส่งข้อมูลเพิ่มเติมด้วยรหัสติดตามเรื่อง ได้ที่ {facts.track_address}"


def _end() -> str:
    return "จึงเรียนมาเพื่อโปรดทราบ"
