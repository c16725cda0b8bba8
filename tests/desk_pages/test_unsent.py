"""Words typed into a form of the desk while the session ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.casework.signing_in import SESSION_IDLES
from tests.desk_pages.conftest import Desks

WORDS = "ข้อความยาวที่พิมพ์ไว้ <b>ทั้งย่อหน้า</b>"


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_officer_whose_session_ended_gets_back_what_was_typed(
    desks: Desks, language: str
) -> None:
    number, browser = desks.office.file_grievance().number, desks.at("ekachai")
    address = f"/desk/grievance/cases/{number}/note"
    hidden = browser.look(f"{address}?lang={language}").hidden(address)
    before = [dict(row) for row in desks.office.rows("case_entries")]
    desks.office.clock.instant += SESSION_IDLES + timedelta(minutes=1)

    answer = browser.post(address, **hidden, note=WORDS)

    assert answer.status == 403
    assert WORDS in answer.one("#unsent").get_text()
    assert answer.one("main a[href='/desk/sign-in']")
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert [dict(row) for row in desks.office.rows("case_entries")] == before
    nowhere = browser.post("/desk/grievance/cases/G0000/nothing", **hidden, note=WORDS)
    assert nowhere.words == answer.words, "whether there is such a page is not said"


def test_words_are_shown_to_no_browser_that_was_not_shown_the_form(desks: Desks) -> None:
    number, browser = desks.office.file_grievance().number, desks.at("ekachai")
    address = f"/desk/grievance/cases/{number}/note"
    hidden = browser.look(address).hidden(address)

    for token in (hidden["csrf_token"], "x", ""):
        answer = desks.nobody().post(address, csrf_token=token, note=WORDS)
        assert (answer.status, answer.leads_to) == (303, "/desk/sign-in")
        assert "พิมพ์ไว้" not in answer.words


def test_a_passphrase_is_never_given_back(desks: Desks) -> None:
    browser = desks.nobody()
    token = browser.token()
    typed = {"current": "secret-one", "passphrase": "secret-two", "passphrase_again": "x"}

    alone = browser.post("/desk/account/passphrase", csrf_token=token, **typed)
    beside = browser.post("/desk/account/passphrase", csrf_token=token, note=WORDS, **typed)

    assert (alone.status, alone.leads_to) == (303, "/desk/sign-in")
    assert beside.status == 403
    assert "secret" not in beside.words
