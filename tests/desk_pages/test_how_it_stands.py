"""What the pages of officer and reporter say where a case goes another way than the usual one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaints.casework.boards import oversight_board
from complaints.casework.endings import complete, reopen
from complaints.casework.moving import move
from complaints.casework.objections import answer_objection
from complaints.casework.recusal import recuse
from complaints.casework.steps import accept, assign, exclude, explain, let_act, send_message
from complaints.domain.case_work import Decision
from complaints.domain.channel import Channel, Kind
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.tracking.disagreeing import object_to_result, withdraw
from tests.desk_pages.conftest import Answer, Browser, Desks

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER, SECOND = {C: "anan", G: "ekachai"}, {C: "busaba", G: "fahsai"}
UNIT = f"{0:032x}"
DUE = date(2026, 12, 1)


def taken(desks: Desks, channel: Channel, key: str = "") -> Receipt:
    """File a case and accept it."""
    receipt, actor = desks.office.file(channel), desks.office.actor(HANDLER[channel])
    officer_id = desks.office.id_of(key) if key else actor.id
    with desks.office.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=officer_id)
    return receipt


def explained(desks: Desks, receipt: Receipt, until: date) -> None:
    """Explain a delay."""
    with desks.office.writing(receipt.channel) as work:
        actor = desks.office.actor(HANDLER[receipt.channel])
        explain(work, number=receipt.number, actor=actor, reason="รอผลตรวจ", new_date=until)


def ended(desks: Desks, receipt: Receipt) -> None:
    """End a case without having accepted it."""
    with desks.office.writing(receipt.channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=desks.office.actor(HANDLER[receipt.channel]),
            outcome=Outcome.NOT_ACCEPTED,
            result="ไม่รับเรื่อง",
        )


def reopened(desks: Desks, receipt: Receipt) -> None:
    """Take a case up again."""
    with desks.office.writing(receipt.channel) as work:
        actor = desks.office.actor(HANDLER[receipt.channel])
        reopen(work, number=receipt.number, actor=actor, reason="มีข้อมูลใหม่")


def tracked(desks: Desks, receipt: Receipt) -> Browser:
    """Return the browser of the reporter, who has entered the code."""
    browser = desks.nobody()
    browser.send("/track", code=receipt.code)
    return browser


def case_page(desks: Desks, receipt: Receipt, language: str = "en") -> Answer:
    """Return the page of a case as its officer sees it."""
    browser = desks.at(HANDLER[receipt.channel])
    return browser.look(
        f"/desk/{receipt.channel.value}/cases/{receipt.number}?lang={language}"
    )  # fmt: skip


def next_step(page: Answer) -> str:
    """Return the last part of the address to which the next step leads."""
    link = page.soup.select_one("#next-action a")
    return str(link["href"]).rpartition("/")[2] if link else ""


def listed(desks: Desks, channel: Channel, show: str) -> list[str]:
    """Return the numbers on a list of the desk."""
    page = desks.at(HANDLER[channel]).look(f"/desk/{channel.value}/cases?show={show}")
    return [one.get_text() for one in page.soup.select(".desk-case-list__facts .number")]


def stations(page: Answer) -> list[str]:
    """Return how the four states of a case are marked."""
    return [
        str(one["class"][-1]).rpartition("--")[2] for one in page.soup.select(".progress__station")
    ]


@BOTH
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_case_whose_new_day_has_passed_says_so_to_both(
    desks: Desks, channel: Channel, language: str
) -> None:
    receipt = taken(desks, channel)
    explained(desks, receipt, DUE + timedelta(days=5))
    reporter = f"/track?lang={language}"
    desks.office.clock.pass_days(20)
    still = tracked(desks, receipt).look(reporter)
    assert still.soup.find(id="late") is None
    assert case_page(desks, receipt).soup.find(id="unexplained") is None

    desks.office.clock.pass_days(1)

    late = tracked(desks, receipt).look(reporter)
    assert late.one("#late a[href='#messages']")
    assert "1567" in late.one("#late").get_text()
    assert late.one(".explanation"), "what was explained before is still read"
    page = case_page(desks, receipt, language)
    assert page.one("#unexplained")
    assert next_step(page) == "explain"
    day = {"th": "6 ธันวาคม 2569", "en": "6 December 2026"}[language]
    assert day in page.one("#next-action").get_text()


@BOTH
def test_a_late_case_without_a_word_says_what_the_reporter_can_do(
    desks: Desks, channel: Channel
) -> None:
    receipt = desks.office.file(channel)
    desks.office.clock.pass_days(15)
    assert tracked(desks, receipt).look("/track").soup.find(id="late") is None

    desks.office.clock.pass_days(1)

    late = tracked(desks, receipt).look("/track?lang=en").one("#late").get_text(" ")
    assert "1205" in late
    assert ("Those who oversee" in late) is (channel is G), "nobody oversees a protected case"


@BOTH
def test_a_delay_that_was_explained_early_is_not_to_be_explained_again(
    desks: Desks, channel: Channel
) -> None:
    receipt = taken(desks, channel)
    desks.office.clock.pass_days(13)
    assert "explain the delay" in case_page(desks, receipt).one("#next-action").get_text()
    explained(desks, receipt, DUE + timedelta(days=20))

    early = case_page(desks, receipt).one("#next-action").get_text()
    desks.office.clock.pass_days(21)
    near = case_page(desks, receipt).one("#next-action").get_text()

    assert "explain" not in early
    assert "explain again" in near


@BOTH
def test_a_wish_to_withdraw_is_answered_by_a_word_of_the_office(
    desks: Desks, channel: Channel
) -> None:
    receipt = taken(desks, channel)
    with desks.office.writing(channel) as work:
        has_ended = withdraw(work, desks.office.visitor(receipt))
    if has_ended:
        reopened(desks, receipt)
    else:
        assert next_step(case_page(desks, receipt)) == "withdraw"
        with desks.office.writing(channel) as work:
            actor = desks.office.actor(HANDLER[channel])
            send_message(work, number=receipt.number, actor=actor, text="ต้องดำเนินการต่อ")

    assert next_step(case_page(desks, receipt)) == "complete"
    page = tracked(desks, receipt).look("/track")
    assert page.one("a[href='/track/withdraw']"), "the wish can be had again"
    with desks.office.writing(channel) as work:
        assert withdraw(work, desks.office.visitor(receipt)) is has_ended


@BOTH
def test_a_reporter_reads_of_no_state_in_which_the_case_never_was(
    desks: Desks, channel: Channel
) -> None:
    receipt = desks.office.file(channel)
    ended(desks, receipt)

    page = tracked(desks, receipt).look("/track?lang=en")
    reopened(desks, receipt)
    again = tracked(desks, receipt).look("/track?lang=en")

    assert stations(page) == ["behind", "skipped", "skipped", "behind"]
    assert "Accepted, and somebody named" not in page.words
    assert stations(again) == ["behind", "skipped", "here", "ahead"]
    assert "Accepted, and somebody named" in again.words


@BOTH
def test_a_case_that_nobody_answers_for_is_among_those_to_be_assigned(
    desks: Desks, channel: Channel
) -> None:
    office = desks.office
    new, never, given_up, left = (
        office.file(channel),
        office.file(channel),
        taken(desks, channel),
        taken(desks, channel, SECOND[channel]),
    )
    ended(desks, never)
    reopened(desks, never)
    with office.writing(channel) as work:
        actor = office.actor(HANDLER[channel])
        assign(
            work,
            number=given_up.number,
            actor=actor,
            unit_id=UNIT,
            officer_id=office.id_of(SECOND[channel]),
        )
    with office.writing(channel) as work:
        second = office.actor(SECOND[channel])
        recuse(work, number=given_up.number, actor=second, reason="เป็นญาติ")
    assert set(listed(desks, channel, "triage")) == {new.number, never.number, given_up.number}
    office.execute(
        "UPDATE officers SET ends_on = '2026-11-16' WHERE name = :name", name=SECOND[channel]
    )
    assert left.number not in listed(desks, channel, "triage"), "today he still is"

    office.clock.pass_days(1)

    waiting = {one.number for one in (new, never, given_up, left)}
    assert set(listed(desks, channel, "triage")) == waiting
    for receipt in (never, given_up, left):
        assert next_step(case_page(desks, receipt)) == "assign"
    reporter = tracked(desks, left).look("/track?lang=en")
    assert "an officer is still to be named" in reporter.words

    address, browser = f"/desk/{channel.value}/assign", desks.at(HANDLER[channel])
    page = browser.look(address)
    browser.send(
        address,
        number=sorted(waiting),
        unit=page.option("unit", "สำนักปลัด"),
        officer=office.id_of(HANDLER[channel]),
    )
    assert listed(desks, channel, "triage") == []
    again = tracked(desks, left).look("/track?lang=en")
    assert "an officer is still to be named" not in again.words
    assert {row["accepted_on"] is not None for row in office.rows("cases")} == {True}


def test_a_board_says_whose_cases_wait_for_somebody_else(desks: Desks) -> None:
    office = desks.office
    receipt = taken(desks, G, "fahsai")
    explained(desks, receipt, DUE + timedelta(days=5))
    board = desks.at("jinda").look("/desk/oversight/grievance?lang=en")
    assert "appointment ended" not in board.words
    explained(desks, receipt, DUE + timedelta(days=9))
    office.execute("UPDATE officers SET ends_on = '2026-11-16' WHERE name = 'fahsai'")
    office.clock.pass_days(1)

    board = desks.at("jinda").look("/desk/oversight/grievance?lang=en")

    assert "นางสาวฟ้าใส ตั้งใจ (appointment ended)" in board.words
    assert "Open cases explained more than once: 1" in board.words
    with office.reading(G) as work:
        assert oversight_board(work, office.actor("jinda")).explained_again == 1


def answers_for(page: Answer) -> str:
    """Return who answers for a case, as the page of officer or reporter says."""
    titles = {"ผู้รับผิดชอบ"}
    found = [one for one in page.soup.select("dt, h2") if one.get_text(strip=True) in titles]
    after = found[0].find_next_sibling() if found else None
    return after.get_text(" ", strip=True) if after else ""


@BOTH
def test_who_takes_a_case_up_again_is_named_to_the_reporter(desks: Desks, channel: Channel) -> None:
    office, receipt = desks.office, taken(desks, channel)
    first, second = office.actor(HANDLER[channel]), office.actor(SECOND[channel])
    with office.writing(channel) as work:
        let_act(work, number=receipt.number, actor=first, officer_id=second.id, until=DUE)
    with office.writing(channel) as work:
        outcome = Outcome.UNSUBSTANTIATED
        complete(work, number=receipt.number, actor=first, outcome=outcome, result="ไม่มีมูล")
    with office.writing(channel) as work:
        object_to_result(work, office.visitor(receipt), reason="ยังไม่ได้ตรวจ")
    with office.writing(channel) as work:
        answer_objection(
            work,
            number=receipt.number,
            actor=second,
            decision=Decision.TAKEN_UP_AGAIN,
            words="จะตรวจอีกครั้ง",
        )

    for page in (case_page(desks, receipt, "th"), tracked(desks, receipt).look("/track?lang=th")):
        assert second.full_name in answers_for(page)
        assert first.full_name not in answers_for(page)
        assert "สำนักปลัด" in page.words
    assert office.case(receipt).acting_officer_id is None


def test_an_acting_officer_who_is_shut_out_leaves_the_responsible_one_named(desks: Desks) -> None:
    office, receipt = desks.office, taken(desks, G)
    first, second = office.actor("ekachai"), office.actor("fahsai")
    with office.writing(G) as work:
        let_act(work, number=receipt.number, actor=first, officer_id=second.id, until=DUE)
    with office.writing(G) as work:
        exclude(work, number=receipt.number, actor=first, officer_id=second.id)

    page = tracked(desks, receipt).look("/track?lang=th")
    assert first.full_name in answers_for(page)
    assert "Another officer will answer" not in tracked(desks, receipt).look("/track?lang=en").words


def test_a_case_that_was_moved_names_nobody_of_the_desk_it_left(desks: Desks) -> None:
    office, receipt = desks.office, taken(desks, G)
    move(office.office, G, office.actor("ekachai"), number=receipt.number, reason="ทุจริต")

    page = tracked(desks, receipt).look("/track?lang=th")

    assert answers_for(page) == ""
    assert stations(page) == ["here", "ahead", "ahead", "ahead"]


@BOTH
@pytest.mark.parametrize("days", [0, 9])
def test_what_was_entered_later_is_acknowledged_on_that_day(
    desks: Desks, channel: Channel, days: int
) -> None:
    browser = desks.at(HANDLER[channel])
    address, received_on = f"/desk/{channel.value}/new", date(2026, 11, 16) - timedelta(days=days)
    entered = browser.send(
        address,
        received_on=received_on.isoformat(),
        received_by="letter",
        details="ได้รับทางจดหมาย",
        **({"origin": "reported"} if channel is C else {}),
    )
    code = entered.one("#lookup-code").get_text(strip=True)
    reporter = desks.nobody()
    reporter.send("/track", code=code)

    page = reporter.look("/track?lang=th")
    letter = reporter.look("/track/letters/receipt")

    assert "๑๖ พฤศจิกายน ๒๕๖๙" in letter.words, "dated when the office confirmed it"
    number = entered.one("#case-number").get_text(strip=True)
    case = browser.look(f"/desk/{channel.value}/cases/{number}?lang=th")
    for one in (page, case):
        assert ("บันทึกเข้าระบบ" in one.words) is bool(days)
    if days:
        assert "๗ พฤศจิกายน ๒๕๖๙" in letter.words, "counts from the day of receipt"
    acknowledged = case.one(".checklist li").get_text(" ", strip=True)
    assert "16 พ.ย. 2569" in acknowledged


@BOTH
def test_no_list_counts_an_opinion_as_late(desks: Desks, channel: Channel) -> None:
    kinds = {C: Kind.COMPLAINT, G: Kind.GRIEVANCE}
    opinion = desks.office.file(channel, kind=Kind.OPINION).number
    matter = desks.office.file(channel, kind=kinds[channel]).number
    clocked = ("due_soon", "due_in_week", "late", "late_unexplained")

    found: dict[tuple[str, int], list[str]] = {}
    for days in (13, 3):  # soon, and past
        desks.office.clock.pass_days(days)
        found |= {(show, days): listed(desks, channel, show) for show in clocked}
        page = desks.at(HANDLER[channel]).look(f"/desk/{channel.value}/cases")
        counts = {
            str(tab["href"]).rpartition("=")[2]: tab.select_one(".tabs__count")
            for tab in page.soup.select(".tabs__link")
        }
        for show in clocked:
            count = counts[show]
            assert count is not None
            assert count.get_text() == str(len(found[show, days])), show

    near, past = [(show, 13) for show in clocked[:2]], [(show, 3) for show in clocked[2:]]
    assert {place for place, rows in found.items() if rows} == {*near, *past}
    assert all(rows in ([], [matter]) for rows in found.values())
    assert set(listed(desks, channel, "open")) == {opinion, matter}
    assert set(listed(desks, channel, "triage")) == {opinion, matter}


def test_where_nobody_reported_nobody_is_to_be_told(desks: Desks) -> None:
    browser, address = desks.at("anan"), "/desk/corruption/new"
    entered = browser.send(
        address,
        received_on="2026-11-16",
        received_by="letter",
        origin="found_by_inspection",
        details="พบการเบิกซ้ำ",
    )
    number = entered.one("#case-number").get_text(strip=True)
    case = f"/desk/corruption/cases/{number}"
    desks.office.clock.pass_days(16)
    browser = desks.at("anan")

    page = browser.look(f"{case}?lang=en")
    gaps = browser.look("/desk/corruption/checklists?lang=en")

    for words in ("The reporter sees this too", "owed to the reporter", "Anonymous", "Identity"):
        assert words not in page.words
    offered = {str(link["href"]).rpartition("/")[2] for link in page.soup.select("aside a[href]")}
    assert not offered & {"message", "ask", "withdraw", "protect", "identity", "letters"}
    assert "Receipt confirmed" not in page.words
    checks = [one.get_text(" ", strip=True) for one in page.soup.select(".checklist li")]
    assert [one for one in checks if "not needed" in one] == [
        one for one in checks if one.startswith(("Receipt", "Time", "Progress"))
    ]
    row = gaps.one(f"a[href='{case}']").find_parent("li") or gaps.one("main")
    assert "Progress told" not in row.get_text(" ")
    assert "Explained if late" in row.get_text(" ")


@BOTH
def test_cases_that_belong_together_lead_to_each_other(desks: Desks, channel: Channel) -> None:
    first, second, third = (desks.office.file(channel) for _ in range(3))
    browser, list_of = desks.at(HANDLER[channel]), f"/desk/{channel.value}/cases"
    browser.send(f"{list_of}/{second.number}/duplicate", duplicate_of=first.number, result="ซ้ำ")
    for _ in range(2):
        browser.send(f"{list_of}/{third.number}/relate", other=first.number, words="ที่เดียวกัน")

    ways = {
        one: [str(link["href"]) for link in case_page(desks, one).soup.select("#linked a")]
        for one in (first, second, third)
    }

    assert ways[first] == [f"{list_of}/{second.number}", f"{list_of}/{third.number}"]
    assert ways[second] == ways[third] == [f"{list_of}/{first.number}"]
    assert {browser.look(way).status for found in ways.values() for way in found} == {200}
    assert first.number not in tracked(desks, third).look("/track").words


@BOTH
def test_whoever_wrote_a_result_is_not_led_to_judge_it(desks: Desks, channel: Channel) -> None:
    receipt = desks.office.file(channel)
    ended(desks, receipt)
    with desks.office.writing(channel) as work:
        object_to_result(work, desks.office.visitor(receipt), reason="ยังไม่ได้ตรวจ")
    address = f"/desk/{channel.value}/cases/{receipt.number}"
    author, colleague = desks.at(HANDLER[channel]), desks.at(SECOND[channel])

    own, others = author.look(f"{address}?lang=en"), colleague.look(f"{address}?lang=en")
    refused = author.look(f"{address}/objection?lang=en")
    token = author.token()
    sent = author.post(f"{address}/objection", csrf_token=token, decision="stands", words="ที่พิมพ์ไว้")

    assert next_step(own) == ""
    assert "A colleague answers" in own.one("#next-action").get_text()
    assert not own.soup.select("aside a[href$='/objection']")
    assert next_step(others) == "objection"
    assert (refused.status, sent.status) == (409, 409)
    assert "Ask a colleague" in refused.words
    assert "ที่พิมพ์ไว้" in sent.words
    assert colleague.look(f"{address}/objection").status == 200


@BOTH
@pytest.mark.parametrize("decision", list(Decision))
def test_the_answer_to_an_objection_stands_where_the_reporter_looks(
    desks: Desks, channel: Channel, decision: Decision
) -> None:
    office, receipt = desks.office, desks.office.file(channel)
    ended(desks, receipt)
    assert tracked(desks, receipt).look("/track").soup.find(id="since-result") is None
    with office.writing(channel) as work:
        object_to_result(work, office.visitor(receipt), reason="ยังไม่ได้ตรวจ")
    with office.writing(channel) as work:
        answer_objection(
            work,
            number=receipt.number,
            actor=office.actor(SECOND[channel]),
            decision=decision,
            words="พิจารณาอีกครั้งแล้ว",
        )

    told = tracked(desks, receipt).look("/track").one("#since-result").get_text(" ")

    assert "พิจารณาอีกครั้งแล้ว" in told
    if decision is Decision.TAKEN_UP_AGAIN:
        ended(desks, receipt)
        page = tracked(desks, receipt).look("/track")
        assert page.soup.find(id="since-result") is None, "a new result says what counts now"


@BOTH
def test_why_a_case_goes_on_stands_where_the_reporter_looks(desks: Desks, channel: Channel) -> None:
    receipt = desks.office.file(channel)
    ended(desks, receipt)
    reopened(desks, receipt)

    page = tracked(desks, receipt).look("/track")

    assert "มีข้อมูลใหม่" in page.one("#since-result").get_text(" ")
