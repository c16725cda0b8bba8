"""What leaves the office when a case was forwarded: what the officer decided, and no more."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pypdf
import pytest

from complaints.casework.case_page import read_case
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from tests.desk_pages.conftest import Answer, Desks

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
LEFT = {G: "case_passed_on", C: "case_noted"}
"""What the journal says in clear; how a protected case ended must not stand there."""
OFFICERS = {G: "ekachai", C: "anan"}
TOLD: dict[Channel, dict[str, str]] = {
    G: {"details": "PIPE-BROKEN near SOMCHAI", "name": "SOMCHAI", "phone": "0812345678",
        "email": "somchai@example.org", "received_on": "2026-11-10", "received_by": "letter"},
    C: {"details": "MONEY-ASKED by OFFICER-X", "accused": "OFFICER-X",
        "received_on": "2026-11-10", "received_by": "letter"},
}  # fmt: skip


def entered(desks: Desks, channel: Channel) -> str:
    """Enter a case with a file; return its address on the desk."""
    file = (io.BytesIO(b"notes"), "from-somchai.txt")
    page = desks.at(OFFICERS[channel]).send(
        f"/desk/{channel.value}/new", **TOLD[channel], attachments=file
    )
    return f"/desk/{channel.value}/cases/{page.one('#case-number').get_text()}"


def forwarded(desks: Desks, channel: Channel) -> str:
    """Enter a case and forward it; return the address of its bundle."""
    case, browser = entered(desks, channel), desks.at(OFFICERS[channel])
    body = browser.look(f"{case}/forward").one("main select[name=body] option:last-child")["value"]
    answer = browser.send(f"{case}/forward", body=body, result="ส่งต่อแล้ว")
    assert answer.status == 303
    return f"{case}/bundle"


def printed(answer: Answer) -> str:
    """Return the words of a PDF."""
    assert answer.status == 200, answer.words
    pages = pypdf.PdfReader(io.BytesIO(answer.response.data)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def notes(desks: Desks, channel: Channel, number: str) -> list[str]:
    """Return the internal notes of a case."""
    with desks.office.writing(channel) as work:
        page = read_case(work, desks.office.actor(OFFICERS[channel]), number=number)
    return [entry.text for entry in page.entries if entry.kind is EntryKind.NOTE]


@pytest.mark.parametrize("channel", Channel)
def test_what_is_printed_is_what_the_officer_decided_and_the_case_keeps_its_digest(
    desks: Desks, channel: Channel
) -> None:
    address = forwarded(desks, channel)
    browser, number = desks.at(OFFICERS[channel]), address.split("/")[-2]

    answer = browser.send(address, account="KEPT-ALONE", words="FOR-THE-BODY")

    said = printed(answer)
    digest = hashlib.sha256(b"notes").hexdigest()
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert answer.response.headers["Content-Disposition"] == 'attachment; filename="bundle.pdf"'
    assert all(words in said for words in ("KEPT-ALONE", "FOR-THE-BODY", digest, number))
    for gone in ("PIPE", "MONEY", "SOMCHAI", "somchai", "OFFICER-X", "0812345678"):
        assert gone not in said
    (note,) = notes(desks, channel, number)
    assert hashlib.sha256(answer.response.data).hexdigest() in note
    events = [row["event"] for row in desks.office.rows("journal")]
    assert events.count(LEFT[channel]) == 1


@pytest.mark.parametrize("channel", Channel)
def test_the_account_is_proposed_without_who_reported(desks: Desks, channel: Channel) -> None:
    page = desks.at(OFFICERS[channel]).look(forwarded(desks, channel))

    proposed = page.value("account")
    assert TOLD[channel]["details"] in proposed
    assert page.soup.select("main input[name=names][checked]") == []
    for field in ("phone", "email"):
        assert TOLD[G][field] not in proposed


def test_a_name_of_a_file_goes_along_when_it_is_chosen(desks: Desks) -> None:
    address, browser = forwarded(desks, G), desks.at("ekachai")
    blob_id = browser.look(address).one("main input[name=names]")["value"]

    said = printed(browser.send(address, account="KEPT", names=blob_id))

    assert "from-somchai.txt" in said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"account": ""}, "account", id="no account"),
        pytest.param({"account": "ก\x00"}, "account", id="NUL"),
        pytest.param({"names": "0" * 32}, "names", id="a file of no case"),
        pytest.param({"words": "ก" * 5001}, "words", id="too many words"),
    ],
)
def test_bad_input_comes_back_and_nothing_leaves(
    desks: Desks, changes: dict[str, Any], field: str
) -> None:
    address = forwarded(desks, G)

    page = desks.at("ekachai").send(address, **{"account": "KEPT", "words": "ถึง", **changes})

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{field}']"), page.words
    assert notes(desks, G, address.split("/")[-2]) == []
    assert "case_passed_on" not in [row["event"] for row in desks.office.rows("journal")]


@pytest.mark.parametrize("channel", Channel)
def test_forwarding_writes_the_letter_to_the_body_which_the_desk_alone_reads(
    desks: Desks, channel: Channel
) -> None:
    case = forwarded(desks, channel).removesuffix("/bundle")
    browser = desks.at(OFFICERS[channel])
    listed = browser.look(f"{case}/letters").soup.select(".letter-list a:not([href$='.pdf'])")

    letter = browser.look(str(listed[-1]["href"]))

    assert listed[-1].get_text() == "หนังสือส่งเรื่องถึงหน่วยงานผู้รับเรื่อง"
    assert "จึงขอส่งเรื่องดังกล่าวมาเพื่อพิจารณาดำเนินการตามอำนาจหน้าที่" in letter.words
    assert bool(letter.soup.select(".official-letter__secret")) is (channel is C)
    for gone in ("SOMCHAI", "0812345678", "PIPE", "MONEY", "OFFICER-X"):
        assert gone not in letter.words
    said = printed(browser.look(f"{listed[-1]['href']}.pdf"))
    assert "ขอแสดงความนับถือ" in said
    register = browser.look(f"/desk/{channel.value}/letters")
    assert f"{listed[-1]['href']}" in [a["href"] for a in register.soup.select("main table a")]


def test_of_a_protected_case_no_row_tells_that_it_was_forwarded(desks: Desks) -> None:
    office, ways = desks.office, {}
    for way in ("forward", "complete"):
        case = entered(desks, C)
        number = case.split("/")[-1]
        browser, rows = desks.at("anan"), len(office.rows("journal"))
        unit = browser.look(f"{case}/accept").one("main select[name=unit] option:last-child")
        browser.send(f"{case}/accept", unit=unit["value"], officer=office.id_of("anan"))
        if way == "forward":
            page = browser.look(f"{case}/forward")
            body = page.one("main select[name=body] option:last-child")["value"]
            browser.send(f"{case}/forward", body=body, result="ส่งต่อแล้ว")
        else:
            browser.send(f"{case}/complete", outcome="unsubstantiated", result="ไม่พบ")
        (case_id,) = [row["id"] for row in office.rows("cases") if row["number"] == number]
        events = [row["event"] for row in office.rows("journal")]
        ways[way] = (
            [event for event in events[rows:] if event != "case_read"],
            [(row["number"], len(row["content_sealed"])) for row in office.rows("letters")
             if row["case_id"] == case_id],
        )  # fmt: skip

    assert ways["forward"] == ways["complete"]


def test_an_expired_page_comes_back_with_what_was_typed(desks: Desks) -> None:
    address = forwarded(desks, G)

    page = desks.at("ekachai").post(address, account="KEPT")

    assert page.status == 400
    assert page.value("account") == "KEPT"


def test_nothing_leaves_of_a_case_that_was_not_forwarded_or_is_not_ones_own(desks: Desks) -> None:
    case, address = entered(desks, G), forwarded(desks, C)
    browser = desks.at("ekachai")
    link = f"a[href='{case}/bundle']"

    assert browser.look(case).soup.select(link) == []
    assert browser.look(f"{case}/bundle").status == 404
    assert browser.post(f"{case}/bundle", csrf_token=browser.token(), account="x").status == 404
    assert browser.look(address).status == 404
    assert (
        desks.at("anan").look(address.removesuffix("/bundle")).soup.select(f"a[href='{address}']")
    )
