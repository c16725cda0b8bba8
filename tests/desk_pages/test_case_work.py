"""Case work through its pages: boxes, previews, templates, what changed meanwhile, settings."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.domain.states import State, Step
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
    receipt = desks.office.file(channel)
    browser = officer_of(desks, receipt)
    page = browser.look(at(receipt, "accept"))
    name = "นายอนันต์" if channel is C else "นายเอกชัย"
    answer = browser.send(
        at(receipt, "accept"),
        unit=page.option("unit", "สำนักปลัด"),
        officer=page.option("officer", name),
    )
    assert answer.status == 303, answer.words
    return receipt


def told(desks: Desks, receipt: Receipt) -> Told:
    visitor = desks.office.visitor(receipt)
    with desks.office.reading(receipt.channel) as work:
        return look(work, visitor)


def reporter(desks: Desks, receipt: Receipt) -> Browser:
    browser = desks.nobody()
    browser.send("/track", code=receipt.code)
    return browser


def test_the_boxes_of_the_official_reply_accept_or_end_a_new_matter(desks: Desks) -> None:
    browser = desks.at("ekachai")
    ours, elsewhere, law = (desks.office.file_grievance() for _ in range(3))
    page = browser.look(at(ours, "screen"))

    browser.send(
        at(ours, "screen"),
        box="ours",
        unit=page.option("unit", "สำนักปลัด"),
        officer=page.option("officer", "นายเอกชัย"),
    )
    browser.send(
        at(elsewhere, "screen"),
        box="not_ours",
        body=page.option("body", "ศูนย์ดำรงธรรมอำเภอ"),
        result="ส่งให้อำเภอแล้ว",
    )
    browser.send(at(law, "screen"), box="other_law", law="พ.ร.บ. ตัวอย่าง", result="ให้ยื่นตามกฎหมาย")

    assert told(desks, ours).state is State.ACCEPTED
    assert told(desks, elsewhere).ending["body"]["th"] == "ศูนย์ดำรงธรรมอำเภอ"
    assert told(desks, law).ending["law"] == "พ.ร.บ. ตัวอย่าง"
    assert "ศูนย์ดำรงธรรมอำเภอ" in reporter(desks, elsewhere).look("/track").words


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param({}, "box", id="no box"),
        pytest.param({"box": "ours"}, "unit", id="ours, and nobody named"),
        pytest.param({"box": "not_ours", "result": "ส่งต่อ"}, "body", id="forwarded to nobody"),
        pytest.param({"box": "other_law", "result": "x"}, "law", id="another law, and not which"),
        pytest.param(
            {"box": "other_law", "law": "พ.ร.บ. ตัวอย่าง"}, "result", id="no words to the reporter"
        ),
    ],
)
def test_a_box_without_its_part_is_asked_for(
    desks: Desks, typed: dict[str, str], field: str
) -> None:
    receipt = desks.office.file_grievance()
    page = desks.at("ekachai").send(at(receipt, "screen"), **typed)

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href^='#{field}']"), page.errors
    assert told(desks, receipt).state is State.RECEIVED


def test_the_preview_is_the_very_sentence_that_the_reporter_reads(desks: Desks) -> None:
    receipt = accepted(desks)
    typed = {
        "delay": "waiting_for_expert",
        "reason": "รอผลตรวจน้ำ",
        "new_date": "2027-01-15",
        "approved_by": "ปลัดเทศบาล",
    }
    browser = desks.at("ekachai")

    shown = browser.send(at(receipt, "explain"), preview="1", **typed).one(".explanation")
    browser.send(at(receipt, "explain"), **typed)
    read = reporter(desks, receipt).look("/track").one(".explanation")

    def lines(part: object) -> list[str]:
        return [line.get_text(" ", strip=True) for line in part.find_all("p")]  # type: ignore[attr-defined]

    assert lines(read)[1:] == lines(shown)
    assert len(lines(shown)) == 4
    again = browser.look(at(receipt, "explain"))
    assert "รอผลตรวจน้ำ" in again.one("#earlier").find_parent("section").get_text()  # type: ignore[union-attr]


def test_after_an_explanation_the_new_day_is_counted_and_worked_towards(desks: Desks) -> None:
    receipt, browser = accepted(desks), desks.at("ekachai")
    saturday = {"reason": "รอผลตรวจน้ำ", "new_date": "2027-01-16"}
    browser.send(at(receipt, "explain"), **saturday)

    page = browser.look(at(receipt))
    badge = page.one(".desk-head .deadline").get_text(" ", strip=True)
    desks.office.clock.pass_days(20)
    late = desks.at("ekachai").look(at(receipt))

    assert "1 ธ.ค. 2569 · อีก 15 วัน" in badge, "the days stand beside the day to which they count"
    for each in (page, late):
        assert "ควรทำให้เสร็จภายในวันที่: 15 มกราคม 2570" in each.words, "Friday"
    assert "16 ม.ค. 2570 · อีก 41 วัน" in late.one(".desk-head .deadline").get_text(" ", strip=True)
    row = desks.at("ekachai").look("/desk/grievance/cases").one(".desk-case-list__work-by")
    assert "15 ม.ค. 2570" in row.get_text()


def test_somebody_quicker_is_told_and_what_was_typed_stays(desks: Desks) -> None:
    receipt = accepted(desks)
    slow, quick = desks.at("ekachai"), desks.at("fahsai")
    hidden = slow.look(at(receipt, "complete")).hidden(at(receipt, "complete"))
    quick.send(at(receipt, "message"), message="จะลงพื้นที่")

    page = slow.post(at(receipt, "complete"), **hidden, outcome="resolved", result="ซ่อมแล้ว")

    assert page.status == 409
    assert page.one("#changed")
    assert (page.value("result"), page.value("outcome")) == ("ซ่อมแล้ว", "resolved")
    assert told(desks, receipt).state.is_open
    again = page.hidden(at(receipt, "complete"))
    assert slow.post(
        at(receipt, "complete"), **again, outcome="resolved", result="ซ่อมแล้ว"
    ).status == 303  # fmt: skip


def test_a_step_that_somebody_made_impossible_gives_the_words_back(desks: Desks) -> None:
    receipt = accepted(desks)
    slow, quick = desks.at("ekachai"), desks.at("fahsai")
    hidden = slow.look(at(receipt, "complete")).hidden(at(receipt, "complete"))
    quick.send(at(receipt, "complete"), outcome="resolved", result="ซ่อมโดยผู้อื่น")

    page = slow.post(at(receipt, "complete"), **hidden, outcome="resolved", result="คำของฉัน")

    assert page.status == 409
    assert page.one("#refused")
    assert "คำของฉัน" in page.words
    assert told(desks, receipt).result == "ซ่อมโดยผู้อื่น"


def test_a_message_is_never_held_up_by_what_others_wrote(desks: Desks) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")
    hidden = browser.look(at(receipt)).hidden(at(receipt, "message"))

    first = browser.post(at(receipt, "message"), **hidden, message="หนึ่ง")
    second = browser.post(at(receipt, "message"), **hidden, message="สอง")

    assert (first.status, second.status) == (303, 303)
    assert [entry.text for entry in told(desks, receipt).messages] == ["หนึ่ง", "สอง"]


def test_a_template_comes_behind_what_was_typed_and_nothing_is_kept(desks: Desks) -> None:
    receipt = accepted(desks)
    browser = desks.at("ekachai")
    page = browser.look(at(receipt, "message"))

    filled = browser.send(
        at(receipt, "message"),
        message="สวัสดี",
        template=page.option("template", "แจ้งความคืบหน้า"),
        insert="1",
    )

    assert filled.status == 200
    assert filled.value("message").startswith("สวัสดี")
    assert receipt.number in filled.value("message")
    assert "{" not in filled.value("message")
    assert told(desks, receipt).messages == []


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("channel", Channel)
def test_every_step_shows_its_form_or_says_why_not_and_what_to_do(
    desks: Desks, channel: Channel, step: Step
) -> None:
    receipt = accepted(desks, channel)
    browser = officer_of(desks, receipt)

    page = browser.look(at(receipt, step.value))
    if page.status == 200:
        assert page.soup.select_one("main form button[type=submit]"), step
        return

    assert page.status == 409
    why, what_to_do = (line.get_text(strip=True) for line in page.one("#refused").select("p")[-2:])
    assert len(why) > 8
    assert len(what_to_do) > 8
    assert why != what_to_do


def test_two_keys_through_the_pages(desks: Desks) -> None:
    receipt = accepted(desks, C)
    administrator = desks.at("itthi")
    saved = administrator.send(
        "/admin/case-work",
        reopen_days="30",
        objection_days="10",
        follow_up_days="60",
        corruption_two_keys="y",
    )
    assert saved.status == 303
    desks.office.office.cache.agency = None
    first, second = desks.at("anan"), desks.at("busaba")

    first.send(at(receipt, "complete"), outcome="substantiated", result="มีมูล")
    own = first.send(at(receipt, "confirm"), verdict="confirm")
    shown = second.look(at(receipt, "confirm"))
    done = second.send(at(receipt, "confirm"), verdict="confirm")

    assert own.status == 422
    assert "มีมูล" in shown.one(".desk-letter").get_text()
    assert done.status == 303
    assert told(desks, receipt).result == "มีมูล"


def test_a_reporter_objects_and_withdraws_through_the_tracking_page(desks: Desks) -> None:
    ended, going = accepted(desks), accepted(desks)
    desks.at("ekachai").send(at(ended, "complete"), outcome="resolved", result="ซ่อมแล้ว")
    browser = reporter(desks, ended)

    assert browser.look("/track").soup.select_one("a[href='/track/objection']")
    empty = browser.send("/track/objection", reason=" ")
    sent = browser.send("/track/objection", reason="ยังไม่ได้ซ่อม")
    assert (empty.status, sent.status) == (422, 303)
    answered = desks.at("fahsai").send(
        at(ended, "objection"), decision="taken_up_again", words="จะตรวจอีกครั้ง"
    )
    assert answered.status == 303
    assert "จะตรวจอีกครั้ง" in browser.look("/track").words

    other = reporter(desks, going)
    assert other.look("/track/withdraw").status == 200
    other.send("/track/withdraw", reason="")
    assert told(desks, going).state is State.COMPLETED


def test_a_desk_searches_assigns_several_and_edits_its_templates(desks: Desks) -> None:
    one, two = desks.office.file_grievance(details="ท่อแตก"), desks.office.file_grievance()
    browser = desks.at("ekachai")

    found = browser.send("/desk/grievance/search", words="ท่อ")
    page = browser.look("/desk/grievance/assign")
    assigned = browser.send(
        "/desk/grievance/assign",
        number=[one.number, two.number],
        unit=page.option("unit", "สำนักปลัด"),
        officer=page.option("officer", "นายเอกชัย"),
    )
    added = browser.send(
        "/desk/grievance/templates", name_th="ขอบคุณ", name_en="Thanks", text_th="ขอบคุณ {number}",
        text_en="Thank you {number}",
    )  # fmt: skip

    shown = found.soup.select(".desk-case-list__facts .number")
    assert [row.get_text(strip=True) for row in shown] == [one.number]
    assert assigned.status == 303
    assert told(desks, one).state is told(desks, two).state is State.ACCEPTED
    assert added.status == 303
    assert browser.look(at(one, "message")).option("template", "ขอบคุณ")
    for path in ("follow-ups", "checklists"):
        assert browser.look(f"/desk/grievance/{path}").status == 200


def test_the_administrator_edits_receiving_bodies(desks: Desks) -> None:
    browser = desks.at("itthi")
    added = browser.send("/admin/bodies", name_th="สำนักงานชลประทาน", name_en="Irrigation office")
    wrong = browser.send("/admin/bodies", name_th="ก", name_en=" ")

    assert added.status == 303
    assert wrong.status == 422
    assert wrong.soup.select_one("#error-summary a[href='#name_en']")
    receipt = accepted(desks)
    assert desks.at("ekachai").look(at(receipt, "forward")).option("body", "สำนักงานชลประทาน")
