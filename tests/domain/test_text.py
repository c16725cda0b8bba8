import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.errors import BadInput, Code
from complaints.domain.text import clean_line, clean_text, first_words, required_text


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("ก\x00ข", id="NUL"),
        pytest.param("ก\x07ข", id="bell"),
        pytest.param("ก\x1b[2Jข", id="terminal escape"),
        pytest.param("ก\x7fข", id="delete"),
        pytest.param("ก\x85ข", id="C1 control"),
        pytest.param("ก\ud83dข", id="lone high surrogate"),
        pytest.param("ก\udc00ข", id="lone low surrogate"),
    ],
)
def test_characters_that_no_person_types_are_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_text(typed, "details")

    assert refused.value.code is Code.FIELD_HAS_FORBIDDEN_CHARACTERS
    assert refused.value.field == "details"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("ก\r\nข\rค\nง", "ก\nข\nค\nง", id="every kind of line end becomes one"),
        pytest.param("รับ\u202eเงิน\u202c", "รับเงิน", id="bidi overrides go"),
        pytest.param("ก\u2066ข\u2069\u200f", "กข", id="bidi isolates and marks go"),
        pytest.param("ถนน\u200bพัง", "ถนน\u200bพัง", id="zero-width spaces stay: Thai uses them"),
        pytest.param("e\u0301", "é", id="the text becomes NFC"),
        pytest.param("  ก\t ข \n", "ก\t ข", id="the ends are trimmed, the inside is not"),
        pytest.param("👩‍👩‍👧", "👩‍👩‍👧", id="emoji of several characters stay whole"),
    ],
)
def test_typed_text_is_mended(typed: str, kept: str) -> None:
    assert clean_text(typed, "details") == kept


@given(st.text())
def test_cleaned_text_is_clean_and_stays_so(typed: str) -> None:
    try:
        once = clean_text(typed, "details")
    except BadInput:
        return

    assert clean_text(once, "details") == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t ", id="only spaces"),
        pytest.param("\u200b\u200d\ufeff", id="only invisible characters"),
        pytest.param("\u202e", id="only an override that is taken out"),
        pytest.param("\u0e31", id="only a vowel sign without its letter"),
    ],
)
def test_a_text_with_nothing_to_read_is_empty(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        required_text(typed, "details")

    assert refused.value.code is Code.FIELD_IS_EMPTY


@pytest.mark.parametrize("typed", ["ก", "1", "๑", "!", "?", "🙏"])
def test_a_single_readable_character_is_enough(typed: str) -> None:
    assert required_text(typed, "details") == typed


def test_a_text_may_be_exactly_as_long_as_allowed() -> None:
    assert clean_text("ก" * 10, "place", longest=10) == "ก" * 10
    with pytest.raises(BadInput) as refused:
        clean_text("ก" * 11, "place", longest=10)
    assert refused.value.code is Code.FIELD_IS_TOO_LONG


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("หน้า\nตลาด\t สด", "place") == "หน้า ตลาด สด"


def test_first_words_are_not_cut_inside_a_syllable() -> None:
    text = "ก" * 88 + "ที่นี่"

    cut = first_words(text, 90)

    assert cut.endswith("…")
    assert len(cut) <= 91
    rest = text[len(cut) - 1 :]
    assert unicodedata.category(rest[0]) not in {"Mn", "Mc"}


@given(st.text(min_size=1), st.integers(2, 200))
def test_first_words_are_one_short_line(text: str, longest: int) -> None:
    cut = first_words(text, longest)

    assert "\n" not in cut
    assert len(cut) <= longest + 1


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param("\u0301" * 39_000 + "\u0327" * 39_000, id="one kind behind the other"),
        pytest.param("\u0301\u0327" * 39_000, id="in turn"),
        pytest.param("\u0301\u0327\u200e" * 26_000, id="apart by what is taken out"),
        pytest.param("\u0f73\u0f75" * 39_000, id="two in one sign"),
        pytest.param("\uff9e\uff9f" * 39_000, id="of half width"),
    ],
)
def test_a_letter_under_a_tower_of_marks_is_refused_at_once(marks: str) -> None:
    began = time.monotonic()

    with pytest.raises(BadInput) as refused:
        clean_text(f"ก{marks}", "details")

    assert refused.value.code is Code.FIELD_HAS_FORBIDDEN_CHARACTERS
    assert time.monotonic() - began < 2, "putting them in order would take half a minute"


@pytest.mark.parametrize("text", ["น้ำที่ก๊อก", "ê̄́́ŗ̃ẹ̀", "בְּרֵאשִׁ֖ית", "ཱིུ"])
def test_marks_that_people_write_are_taken(text: str) -> None:
    assert clean_text(text, "details") == unicodedata.normalize("NFC", text)
