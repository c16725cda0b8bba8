"""Somebody's way through the pages, and what must hold for every page on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, FilePayload, Page, Response

from complaints.domain.calendar import BANGKOK
from complaints.domain.codes import grouped_code, thai_digits
from tests.journeys.people import Officer, People
from tests.support.browser import ContextFactory
from tests.support.live_server import LiveServer

PATIENCE = 30_000
"""Milliseconds; to publish or to ask for a letter prints a PDF, on a machine that is busy."""


def today() -> date:
    """Return the day it is where the office is."""
    return datetime.now(BANGKOK).date()


def in_days(days: int) -> str:
    """Return a day from today on, as a field for days takes it."""
    return (today() + timedelta(days=days)).isoformat()


@dataclass
class Receipt:
    """What somebody has in hand after filing."""

    number: str
    code: str = field(repr=False)
    due_on: str | None

    @property
    def as_typed_in_thai(self) -> str:
        """Return the code with Thai digits and spaces, as a careful person types it."""
        return f" {thai_digits(grouped_code(self.code))} "


class Walk:
    """One person's way through the pages in one window.

    :ivar marks: every address and title on the way.
    :ivar said: what the browser complained about, with its address.
    :ivar status: status of the page that is shown.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.marks: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        self.status = 0
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._fail)

    def go(self, address: str) -> Walk:
        """Open an address of the service."""
        self._arrived(self.page.goto(address))
        return self

    def press(self, selector: str) -> Walk:
        """Press a link or a button that leads to another page."""
        with self.page.expect_navigation() as arrival:
            self.page.locator(selector).click()
        self._arrived(arrival.value)
        return self

    def follow(self, words: str) -> Walk:
        """Press the link of the page with some words."""
        with self.page.expect_navigation() as arrival:
            self.page.get_by_role("main").get_by_role("link", name=words).first.click()
        self._arrived(arrival.value)
        return self

    def send(self, action: str = "") -> Walk:
        """Press the button of the form that is sent to an address with this ending."""
        form = f"main form[action$='{action}']" if action else "main form[method=post]"
        return self.press(f"{form} button:not([name])")

    def fill(self, **fields: str) -> Walk:
        """Type into fields and choose in lists, by their names."""
        for name, value in fields.items():
            control = self.page.locator(f"main [name={name}]").first
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            elif control.get_attribute("type") == "radio":
                self.page.locator(f"main [name={name}][value='{value}']").check()
            else:
                control.fill(value)
        return self

    def choose(self, name: str, words: str) -> Walk:
        """Choose in a list by words."""
        option = self.page.locator(f"main select[name={name}] option", has_text=words).first
        self.page.locator(f"main select[name={name}]").select_option(option.get_attribute("value"))
        return self

    def attach(self, name: str, kind: str, body: bytes) -> Walk:
        """Choose a file to be sent."""
        file: FilePayload = {"name": name, "mimeType": kind, "buffer": body}
        self.page.locator("main [name=attachments]").set_input_files(file)
        return self

    def unfold(self, words: str) -> Walk:
        """Press what is folded away."""
        self.page.locator("main summary", has_text=words).first.click()
        return self

    @property
    def path(self) -> str:
        """Return where the page is, without the machine."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def words(self) -> str:
        """Return everything that is written on the page, folded or not."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    @property
    def heading(self) -> str:
        """Return the heading of the page."""
        return self.text("h1")

    def text(self, selector: str) -> str:
        """Return the words of one element."""
        return " ".join((self.page.locator(selector).first.text_content() or "").split())

    def shows(self, selector: str) -> bool:
        """Say whether something is on the page, folded or not."""
        return self.page.locator(selector).count() > 0

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.page.locator(f"main [name={name}]").first.input_value()

    def receipt(self) -> Receipt:
        """Return what a page hands out; reading it is the only way to come by the code."""
        due = self.page.locator("#due-date")
        return Receipt(
            number=self.text("#case-number"),
            code=self.text("#lookup-code").replace(" ", ""),
            due_on=due.first.get_attribute("datetime") if due.count() else None,
        )

    def enter(self, code: str) -> Walk:
        """Come back with a lookup code."""
        return self.go("/track").fill(code=code).send("/track")

    def complaints(self) -> list[str]:
        """Return what the browser complained about, beyond pages that refuse on purpose."""
        return [f"{said} ({at})" for said, at in self.said if at not in self.refused]

    def _arrived(self, response: Response | None) -> None:
        if response is not None:
            self.status = response.status
            if response.status >= 400:
                self.refused.add(response.url)
        self.marks += [self.page.url, self.page.title()]

    def _hear(self, message: ConsoleMessage) -> None:
        self.said.append((message.text, str(message.location.get("url", ""))))

    def _fail(self, error: Error) -> None:
        self.said.append((error.message, ""))


class Journey:
    """What happens in one test: who walks, and which secrets no page may give away."""

    def __init__(self, service: LiveServer, people: People) -> None:
        self.service, self.people = service, people
        self.walks: list[Walk] = []
        self.secrets: list[str] = []

    def begin(self, manner: ContextFactory, **changes: Any) -> Walk:
        """Let somebody come whom the service does not know."""
        context = manner(base_url=self.service.url, **changes)
        self.walks.append(Walk(context))
        return self.walks[-1]

    def begin_as(self, name: str, manner: ContextFactory, **changes: Any) -> Walk:
        """Let an officer come who is signed in; the first time through the page."""
        walk, officer = self.begin(manner, **changes), self.people[name]
        if officer.cookies:
            walk.page.context.add_cookies(officer.cookies)
            return walk
        sign_in(walk, officer)
        desk = [one for one in walk.page.context.cookies() if one["name"] == "desk"]
        officer.cookies = desk
        return walk

    def keep_secret(self, receipt: Receipt) -> Receipt:
        """Remember a code that must stand in no address, no title and no log."""
        self.secrets += [receipt.code, grouped_code(receipt.code), thai_digits(receipt.code)]
        return receipt

    def judge(self) -> None:
        """Fail where a browser complained, or a code stood where it must not."""
        heard = [said for walk in self.walks for said in walk.complaints()]
        assert not heard, f"a browser complained: {heard}"
        marks = " ".join(mark for walk in self.walks for mark in walk.marks)
        log = self.service.log.read_text(errors="replace")
        for place, text in (("an address or a title", marks), ("the log", log)):
            bare = re.sub(r"(%20|[\s+-])", "", text)
            leaked = any(secret in text or secret in bare for secret in self.secrets)
            assert not leaked, f"a lookup code stands in {place}"


def sign_in(walk: Walk, officer: Officer) -> Walk:
    """Sign in through the page."""
    walk.go("/desk/sign-in")
    walk.fill(
        name=officer.name, passphrase=officer.passphrase, totp=officer.telephone.shows()
    ).send()
    assert walk.path != "/desk/sign-in", walk.words
    return walk
