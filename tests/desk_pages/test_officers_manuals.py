"""The officers' manuals: made of the settings, kept in versions, readable by all who work here."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.domain.officers_manuals import OfficersManual, Part, changed_parts, empty_parts
from complaints.domain.states import State
from complaints.web.manual_texts import says_now
from complaints.web.wording import words
from tests.desk_pages.conftest import Desks

EVERY = pytest.mark.parametrize("manual", list(OfficersManual))


def change_agency(desks: Desks, **columns: object) -> None:
    """Change settings as the administrator does, on another day."""
    desks.office.clock.pass_days(1)
    for name, value in columns.items():
        desks.office.execute(f"UPDATE agency SET {name} = :value", value=value)  # noqa: S608 - our own names
    desks.office.office.cache.agency = None


@EVERY
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_part_says_something_and_holds_no_gap(
    desks: Desks, manual: OfficersManual, language: str
) -> None:
    page = desks.at("anan").look(f"/desk/manuals/{manual.value}?lang={language}")

    text = page.one("main").get_text(" ")
    assert page.status == 200
    assert len(page.soup.select("main section[aria-labelledby^=part-]")) >= 9
    assert all(section.select("p") for section in page.soup.select("main section[id^=part]"))
    for gap in ("%(", "None", "{", "\u00a0%"):
        assert gap not in text, gap


def test_the_list_leads_everybody_to_all_three(desks: Desks) -> None:
    for key in ("anan", "ekachai", "hathai", "itthi", "jinda", "kasem", "ladda"):
        browser = desks.at(key)
        link = browser.look("/desk/account").one("a[href='/desk/manuals']")
        page = browser.look(str(link["href"]))

        for manual in OfficersManual:
            assert page.one(f"a[href='/desk/manuals/{manual.value}']")
    assert desks.nobody().look("/desk/manuals").leads_to == "/desk/sign-in"


def test_a_setting_that_changes_makes_a_version_and_the_old_one_stays(desks: Desks) -> None:
    browser = desks.at("ekachai")
    before = browser.look("/desk/manuals/intake?lang=en")
    again = browser.look("/desk/manuals/intake?lang=en")
    change_agency(desks, grievance_days=20, objection_days=45)

    browser = desks.at("ekachai")
    after = browser.look("/desk/manuals/intake?lang=en")
    old = browser.look("/desk/manuals/intake/1?lang=en")
    sheet = browser.look("/desk/manuals/intake/1/print?lang=en")

    assert "within 15 calendar days" in before.words
    assert len(again.soup.select("[aria-labelledby=versions] li")) == 1
    assert "within 20 calendar days" in after.words
    assert "within 15 calendar days" in old.words
    assert old.one("#old a")["href"] == "/desk/manuals/intake"
    assert not after.soup.select("#old")
    newest = after.soup.select("[aria-labelledby=versions] li")[0].get_text(" ", strip=True)
    assert "Changed: The time limit; Completing a case, and after" in newest
    assert "17 November 2026" in newest
    assert "within 15 calendar days" in sheet.words
    assert "16 November 2026" in sheet.words


def test_the_steps_are_those_of_the_machine(desks: Desks) -> None:
    page = desks.at("anan").look("/desk/manuals/corruption?lang=th")
    points = page.soup.select("section[aria-labelledby=part-states] li")

    with desks.app.test_request_context("/?lang=th"):
        assert [point.get_text().split(":")[0] for point in points] == [
            words(state) for state in State
        ]


def test_two_keys_and_people_show_at_once(desks: Desks) -> None:
    desks.at("anan").look("/desk/manuals/corruption")
    change_agency(desks, corruption_two_keys=True)
    desks.office.execute(
        "UPDATE officers SET closed_on = :day WHERE name = 'busaba'", day=date(2026, 11, 17)
    )

    browser = desks.at("anan")
    page = browser.look("/desk/manuals/corruption?lang=en")

    assert "a second officer confirms each result" in page.words
    assert "บุษบา" not in page.words
    assert "บุษบา" in browser.look("/desk/manuals/corruption/1").words


def test_a_process_that_remembers_older_settings_keeps_no_version_of_them(desks: Desks) -> None:
    browser = desks.at("ekachai")
    browser.look("/desk/manuals/intake")
    desks.office.execute("UPDATE agency SET follow_up_days = 75")

    page = browser.look("/desk/manuals/intake?lang=en")

    assert desks.office.office.cache.agency is not None, "the process remembers the agency"
    assert "after 75 days" in page.words


def test_there_is_no_other_manual_and_no_version_to_come(desks: Desks) -> None:
    browser = desks.at("anan")

    for path in ("gossip", "intake/0", "intake/99", "intake/2/print", f"intake/{'9' * 40}"):
        assert browser.look(f"/desk/manuals/{path}").status == 404


def test_both_languages_have_the_same_parts_with_words(desks: Desks) -> None:
    with desks.app.test_request_context(), desks.office.reading(Channel.GRIEVANCE) as work:
        for manual in OfficersManual:
            says = says_now(work, manual)
            assert [one.key for one in says["th"]] == [one.key for one in says["en"]]
            assert empty_parts(says) == []
            assert not set(says["th"]) & set(says["en"])
    assert desks.office.rows("officers_manuals") == []


def test_what_changed_names_new_lost_and_other_parts() -> None:
    def told(*parts: tuple[str, str]) -> dict[str, tuple[Part, ...]]:
        return {"th": tuple(Part(key, "หัวข้อ", (text,)) for key, text in parts)}

    before = told(("a", "หนึ่ง"), ("b", "สอง"), ("c", "สาม"))
    now = told(("d", "ใหม่"), ("a", "หนึ่ง"), ("b", "อื่น"))

    assert changed_parts(before, now) == ["d", "b", "c"]
    assert changed_parts(now, now) == []
    assert empty_parts(told(("a", ""))) == ["a"]


def test_two_readers_at_once_make_one_version(desks: Desks) -> None:
    for key in ("anan", "ekachai"):
        desks.at(key).look("/desk/manuals/intake")

    with desks.office.engine.connect() as connection:
        count = connection.scalar(sa.text("SELECT count(*) FROM officers_manuals"))
    assert count == 1
