"""Memoranda to the executive: the figures of a release or a quarter, in Thai, and no case."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from datetime import date
from typing import Any

import pypdf
import pytest

from complaints.domain.channel import Channel
from complaints.domain.codes import thai_digits
from complaints.domain.errors import NotFound
from complaints.statistics.drafting import draft_on_its_way
from complaints.statistics.figures import COUNTS
from complaints.statistics.learning import NO_GUIDELINES, NONE_CAME_AGAIN
from complaints.statistics.memos import (
    NOT_WRITTEN,
    memo_of_quarter,
    memo_of_release,
    quarters_over,
)
from complaints.statistics.words import Words
from tests.desk_pages.conftest import Answer, Desks
from tests.statistics.offices import PlainPress, release_all_the_way

SECRET = "ข้อความลับที่ผู้ร้องพิมพ์"
YEAR = 2570  # the clock of the tests begins in its first quarter
ROW = {"period_start": "2025-10-01", "period_end": "2026-09-30", "period_type": "year",
       "total": 1234, "completed": 1000, "in_progress": 234}  # fmt: skip
CONTENT: dict[str, Any] = {
    "channel": "grievance", "fiscal_year_be": 2569, "release": 2, "as_of": "2026-10-05",
    "rows": [ROW],
}  # fmt: skip


def words_of(answer: Answer) -> str:
    """Return the words of a PDF."""
    assert answer.response.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.response.data)).pages
    text = " ".join(page.extract_text() for page in pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))


def norm(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def test_a_memorandum_says_what_the_release_says_in_thai_digits() -> None:
    memo = memo_of_release(CONTENT)

    (row,) = memo.rows
    assert (row.total, row.completed, row.in_progress) == ("๑,๒๓๔", "๑,๐๐๐", "๒๓๔")
    assert memo.source == "ฉบับเผยแพร่ที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๙"
    assert memo.none == ()


def test_a_memorandum_of_none_says_none() -> None:
    row = {**ROW, "total": 0, "completed": 0, "in_progress": 0}

    (sentence,) = memo_of_release({**CONTENT, "rows": [row]}).none

    assert sentence.startswith("ไม่มีเรื่องร้องทุกข์/ร้องเรียนในช่วงวันที่ ๑ ตุลาคม ๒๕๖๘")


def test_problems_obstacles_and_remedies_are_those_of_the_release() -> None:
    said = {name: {"th": f"{name} ๑", "en": ""} for name in ("problems", "obstacles", "remedies")}

    written = memo_of_release({**CONTENT, "statement": said}).statements
    silent = memo_of_release(CONTENT).statements

    assert [text for _, text in written] == ["problems ๑", "obstacles ๑", "remedies ๑"]
    assert [text for _, text in silent] == [NOT_WRITTEN] * 3


def test_only_quarters_that_are_over_are_reported() -> None:
    assert quarters_over(date(2026, 1, 1), 2569) == [1]
    assert quarters_over(date(2025, 12, 31), 2569) == []
    assert quarters_over(date(2026, 10, 1), 2569) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("year", "quarter"), [(YEAR, 0), (YEAR, 1), (YEAR, 5), (0, 1), (543, 1), (YEAR + 1, 1)]
)
def test_a_quarter_that_runs_or_does_not_exist_is_not_there(
    desks: Desks, year: int, quarter: int
) -> None:
    with desks.office.reading(Channel.CORRUPTION) as work, pytest.raises(NotFound):
        memo_of_quarter(work.session, Channel.CORRUPTION, year, quarter, work.today())


def test_the_executive_gets_the_quarter_of_corruption_without_any_case(desks: Desks) -> None:
    receipts = [desks.office.file_corruption(details=SECRET) for _ in range(3)]
    desks.office.clock.pass_days(60)

    listed = desks.at("anan").look("/desk/corruption/memos")
    memo = words_of(desks.at("anan").look(f"/desk/corruption/quarters/{YEAR}/1/memo.pdf"))

    assert listed.one(f"a[href='/desk/corruption/quarters/{YEAR}/1/memo.pdf']")
    assert memo.count("ลับ") >= 2  # above and below, on every sheet
    assert norm("บันทึกข้อความ") in memo
    assert norm("นายกเทศมนตรี") in memo
    assert "๓ ๐ ๓" in memo
    assert norm(SECRET) not in memo
    assert not any(thai_digits(receipt.number) in memo for receipt in receipts)
    assert not any(receipt.number in memo for receipt in receipts)


def test_the_executive_reads_the_reports_of_both_desks_himself(desks: Desks) -> None:
    desks.office.file_corruption(details=SECRET)
    desks.office.clock.pass_days(60)
    executive = desks.at("kasem")
    ways = {str(way["href"]) for way in executive.look("/desk/acknowledge").soup.select("nav a")}

    for channel in Channel:
        assert f"/desk/{channel}/memos" in ways
        listed = executive.look(f"/desk/{channel}/memos")
        assert not listed.soup.select(f"a[href='/desk/{channel}/releases']")
        address = f"/desk/{channel}/quarters/{YEAR}/1/memo.pdf"
        assert listed.one(f"a[href='{address}']")
        memo = words_of(executive.look(address))
        assert norm("บันทึกข้อความ") in memo
        # He is who it is brought before, so it never names him as who brings it.
        assert norm("นายเกษม บริหาร") not in memo
        assert norm(SECRET) not in memo


def test_the_executive_sees_every_figure_before_taking_note(desks: Desks) -> None:
    desks.office.file_grievance(details=SECRET)
    desks.office.clock.pass_days(366)
    path = f"/desk/grievance/releases/{YEAR}"
    said = {f"{part}_th": f"{part} ๑" for part in ("problems", "obstacles", "remedies")}
    desks.at("ekachai").send(path, **said)
    with desks.office.reading(Channel.GRIEVANCE) as work:
        found = draft_on_its_way(work, YEAR)
    assert found is not None

    for page in (
        desks.at("ekachai").look(path),
        desks.at("kasem").look(f"{path}/acknowledge"),
    ):
        table = page.one("#all-figures")
        assert len(table.select("thead th")) == 3 + len(COUNTS[Channel.GRIEVANCE])
        assert len(table.select("tbody tr")) == len(found.draft.figures)
        lines = page.soup.select("table[data-breakdown] tbody tr")
        assert len(lines) == len(found.draft.breakdown_lines)
    memo = words_of(desks.at("kasem").look(f"{path}/memo.pdf"))
    assert norm(desks.office.account("ekachai").full_name) in memo


def test_a_memorandum_on_grievances_says_how_the_due_days_were_kept() -> None:
    kept = {"on_time_count": 30, "on_time_of": 40, "on_time_share": 75.0,
            "late_explained": 9, "late_unexplained": 1}  # fmt: skip

    memo = memo_of_release({**CONTENT, "rows": [{**ROW, **kept}]})

    assert memo.promise == (("ปีงบประมาณ พ.ศ. ๒๕๖๙", ("๓๐", "๔๐", "๗๕.๐", "๙", "๑")),)
    assert memo_of_release(CONTENT).promise == ()


def test_a_release_is_brought_before_the_executive_with_its_own_figures(desks: Desks) -> None:
    desks.office.file_grievance(details=SECRET)
    desks.office.clock.pass_days(366)
    actor = desks.office.actor("ekachai")
    assert actor.owned is not None
    release = release_all_the_way(
        desks.office.office, Channel.GRIEVANCE, publisher=actor, signer=actor.owned.signing,
        press=PlainPress(), fiscal_year_be=YEAR, as_of=desks.office.office.today(),
        reason=Words("", ""),
    )  # fmt: skip
    year = json.loads(release.content)["rows"][-1]

    memo = words_of(desks.at("ekachai").look(f"/desk/grievance/releases/{YEAR}/r1/memo.pdf"))

    assert (year["total"], year["in_progress"]) == (1, 1)
    assert "๑ ๐ ๑" in memo
    assert norm(SECRET) not in memo
    # It says who took note and when; nobody is asked for permission of what is done.
    assert norm("อนุญาตให้เผยแพร่") not in memo
    assert norm("นายเกษม บริหาร") in memo
    assert norm("เผยแพร่ต่อสาธารณะแล้วเมื่อวันที่") in memo
    for heading in ("เรื่องที่เกิดซ", "แนวทางป้องกัน", NONE_CAME_AGAIN.th, NO_GUIDELINES.th):
        assert norm(heading) in memo


def test_a_draft_is_brought_before_the_executive_as_one(desks: Desks) -> None:
    desks.office.file_grievance(details=SECRET)
    desks.office.clock.pass_days(366)
    path = f"/desk/grievance/releases/{YEAR}"
    before = desks.at("ekachai").look(f"{path}/memo.pdf")
    said = {f"{part}_th": f"{part} ๑" for part in ("problems", "obstacles", "remedies")}

    kept = desks.at("ekachai").send(path, **said)
    page = desks.at("ekachai").look(path)
    memo = words_of(desks.at("ekachai").look(f"{path}/memo.pdf"))

    assert (before.status, kept.status) == (404, 303)
    assert page.one(f"a[href='{path}/memo.pdf']")
    assert "ร่าง" in memo
    assert norm("ตามร่างฉบับเผยแพร่ที่ ๑") in memo
    assert "problems ๑" in memo
    assert norm(SECRET) not in memo


def test_a_memorandum_says_which_targets_were_met_and_what_came_again() -> None:
    goal = {
        "name_th": "คดีทุจริต", "aim": "fall_from_base", "aim_per_cent": 40, "base_year_be": 2565,
        "fiscal_year_be": 2569, "base": 10, "before": None, "count": 6, "result": "met",
    }  # fmt: skip
    unknown = {**goal, "result": None}
    content = {
        **CONTENT,
        "targets": [goal, unknown],
        "recurrence": [{"name_th": "ถนน", "counts": [6, 1200]}],
        "guidelines": [{"text": {"th": "ตรวจรับสองคน", "en": ""}, "of": None}],
    }

    memo = memo_of_release(content)

    (told,) = memo.goals
    assert (told.name, told.compared, told.count) == ("คดีทุจริต", "๒๕๖๕: ๑๐", "๖")
    assert (told.aim, told.result) == ("ลดลงไม่น้อยกว่าร้อยละ ๔๐ จากปีฐาน", "บรรลุ")
    assert memo.again == ("ถนน (๖, ๑,๒๐๐)",)
    assert memo.guidelines == ("ตรวจรับสองคน",)
    assert not memo.is_draft


@pytest.mark.parametrize(
    "path", ["memos", f"quarters/{YEAR}/1/memo.pdf", f"releases/{YEAR}/memo.pdf"]
)
@pytest.mark.parametrize("key", ["ekachai", "jinda", "itthi"])
def test_who_is_not_of_the_desk_gets_no_memorandum(desks: Desks, key: str, path: str) -> None:
    desks.office.clock.pass_days(60)

    assert desks.at(key).look(f"/desk/corruption/{path}").status == 404
