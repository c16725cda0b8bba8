"""What clients of the service do: ask for a page, file, look up, sign in."""

from __future__ import annotations

import re
from collections.abc import Callable

from bench.browser import Answer, Browser
from bench.more_cases import totp_now
from complaints.domain.codes import CODE_DIGITS

REPORT = "/grievance/report"

Asking = Callable[[Browser], Callable[[int], Answer]]
"""Makes a client ready, and returns what one timed request is."""


def getting(path: str) -> Asking:
    """Ask for one page again and again."""
    return lambda browser: lambda _: browser.get(path)


def filing(browser: Browser) -> Callable[[int], Answer]:
    """Post a fresh form each time; only the post is timed."""

    def file(number: int) -> Answer:
        return browser.post(REPORT, {**browser.hidden(REPORT), **_told(number)})

    return file


def _told(number: int) -> dict[str, str]:
    return {"details": f"ถนนหน้าบ้านชำรุด {number}", "kind": "grievance"}


def filing_forms(count: int) -> Asking:
    """Post fresh forms that were all asked for before."""

    def prepare(browser: Browser) -> Callable[[int], Answer]:
        forms = [browser.hidden(REPORT) for _ in range(count)]
        return lambda number: browser.post(REPORT, {**forms[number], **_told(number)})

    return prepare


def looking_up(code: str) -> Asking:
    """Enter a code and read the case."""

    def prepare(browser: Browser) -> Callable[[int], Answer]:
        hidden = browser.hidden("/track")

        def look(_: int) -> Answer:
            posted = browser.post("/track", {**hidden, "code": code})
            if posted.status != 303:
                return posted
            shown = browser.get(posted.location)
            return Answer(shown.status, shown.body, "", posted.took + shown.took)

        return look

    return prepare


def file_one(port: int) -> str:
    """File a grievance and return its code."""
    page = filing(Browser(port))(0).body.decode()
    shown = re.sub(r"<[^>]*>", "", page.split('id="lookup-code"', 1)[1].split(">", 1)[1])
    return "".join(character for character in shown if character.isdigit())[:CODE_DIGITS]


def sign_in(browser: Browser, one: dict[str, str]) -> Answer:
    """Sign an officer in; a code of the telephone serves once."""
    fields = {
        **browser.hidden("/desk/sign-in"),
        "name": one["name"],
        "passphrase": one["passphrase"],
        "totp": totp_now(one["totp_secret"]),
    }
    return browser.post("/desk/sign-in", fields)
