"""From the administrator's link to the first sign-in, and the signatures in between."""

from __future__ import annotations

import base64

import pytest

from complaints.vault.totp import totp_at
from tests.desk_pages.conftest import Answer, Browser, Desks
from tests.factories.people import PASSPHRASE

APPOINTMENT = {
    "full_name": "นายมานะ อดทน",
    "position": "นิติกร",
    "name": "mana",
    "role": "officer",
    "channel": "corruption",
    "appointed_on": "2026-11-01",
}


def invited(desks: Desks, **changes: str) -> str:
    """Return the address of a fresh one-time link."""
    page = desks.at("itthi").send("/admin/accounts/new", **{**APPOINTMENT, **changes})
    assert page.status == 200, page.errors
    link = page.one("#enrolment-link").get_text(strip=True)
    return link.removeprefix("http://127.0.0.1:8000")


def telephone(desks: Desks, page: Answer) -> str:
    """Return what a telephone shows that has read the letters of the page."""
    return totp_at(secret_of(page), desks.office.clock().timestamp())


def secret_of(page: Answer) -> bytes:
    """Return the secret that stands on a page of enrolment, for those without a camera."""
    return base64.b32decode(page.one("#totp-secret").get_text().replace(" ", ""))


def enrol(desks: Desks, browser: Browser, link: str) -> tuple[str, bytes]:
    """Make keys with the suggested passphrase; return it and the telephone's secret."""
    page = browser.look(link)
    passphrase = page.one("#suggested-passphrase").get_text(strip=True)
    answer = browser.post(
        link,
        **page.hidden(link),
        passphrase=passphrase,
        passphrase_again=passphrase,
        totp=telephone(desks, page),
    )
    assert answer.leads_to == "/desk/sign-in", answer.errors
    return passphrase, secret_of(page)


def test_the_link_greets_by_name_and_post_and_suggests_a_passphrase(desks: Desks) -> None:
    page = desks.nobody().look(invited(desks))

    assert page.status == 200
    assert "นายมานะ อดทน" in page.words
    assert "นิติกร" in page.words
    assert page.one("#suggested-passphrase").get_text().count("-") == 5
    assert page.one("svg.desk-square__picture path")["d"]
    assert not page.soup.select("[style]")


def test_a_new_officer_makes_keys_waits_for_two_signatures_and_works(desks: Desks) -> None:
    newcomer = desks.nobody()
    passphrase, secret = enrol(desks, newcomer, invited(desks))

    for signer in ("anan", "busaba"):
        browser = desks.at(signer)
        page = browser.look("/desk/corruption/roster")
        assert "นายมานะ อดทน" in page.words
        form = page.one("form[action$='/sign']")
        browser.send(str(form["action"]), "/desk/corruption/roster")

    assert not desks.at("anan").look("/desk/corruption/roster").soup.select("form[action$='/sign']")
    receipt = desks.office.file_corruption()
    desks.office.clock.pass_seconds(60)
    totp = totp_at(secret, desks.office.clock().timestamp())
    newcomer.send("/desk/sign-in", name="mana", passphrase=passphrase, totp=totp)

    assert newcomer.look(f"/desk/corruption/cases/{receipt.number}").status == 200


@pytest.mark.parametrize("page", ["templates", "releases", "releases/2569"])
def test_an_account_that_nobody_signed_for_does_not_speak_for_the_desk(
    desks: Desks, page: str
) -> None:
    """The administrator opens an account and enrols it himself; he publishes nothing by it."""
    browser = desks.nobody()
    passphrase, secret = enrol(desks, browser, invited(desks))
    desks.office.clock.pass_seconds(60)
    totp = totp_at(secret, desks.office.clock().timestamp())
    browser.send("/desk/sign-in", name="mana", passphrase=passphrase, totp=totp)

    assert browser.look("/desk/corruption/cases").status == 200
    assert browser.look(f"/desk/corruption/{page}").status == 404


def test_one_signature_is_not_enough(desks: Desks) -> None:
    enrol(desks, desks.nobody(), invited(desks))
    browser = desks.at("anan")
    form = browser.look("/desk/corruption/roster").one("form[action$='/sign']")

    browser.send(str(form["action"]), "/desk/corruption/roster")

    page = browser.look("/desk/corruption/roster")
    assert page.soup.select("[id^=waiting-]")
    assert not page.soup.select("form[action$='/sign']")


def test_a_second_signature_of_the_same_officer_is_refused_with_words(desks: Desks) -> None:
    enrol(desks, desks.nobody(), invited(desks))
    browser = desks.at("anan")
    address = str(browser.look("/desk/corruption/roster").one("form[action$='/sign']")["action"])
    browser.send(address, "/desk/corruption/roster")

    browser.post(address, csrf_token=browser.token())

    assert browser.look("/desk/corruption/roster").one(".flash-message--warning")


def test_a_line_that_does_not_wait_cannot_be_signed(desks: Desks) -> None:
    browser = desks.at("anan")

    answer = browser.post("/desk/corruption/roster/77/sign", csrf_token=browser.token())

    assert answer.status == 404


def test_the_link_serves_once(desks: Desks) -> None:
    link, browser = invited(desks), desks.nobody()
    enrol(desks, browser, link)

    assert browser.look(link).status == 404


def test_the_link_expires(desks: Desks) -> None:
    link = invited(desks)
    desks.office.clock.pass_days(8)

    assert desks.nobody().look(link).status == 404


def test_a_renewed_link_makes_the_earlier_one_worthless(desks: Desks) -> None:
    first = invited(desks)
    administrator = desks.at("itthi")
    way = administrator.look("/admin/accounts").one("a[href$='/link']")

    page = administrator.send(str(way["href"]))

    second = page.one("#enrolment-link").get_text(strip=True).removeprefix("http://127.0.0.1:8000")
    assert desks.nobody().look(first).status == 404
    assert desks.nobody().look(second).status == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param(
            {"passphrase": "short", "passphrase_again": "short"}, "passphrase", id="short"
        ),
        pytest.param(
            {"passphrase": "a" * 20, "passphrase_again": "a" * 20}, "passphrase", id="one letter"
        ),
        pytest.param({"passphrase_again": PASSPHRASE + "x"}, "passphrase_again", id="not repeated"),
        pytest.param({"totp": "000000"}, "totp", id="wrong digits"),
        pytest.param({"totp": ""}, "totp", id="no digits"),
        pytest.param({"totp": "หกหลัก"}, "totp", id="no digits at all"),
    ],
)
def test_a_refused_enrolment_names_the_field_and_shows_no_passphrase(
    desks: Desks, changes: dict[str, str], field: str
) -> None:
    link, browser = invited(desks), desks.nobody()
    page = browser.look(link)
    good = {
        "passphrase": PASSPHRASE,
        "passphrase_again": PASSPHRASE,
        "totp": telephone(desks, page),
    }

    refused = browser.post(link, **{**page.hidden(link), **good, **changes})

    assert refused.status == 422
    assert refused.soup.select_one(f"#error-summary a[href='#{field}']"), refused.words
    text = refused.response.get_data(as_text=True)
    assert PASSPHRASE not in text
    assert "a" * 20 not in text
    assert refused.value("totp_secret") == page.value("totp_secret")


@pytest.mark.parametrize("sent", ["", "AAAA", "not base 32!", "๑๒๓"])
def test_a_secret_that_was_tampered_with_is_replaced(desks: Desks, sent: str) -> None:
    link, browser = invited(desks), desks.nobody()
    hidden = {**browser.look(link).hidden(link), "totp_secret": sent}

    page = browser.post(
        link, **hidden, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE, totp="123456"
    )

    assert page.status == 422
    assert len(base64.b32decode(page.value("totp_secret"))) == 20


def test_the_roster_shows_its_first_fingerprint(desks: Desks) -> None:
    page = desks.at("busaba").look("/desk/corruption/roster")

    assert len(page.one("#first-fingerprint").get_text(strip=True)) >= 32
    assert "นายชัย มั่นคง" in page.words
