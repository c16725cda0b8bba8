from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.evidence.names import NAME_CHARACTERS, display_name, suffix_of


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param("สัญญาจ้างน้ำท่วม.pdf", "สัญญาจ้างน้ำท่วม.pdf", id="Thai stays"),
        pytest.param("ภาพ ที่ 1.jpg", "ภาพ ที่ 1.jpg", id="spaces stay"),
        pytest.param("../../etc/passwd", "passwd", id="folders go"),
        pytest.param("C:\\Users\\somebody\\a.pdf", "a.pdf", id="Windows folders go"),
        pytest.param("a\u202efdp.exe", "afdp.exe", id="turning of direction goes"),
        pytest.param("a\x00b\r\nc.pdf", "abc.pdf", id="control characters go"),
        pytest.param("\ud800a.pdf", "a.pdf", id="lone surrogates go"),
        pytest.param('a"b:c?.pdf', "a_b_c_.pdf", id="what cannot be saved on some systems"),
        pytest.param("CON.txt", "_CON.txt", id="a reserved name"),
        pytest.param("..", "file", id="nothing left"),
        pytest.param(None, "file", id="no name"),
        pytest.param("  .hidden. ", "hidden", id="dots and spaces at the ends go"),
    ],
)
def test_a_name_is_made_fit_to_show(sent: str | None, shown: str) -> None:
    assert display_name(sent) == shown


def test_the_suffix_follows_the_content() -> None:
    assert display_name("IMG_1.HEIC", (".jpg", ".jpeg")) == "IMG_1.jpg"
    assert display_name("IMG_1.JPEG", (".jpg", ".jpeg")) == "IMG_1.jpeg"
    assert display_name("1000012345", (".png",)) == "1000012345.png"


def test_a_long_name_is_cut_between_letters_and_keeps_its_suffix() -> None:
    shown = display_name("ก" * (NAME_CHARACTERS - 5) + "ที่นี่" * 9 + ".docx", (".docx",))

    assert len(shown) <= NAME_CHARACTERS
    assert shown.endswith(".docx")
    assert not shown.removesuffix(".docx").endswith("ท"), "a letter lost its vowel"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_name_leads_anywhere_or_hides_anything(sent: str) -> None:
    shown = display_name(sent, (".pdf",))

    assert 0 < len(shown) <= NAME_CHARACTERS
    assert shown.endswith(".pdf")
    assert not set(shown) & set('/\\:*?"<>|\x00')
    assert not shown.startswith((".", " "))
    assert all(unicodedata.category(c)[0] != "C" for c in shown)
    assert display_name(shown, (".pdf",)) == shown


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.JPG", ".jpg"),
        ("a.exe.pdf", ".pdf"),
        ("evil.exe .", ".exe"),
        ("รายงาน.ที่ดิน", ""),
        ("report v1.2", ""),
        ("film.3gp", ".3gp"),
        ("", ""),
    ],
)
def test_a_suffix_is_found(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_a_name_under_a_tower_of_marks_costs_nothing() -> None:
    began = time.monotonic()

    shown = display_name("a" + "\u0301" * 20_000 + "\u0327" * 20_000 + ".pdf", (".pdf",))

    assert shown.endswith(".pdf")
    assert time.monotonic() - began < 1
