"""Files on the desk: looked at as pictures and words, and originals only with care."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from complaints.domain.channel import Channel
from tests.desk_pages.conftest import Answer, Browser, Desks
from tests.evidence.carriers import SEEN, docx, docx_properties, mp3, pdf, pdf_of_pages, script
from tests.evidence.samples import CANARY, canary_jpeg
from tests.evidence.test_workshop import locked_pdf

C = Channel.CORRUPTION


class OneFile:
    """A corruption case that came with one file."""

    def __init__(self, desks: Desks, body: bytes, name: str, *, originals: bool = False) -> None:
        self.sent = body
        part = desks.office.part(C, body, name)
        part.session.keep_originals = originals
        self.desks = desks
        self.number = desks.office.file(C, parts=[part]).number
        self.case = f"/desk/corruption/cases/{self.number}"
        page = desks.at("anan").look(self.case)
        self.look = str(page.one("a.evidence-list__name")["href"])
        self.file = self.look.removesuffix("/look")
        self.original = f"{self.file}/original"

    def events(self) -> list[str]:
        return [row["event"] for row in self.desks.office.rows("journal")]


def pictures(page: Answer) -> list[bytes]:
    shown = [str(image["src"]) for image in page.soup.select("main img")]
    assert all(src.startswith(("data:image/jpeg;base64,", "data:image/png;")) for src in shown)
    return [base64.b64decode(src.partition(",")[2]) for src in shown]


def test_pages_of_a_document_are_shown_as_pictures_a_few_at_a_time(desks: Desks) -> None:
    file, browser = OneFile(desks, pdf_of_pages(4), "a.pdf"), desks.at("anan")

    first, rest = browser.look(file.look), browser.look(f"{file.look}?page=4")

    assert [len(pictures(page)) for page in (first, rest)] == [3, 1]
    assert all(picture.startswith(b"\xff\xd8\xff") for picture in pictures(first))
    assert first.one("[rel=next]")["href"] == f"{file.look}?page=4"
    assert "%PDF" not in first.response.get_data(as_text=True)
    assert file.events().count("evidence_read") == 2


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        pytest.param(docx(), "a.docx", SEEN, id="document"),
        pytest.param("<b>ก</b> & more".encode(), "a.txt", "<b>ก</b> & more", id="text"),
    ],
)
def test_words_are_shown_as_they_are_written(
    desks: Desks, body: bytes, name: str, words: str
) -> None:
    file = OneFile(desks, body, name)

    page = desks.at("anan").look(file.look)

    assert page.one(".desk-file__words").get_text() == words


def test_a_picture_is_shown_made_anew_and_sound_is_not_shown(desks: Desks) -> None:
    picture, sound = OneFile(desks, canary_jpeg(), "a.jpg"), OneFile(desks, mp3(), "a.mp3")
    browser = desks.at("anan")

    (shown,) = pictures(browser.look(picture.look))

    assert b"CANARY" not in shown
    assert pictures(browser.look(sound.look)) == []


def test_digests_of_what_came_and_what_is_kept_are_shown(desks: Desks) -> None:
    from hashlib import sha256

    file = OneFile(desks, canary_jpeg(), "a.jpg")
    browser = desks.at("anan")

    page, kept = browser.look(file.look), browser.look(file.file).response.data

    assert re.findall(r"\b[0-9a-f]{64}\b", page.words) == [
        sha256(file.sent).hexdigest(),
        sha256(kept).hexdigest(),
    ]


def test_a_broken_address_of_a_page_shows_the_first(desks: Desks) -> None:
    file = OneFile(desks, pdf(), "a.pdf")

    for asked in ("0", "-1", "x", "9" * 30, "9"):
        assert desks.at("anan").look(f"{file.look}?page={asked}").status == 200


def test_a_stranger_learns_nothing_of_a_file(desks: Desks) -> None:
    file, stranger = OneFile(desks, pdf(), "a.pdf", originals=True), desks.at("ekachai")

    for address in (file.look, file.file, file.original):
        assert stranger.look(address).status == 404
    for act in ("", "/confirm", "/withdraw", "/take"):
        sent = stranger.post(f"{file.original}{act}", csrf_token=stranger.token(), reason="x")
        assert sent.status == 404


def take(browser: Browser, file: OneFile) -> Answer:
    return browser.post(f"{file.original}/take", csrf_token=browser.token())


def assert_can_do_nothing(answer: Answer) -> None:
    headers = answer.response.headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_an_original_picture_is_downloaded_after_a_warning(desks: Desks) -> None:
    file = OneFile(desks, canary_jpeg(), "a.jpg", originals=True)
    browser = desks.at("anan")

    warning = browser.look(f"{file.original}?lang=en")
    taken = take(browser, file)

    assert "Open it only if you must" in warning.words
    assert not warning.soup.select("main img")
    assert taken.response.data == file.sent
    assert_can_do_nothing(taken)
    assert file.events()[-1] == "original_read"


def test_an_original_is_never_opened_by_an_address_alone(desks: Desks) -> None:
    kept = OneFile(desks, locked_pdf(), "a.pdf", originals=True)
    apart = OneFile(desks, pdf(script), "a.pdf", originals=True)
    browser = desks.at("anan")

    answer = browser.look(kept.file)
    assert (answer.status, answer.leads_to) == (303, kept.original)
    assert b"JavaScript" not in browser.look(apart.file).response.data
    for file in (kept, apart):
        for address in (file.file, file.look, file.original, f"{file.original}/take"):
            assert CANARY.encode() not in browser.look(address).response.data
            assert kept.sent[:200] not in browser.look(address).response.data
    ids = [row["id"] for row in desks.office.rows("blobs")]
    assert len(ids) == 3
    opened = [browser.look(f"{apart.case}/files/{blob_id}").status for blob_id in ids]
    assert sorted(opened) == [200, 404, 404]


def asked(desks: Desks) -> OneFile:
    file = OneFile(desks, docx_properties("core")(), "a.docx", originals=True)
    answer = desks.at("anan").send(file.original, reason="ศาลขอต้นฉบับ")
    assert (answer.status, answer.leads_to) == (303, file.original)
    return file


def test_the_original_of_a_document_takes_two_people_and_serves_once(desks: Desks) -> None:
    file = asked(desks)
    first, second = desks.at("anan"), desks.at("busaba")

    alone = take(first, file)
    own = first.post(f"{file.original}/confirm", csrf_token=first.token())
    assert "ศาลขอต้นฉบับ" in second.look(file.original).words
    confirmed = second.send(f"{file.original}/confirm", file.original)
    taken, again = take(first, file), take(first, file)

    assert (alone.status, own.status) == (409, 409)
    assert confirmed.leads_to == file.original
    assert taken.response.data == file.sent
    assert_can_do_nothing(taken)
    assert again.status == 409
    assert file.events().count("original_read") == 1


def test_a_request_can_be_taken_back(desks: Desks) -> None:
    file = asked(desks)

    desks.at("anan").send(f"{file.original}/withdraw", file.original)

    assert desks.office.rows("two_person_requests") == []
    assert desks.at("busaba").look(file.original).soup.select("textarea[name=reason]")


def test_a_confirmation_serves_for_the_file_it_was_given_for(desks: Desks) -> None:
    file, other = asked(desks), OneFile(desks, docx(), "b.docx", originals=True)
    desks.at("busaba").send(f"{file.original}/confirm", file.original)

    assert take(desks.at("anan"), other).status == 409


@pytest.mark.parametrize("reason", ["", "ก\x00"])
def test_a_reason_is_needed_and_what_was_typed_stays(desks: Desks, reason: str) -> None:
    file = OneFile(desks, docx(), "a.docx", originals=True)

    refused = desks.at("anan").send(file.original, reason=reason)

    assert refused.status == 422
    assert refused.errors
    assert desks.office.rows("two_person_requests") == []


def test_the_form_comes_again_when_its_token_is_gone(desks: Desks) -> None:
    file = OneFile(desks, docx(), "a.docx", originals=True)

    refused = desks.at("anan").post(file.original, reason="เหตุผล")

    assert refused.status == 400
    assert refused.value("reason") == "เหตุผล"


def test_without_an_original_there_is_no_page_for_one(desks: Desks) -> None:
    file: Any = OneFile(desks, docx(), "a.docx")

    assert desks.at("anan").look(file.original).status == 404
    assert take(desks.at("anan"), file).status == 404
