"""The page of what comes again."""

from __future__ import annotations

from complaints.domain.channel import Channel
from complaints.records.agency import all_subjects
from tests.desk_pages.conftest import Desks

PAGE = "/desk/grievance/recurrence"
SECRET = "ข้อความที่ผู้ร้องพิมพ์"


def test_the_desk_gets_the_cases_and_oversight_the_figures(desks: Desks) -> None:
    with desks.office.reading(Channel.GRIEVANCE) as work:
        subject = all_subjects(work.session, Channel.GRIEVANCE)[0]
    numbers = [
        desks.office.file_grievance(topic=subject.code, details=SECRET).number for _turn in range(3)
    ]

    worked, watched = desks.at("ekachai").look(PAGE), desks.at("jinda").look(PAGE)

    assert {a.get_text() for a in worked.soup.select("main a.number")} == set(numbers)
    assert subject.name_th in watched.one("main table").get_text()
    for page in (worked, watched):
        assert SECRET not in page.words
    assert not [number for number in numbers if number in watched.words]


def test_a_period_that_is_not_offered_is_the_usual_one(desks: Desks) -> None:
    browser = desks.at("jinda")

    for asked in ("", "?days=7", "?days=x", "?days=" + "9" * 40):
        page = browser.look(PAGE + asked)
        assert (page.status, "90" in page.one("main a[aria-current=page]").get_text()) == (
            200,
            True,
        )


def test_the_protected_channel_has_the_page_for_its_own_desk(desks: Desks) -> None:
    numbers = [
        desks.office.file_corruption(subject="bribery", place="ห้องพัสดุ", details=SECRET).number
        for _turn in range(3)
    ]

    page = desks.at("anan").look("/desk/corruption/recurrence")

    assert {a.get_text() for a in page.soup.select("main a.number")} == set(numbers)
    assert "ห้องพัสดุ" in page.words
    assert SECRET not in page.words
    for key in ("jinda", "kasem", "ekachai", "itthi"):
        assert desks.at(key).look("/desk/corruption/recurrence").status == 404
