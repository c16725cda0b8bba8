"""The officers' pages on a real assembled application, with an office at work behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints.assembly import assemble
from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.domain.channel import Channel
from complaints.web.fonts import prepare_fonts
from complaints.work.cookies import begin_session
from tests.factories.fixtures import sqlite_office
from tests.factories.office import AnOffice
from tests.factories.people import owned_by

__all__ = ["sqlite_office"]


@dataclass
class Answer:
    """One answer of the service, read as a page."""

    response: TestResponse

    def __post_init__(self) -> None:
        self.response.get_data()  # now, and not when somebody looks

    @cached_property
    def soup(self) -> BeautifulSoup:
        body = self.response.get_data().decode(errors="replace")  # a download is no text
        return BeautifulSoup(body, "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def leads_to(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def words(self) -> str:
        return " ".join(self.soup.get_text(" ").split())

    @property
    def heading(self) -> str:
        heading = self.soup.find("h1")
        assert heading is not None, self.words
        return heading.get_text(" ", strip=True)

    @property
    def errors(self) -> str:
        summary = self.soup.find(id="error-summary")
        return summary.get_text(" ", strip=True) if summary else ""

    def one(self, selector: str) -> Tag:
        found = self.soup.select_one(selector)
        assert found is not None, f"no {selector} on: {self.words}"
        return found

    def value(self, name: str) -> str:
        """Return what stands in a field of the page."""
        control = self.one(f"main [name={name}]")
        if control.name == "textarea":
            return control.get_text().removeprefix("\n")
        if control.name == "select":
            chosen = control.select_one("option[selected]")
            return str(chosen["value"]) if chosen else ""
        return str(control.get("value", ""))

    def option(self, name: str, words: str) -> str:
        """Return the value of the choice that holds some words."""
        for option in self.one(f"main select[name={name}]").find_all("option"):
            if words in option.get_text():
                return str(option["value"])
        raise AssertionError(f"{name} offers no {words}")

    def hidden(self, action: str) -> dict[str, str]:
        """Return the hidden inputs of the form that is sent to an address."""
        forms = self.soup.select("main form")
        meant = [form for form in forms if form.get("action") in {None, action}]
        assert meant, f"no form for {action} on: {self.words}"
        return {
            str(one["name"]): str(one.get("value", ""))
            for one in meant[0].select("input[type=hidden]")
        }


@dataclass
class Browser:
    """Somebody at a browser that keeps cookies and sends hidden inputs back."""

    client: FlaskClient

    def look(self, address: str) -> Answer:
        return Answer(self.client.get(address))

    def send(self, address: str, page: str | None = None, **fields: object) -> Answer:
        """Fill in the form that a page has for an address, and send it."""
        hidden = self.look(page or address).hidden(address)
        return self.post(address, **{**hidden, **fields})

    def post(self, address: str, **fields: object) -> Answer:
        """Send a form as it is given."""
        return Answer(self.client.post(address, data=fields))

    def token(self) -> str:
        """Return a token for a form, from a page that everybody may see."""
        return self.look("/desk/sign-in").hidden("/desk/sign-in")["csrf_token"]


@dataclass
class Desks:
    """The service with its people."""

    office: AnOffice
    app: Flask

    def nobody(self) -> Browser:
        return Browser(self.app.test_client())

    def at(self, key: str) -> Browser:
        """Return the browser of a person of the office who is signed in."""
        browser, account = self.nobody(), self.office.account(key)
        with self.office.writing(Channel.GRIEVANCE) as work:
            cookie = begin_session(
                work,
                owned_by(key).as_payload(),
                officer_id=account.id,
                lasts=SESSION_LASTS,
                idle=SESSION_IDLES,
            )
        browser.client.set_cookie("desk", cookie.value)
        return browser


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fonts, cut once for all applications of this test process."""
    folder = tmp_path_factory.mktemp("fonts")
    prepare_fonts(folder)
    return folder


@pytest.fixture
def desks(sqlite_office: AnOffice, fonts: Path) -> Desks:
    """The assembled application over an office in which everybody is enrolled."""
    instance = sqlite_office.office.settings.instance
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "fonts").symlink_to(fonts)
    app = assemble(sqlite_office.office.settings)
    app.extensions["office"] = sqlite_office.office
    app.config.update(SERVER_NAME=None, TESTING=True)
    return Desks(sqlite_office, app)
