"""Which typed places are one and the same."""

from __future__ import annotations

import pytest

from complaints.domain.places import place_key

SAME = [
    pytest.param("หน้าตลาดสด หมู่ที่ 3", "ตลาดสด หมู่ ๓", id="digits, and what stands before"),
    pytest.param("ตลาดสด ม.3", "บริเวณ ตลาดสด หมู่ที่ ๓", id="short for หมู่ที่"),
    pytest.param("ซอยวัดเก่า", " ซอย วัด\u200bเก่า. ", id="spaces and marks"),
    pytest.param("Near the Old Market", "old market", id="English words before"),
    pytest.param("ถนนรื่นรมย์", "ถนนรื่นรมย์", id="vowels and tones"),
]
OTHER = [
    pytest.param("ตลาดสด หมู่ 3", "ตลาดสด หมู่ 4", id="another village"),
    pytest.param("ซอยวัดเก่า", "ซอยวัดใหม่", id="another lane"),
    pytest.param("ถนนรื่นรมย์", "ถนนรืนรมย์", id="another tone"),
    pytest.param("Atlas road", "las road", id="a name that begins like a word"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_place_is_known_in_every_spelling(one: str, two: str) -> None:
    assert place_key(one) == place_key(two) != ""


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_another_place_stays_another(one: str, two: str) -> None:
    assert place_key(one) != place_key(two)


@pytest.mark.parametrize("typed", ["", "  ", "หน้า", "\u200b\u200b\u200b\u200b\u200b", "…………"])
def test_what_says_too_little_is_no_place(typed: str) -> None:
    assert place_key(typed) == ""
