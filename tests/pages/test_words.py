"""Words and days: every code has its sentence, every day its Thai and English form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import pytest

from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy, ReporterKind, Role
from complaints.domain.deadlines import Urgency, explain_due
from complaints.domain.errors import Code
from complaints.domain.protection import Risk
from complaints.domain.states import Outcome, State, Step
from complaints.web.dates import english_date, format_day, size_words, thai_date, weekday
from complaints.web.whole_words import whole_words
from complaints.web.wording import due_sentences, local_name, words
from tests.pages.inspecting import Site

DAY = date(2026, 11, 21)
ENUMS = (
    Channel, Code, Kind, Origin, Outcome, ReceivedBy, ReporterKind, Risk, Role, State, Step, Urgency
)  # fmt: skip


@pytest.fixture
def in_english(site: Site) -> Iterator[None]:
    """A request of somebody who reads English."""
    with site.app.test_request_context("/?lang=en"):
        yield


@pytest.mark.parametrize("enum", ENUMS)
@pytest.mark.usefixtures("in_english")
def test_every_code_has_words(enum: type[StrEnum]) -> None:
    assert all(words(code).strip() for code in enum)


def test_a_day_is_written_out_in_the_buddhist_era() -> None:
    assert thai_date(DAY) == "21 พฤศจิกายน 2569"
    assert thai_date(DAY, "short") == "21 พ.ย. 2569"


def test_a_day_is_written_out_in_english() -> None:
    assert english_date(DAY) == "21 November 2026"
    assert english_date(DAY, "short") == "21 Nov 2026"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_own_name(month: int) -> None:
    others = {thai_date(date(2026, other, 1)) for other in range(1, 13) if other != month}

    assert thai_date(date(2026, month, 1)) not in others


@pytest.mark.usefixtures("in_english")
def test_days_follow_the_language_of_the_page() -> None:
    assert format_day(DAY) == "21 November 2026"
    assert weekday(DAY) == "Saturday"


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "1 kB"), (1500, "2 kB"), (25_000_000, "25 MB"), (1_500_000, "1.5 MB")],
)
def test_sizes_are_round(size: int, shown: str) -> None:
    assert size_words(size) == shown


@pytest.mark.usefixtures("in_english")
def test_a_due_day_on_a_working_day_needs_two_sentences() -> None:
    told = due_sentences(explain_due(date(2026, 11, 16), {}))

    assert told == [
        "Received on 16 November 2026; that day counts as day 0.",
        "Day 15 is 1 December 2026.",
    ]


@pytest.mark.usefixtures("in_english")
def test_a_due_day_on_a_holiday_says_until_when_the_office_should_be_done() -> None:
    told = due_sentences(explain_due(date(2026, 12, 17), {date(2027, 1, 1): "วันขึ้นปีใหม่"}))

    assert "a public holiday" in told[2]
    assert "by 31 December 2026" in told[3]


@pytest.mark.usefixtures("in_english")
def test_names_fall_back_to_thai() -> None:
    assert local_name({"th": "กองช่าง", "en": ""}) == "กองช่าง"
    assert local_name({"th": "กองช่าง", "en": "Public Works"}) == "Public Works"


def test_a_heading_parts_no_compound_no_year_and_no_day() -> None:
    text = "เรื่องราวร้องทุกข์/ร้องเรียน พ.ศ. 2569 (1 ตุลาคม 2568)"
    pieces = list(whole_words(text))

    assert [piece for piece, is_whole in pieces if is_whole] == [
        "เรื่องราว", "ร้องทุกข์", "ร้องเรียน", "พ.ศ. 2569", "1 ตุลาคม 2568",
    ]  # fmt: skip
    assert "".join(piece for piece, _ in pieces) == text


def test_an_option_of_a_program_and_an_english_day_stay_whole() -> None:
    text = "Since 1 October 2025 add: --key and the key."

    assert [piece for piece, is_whole in whole_words(text, days_only=True) if is_whole] == [
        "1 October 2025", "--key",
    ]  # fmt: skip


def test_a_cell_of_a_table_keeps_days_whole_and_words_together() -> None:
    text = "ดำเนินการแล้วเสร็จ 1 ตุลาคม 2568"

    assert list(whole_words(text, days_only=True)) == [
        ("ดำเนินการแล้วเสร็จ ", False),
        ("1 ตุลาคม 2568", True),
    ]
