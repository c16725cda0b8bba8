"""Official letters: what stands on them, their text layer, their looks, and their printer."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image

from complaints.domain.channel import Channel, Kind
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome
from complaints.letters.official import LetterFacts, in_thai_digits, thai_day, write_letter
from complaints.letters.printing import NotPrinted, print_letter
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
    return templates.get_template("letters/official_sheet.html").render(
        letter=write_letter(facts), logo=None
    )


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[Channel, Path]:
    """A printed letter of each channel."""
    folder = tmp_path_factory.mktemp("letters")
    printed = {}
    for facts in (FACTS, CORRUPTION):
        printed[facts.channel] = folder / f"{facts.channel}.pdf"
        printed[facts.channel].write_bytes(print_letter(page(facts)))
    return printed


def raw_text(path: Path) -> str:
    """Return what a screen reader or a search finds on the sheets."""
    return subprocess.run(
        [PDFTOTEXT, "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def searched(text: str) -> str:
    """Return a text as it is compared: without breaks, and each mark in one order.

    Fonts draw ำ under a tone as two marks, of which the tone comes second.
    """
    even = unicodedata.normalize("NFKC", "".join(text.split()))
    return re.sub("\u0e4d([\u0e48-\u0e4b])", "\\1\u0e4d", even)


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


def test_a_letter_about_corruption_is_marked_secret_at_head_and_foot(
    sheets: dict[Channel, Path], tmp_path: Path
) -> None:
    secret = picture_of(sheets[Channel.CORRUPTION], tmp_path)
    plain = picture_of(sheets[Channel.GRIEVANCE], tmp_path)

    assert red_in(secret, 0, 0.1) > 20
    assert red_in(secret, 0.9, 1) > 20
    assert red_in(secret, 0.1, 0.9) == red_in(plain, 0, 1) == 0
    assert "ลับที่ตย" in searched(raw_text(sheets[Channel.CORRUPTION]))


def test_the_margins_are_those_of_a_letter_of_the_state(
    sheets: dict[Channel, Path], tmp_path: Path
) -> None:
    picture = picture_of(sheets[Channel.GRIEVANCE], tmp_path).convert("L")
    ink = picture.point(lambda value: 255 if value < 128 else 0).getbbox()

    assert ink is not None
    per_mm = picture.width / 210
    assert ink[0] / per_mm == pytest.approx(30, abs=1.5)
    assert (picture.width - ink[2]) / per_mm >= 19


def test_no_line_is_torn_inside_a_word_or_a_date(sheets: dict[Channel, Path]) -> None:
    said = raw_text(sheets[Channel.GRIEVANCE])
    begins = {line[:1] for line in said.splitlines() if line}

    assert not begins & set("ะาำิีึืุูๅ็่้๊๋์ฯๆ"), "a line begins with what ends a syllable"
    assert unicodedata.normalize("NFKC", thai_day(date(2026, 12, 1))) in unicodedata.normalize(
        "NFKC", said
    )


def test_a_letter_to_a_body_says_whose_matter_it_is_and_guards_the_reporter(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "to-body.pdf"
    sheet.write_bytes(print_letter(page(TO_BODY)))
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


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert print_letter(page(FACTS)) == print_letter(page(FACTS))


def test_digits_are_thai_but_what_must_be_typed_stays() -> None:
    assert in_thai_digits("ภายใน 15 วัน ที่ a2@b3.th หรือ 02") == "ภายใน ๑๕ วัน ที่ a2@b3.th หรือ ๐๒"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_sentence(outcome: Outcome) -> None:
    letter = write_letter(replace(CORRUPTION, outcome=outcome))

    assert len([one for one in letter.paragraphs if "รายละเอียดดังนี้" in one]) == 1


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
