"""Signing in, signing out, and what a person without a session is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.web.limits import Limits
from tests.desk_pages.conftest import Answer, Desks
from tests.factories.people import PASSPHRASE

SIGN_IN = "/desk/sign-in"


def signed_in_page(answer: Answer) -> str:
    """Return the page without what differs between any two answers, and without the typed name."""
    for hidden in answer.soup.select("input[type=hidden], input[name=name]"):
        hidden.decompose()
    return str(answer.soup)


def test_an_officer_signs_in_and_is_led_to_the_cases_of_the_desk(desks: Desks) -> None:
    browser = desks.nobody()

    answer = browser.send(
        SIGN_IN, name="anan", passphrase=PASSPHRASE, totp=desks.office.totp("anan")
    )

    assert (answer.status, answer.leads_to) == (303, "/desk")
    assert browser.look("/desk").leads_to == "/desk/corruption/cases"
    assert browser.look("/desk/").leads_to == "/desk/corruption/cases"
    assert browser.look("/desk/corruption/cases").status == 200


def test_a_code_with_thai_digits_and_a_space_is_taken(desks: Desks) -> None:
    digits = desks.office.totp("anan")
    typed = f"{digits[:3]} {digits[3:]}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    answer = desks.nobody().send(SIGN_IN, name="anan", passphrase=PASSPHRASE, totp=typed)

    assert answer.status == 303


def test_unknown_name_wrong_passphrase_and_wrong_code_get_one_and_the_same_page(
    desks: Desks,
) -> None:
    browser, right = desks.nobody(), desks.office.totp("anan")
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    answers = [
        browser.send(SIGN_IN, name="nobody-of-this-name", passphrase=PASSPHRASE, totp=right),
        browser.send(SIGN_IN, name="anan", passphrase="another-long-passphrase", totp=right),
        browser.send(SIGN_IN, name="anan", passphrase=PASSPHRASE, totp=wrong),
        browser.send(SIGN_IN, name="anan", passphrase=PASSPHRASE, totp="หกหลัก"),
    ]

    assert {answer.status for answer in answers} == {422}
    assert len({signed_in_page(answer) for answer in answers}) == 1
    assert answers[0].errors


def test_one_name_typed_in_many_ways_from_many_places_is_counted_as_one(desks: Desks) -> None:
    settings = replace(desks.office.office.settings, sign_ins_per_minute=2)
    desks.app.extensions["limits"] = Limits(settings)
    wrong = {"passphrase": "another-long-passphrase", "totp": "000000"}

    statuses = []
    for at, name in enumerate(("anan", "ANAN ", "\u3000Anan")):
        browser = desks.nobody()
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{at}"
        statuses.append(browser.send(SIGN_IN, name=name, **wrong).status)

    assert statuses == [422, 422, 429]


def test_a_code_serves_once(desks: Desks) -> None:
    code = desks.office.totp("anan")
    desks.nobody().send(SIGN_IN, name="anan", passphrase=PASSPHRASE, totp=code)

    again = desks.nobody().send(SIGN_IN, name="anan", passphrase=PASSPHRASE, totp=code)

    assert again.status == 422


def test_the_name_comes_back_after_a_mistake_and_the_secrets_do_not(desks: Desks) -> None:
    answer = desks.nobody().send(
        SIGN_IN, name="anan", passphrase="secret-that-was-typed", totp="123456"
    )

    assert answer.value("name") == "anan"
    assert answer.value("passphrase") == ""
    assert "secret-that-was-typed" not in answer.response.get_data(as_text=True)


@pytest.mark.parametrize("missing", ["name", "passphrase", "totp"])
def test_an_empty_field_is_named_and_nothing_is_tried(desks: Desks, missing: str) -> None:
    fields = {"name": "anan", "passphrase": PASSPHRASE, "totp": desks.office.totp("anan")}

    answer = desks.nobody().send(SIGN_IN, **{**fields, missing: ""})

    assert answer.status == 422
    assert answer.soup.select_one(f"#error-summary a[href='#{missing}']")


def test_signing_out_makes_the_cookie_worthless(desks: Desks) -> None:
    browser = desks.at("anan")
    cookie = browser.client.get_cookie("desk")
    assert cookie is not None

    answer = browser.post("/desk/sign-out", csrf_token=browser.token())

    assert answer.leads_to == SIGN_IN
    browser.client.set_cookie("desk", cookie.value)
    assert browser.look("/desk/corruption/cases").leads_to == SIGN_IN


def test_signing_out_is_a_post(desks: Desks) -> None:
    assert desks.at("anan").look("/desk/sign-out").status == 405


def test_all_sessions_can_be_ended_at_once(desks: Desks) -> None:
    one, other = desks.at("anan"), desks.at("anan")

    one.send("/desk/account/end-sessions", "/desk/account")

    assert other.look("/desk/corruption/cases").leads_to == SIGN_IN


@pytest.mark.parametrize(
    ("key", "address"),
    [
        pytest.param("ekachai", "/desk/grievance/cases", id="an officer to the cases"),
        pytest.param("hathai", "/desk/grievance/cases", id="a head of unit to the cases"),
        pytest.param("dara", "/desk/corruption/cases", id="an alternate to the cases"),
        pytest.param("jinda", "/desk/oversight/grievance", id="oversight to the board"),
        pytest.param("kasem", "/desk/oversight/grievance", id="the executive to the board"),
        pytest.param("ladda", "/desk/account", id="the auditor to the own account"),
        pytest.param("itthi", "/admin/accounts", id="the administrator to the accounts"),
    ],
)
def test_the_home_of_each_role_is_where_its_work_is(desks: Desks, key: str, address: str) -> None:
    browser = desks.at(key)

    assert browser.look("/desk").leads_to == address
    assert browser.look(address).status == 200


def test_the_account_shows_the_appointment(desks: Desks) -> None:
    page = desks.at("anan").look("/desk/account?lang=en")

    assert "นายอนันต์ ใจดี" in page.words
    assert "1/2569" in page.words
    assert "1 October 2025" in page.words
