"""The administrator's pages: accounts and settings, and no case."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.domain.channel import Channel
from tests.desk_pages.conftest import Answer, Desks

APPOINTMENT = {
    "full_name": "นายมานะ อดทน",
    "position": "นิติกร",
    "name": "mana",
    "role": "officer",
    "channel": "corruption",
    "appointed_on": "2026-11-01",
}
PAGES = [
    "/admin/accounts",
    "/admin/accounts/new",
    "/admin/agency",
    "/admin/units",
    "/admin/subjects/grievance",
    "/admin/subjects/corruption",
    "/admin/holidays",
    "/admin/main-site",
]


def saved_agency(desks: Desks, **changes: Any) -> Answer:
    """Send the form of the agency as it stands, with some changes."""
    browser = desks.at("itthi")
    page = browser.look("/admin/agency")
    fields = {
        str(control["name"]): page.value(str(control["name"]))
        for control in page.soup.select("main input:not([type=checkbox]), main textarea")
    }
    fields |= {
        str(choice["name"]): page.value(str(choice["name"]))
        for choice in page.soup.select("main select")
    }
    return browser.post("/admin/agency", **{**fields, "keeps_traffic_log": "y", **changes})


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_for_the_administrator_and_for_nobody_else(
    desks: Desks, address: str
) -> None:
    assert desks.at("itthi").look(address).status == 200
    for key in ("anan", "ekachai", "hathai", "jinda", "kasem", "ladda"):
        assert desks.at(key).look(address).status == 404
    assert desks.nobody().look(address).leads_to == "/desk/sign-in"


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_lie_in_no_cache(desks: Desks, address: str) -> None:
    assert desks.at("itthi").look(address).response.headers["Cache-Control"] == "no-store"


def test_the_administrator_sees_no_desk(desks: Desks) -> None:
    receipt = desks.office.file_corruption()
    browser = desks.at("itthi")

    for channel in Channel:
        for page in ("cases", f"cases/{receipt.number}", "new", "roster"):
            assert browser.look(f"/desk/{channel.value}/{page}").status == 404


def test_the_link_is_shown_once_and_stands_on_no_later_page(desks: Desks) -> None:
    browser = desks.at("itthi")

    page = browser.send("/admin/accounts/new", **APPOINTMENT)

    link = page.one("#enrolment-link").get_text(strip=True)
    token = link.rsplit("/", 1)[-1]
    assert token not in browser.look("/admin/accounts").response.get_data(as_text=True)
    assert "นายมานะ อดทน" in browser.look("/admin/accounts").words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name": "anan"}, "name", id="a name that is taken"),
        pytest.param({"name": "มานะ"}, "name", id="a name in Thai letters"),
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"full_name": ""}, "full_name", id="nobody"),
        pytest.param({"role": ""}, "role", id="no role"),
        pytest.param({"role": "king"}, "role", id="unknown role"),
        pytest.param({"channel": ""}, "channel", id="an officer of no desk"),
        pytest.param({"appointed_on": "yesterday"}, "appointed_on", id="no day"),
        pytest.param({"ends_on": "2026-02-30"}, "ends_on", id="no such end"),
        pytest.param({"unit": "elsewhere"}, "unit", id="unknown unit"),
    ],
)
def test_a_refused_appointment_names_the_field_and_makes_no_account(
    desks: Desks, changes: dict[str, str], field: str
) -> None:
    before = len(desks.office.rows("officers"))

    page = desks.at("itthi").send("/admin/accounts/new", **{**APPOINTMENT, **changes})

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{field}']"), page.words
    assert page.value("position") == "นิติกร"
    assert len(desks.office.rows("officers")) == before


def test_a_closed_account_signs_in_no_more_and_its_removal_waits_for_signatures(
    desks: Desks,
) -> None:
    officer = desks.at("chai")

    desks.at("itthi").send(f"/admin/accounts/{desks.office.id_of('chai')}/close")

    assert officer.look("/desk/corruption/cases").leads_to == "/desk/sign-in"
    roster = desks.at("anan").look("/desk/corruption/roster")
    assert "นายชัย มั่นคง" in roster.one(".desk-panel:has([id^=waiting-])").get_text()


@pytest.mark.parametrize("way", ["link", "close"])
def test_an_account_that_is_not_there_is_not_found(desks: Desks, way: str) -> None:
    browser = desks.at("itthi")
    address = f"/admin/accounts/{'0' * 32}/{way}"

    assert browser.look(address).status == 404
    assert browser.post(address, csrf_token=browser.token()).status == 404


def test_the_agency_is_changed_and_a_promise_that_was_made_keeps_its_day(desks: Desks) -> None:
    before = desks.office.file_grievance()

    answer = saved_agency(desks, phone="042 000 000", grievance_days="10")

    desks.office.office.cache.agency = None
    page = desks.at("itthi").look("/admin/agency")
    after = desks.office.file_grievance()
    assert answer.status == 303
    assert page.value("phone") == "042 000 000"
    assert desks.office.case(before).due_on.isoformat() == "2026-12-01"  # type: ignore[union-attr]
    assert desks.office.case(after).due_on.isoformat() == "2026-11-26"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name_th": ""}, "name_th", id="no name"),
        pytest.param({"grievance_days": "0"}, "grievance_days", id="no days"),
        pytest.param({"grievance_days": "soon"}, "grievance_days", id="days that are no number"),
        pytest.param({"grievance_days": ""}, "grievance_days", id="days left empty"),
        pytest.param({"corruption_keep_years": "0"}, "corruption_keep_years", id="kept no time"),
        pytest.param({"grievance_keep_years": "51"}, "grievance_keep_years", id="kept for ever"),
        pytest.param({"corruption_unit": "elsewhere"}, "corruption_unit", id="unknown unit"),
    ],
)
def test_a_refused_change_of_the_agency_changes_nothing(
    desks: Desks, changes: dict[str, str], field: str
) -> None:
    (before,) = desks.office.rows("agency")

    page = saved_agency(desks, phone="042 999 999", **changes)

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{field}']"), page.words
    assert page.value("phone") == "042 999 999"
    assert desks.office.rows("agency") == [before]


@pytest.mark.parametrize("address", ["/admin/units", "/admin/subjects/grievance"])
def test_a_list_is_added_to_renamed_and_retired(desks: Desks, address: str) -> None:
    browser = desks.at("itthi")
    code = {"code": "new_one"} if "subjects" in address else {}

    browser.send(address, name_th="ใหม่เอี่ยม", name_en="Brand new", **code)
    entry = browser.look(address).soup.select(".desk-names__entry")[-1]
    rename, retire = (str(form["action"]) for form in entry.select("form"))
    browser.post(rename, csrf_token=browser.token(), name_th="เปลี่ยนแล้ว", name_en="Changed")
    renamed = browser.look(address).soup.select(".desk-names__entry")[-1].get_text()
    browser.post(retire, csrf_token=browser.token())

    assert "ใหม่เอี่ยม" in entry.get_text()
    assert "เปลี่ยนแล้ว" in renamed
    assert "เปลี่ยนแล้ว" not in browser.look(address).words


def test_a_rename_without_a_name_is_refused_beside_its_entry(desks: Desks) -> None:
    browser = desks.at("itthi")
    entry = browser.look("/admin/units").soup.select(".desk-names__entry")[0]
    rename = str(entry.select("form")[0]["action"])

    page = browser.post(rename, csrf_token=browser.token(), name_th="", name_en="X")

    assert page.status == 422
    assert page.soup.select(".desk-names__entry details[open] input[value=X]")


@pytest.mark.parametrize(
    "code",
    ["Has Capitals", "infrastructure", "", "ภาษาไทย"],
    ids=["capitals", "taken", "none", "Thai"],
)
def test_a_subject_code_that_cannot_be_is_refused(desks: Desks, code: str) -> None:
    page = desks.at("itthi").send(
        "/admin/subjects/grievance", name_th="ใหม่", name_en="New", code=code
    )

    assert page.status == 422
    assert page.soup.select_one("#error-summary a[href='#code']")


def test_a_holiday_is_added_with_its_source_and_taken_away(desks: Desks) -> None:
    browser = desks.at("itthi")
    day = {"day": "2027-04-13", "name_th": "วันสงกรานต์", "name_en": "Songkran"}

    browser.send("/admin/holidays", **day, source="มติคณะรัฐมนตรี 1 ธ.ค. 2569")
    page = browser.look("/admin/holidays?year=2027")
    removal = page.soup.select("form[action$='2027-04-13/remove']")
    browser.post("/admin/holidays/2027-04-13/remove", csrf_token=browser.token())

    assert "วันสงกรานต์" in page.words
    assert "มติคณะรัฐมนตรี 1 ธ.ค. 2569" in page.words
    assert removal
    assert "วันสงกรานต์" not in browser.look("/admin/holidays?year=2027").words


@pytest.mark.parametrize("day", ["2027-04-13", "no-day", "2027-02-30"])
def test_a_holiday_that_is_not_there_cannot_be_taken_away(desks: Desks, day: str) -> None:
    browser = desks.at("itthi")

    answer = browser.post(f"/admin/holidays/{day}/remove", csrf_token=browser.token())

    assert answer.status == 404


@pytest.mark.parametrize("query", ["year=abc", "year=99999999999", "year=-1", "year=๒๕๗๐"])
def test_a_year_that_nobody_offers_is_no_failure(desks: Desks, query: str) -> None:
    assert desks.at("itthi").look(f"/admin/holidays?{query}").status == 200


SEEN = {
    "main_page": "https://example.go.th/o17",
    "checked_on": "2569-10-30",
    "checked_by": "นางสาวตัวอย่าง ใจซื่อ",
}


def test_what_was_seen_on_the_main_site_stands_on_the_evidence_page(desks: Desks) -> None:
    browser = desks.at("itthi")

    assert browser.send("/admin/main-site", **SEEN).leads_to == "/admin/main-site"

    page = desks.nobody().look("/ita/2569/")
    assert page.one(f'a[href="{SEEN["main_page"]}"]')
    assert "30 ตุลาคม 2569" in page.words
    assert SEEN["checked_by"] in page.words

    browser.send("/admin/main-site", **{**SEEN, "main_page": ""})

    assert SEEN["checked_by"] not in desks.nobody().look("/ita/2569/").words


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"main_page": "example.go.th/o17"}, id="no scheme"),
        pytest.param({"main_page": "javascript:alert(1)"}, id="a script"),
        pytest.param(
            {"main_page": "https://example.go.th@example.org/"}, id="another host in disguise"
        ),
        pytest.param({"main_page": "https://[example/"}, id="no address at all"),
        pytest.param({"checked_on": ""}, id="no day"),
        pytest.param({"checked_on": "2099-01-01"}, id="a day to come"),
        pytest.param({"checked_by": " "}, id="nobody"),
    ],
)
def test_what_nobody_could_have_seen_is_refused_and_keeps_what_was_typed(
    desks: Desks, changes: dict[str, str]
) -> None:
    browser = desks.at("itthi")

    page = browser.send("/admin/main-site", **{**SEEN, **changes})

    assert page.status == 422
    assert page.value("main_page") == {**SEEN, **changes}["main_page"]
    assert browser.look("/admin/main-site").value("main_page") == ""
