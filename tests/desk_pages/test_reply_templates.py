"""Reply templates: changed by those who write by them, filled in from the case."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.domain.reply_templates import PLACEHOLDERS
from tests.desk_pages.conftest import Desks

BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
WORDS = {
    "name_th": "นัดตรวจพื้นที่",
    "name_en": "Visit",
    "text_th": "เรื่อง {number} {agency} จะเข้าตรวจพื้นที่",
    "text_en": "{agency} will visit about {number}",
}


@BOTH
@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_a_template_is_added_changed_inserted_and_offered_no_longer(
    desks: Desks, channel: Channel, who: str
) -> None:
    officer = desks.at(HANDLER[channel])
    editor = officer if who == "officer" else desks.at("itthi")
    page, receipt = f"/desk/{channel.value}/templates", desks.office.file(channel)
    message = f"/desk/{channel.value}/cases/{receipt.number}/message"

    assert editor.send(page, **WORDS).leads_to == page
    change = editor.look(page).soup.select("main .desk-panel a[href*='/templates/']")[-1]
    editor.send(str(change["href"]), **{**WORDS, "text_th": "เรื่อง {number} นัดวันศุกร์"})
    form = officer.look(message)
    template = form.option("template", "นัดตรวจพื้นที่")
    inserted = officer.send(message, template=template, insert="1", message="เรียนท่าน")

    assert inserted.value("message") == f"เรียนท่าน\n\nเรื่อง {receipt.number} นัดวันศุกร์"
    english = officer.look(f"{message}?lang=en")
    again = officer.send(message, template=english.option("template", "Visit"), insert="1")
    assert "will visit about" in again.value("message")
    editor.post(f"{change['href']}/retire", **editor.look(page).hidden(f"{change['href']}/retire"))
    assert "นัดตรวจพื้นที่" not in officer.look(f"{message}?lang=th").words


def test_every_placeholder_is_named_and_filled_in(desks: Desks) -> None:
    browser, page = desks.at("ekachai"), "/desk/grievance/templates"
    every = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    browser.send(page, **{**WORDS, "text_th": every, "text_en": every})
    message = f"/desk/grievance/cases/{desks.office.file_grievance().number}/message"
    template = browser.look(message).option("template", WORDS["name_th"])

    filled = browser.send(message, template=template, insert="1").value("message")

    assert {code.get_text().strip("{}") for code in browser.look(page).soup.select("code")} == set(
        PLACEHOLDERS
    )
    assert "{" not in filled
    assert len(filled.split()) >= len(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param("เรื่อง {nummer}", "text_th", id="a name that is none"),
        pytest.param("{number", "text_en", id="a brace that does not close"),
        pytest.param("{{number}}", "text_th", id="braces around braces"),
        pytest.param(" ", "text_en", id="nothing"),
        pytest.param("ก" * 5001, "text_th", id="too much"),
    ],
)
def test_a_template_that_would_go_wrong_is_refused(desks: Desks, typed: str, field: str) -> None:
    browser = desks.at("itthi")
    before = desks.office.rows("reply_templates")

    answer = browser.send("/desk/corruption/templates", **{**WORDS, field: typed})

    assert (answer.status, bool(answer.errors)) == (422, True)
    assert answer.value("name_th") == WORDS["name_th"]
    assert desks.office.rows("reply_templates") == before


def test_nobody_else_changes_them(desks: Desks) -> None:
    for key, channel in [("ekachai", "corruption"), ("anan", "grievance"), ("jinda", "grievance"),
                         ("kasem", "grievance"), ("ladda", "corruption")]:  # fmt: skip
        assert desks.at(key).look(f"/desk/{channel}/templates").status == 404
