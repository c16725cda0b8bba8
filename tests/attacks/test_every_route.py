"""Every route for every role, from the map of addresses; the stranger's answer byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints import create_app
from complaints.casework.signing_in import sign_in
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.intake.registration import Receipt
from complaints.web.access import OpenTo, declared_access
from complaints.web.cookies import CookieName, full_name
from tests.factories.fixtures import founded
from tests.factories.office import AnOffice, an_office, settings
from tests.factories.people import BY_KEY, PASSPHRASE
from tests.support.databases import Shelf

NOBODY = "nobody"
PEOPLE = (NOBODY, *BY_KEY)
VALUES = {
    "part": "figures",
    "year": 2569, "number": 1, "form": "csv", "link_token": "x", "name": "x", "day": "2026-11-16",
    "officer_id": "0" * 32, "unit_id": "0" * 32, "subject_id": "0" * 32, "blob_id": "0" * 32,
    "letter_id": "receipt", "table": "breakdowns", "request_id": "0" * 32,
    "template_id": "0" * 32, "body_id": "0" * 32, "guideline_id": "0" * 32,
    "slip_token": "x", "manual": "intake", "quarter": 1,
}  # fmt: skip
CHANGING = re.compile(rb'(name="csrf_token"[^>]*value="|value=")[^"]{20,}"|nonce-[\w-]+')


@pytest.fixture(scope="module")
def running(sqlite_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service with a case on each channel, and the office behind it."""
    folder = tmp_path_factory.mktemp("routes")
    template = sqlite_shelf.template("founded", founded(folder / "founding"))
    url = sqlite_shelf.create(sqlite_shelf.new(), template)
    office = an_office(url, folder / "instance")
    office.clock.instant = office.clock.instant.now(office.clock.instant.tzinfo)
    own = settings(url, folder / "instance")
    app = create_app(
        replace(own, filings_per_second=10**4, lookups_per_second=10**4, sign_ins_per_minute=10**4)
    )
    receipts = {channel: office.file(channel) for channel in Channel}
    cookies = {key: _signed_in(office, key) for key in BY_KEY}
    yield app, office, receipts, cookies
    office.close()


def _signed_in(office: AnOffice, key: str) -> str:
    return sign_in(office.office, name=key, passphrase=PASSPHRASE, totp=office.totp(key)).value


def client(app: Flask, cookie: str | None) -> FlaskClient:
    """Return a browser, of somebody who is signed in or of nobody."""
    browser = app.test_client()
    if cookie is not None:
        browser.set_cookie(full_name(CookieName.DESK, encrypted=False), cookie, domain="127.0.0.1")
    return browser


def ask(browser: FlaskClient, method: str, path: str) -> TestResponse:
    """Ask for a page as a browser on this machine does."""
    return browser.open(path, method=method, base_url="http://127.0.0.1:8000")


def routes(app: Flask, receipts: dict[Channel, Receipt]) -> list[tuple[str, str, str, Any]]:
    """Return endpoint, method, path and channel of everything that can be asked for."""
    found: list[tuple[str, str, str, Any]] = []
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        for rule in app.url_map.iter_rules():
            if rule.build_only:
                continue
            channels = list(Channel) if "channel" in rule.arguments else [None]
            for channel in channels:
                values = {name: VALUES.get(name) for name in rule.arguments}
                if "/cases/" in rule.rule and channel:
                    values["number"] = receipts[channel].number
                if channel:
                    values["channel"] = channel
                built = rule.build(values)
                assert built is not None, rule.rule
                methods = sorted((rule.methods or set()) & {"GET", "POST"})
                found += [(rule.endpoint, method, built[1], channel) for method in methods]
    return found


def test_every_route_declares_who_may_enter(running: Any) -> None:
    app = running[0]
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.build_only and not isinstance(declared_access(app, rule.endpoint), OpenTo)
    }

    assert silent == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_enters_where_the_table_does_not_let_him(running: Any, who: str) -> None:
    app, office, receipts, cookies = running
    person = office.actor(who).person if who != NOBODY else None
    browser, wrong = client(app, cookies.get(who)), []
    for endpoint, method, path, channel in routes(app, receipts):
        declared = declared_access(app, endpoint)
        assert declared is not None
        answer = ask(browser, method, path)
        answer.close()
        if answer.status_code >= 500 and endpoint != "static_files.show_health":
            wrong.append(f"{method} {path}: {answer.status_code}")
        if declared.is_for_everyone:
            continue
        if person is None:
            led_away = answer.status_code == 303 and answer.location.endswith("/desk/sign-in")
            wrong += [] if led_away else [f"{method} {path}: {answer.status_code}"]
            continue
        situation = Situation(channel=channel, holds_wrap=True)
        allowed = any(is_allowed(person, one, situation) for one in declared.permissions)
        if not allowed and answer.status_code != 404:
            wrong.append(f"{method} {path}: {answer.status_code} although not allowed")

    assert wrong == []


STRANGERS = {
    Channel.CORRUPTION: [key for key in BY_KEY if key not in {"anan", "busaba", "chai"}],
    Channel.GRIEVANCE: [key for key in BY_KEY if key not in {"ekachai", "fahsai"}],
}


@pytest.mark.parametrize(
    ("channel", "who"),
    [(channel, who) for channel, people in STRANGERS.items() for who in [*people, NOBODY]],
)
def test_a_stranger_gets_for_a_case_byte_for_byte_the_answer_for_no_case(
    running: Any, channel: Channel, who: str
) -> None:
    app, _, receipts, cookies = running
    browser, real = client(app, cookies.get(who)), receipts[channel].number
    invented = real[:-2] + ("11" if real[-2:] != "11" else "12")
    for rest in ("", "/files/" + "0" * 32, "/message", "/accept", "/note", "/complete", "/letters"):
        answers = []
        for number in (real, invented):
            answer = ask(browser, "GET", f"/desk/{channel.value}/cases/{number}{rest}")
            body = CHANGING.sub(b"", answer.data).replace(number.encode(), b"NUMBER")
            kept = [(k, v) for k, v in answer.headers if k not in {"Date", "Set-Cookie"}]
            answers.append((answer.status_code, kept, body))
        assert answers[0] == answers[1], rest
        assert answers[0][0] == (303 if who == NOBODY else 404)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_post_without_its_token_changes_anything(running: Any, who: str) -> None:
    app, office, receipts, cookies = running
    tables = ("officers", "cases", "case_entries", "agency", "units", "subjects", "holidays",
              "roster_signatures", "key_wraps", "sessions", "releases")  # fmt: skip

    def everything() -> list[object]:
        return [[{**row, "idle_until": None} for row in office.rows(table)] for table in tables]

    before, browser, wrong = everything(), client(app, cookies.get(who)), []
    for _, method, path, _ in routes(app, receipts):
        if method == "POST":
            status = ask(browser, method, path).status_code
            wrong += [] if status in {303, 400, 404} else [f"{path}: {status}"]

    assert wrong == []
    assert everything() == before


def test_those_who_hold_a_wrap_see_the_page(running: Any) -> None:
    app, _, receipts, cookies = running
    for channel, who in ((Channel.CORRUPTION, "anan"), (Channel.GRIEVANCE, "ekachai")):
        path = f"/desk/{channel.value}/cases/{receipts[channel].number}"
        assert ask(client(app, cookies[who]), "GET", path).status_code == 200


def test_the_table_is_asked_and_not_only_the_sign_in(running: Any) -> None:
    app, office, _, cookies = running
    assert is_allowed(office.actor("itthi").person, Permission.SETTINGS_CHANGE, Situation())

    assert ask(client(app, cookies["itthi"]), "GET", "/admin/accounts").status_code == 200
    assert ask(client(app, cookies["anan"]), "GET", "/admin/accounts").status_code == 404
