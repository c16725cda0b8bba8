"""Every page that links lead to, for everybody whom they lead there, on a phone and in Thai."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from complaints import create_app
from config import read_settings
from tests.journeys.looking import Look, faults
from tests.journeys.walking import PATIENCE, Journey, Walk
from tests.support.browser import ContextFactory
from tests.support.live_server import LiveServer

pytestmark = pytest.mark.browser

LOOK = Look("th", 390)
ON_THIS_SITE = """() => [...document.querySelectorAll("a[href^='/']:not([download])")]
  .map(one => one.getAttribute("href"))"""
STEPS_DIFFER = "show_case"
"""Cases in different states lead to different steps, so several of them are looked at."""
CASES = 5
PUBLIC = ("/",)
DESK = ("/desk", "/admin")


@pytest.fixture(scope="module")
def addresses(service: LiveServer) -> MapAdapter:
    """Says which page of the service stands at an address."""
    app = create_app(read_settings({"INSTANCE_DIR": str(service.instance)}))
    return app.url_map.bind("127.0.0.1")


def kind_of(addresses: MapAdapter, address: str) -> str | None:
    """Return which page of the service an address is, channels apart; None for no page."""
    try:
        endpoint, values = addresses.match(address, "GET")
    except HTTPException:
        return None
    if "static" in endpoint or endpoint == "tracking.leave_quickly":  # asking for it ends the visit
        return None
    return f"{endpoint} {values.get('channel', '')}"


@pytest.fixture(scope="module")
def coloured() -> set[str]:
    """What had its contrast measured: each kind of page once, and each case.

    The colours of a page are the same for everybody who may see it; to measure them
    takes longer than everything else that is looked at.
    """
    return set()


def is_page(walk: Walk, address: str) -> bool:
    """Say whether a page stands at an address, and no file and no way out of the site."""
    head = walk.page.request.head(address, max_redirects=0, timeout=PATIENCE)
    is_elsewhere = head.status == 303
    return not is_elsewhere and (
        head.status >= 400 or "text/html" in head.headers.get("content-type", "")
    )


def pages(
    walk: Walk, addresses: MapAdapter, begin: str, within: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Go to one page of every kind that links lead to, and yield where the walk stands.

    :param within: beginnings of the addresses that are followed.
    :return: the address, and what there is to see: one case, or a kind of page and its status.
    """
    waiting, seen, counts = [begin], {begin}, dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(addresses, address)
        if kind is None or counts.get(kind, 0) >= (CASES if STEPS_DIFFER in kind else 1):
            continue
        counts[kind] = counts.get(kind, 0) + 1
        if not is_page(walk, address):
            continue
        walk.go(address)
        yield address, address if STEPS_DIFFER in kind else f"{kind} {walk.status}"
        found = [
            one.partition("#")[0].partition("?")[0] for one in walk.page.evaluate(ON_THIS_SITE)
        ]
        fresh = [one for one in dict.fromkeys(found) if one not in seen and one.startswith(within)]
        seen.update(fresh)
        waiting += fresh


def faults_on_the_way(
    walk: Walk,
    addresses: MapAdapter,
    begin: str,
    within: tuple[str, ...],
    coloured: set[str],
) -> str:
    """Return what is wrong with the pages that links lead to, a line each."""
    found: list[str] = []
    count = 0
    for address, sight in pages(walk, addresses, begin, within):
        count += 1
        if walk.status not in {200, 409}:  # 409 is a form that says why it is not offered now
            found.append(f"{address}: answers {walk.status}")
        found += faults(walk, colours=sight not in coloured)
        coloured.add(sight)
    assert count, "there is not even a page to begin with"
    return "\n".join(found)


def test_a_visitor_finds_every_public_page_sound(
    journey: Journey, phone: ContextFactory, addresses: MapAdapter, coloured: set[str]
) -> None:
    visitor = LOOK.begin(journey, phone)

    assert faults_on_the_way(visitor, addresses, "/", PUBLIC, coloured) == ""


@pytest.mark.parametrize("channel", ["corruption", "grievance"])
def test_a_reporter_finds_every_page_behind_the_code_sound(
    channel: str, journey: Journey, phone: ContextFactory, addresses: MapAdapter, coloured: set[str]
) -> None:
    reporter = LOOK.begin(journey, phone)
    reporter.go(f"/{channel}/report").fill(details="ถนนหน้าบ้านชำรุดมาสองเดือนแล้ว").send()
    receipt = journey.keep_secret(reporter.receipt())
    assert faults(reporter) == []
    reporter.enter(receipt.code)

    assert faults_on_the_way(reporter, addresses, "/track", ("/track",), coloured) == ""


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("centre-1", "/desk/grievance/cases"),
        ("integrity-1", "/desk/corruption/cases"),
        ("head-works", "/desk/grievance/cases"),
        ("oversight", "/desk/account"),
        ("executive", "/desk/account"),
        ("auditor", "/desk/account"),
        ("admin", "/admin/accounts"),
    ],
)
def test_an_officer_finds_every_page_of_the_desk_sound(
    name: str,
    begin: str,
    journey: Journey,
    phone: ContextFactory,
    addresses: MapAdapter,
    coloured: set[str],
) -> None:
    officer = LOOK.begin(journey, phone, name)

    assert faults_on_the_way(officer, addresses, begin, DESK, coloured) == ""
