"""The three written notices behind the code: receipt, period, result."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from complaints.casework.endings import NOTHING_MORE, Particulars
from complaints.casework.steps import accept, complete, explain
from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel, Kind
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from tests.factories.office import AnOffice
from tests.pages.inspecting import InspectingClient, Site

OFFICER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
REASON, RESULT = "รอผลการตรวจสอบจากผู้เชี่ยวชาญ", "ตรวจสอบแล้วไม่พบการกระทำผิด"
DIGITS = "๐๑๒๓๔๕๖๗๘๙"
both = pytest.mark.parametrize("channel", list(Channel))


def answered(
    office: AnOffice, channel: Channel, outcome: Outcome, more: Particulars = NOTHING_MORE
) -> Receipt:
    """File, accept, explain and complete a case."""
    receipt = office.file(channel)
    unit = office.account("ekachai").unit_id
    assert unit is not None
    with office.writing(channel) as work:
        actor = office.actor(OFFICER[channel])
        accept(work, number=receipt.number, actor=actor, unit_id=unit, officer_id=actor.id)
        new_date = work.today() + timedelta(days=30)
        explain(
            work,
            number=receipt.number,
            actor=actor,
            reason=REASON,
            new_date=new_date,
            why=DelayReason.WAITING_FOR_EXPERT,
            approved_by="ปลัดเทศบาล",
        )
    office.clock.pass_days(20)
    with office.writing(channel) as work:
        actor = office.actor(OFFICER[channel])
        complete(
            work, number=receipt.number, actor=actor, outcome=outcome, result=RESULT, more=more
        )
    return receipt


def visited(site: Site, receipt: Receipt) -> InspectingClient:
    """Return a browser in which the code of a case was entered."""
    client = site.client()
    client.send("/track", code=receipt.code)
    return client


def letters(client: InspectingClient) -> list[str]:
    """Return the addresses of the letters that the page of the case offers."""
    page = client.get("/track").page
    return [str(link["href"]) for link in page.select(".letter-list a:not([href$='.pdf'])")]


@both
def test_a_reporter_reads_three_notices_with_the_code(site: Site, channel: Channel) -> None:
    receipt = answered(site.office, channel, Outcome.UNSUBSTANTIATED)
    client = visited(site, receipt)

    first, second, third = (client.get(address) for address in letters(client))

    assert "แจ้งการรับเรื่อง" in first.words
    assert "๑๖ พฤศจิกายน ๒๕๖๙" in first.text_of("article")
    assert f"อยู่ระหว่างรอผลการตรวจสอบหรือความเห็นของผู้เชี่ยวชาญ {REASON}" in second.words
    assert "โดยปลัดเทศบาล เป็นผู้อนุมัติกำหนดใหม่นี้" in second.words
    assert RESULT in third.words
    assert "ไม่มีมูล" in third.words
    assert first.response.headers["Cache-Control"] == "no-store"
    secret = [visit.page.select(".official-letter__secret") for visit in (first, second, third)]
    assert all(bool(mark) is (channel is Channel.CORRUPTION) for mark in secret)


def test_a_second_explanation_says_what_the_first_had_promised(site: Site) -> None:
    office, channel = site.office, Channel.GRIEVANCE
    receipt, actor = office.file(channel), office.actor("ekachai")
    for days in (20, 40):
        with office.writing(channel) as work:
            day = work.today() + timedelta(days=days)
            explain(work, number=receipt.number, actor=actor, reason=REASON, new_date=day)
    client = visited(site, receipt)

    _, first, second = (client.get(address).words for address in letters(client))
    page = client.get("/track?lang=en").words

    assert "และได้แจ้งกำหนดใหม่" not in first
    assert "และได้แจ้งกำหนดใหม่ไว้เป็นวันที่ ๖ ธันวาคม ๒๕๖๙" in second.replace("\u00a0", " ")
    assert "จะแจ้งผลให้ท่านทราบภายในวันที่ ๒๖ ธันวาคม ๒๕๖๙" in second.replace("\u00a0", " ")
    assert page.count("nor by 6 December 2026 as was said then") == 1


@both
def test_a_result_by_another_law_names_the_law(site: Site, channel: Channel) -> None:
    law = Particulars(law="พ.ร.บ. ควบคุมอาคาร")
    client = visited(site, answered(site.office, channel, Outcome.OTHER_LAW, law))

    assert "ตามพ.ร.บ. ควบคุมอาคาร" in client.get(letters(client)[2]).words


def test_a_letter_can_be_kept_as_a_file_that_is_named_after_nothing(site: Site) -> None:
    client = visited(site, answered(site.office, Channel.CORRUPTION, Outcome.UNSUBSTANTIATED))

    printed = client.get(f"{letters(client)[2]}.pdf")

    assert printed.response.data.startswith(b"%PDF")
    assert printed.response.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert printed.response.headers["Cache-Control"] == "no-store"


def test_a_forwarded_case_has_a_letter_of_forwarding(site: Site) -> None:
    client = visited(site, answered(site.office, Channel.GRIEVANCE, Outcome.FORWARDED))

    assert "แจ้งการส่งต่อเรื่อง" in client.get(letters(client)[-1]).words


@both
def test_every_notice_is_page_and_paper_and_the_letter_to_a_body_is_none_of_them(
    site: Site, channel: Channel
) -> None:
    body = Particulars(body_name="ที่ว่าการอำเภอสมมติ")
    client = visited(site, answered(site.office, channel, Outcome.FORWARDED, body))
    addresses = letters(client)

    subjects = []
    for address in addresses:
        page, sheet = client.get(address), client.get(f"{address}.pdf").response.data
        said = "".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet)).pages)
        article = "".join(page.page.select_one("article").stripped_strings)  # type: ignore[union-attr]
        subjects.append(page.page.select("article strong")[0].get_text())
        missing = [sign for sign in DIGITS if said.count(sign) < article.count(sign)]
        assert missing == [], address

    assert subjects == [
        "แจ้งการรับเรื่อง",
        "แจ้งระยะเวลาและเหตุที่ยังดำเนินการไม่แล้วเสร็จ",
        "แจ้งการส่งต่อเรื่องไปยังหน่วยงานที่มีอำนาจหน้าที่",
    ]
    assert "ที่ว่าการอำเภอสมมติ" in client.get(addresses[-1]).words
    own = {address.rsplit("/", 1)[-1] for address in addresses}
    others = {row["id"] for row in site.office.rows("letters")} - own
    assert len(others) == (1 if channel is Channel.GRIEVANCE else 0)
    for hidden in others:
        assert client.get(f"/track/letters/{hidden}").status == 404
        assert client.get(f"/track/letters/{hidden}.pdf").status == 404


def test_nobody_reads_a_letter_without_the_code_or_with_another(site: Site) -> None:
    receipt = answered(site.office, Channel.GRIEVANCE, Outcome.RESOLVED)
    address = letters(visited(site, receipt))[1]
    other = visited(site, site.office.file_grievance())

    for client in (site.client(), other):
        assert client.get(address).status == 404
        assert client.get(f"{address}.pdf").status == 404


def test_the_register_gives_running_numbers_and_seals_the_rest(site: Site) -> None:
    for _ in range(2):
        answered(site.office, Channel.GRIEVANCE, Outcome.RESOLVED)
        site.office.clock.pass_days(-20)
    rows = site.office.rows("letters")

    assert sorted((row["book"], row["number"]) for row in rows) == [
        ("2569", number) for number in (1, 2, 3, 4)
    ]
    stored = b"".join(bytes(row["content_sealed"]) for row in rows)
    assert REASON.encode() not in stored
    assert "เทศบาล".encode() not in stored


def test_a_number_of_a_corruption_letter_tells_of_no_other_case(site: Site) -> None:
    for _ in range(2):
        answered(site.office, Channel.CORRUPTION, Outcome.UNSUBSTANTIATED)
        site.office.clock.pass_days(-20)
    rows = site.office.rows("letters")
    numbers = sorted((row["book"] == row["case_id"], row["number"]) for row in rows)

    assert numbers == [(True, 1), (True, 1), (True, 2), (True, 2)]


def test_a_letter_stays_what_it_was_when_the_agency_changes_its_name(site: Site) -> None:
    receipt = answered(site.office, Channel.GRIEVANCE, Outcome.RESOLVED)
    client = visited(site, receipt)
    before = client.get(letters(client)[2]).text_of("article")

    site.office.execute("UPDATE agency SET name_th = 'เทศบาลชื่อใหม่', phone = '1'")
    site.office.office.cache.agency = None

    assert client.get(letters(client)[2]).text_of("article") == before


def test_an_opinion_is_told_no_day(site: Site) -> None:
    for channel in Channel:
        client = visited(site, site.office.file(channel, kind=Kind.OPINION))
        said = client.get(letters(client)[0]).text_of("article")
        assert "ไม่มีกำหนดเวลา" in said
        assert "ธันวาคม" not in said
