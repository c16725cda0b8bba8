"""Every page of the map of addresses: accessible, in its language, and not too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from complaints import create_app
from complaints.records.database import db
from config import read_settings
from tests.journeys.looking import LOOKS, Look, faults, faults_of
from tests.journeys.walking import Journey, Walk, in_days
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

CHANNELS = ("corruption", "grievance")
OFFICERS = {"corruption": "integrity-1", "grievance": "centre-1"}
STATES = {"NEW": "received", "OPEN": "in_progress", "DONE": "completed"}

PUBLIC = [
    "/", "/help", "/privacy", "/accessibility", "/track", "/statistics/",
    "/statistics/corruption/2569/", "/statistics/grievance/2570/",
    "/statistics/grievance/2569/r1/", "/desk/sign-in", "/desk/enrol/spent", "/nothing/here",
]  # fmt: skip
OF_A_CHANNEL = ["/CHANNEL/report", "/CHANNEL/door", "/CHANNEL/blank-form", "/manuals/CHANNEL"]
DESK = [
    "/desk/CHANNEL/cases", "/desk/CHANNEL/cases?show=completed", "/desk/CHANNEL/cases?show=mine",
    "/desk/CHANNEL/cases/NEW", "/desk/CHANNEL/cases/NEW/accept", "/desk/CHANNEL/cases/NEW/complete",
    "/desk/CHANNEL/cases/OPEN", "/desk/CHANNEL/cases/OPEN/assign",
    "/desk/CHANNEL/cases/OPEN/message", "/desk/CHANNEL/cases/OPEN/note",
    "/desk/CHANNEL/cases/OPEN/explain", "/desk/CHANNEL/cases/OPEN/complete",
    "/desk/CHANNEL/cases/OPEN/exclude", "/desk/CHANNEL/cases/DONE",
    "/desk/CHANNEL/cases/DONE/reopen", "/desk/CHANNEL/cases/DONE/accept",
    "/desk/CHANNEL/new", "/desk/CHANNEL/roster", "/desk/CHANNEL/releases",
    "/desk/CHANNEL/releases/2569",
]  # fmt: skip
DESK_EVERY_DAY = [
    "/desk/CHANNEL/cases", "/desk/CHANNEL/cases/OPEN", "/desk/CHANNEL/cases/DONE",
    "/desk/CHANNEL/new",
]  # fmt: skip
BOARDS = ["/desk/oversight/corruption", "/desk/oversight/grievance", "/desk/account"]
ADMINISTRATION = [
    "/admin/accounts", "/admin/accounts/new", "/admin/accounts/SOMEBODY/close", "/admin/agency",
    "/admin/units", "/admin/subjects/corruption", "/admin/subjects/grievance", "/admin/holidays",
]  # fmt: skip

#: What a person reaches with a code, a link or a sent form; each is looked at where it comes up.
ON_THE_WAY = {"tracking.ask_new_code", "admin.ask_for_link"}

#: Addresses that answer with no page of their own, each with what they answer with instead.
NO_PAGE = {
    "admin.show_home": "leads to the accounts",
    "admin.show_subjects": "leads to the subjects of a channel",
    "desk.show_home": "leads to where the work is",
    "desk.download_file": "a file",
    "tracking.read_file": "a file",
    "static_files.read_asset": "a file",
    "static_files.read_font": "a file",
    "static_files.read_track_qr": "a picture",
    "static_files.show_health": "data for a machine",
    "statistics.send_frozen": "a file",
    "statistics.send_latest": "a file",
}


# The channels share their templates and differ in colours, so each long way is gone once.
EACH_CHANNEL_ITS_LOOK = pytest.mark.parametrize(
    ("channel", "look"), zip(CHANNELS, LOOKS, strict=True), ids=str
)
EACH_CHANNEL_THE_OTHER_LOOK = pytest.mark.parametrize(
    ("channel", "look"), zip(CHANNELS, reversed(LOOKS), strict=True), ids=str
)


@pytest.fixture
def app(demonstration: Path) -> Iterator[Flask]:
    """The same service, asked for its map of addresses only."""
    app = create_app(read_settings({"INSTANCE_DIR": str(demonstration)}))
    yield app
    with app.app_context():
        db.engine.dispose()


def of(channel: str, addresses: list[str]) -> list[str]:
    """Return addresses on a channel."""
    return [address.replace("CHANNEL", channel) for address in addresses]


def with_cases(officer: Walk, addresses: list[str]) -> list[str]:
    """Return addresses with the numbers of cases that the officer finds in the lists."""
    found: dict[str, str] = {}
    for name, state in STATES.items():
        officer.go(f"{addresses[0]}?show={'completed' if name == 'DONE' else 'open'}")
        row = f".desk-case-list__row:has([data-state={state}]) a"
        found[name] = str(officer.page.locator(row).first.get_attribute("href")).split("/")[-1]
    return ["/".join(found.get(part, part) for part in address.split("/")) for address in addresses]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_for_everybody(look: Look, journey: Journey, desktop: ContextFactory) -> None:
    reader = look.begin(journey, desktop)

    assert faults_of(reader, PUBLIC) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_pages_of_a_channel(
    channel: str, look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    reader = look.begin(journey, desktop)

    assert faults_of(reader, of(channel, OF_A_CHANNEL)) == []


@EACH_CHANNEL_ITS_LOOK
def test_every_page_of_a_desk(
    channel: str, look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    officer = look.begin(journey, desktop, OFFICERS[channel])

    assert faults_of(officer, with_cases(officer, of(channel, DESK))) == []


@EACH_CHANNEL_THE_OTHER_LOOK
def test_the_main_pages_of_a_desk(
    channel: str, look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    officer = look.begin(journey, desktop, OFFICERS[channel])

    assert faults_of(officer, with_cases(officer, of(channel, DESK_EVERY_DAY))) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_of_oversight(look: Look, journey: Journey, desktop: ContextFactory) -> None:
    member = look.begin(journey, desktop, "executive")

    assert faults_of(member, BOARDS) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_of_the_administrator(
    look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    administrator = look.begin(journey, desktop, "admin")
    way = administrator.go("/admin/accounts").page.locator("main a[href$='/close']").first
    somebody = str(way.get_attribute("href")).split("/")[-2]
    addresses = [address.replace("SOMEBODY", somebody) for address in ADMINISTRATION]

    assert faults_of(administrator, addresses) == []


@EACH_CHANNEL_ITS_LOOK
def test_the_answers_to_a_reporter(
    channel: str, look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    reporter = look.begin(journey, desktop)
    found = faults(reporter.go(f"/{channel}/report").fill(details=" ").send())
    reporter.fill(details="ไฟถนนดับหน้าวัด").send()
    receipt = journey.keep_secret(reporter.receipt())
    found += faults(reporter)
    found += faults(reporter.enter(receipt.code))
    found += faults(reporter.fill(message=" ").send("/track/message"))
    found += faults(reporter.go("/track/code"))
    found += faults(reporter.send("/track/code"))
    reporter.page.context.clear_cookies(name="visit")
    found += faults(reporter.enter("1234"))

    assert found == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_answers_to_an_officer(look: Look, journey: Journey, desktop: ContextFactory) -> None:
    officer = look.begin(journey, desktop, "centre-2")
    found = faults(officer.go("/desk/grievance/new").fill(received_by="phone", details=" ").send())
    officer.fill(received_on=in_days(0), details="ขอให้ตัดกิ่งไม้")
    found += faults(officer.send())
    journey.keep_secret(officer.receipt())
    case = officer.text("#case-number")
    found += faults(officer.go(f"/desk/grievance/cases/{case}/accept").fill(unit="").send())
    officer.go(f"/desk/grievance/cases/{case}/explain").fill(reason="รอช่าง", new_date=in_days(30))
    found += faults(officer.press("[name=preview]"))
    stranger = look.begin(journey, desktop).go("/desk/sign-in")
    found += faults(stranger.fill(name="nobody", passphrase="wrong", totp="000000").send())

    assert found == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_way_of_somebody_who_is_invited(
    look: Look, journey: Journey, desktop: ContextFactory
) -> None:
    administrator = look.begin(journey, desktop, "admin")
    found = faults(administrator.go("/admin/accounts/new").send())
    full_name = f"นายรอเรียก คนที่ {look.width}"
    administrator.fill(full_name=full_name, position="ผู้ตรวจสอบ", name=f"waits-{look.language}")
    administrator.fill(role="auditor", appointed_on=in_days(0)).send()
    found += faults(administrator)
    link = administrator.text("#enrolment-link")
    administrator.go("/admin/accounts").press(f"main tr:has-text('{full_name}') a[href$='/link']")
    found += faults(administrator)
    invited = look.begin(journey, desktop).go(link)
    found += faults(invited)
    found += faults(invited.fill(passphrase="short", passphrase_again="other", totp="1").send())

    assert found == []


def test_no_page_is_left_out(app: Flask) -> None:
    addresses = app.url_map.bind("127.0.0.1")
    listed = [*PUBLIC, *OF_A_CHANNEL, *DESK, *BOARDS, *ADMINISTRATION]
    seen = {
        addresses.match(address.partition("?")[0], "GET")[0]
        for address in [*of("corruption", listed), *of("grievance", listed)]
        if address != "/nothing/here"
    }
    there_are = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.build_only
    }

    assert there_are - seen == ON_THE_WAY | set(NO_PAGE)
