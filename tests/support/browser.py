"""Debian's Chromium, driven by Playwright, seen by three kinds of reader.

`phone`, `desktop` and `no_script` are functions that return a new browser
context each time, with its own cookies; all are closed after the test. A page
that asks any other machine for anything fails the test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ContextFactory = Callable[..., BrowserContext]

QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root; it sees nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
THAI = {"locale": "th-TH", "timezone_id": "Asia/Bangkok"}
PHONE = {
    **THAI,
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {**THAI, "viewport": {"width": 1280, "height": 900}}
NO_SCRIPT = {**PHONE, "java_script_enabled": False}
OWN_HOSTS = {"127.0.0.1", "localhost"}

#: What axe finds wrong; all that it found right would take longer on the way here than the search.
VIOLATIONS = """colours =>
  axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}}}).then(
    ({violations}) => violations.flatMap(({id, help, nodes}) => nodes.map(
      ({target}) => `${id}: ${help}: ${JSON.stringify(target)}`)))"""


#: Frames load late on a phone and axe looks into those that are there, so all are loaded before.
LOAD_FRAMES = """() => Promise.all([...document.querySelectorAll("iframe[loading=lazy]")].map(
  frame => new Promise(loaded => {
    frame.addEventListener("load", loaded, {once: true});
    frame.loading = "eager";
    frame.src = frame.src;
  })))"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One running browser for this test process."""
    path = shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("Chromium is not installed; run deploy/prepare test")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[ContextFactory]:
    """Contexts of a phone in Thailand, 390 × 844."""
    with contexts(chromium, PHONE) as new_context:
        yield new_context


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[ContextFactory]:
    """Contexts of an office computer in Thailand, 1280 × 900."""
    with contexts(chromium, DESKTOP) as new_context:
        yield new_context


@pytest.fixture
def no_script(chromium: Browser) -> Iterator[ContextFactory]:
    """Contexts of a phone whose owner has switched scripts off.

    axe needs scripts and waits for ever here; look at `page.aria_snapshot` instead.
    """
    with contexts(chromium, NO_SCRIPT) as new_context:
        yield new_context


@contextmanager
def contexts(browser: Browser, manner: dict[str, Any]) -> Iterator[ContextFactory]:
    """Give a function that opens contexts of one manner; closes them, then judges them.

    :raises AssertionError: a page asked another machine for something.
    """
    opened: list[BrowserContext] = []
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith("http") and address.hostname not in OWN_HOSTS:
            elsewhere.append(request.url)

    def new_context(**changes: Any) -> BrowserContext:
        context = browser.new_context(**{**manner, **changes})
        context.set_default_timeout(10_000)
        context.on("request", note)
        opened.append(context)
        return context

    yield new_context
    for context in opened:
        context.close()
    assert not elsewhere, f"a page asked another machine: {elsewhere}"


def axe_findings(page: Page, *, colours: bool = True) -> list[str]:
    """Return what axe finds on a page: rule, what is wrong, and where; empty is clean.

    :param page: of a context with scripts.
    :param colours: measure contrast as well, which takes longer than all the rest.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(LOAD_FRAMES)
    found: list[str] = page.evaluate(VIOLATIONS, colours)
    return found


def bring_axe(page: Page) -> None:
    """Let axe be in every page that is opened from now on.

    Half a megabyte of it goes to the browser once instead of once for each page.
    """
    page.add_init_script(AXE_SCRIPT)
