"""Official letters: what stands on them, their text layer, their looks, and their printer."""

from __future__ import annotations

import shutil
import subprocess
import time
import unicodedata
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image

from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel, Kind
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome
from complaints.letters.official import LetterFacts, in_thai_digits, thai_day, write_letter
from complaints.letters.printing import NotPrinted, print_letter
from complaints.web.whole_words import whole_words
from tests.support.processes import ROOT

PDFTOTEXT, PDFTOPPM = shutil.which("pdftotext") or "", shutil.which("pdftoppm") or ""
TYPED = "ต้องรอให้น้ำที่ท่วมขังลดลงก่อน จึงจะซ่อมผิวจราจรได้ พ.ศ. 2560 ดู https://example.org/2569"
FACTS = LetterFacts(
    kind=LetterKind.PERIOD,
    channel=Channel.GRIEVANCE,
    matter=Kind.GRIEVANCE,
    number="G-2570-00012",
    reference="ตย 52001/123",
    issued_on=date(2026, 11, 26),
    received_on=date(2026, 11, 16),
    due_on=date(2026, 12, 1),
    track_address="https://complaints.example/track",
    head={
        "agency": "เทศบาลตำบลตัวอย่าง",
        "address": "เลขที่ 99 ตำบลตัวอย่าง\nอำเภอเมือง 10000",
        "unit": "ศูนย์เรื่องราวร้องทุกข์/ร้องเรียน",
        "phone": "0 2000 0000",
        "email": "office@agency.example",
        "prefix": "ตย 52001",
        "signer_name": "นายสมมุติ ตั้งมั่น",
        "signer_position": "นายกเทศมนตรีตำบลตัวอย่าง",
    },
    text=TYPED,
    new_date=date(2026, 12, 20),
)
CORRUPTION = replace(
    FACTS, kind=LetterKind.RESULT, channel=Channel.CORRUPTION, matter=Kind.COMPLAINT,
    outcome=Outcome.UNSUBSTANTIATED,
)  # fmt: skip
TO_BODY = replace(
    FACTS, kind=LetterKind.TO_BODY, channel=Channel.CORRUPTION, matter=Kind.COMPLAINT, due_on=None,
    number="C-7K2M-Q9XA-41", reference="ตย 52001/C-7K2M-Q9XA-41/ส1", text="", new_date=None,
    body="สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง",
)  # fmt: skip


def page(facts: LetterFacts) -> str:
    """Return the page from which a letter is printed."""
    templates = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    templates.filters["whole_words"] = whole_words
    return templates.get_template("letters/official_sheet.html").render(
        letter=write_letter(facts), logo=None
    )


EVERY_KIND = (
    FACTS,
    CORRUPTION,
    TO_BODY,
    replace(
        FACTS, kind=LetterKind.RECEIPT, channel=Channel.CORRUPTION, matter=Kind.TIP, text="",
        new_date=None,
    ),
    replace(  # its first line ends at the month of the day of receipt
        FACTS, kind=LetterKind.FORWARDING, outcome=Outcome.FORWARDED, new_date=None,
        received_on=date(2026, 11, 25), head={**FACTS.head, "agency": "เทศบาลตำบลตัวอย่างสาธิต"},
        body="ที่ว่าการอำเภอตัวอย่าง",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[LetterKind, Path]:
    """A printed letter of each kind."""
    folder = tmp_path_factory.mktemp("letters")
    sheets = {}
    for facts in EVERY_KIND:
        sheets[facts.kind] = folder / f"{facts.kind}.pdf"
        sheets[facts.kind].write_bytes(print_letter(page(facts)))
    return sheets


@pytest.fixture(scope="module")
def sheets(printed: dict[LetterKind, Path]) -> dict[Channel, Path]:
    """A printed letter of each channel."""
    return {facts.channel: printed[facts.kind] for facts in (FACTS, CORRUPTION)}


def text_by(path: Path, *manner: str) -> str:
    """Return what poppler reads on the sheets, in one of its manners."""
    return subprocess.run(
        [PDFTOTEXT, *manner, str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def raw_text(path: Path) -> str:
    """Return what a screen reader finds on the sheets, in the order in which it was written."""
    return text_by(path, "-raw")


def pdfium_text(path: Path) -> str:
    """Return what the reader inside of a browser finds on the sheets."""
    with pypdfium2.PdfDocument(path) as document:
        return "".join(sheet.get_textpage().get_text_range() for sheet in document)


READERS: dict[str, Callable[[Path], str]] = {
    "poppler, in order of writing": raw_text,
    "poppler, in order of places": text_by,
    "poppler, as laid out": lambda path: text_by(path, "-layout"),
    "pdfium": pdfium_text,
}


def searched(text: str) -> str:
    """Return a text as it is compared: without breaks, in the form of a search."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def picture_of(path: Path, folder: Path) -> Image.Image:
    """Return the first sheet as pixels, four to the millimetre at most."""
    subprocess.run(
        [PDFTOPPM, "-r", "72", "-f", "1", "-l", "1", "-png", "-singlefile", str(path),
         str(folder / "sheet")],
        check=True,
    )  # fmt: skip
    return Image.open(folder / "sheet.png").convert("RGB")


def red_in(picture: Image.Image, first: float, last: float) -> int:
    """Count the red pixels between two heights, given as shares of the sheet."""
    width, height = picture.size
    part = picture.crop((0, round(height * first), width, round(height * last)))
    colours = part.getcolors(maxcolors=1 << 20) or []
    return sum(count for count, colour in colours if _is_red(colour))


def _is_red(colour: object) -> bool:
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return bool(red > 130 and green < 90 and blue < 90)


WORDS = (
    "ที่ ตย ๕๒๐๐๑/๑๒๓", "๒๖ พฤศจิกายน ๒๕๖๙", "เรื่อง แจ้งระยะเวลาและเหตุที่ยังดำเนินการไม่แล้วเสร็จ",
    "เรียน ผู้ร้องทุกข์/ร้องเรียน", "ซึ่งครบกำหนดในวันที่ ๑ ธันวาคม ๒๕๖๙ นั้น", "G-2570-00012",
    "น้ำที่ท่วมขัง", "พ.ศ. ๒๕๖๐", "https://example.org/2569", "ภายในวันที่ ๒๐ ธันวาคม ๒๕๖๙",
    "จึงเรียนมาเพื่อโปรดทราบ", "ขอแสดงความนับถือ", "(นายสมมุติ ตั้งมั่น)", "โทร. ๐ ๒๐๐๐ ๐๐๐๐",
)  # fmt: skip


def test_a_printed_letter_can_be_searched_and_spoken(sheets: dict[Channel, Path]) -> None:
    said = searched(raw_text(sheets[Channel.GRIEVANCE]))

    assert [words for words in WORDS if searched(words) not in said] == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("facts", EVERY_KIND, ids=lambda facts: facts.kind.value)
def test_every_reader_finds_every_word_of_every_letter(
    printed: dict[LetterKind, Path], facts: LetterFacts, reader: str
) -> None:
    letter = write_letter(facts)
    words = [one for one in astuple(letter) if isinstance(one, str)] + [*letter.paragraphs]
    said = searched(READERS[reader](printed[facts.kind]))

    assert len(words) > 10
    assert [one for one in words if not all(searched(line) in said for line in one.splitlines())
            ] == []  # fmt: skip


def test_a_letter_about_corruption_is_marked_secret_at_head_and_foot(
    sheets: dict[Channel, Path], tmp_path: Path
) -> None:
    secret = picture_of(sheets[Channel.CORRUPTION], tmp_path)
    plain = picture_of(sheets[Channel.GRIEVANCE], tmp_path)

    assert red_in(secret, 0, 0.1) > 20
    assert red_in(secret, 0.9, 1) > 20
    assert red_in(secret, 0.1, 0.9) == red_in(plain, 0, 1) == 0
    assert "ลับที่ตย" in searched(raw_text(sheets[Channel.CORRUPTION]))


def test_pages_are_counted_in_thai_digits(printed: dict[LetterKind, Path]) -> None:
    for path in printed.values():
        said = raw_text(path)
        assert "๑ / ๑" in said
        assert "1 / 1" not in said


def test_the_margins_are_those_of_a_letter_of_the_state(
    sheets: dict[Channel, Path], tmp_path: Path
) -> None:
    picture = picture_of(sheets[Channel.GRIEVANCE], tmp_path).convert("L")
    ink = picture.point(lambda value: 255 if value < 128 else 0).getbbox()

    assert ink is not None
    per_mm = picture.width / 210
    assert ink[0] / per_mm == pytest.approx(30, abs=1.5)
    assert (picture.width - ink[2]) / per_mm >= 19


def test_no_line_is_torn_inside_a_word_or_a_date(printed: dict[LetterKind, Path]) -> None:
    said = {kind: raw_text(sheet) for kind, sheet in printed.items()}
    begins = {line[:1] for text in said.values() for line in text.splitlines() if line}
    due, received = (
        unicodedata.normalize("NFKC", thai_day(day))
        for day in (date(2026, 12, 1), date(2026, 11, 25))
    )

    assert not begins & set("ะาำิีึืุูๅ็่้๊๋์ฯๆ"), "a line begins with what ends a syllable"
    assert due in unicodedata.normalize("NFKC", said[LetterKind.PERIOD])
    assert unicodedata.normalize("NFKC", said[LetterKind.FORWARDING]).count(received) == 1


def test_a_letter_to_a_body_says_whose_matter_it_is_and_guards_the_reporter(
    printed: dict[LetterKind, Path], tmp_path: Path
) -> None:
    sheet = printed[LetterKind.TO_BODY]
    said, picture = searched(raw_text(sheet)), picture_of(sheet, tmp_path)

    wanted = (
        "เรียน สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง", "เรื่อง ขอส่งเรื่องเพื่อพิจารณาดำเนินการตามอำนาจหน้าที่",
        "สิ่งที่ส่งมาด้วย เอกสารส่งต่อเรื่อง เลขที่รับเรื่อง C-7K2M-Q9XA-41 จำนวน ๑ ชุด",
        "ได้รับเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ เมื่อวันที่ ๑๖ พฤศจิกายน ๒๕๖๙",
        "แต่อยู่ในอำนาจหน้าที่ของสำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง", "พ.ศ. ๒๕๔๔",
        "ได้แจ้งการส่งต่อเรื่องให้ผู้ยื่นเรื่องทราบแล้ว", "มิให้เปิดเผยข้อมูลใดที่อาจทำให้ทราบว่าผู้ใดเป็นผู้ยื่นเรื่อง",
        "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป", "(นายสมมุติ ตั้งมั่น)",
    )  # fmt: skip
    assert [words for words in wanted if searched(words) not in said] == []
    assert "รหัสติดตาม" not in said, "the way of the reporter is no way of the body"
    assert red_in(picture, 0, 0.1) > 20
    assert red_in(picture, 0.9, 1) > 20


def test_a_letter_about_a_grievance_goes_to_a_body_without_a_mark_of_secrecy() -> None:
    facts = replace(TO_BODY, channel=Channel.GRIEVANCE, matter=Kind.GRIEVANCE, has_reporter=False)
    letter = write_letter(facts)

    assert not letter.is_secret
    assert not [one for one in letter.paragraphs if "ลับ" in one or "ทราบแล้ว" in one]
    assert any("เรื่องร้องทุกข์/ร้องเรียน" in one for one in letter.paragraphs)


def test_a_reporter_reads_to_whom_the_matter_was_forwarded() -> None:
    facts = replace(CORRUPTION, outcome=Outcome.FORWARDED, body="ที่ว่าการอำเภอตัวอย่าง")

    assert any("ส่งต่อให้ที่ว่าการอำเภอตัวอย่างดำเนินการ" in one for one in write_letter(facts).paragraphs)


def test_the_same_letter_gives_the_same_bytes(sheets: dict[Channel, Path]) -> None:
    assert print_letter(page(FACTS)) == sheets[Channel.GRIEVANCE].read_bytes()


def test_digits_are_thai_but_what_must_be_typed_stays() -> None:
    assert in_thai_digits("ภายใน 15 วัน ที่ a2@b3.th หรือ 02") == "ภายใน ๑๕ วัน ที่ a2@b3.th หรือ ๐๒"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_sentence(outcome: Outcome) -> None:
    letter = write_letter(replace(CORRUPTION, outcome=outcome))

    assert len([one for one in letter.paragraphs if "รายละเอียดดังนี้" in one]) == 1


@pytest.mark.parametrize("delay", list(DelayReason))
def test_the_kind_of_reason_and_who_approved_stand_in_the_letter(delay: DelayReason) -> None:
    facts = replace(FACTS, delay=delay, approved_by="ปลัดเทศบาล")
    said = write_letter(facts).paragraphs
    without = write_letter(FACTS).paragraphs

    (kind,) = set(said) - set(without) - {said[-3]}
    assert said.index(kind) + 1 == said.index(in_thai_digits(TYPED)), "in front of the own words"
    assert said[-3] == f"{without[-3]} โดยปลัดเทศบาล เป็นผู้อนุมัติกำหนดใหม่นี้"


def test_the_law_and_the_other_case_are_named_where_they_are_known() -> None:
    by_law = replace(FACTS, kind=LetterKind.RESULT, outcome=Outcome.OTHER_LAW, law="พ.ร.บ. ตัวอย่าง")
    same = replace(by_law, outcome=Outcome.DUPLICATE, duplicate_of="G2570-00004-27")

    assert any(
        "เป็นการเฉพาะแล้ว ตามพ.ร.บ. ตัวอย่าง รายละเอียด" in one
        for one in write_letter(by_law).paragraphs
    )
    assert any(
        "ไว้ก่อนแล้ว เลขที่รับเรื่อง G2570-00004-27 " in one for one in write_letter(same).paragraphs
    )


def test_a_receipt_tells_number_day_and_due_day_and_needs_no_hand() -> None:
    letter = write_letter(replace(FACTS, kind=LetterKind.RECEIPT, text=""))
    said = "\n".join(letter.paragraphs).replace("\N{NO-BREAK SPACE}", " ")

    assert "๑๖ พฤศจิกายน ๒๕๖๙" in said
    assert "ภายใน ๑๕ วัน" in said
    assert "๑ ธันวาคม ๒๕๖๙" in said
    assert not letter.needs_signature


def test_what_was_typed_cannot_become_markup_or_ask_for_anything() -> None:
    hostile = '<img src="http://127.0.0.1:9/x"><style>@page{size:A0}</style>'
    body = page(replace(FACTS, text=hostile))

    assert "<img" not in body.split("<body>")[1]
    assert print_letter(body).startswith(b"%PDF")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd"])
def test_a_page_that_asks_for_something_foreign_is_not_printed(address: str) -> None:
    with pytest.raises(NotPrinted):
        print_letter(f"<!doctype html><title>x</title><img src='{address}'>")


def test_a_child_that_takes_too_much_is_ended_and_the_next_letter_is_printed() -> None:
    with pytest.raises(NotPrinted):
        print_letter(page(FACTS), memory=150_000_000)

    assert print_letter(page(FACTS)).startswith(b"%PDF")


def test_a_page_of_thai_without_a_blank_costs_no_more_than_one_with_blanks() -> None:
    began = time.monotonic()
    written = in_thai_digits("ข้อ1" * 5000)

    assert written == "ข้อ๑" * 5000
    assert time.monotonic() - began < 1, "the time must not grow with the square of the length"
