"""Every step of a case through its page: good input, bad input, the wrong moment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from complaints.domain.channel import Channel
from complaints.intake.registration import Receipt
from complaints.tracking.following import look
from complaints.work.telling import Told
from tests.desk_pages.conftest import Browser, Desks

G, C = Channel.GRIEVANCE, Channel.CORRUPTION


def at(receipt: Receipt, step: str = "") -> str:
    base = f"/desk/{receipt.channel.value}/cases/{receipt.number}"
    return f"{base}/{step}" if step else base


def officer_of(desks: Desks, receipt: Receipt) -> Browser:
    return desks.at("anan" if receipt.channel is C else "ekachai")


def accepted(desks: Desks, channel: Channel = G) -> Receipt:
    """File a case and accept it through the page."""
    receipt = desks.office.file(channel)
    answer = officer_of(desks, receipt).send(at(receipt, "accept"), **responsible(desks, receipt))
    assert answer.status == 303, answer.words
    return receipt


def responsible(desks: Desks, receipt: Receipt, step: str = "accept") -> dict[str, str]:
    page = officer_of(desks, receipt).look(at(receipt, step))
    name = "นายอนันต์" if receipt.channel is C else "นายเอกชัย"
    return {"unit": page.option("unit", "สำนักปลัด"), "officer": page.option("officer", name)}


def as_reporter(desks: Desks, receipt: Receipt) -> Told:
    visitor = desks.office.visitor(receipt)
    with desks.office.reading(receipt.channel) as work:
        return look(work, visitor)


def in_days(desks: Desks, days: int) -> date:
    return desks.office.clock.instant.date() + timedelta(days=days)


GOOD: dict[str, dict[str, Any]] = {
    "message": {"message": "เจ้าหน้าที่จะลงพื้นที่พรุ่งนี้"},
    "note": {"note": "รอใบเสนอราคา"},
    "explain": {"reason": "รอผลตรวจน้ำ", "new_date": "2027-01-15"},
    "complete": {"outcome": "resolved", "result": "ซ่อมแล้ว"},
}


@pytest.mark.parametrize("channel", Channel)
def test_accepting_names_unit_and_officer_and_the_reporter_sees_them(
    desks: Desks, channel: Channel
) -> None:
    receipt = accepted(desks, channel)

    told = as_reporter(desks, receipt)

    assert told.state.value == "accepted"
    assert told.unit is not None
    assert told.unit["th"] == "สำนักปลัด"
    assert told.officer is not None


@pytest.mark.parametrize("step", GOOD)
@pytest.mark.parametrize("channel", Channel)
def test_a_step_leads_back_to_the_case_and_says_what_was_done(
    desks: Desks, channel: Channel, step: str
) -> None:
    receipt = accepted(desks, channel)
    browser = officer_of(desks, receipt)

    answer = browser.send(at(receipt, step), **GOOD[step])

    assert (answer.status, answer.leads_to) == (303, at(receipt))
    assert browser.look(at(receipt)).one(".flash-message--success").get_text(strip=True)


def test_assigning_hands_the_case_on(desks: Desks) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")
    page = browser.look(at(receipt, "assign"))

    browser.send(
        at(receipt, "assign"),
        unit=page.option("unit", "กองช่าง"),
        officer=page.option("officer", "นายกมล"),
    )

    assert desks.at("gamon").look(at(receipt)).status == 200
    assert "นายกมล" in str(as_reporter(desks, receipt).officer)


def test_a_message_reaches_the_reporter_and_a_note_does_not(desks: Desks) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")

    browser.send(at(receipt, "message"), at(receipt), message="จะลงพื้นที่พรุ่งนี้")
    browser.send(at(receipt, "note"), at(receipt), note="ผู้รับเหมารายเดิม")

    told = as_reporter(desks, receipt)
    page = browser.look(at(receipt))
    assert [entry.text for entry in told.messages] == ["จะลงพื้นที่พรุ่งนี้"]
    assert not any("ผู้รับเหมารายเดิม" in str(entry.content) for entry in told.timeline)
    assert "ผู้รับเหมารายเดิม" in page.one(".desk-panel--internal").get_text()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("2027-01-15", id="ISO"),
        pytest.param("๒๐๒๗-๐๑-๑๕", id="Thai digits"),
        pytest.param("2570-01-15", id="Buddhist era"),
    ],
)
def test_an_explanation_gives_reason_and_new_day_and_keeps_the_first(
    desks: Desks, typed: str
) -> None:
    receipt = accepted(desks)

    desks.at("ekachai").send(at(receipt, "explain"), reason="รอผลตรวจน้ำ", new_date=typed)

    told = as_reporter(desks, receipt)
    assert told.explanations[0].text == "รอผลตรวจน้ำ"
    assert told.new_due_on == date(2027, 1, 15)
    assert told.due is not None
    assert told.due.due_on == date(2026, 12, 1)


def test_a_preview_shows_the_words_and_tells_the_reporter_nothing(desks: Desks) -> None:
    receipt = accepted(desks)

    page = desks.at("ekachai").send(
        f"{at(receipt, 'explain')}", reason="รอผลตรวจน้ำ", new_date="2027-01-15", preview="1"
    )

    assert page.status == 200
    assert "รอผลตรวจน้ำ" in page.one(".desk-letter").get_text()
    assert page.value("new_date") == "2027-01-15"
    assert as_reporter(desks, receipt).explanations == []


def test_completing_gives_outcome_and_result_and_reopening_takes_it_up_again(desks: Desks) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")

    browser.send(at(receipt, "complete"), outcome="resolved", result="ซ่อมแล้วทั้งหกจุด")
    completed = as_reporter(desks, receipt)
    browser.send(at(receipt, "reopen"), reason="ฝนตกแล้วพังอีก")
    reopened = as_reporter(desks, receipt)

    assert (completed.result, str(completed.outcome)) == ("ซ่อมแล้วทั้งหกจุด", "resolved")
    assert reopened.state.value == "in_progress"


def test_an_officer_who_is_shut_out_finds_no_such_case(desks: Desks) -> None:
    receipt = desks.office.file_corruption()
    browser = desks.at("anan")
    assert desks.at("chai").look(at(receipt)).status == 200
    page = browser.look(at(receipt, "exclude"))

    answer = browser.send(at(receipt, "exclude"), officer=page.option("officer", "นายชัย"))

    assert answer.status == 303
    assert desks.at("chai").look(at(receipt)).status == 404
    assert "นายชัย มั่นคง" in browser.look(at(receipt)).one(".desk-panel--internal").get_text()
    assert "นายชัย มั่นคง" not in browser.look(at(receipt)).one("aside").get_text()


BAD: list[Any] = [
    pytest.param("message", {"message": ""}, "message", id="a message without words"),
    pytest.param("message", {"message": " \u200b "}, "message", id="a message of nothing visible"),
    pytest.param("message", {"message": "ก" * 20_001}, "message", id="a message too long"),
    pytest.param("message", {"message": "a\x00b"}, "message", id="a message with NUL"),
    pytest.param("note", {"note": ""}, "note", id="a note without words"),
    pytest.param("explain", {"reason": "", "new_date": "2027-01-15"}, "reason", id="no reason"),
    pytest.param("explain", {"reason": "รอ", "new_date": ""}, "new_date", id="no new day"),
    pytest.param(
        "explain", {"reason": "รอ", "new_date": "2027-02-30"}, "new_date", id="no such day"
    ),
    pytest.param(
        "explain", {"reason": "รอ", "new_date": "1/15/2027"}, "new_date", id="a month that is none"
    ),
    pytest.param(
        "explain", {"reason": "รอ", "new_date": "2026-12-01"}, "new_date", id="not a later day"
    ),
    pytest.param("complete", {"outcome": "", "result": "แล้ว"}, "outcome", id="no outcome"),
    pytest.param(
        "complete", {"outcome": "forgotten", "result": "แล้ว"}, "outcome", id="unknown outcome"
    ),
    pytest.param("complete", {"outcome": "resolved", "result": " "}, "result", id="no result"),
    pytest.param("assign", {"unit": "", "officer": ""}, "unit", id="nobody is named"),
    pytest.param("assign", {"unit": "x", "officer": "y"}, "officer", id="nobody of that id"),
    pytest.param("exclude", {"officer": "nobody"}, "officer", id="shutting out nobody"),
]


@pytest.mark.parametrize(("step", "typed", "field"), BAD)
def test_bad_input_comes_back_with_a_summary_and_everything_typed(
    desks: Desks, step: str, typed: dict[str, str], field: str
) -> None:
    receipt = accepted(desks)
    before = as_reporter(desks, receipt).timeline

    page = desks.at("ekachai").send(at(receipt, step), **typed)

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{field}']"), page.words
    for name, value in typed.items():
        if page.one(f"main [name={name}]").name != "select" and "\x00" not in value:
            assert page.value(name).strip() == value.strip()
    assert as_reporter(desks, receipt).timeline == before


def test_an_outcome_on_the_merits_needs_acceptance_first(desks: Desks) -> None:
    receipt = desks.office.file_grievance()

    page = desks.at("ekachai").send(
        f"{at(receipt, 'complete')}", outcome="resolved", result="ซ่อมแล้ว"
    )

    assert page.status == 422
    assert page.soup.select_one("#error-summary a[href='#outcome']")
    assert page.value("result") == "ซ่อมแล้ว"
    assert as_reporter(desks, receipt).state.value == "received"


@pytest.mark.parametrize("step", ["accept", "assign", "explain", "complete"])
def test_a_completed_case_refuses_the_step_and_offers_to_reopen(desks: Desks, step: str) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")
    browser.send(at(receipt, "complete"), outcome="resolved", result="ซ่อมแล้ว")

    shown = browser.look(at(receipt, step))
    sent = browser.post(at(receipt, step), csrf_token=browser.token(), **GOOD.get(step, {}))

    for page in (shown, sent):
        assert page.status == 409
        assert page.one("#refused").get_text(strip=True)
        assert page.soup.select_one(f"a[href='{at(receipt, 'reopen')}']")


@pytest.mark.parametrize("step", ["assign", "reopen"])
def test_a_received_case_refuses_the_step_and_offers_to_accept(desks: Desks, step: str) -> None:
    receipt = desks.office.file_grievance()

    page = desks.at("ekachai").look(at(receipt, step))

    assert page.status == 409
    assert page.soup.select_one(f"a[href='{at(receipt, 'accept')}']")


def test_a_post_without_its_token_is_refused(desks: Desks) -> None:
    receipt = accepted(desks)

    answer = desks.at("ekachai").post(at(receipt, "message"), message="สวัสดี")

    assert answer.status == 400
    assert answer.errors
    assert answer.value("message") == "สวัสดี"
    assert as_reporter(desks, receipt).messages == []


STEPS = ["", "accept", "assign", "message", "note", "explain", "complete", "exclude", "reopen"]
STRANGERS = [
    pytest.param("nobody", id="nobody"),
    pytest.param("ekachai", id="an officer of the other desk"),
    pytest.param("chai", id="an officer whom the reporter shut out"),
    pytest.param("itthi", id="the administrator"),
    pytest.param("jinda", id="oversight"),
    pytest.param("ladda", id="the auditor"),
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_to_a_stranger_a_case_is_as_one_that_does_not_exist(desks: Desks, stranger: str) -> None:
    receipt = desks.office.file_corruption(exclude=(desks.office.id_of("chai"),))
    browser = desks.nobody() if stranger == "nobody" else desks.at(stranger)
    token = browser.token()

    for step in [*STEPS, "files/0123", "no-such-step"]:
        real = at(receipt, step)
        invented = real.replace(receipt.number, "C-2345-6789-01")
        for ask in (
            browser.look,
            lambda to: browser.post(to, csrf_token=token, message=""),
            lambda to: browser.post(to, message="without a token"),
        ):
            seen, unseen = ask(real), ask(invented)
            assert (seen.status, seen.leads_to) == (unseen.status, unseen.leads_to), step
            assert plain(seen.response.get_data(as_text=True), receipt.number) == plain(
                unseen.response.get_data(as_text=True), "C-2345-6789-01"
            )
            assert seen.status in ({303, 405} if stranger == "nobody" else {400, 404, 405})


def plain(page: str, number: str) -> str:
    """Return a page without the number that was asked for."""
    return page.replace(number, "NUMBER")
