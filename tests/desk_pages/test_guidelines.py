"""The register of guidelines, and the way to it from a case."""

from __future__ import annotations

import pytest

from complaints.casework.endings import complete
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from tests.desk_pages.conftest import Browser, Desks

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
HANDLER = {C: "anan", G: "ekachai"}
WORDS = "ให้ตรวจรับงานโดยคณะกรรมการอย่างน้อยสามคนทุกครั้ง"


def completed(desks: Desks, channel: Channel) -> str:
    """Return the number of a completed case."""
    number, actor = desks.office.file(channel).number, desks.office.actor(HANDLER[channel])
    with desks.office.writing(channel) as work:
        complete(work, number=number, actor=actor, outcome=Outcome.OTHER_LAW, result="แจ้งแล้ว")
    return number


def put(browser: Browser, case: str, **changes: str) -> str:
    """Put words onto the register, and return where that leads."""
    fields = {"text_th": WORDS, "checked": "y", **changes}
    return browser.send(f"{case}/guideline", **fields).leads_to


def test_a_grievance_leads_to_the_register_and_back(desks: Desks) -> None:
    browser, case = desks.at("ekachai"), f"/desk/grievance/cases/{completed(desks, G)}"
    link = browser.look(case).one("a[href$='/guideline']")

    assert put(browser, str(link["href"]).removesuffix("/guideline")) == case

    register = browser.look("/desk/grievance/guidelines")
    assert WORDS in register.one("main").get_text()
    assert register.one("main a.number")["href"] == case
    page = browser.look(case)
    assert WORDS in page.words
    assert page.one("#on-register")["href"] == "/desk/grievance/guidelines"
    watched = desks.at("jinda").look("/desk/grievance/guidelines")
    assert WORDS in watched.words
    assert not watched.soup.select("main a.number, main a[href$=take-off]")


def test_the_register_is_narrowed_down_and_rid_of_words(desks: Desks) -> None:
    browser = desks.at("ekachai")
    for number in (completed(desks, G), completed(desks, G)):
        case = f"/desk/grievance/cases/{number}"
        subject = browser.look(f"{case}/guideline").soup.select("select[name=subject] option")
        put(browser, case, subject=str(subject[-1]["value"]), unit="")
    put(browser, f"/desk/grievance/cases/{completed(desks, G)}", text_th="ให้ทำบัญชีคุม", unit="")
    page = browser.look("/desk/grievance/guidelines")
    code = str(page.soup.select("select[name=subject] option")[-1]["value"])

    narrow = browser.look(f"/desk/grievance/guidelines?subject={code}&year=2570")
    none = browser.look("/desk/grievance/guidelines?year=2400&subject=x'&unit=%00")
    gone = browser.send(str(page.one("a[href$=take-off]")["href"]))

    assert len(page.soup.select("main a[href$=take-off]")) == 3
    assert len(narrow.soup.select("main a[href$=take-off]")) == 2
    assert (none.status, len(none.soup.select("main a[href$=take-off]"))) == (200, 0)
    assert gone.leads_to == "/desk/grievance/guidelines"
    assert len(desks.office.rows("guidelines")) == 2


def test_a_case_is_counted_with_words_that_stand_already(desks: Desks) -> None:
    browser = desks.at("ekachai")
    put(browser, f"/desk/grievance/cases/{completed(desks, G)}")
    second = f"/desk/grievance/cases/{completed(desks, G)}"
    known = browser.look(f"{second}/guideline").option("known", WORDS)

    assert put(browser, second, known=known, text_th="") == second

    assert [row["case_count"] for row in desks.office.rows("guidelines")] == [2]


def test_protected_words_go_through_two_hands(desks: Desks) -> None:
    number = completed(desks, C)
    case, author, second = f"/desk/corruption/cases/{number}", desks.at("anan"), desks.at("busaba")
    assert not author.look(f"{case}/guideline").soup.select("[name=unit]")
    put(author, case)

    waiting = second.look("/desk/corruption/guidelines").one("#waiting a")
    own = author.send(f"{case}/guideline-look", verdict="confirm")
    again = author.look(f"{case}/guideline")
    shown = second.look(str(waiting["href"]))
    done = second.send(f"{case}/guideline-look", verdict="confirm")

    assert (own.status, again.status) == (409, 409)
    assert WORDS in shown.words
    assert done.leads_to == case
    register = second.look("/desk/corruption/guidelines")
    assert WORDS in register.words
    assert number not in register.words
    assert second.look(f"{case}/guideline-look").status == 409
    assert desks.at("kasem").look("/desk/corruption/guidelines").status == 200


@pytest.mark.parametrize("channel", list(Channel))
def test_what_cannot_be_taken_is_shown_again(desks: Desks, channel: Channel) -> None:
    browser = desks.at(HANDLER[channel])
    case = f"/desk/{channel.value}/cases/{completed(desks, channel)}"
    open_case = f"/desk/{channel.value}/cases/{desks.office.file(channel).number}"

    empty = browser.send(f"{case}/guideline", text_th="", checked="y")
    unread = browser.send(f"{case}/guideline", text_th=WORDS)
    telling = browser.send(f"{case}/guideline", text_th=f"{WORDS} นายชัย มั่นคง", checked="y")
    early = browser.look(f"{open_case}/guideline")
    expired = browser.post(f"{case}/guideline", text_th=WORDS, csrf_token="x")

    for page in (empty, unread, telling):
        assert page.status == 422
        assert page.errors
    assert unread.value("text_th") == WORDS
    assert (early.status, expired.status) == (409, 400)
    assert early.one("#refused a, main a.button")
    assert expired.value("text_th") == WORDS
    assert desks.office.rows("guidelines") == []


def test_the_other_desk_finds_neither_page(desks: Desks) -> None:
    number = completed(desks, C)
    none = desks.at("ekachai").look("/desk/corruption/cases/CX-AAAA-AAAA/guideline")

    for path in (f"cases/{number}/guideline", f"cases/{number}/guideline-look", "guidelines"):
        for key in ("ekachai", "itthi", "hathai"):
            page = desks.at(key).look(f"/desk/corruption/{path}")
            assert page.status == 404
            assert page.heading == none.heading
