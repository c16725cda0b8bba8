"""What a reporter is told and spared: limits in plain words, the office's network, the way out."""

from __future__ import annotations

import io
import logging

import pytest

from complaints.domain.channel import Channel
from complaints.web.networks import is_in_networks
from config import _networks
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import InspectingClient, Site

OFFICE = _networks("10.20.0.0/16, 2001:db8:7::/48")
AT_THE_OFFICE = {"REMOTE_ADDR": "10.20.3.4"}
AT_HOME = {"REMOTE_ADDR": "198.51.100.9"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("10.20.3.4", True, id="inside"),
        pytest.param("10.21.0.1", False, id="next door"),
        pytest.param("2001:db8:7::1", True, id="inside, IPv6"),
        pytest.param("::ffff:10.20.3.4", True, id="inside, as a proxy writes it"),
        pytest.param("::ffff:10.21.3.4", False, id="next door, as a proxy writes it"),
        pytest.param("unix:", False, id="no address at all"),
        pytest.param(None, False, id="none"),
    ],
)
def test_an_address_is_of_the_office_or_not(address: str | None, *, expected: bool) -> None:
    assert is_in_networks(address, OFFICE) is expected


@pytest.mark.parametrize("path", ["/corruption/report", "/track", "/safety"])
def test_who_comes_from_the_office_is_warned_before_a_word_is_typed(
    make_site: MakeSite, path: str
) -> None:
    client = make_site(office_networks=OFFICE).client()

    warned = client.get(path, environ_overrides=AT_THE_OFFICE)
    spared = client.get(path, environ_overrides=AT_HOME)

    assert warned.page.select_one("main #office-network") is not None
    assert spared.page.select_one("#office-network") is None
    if path == "/corruption/report":
        notice = str(warned.page).index('id="office-network"')
        assert notice < str(warned.page).index("<textarea")


def test_nothing_is_kept_of_where_a_reporter_came_from(
    make_site: MakeSite, caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(office_networks=OFFICE)
    tables = ("cases", "case_entries", "journal", "sessions", "tallies", "blobs")
    caplog.set_level(logging.DEBUG)

    client = site.client()
    warned = client.get("/corruption/report", environ_overrides=AT_THE_OFFICE)
    client.post(
        "/corruption/report",
        {**warned.hidden, "kind": "complaint", "details": "เรื่องจากในสำนักงาน"},
        environ_overrides=AT_THE_OFFICE,
    )

    kept = io.StringIO()
    for table in tables:
        kept.write(repr(site.office.rows(table)))
    assert site.case_count() == 1
    for text in (kept.getvalue(), caplog.text):
        assert "10.20." not in text


def test_without_networks_nobody_is_warned(client: InspectingClient) -> None:
    seen = client.get("/corruption/report", environ_overrides=AT_THE_OFFICE)

    assert seen.page.select_one("#office-network") is None


def test_a_network_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        _networks("10.20.0.0/16, office")


@pytest.mark.parametrize(
    ("kept", "words"), [(True, "section 26"), (False, "no log of connections")]
)
def test_the_safety_page_says_what_the_office_chose_about_its_network(
    make_site: MakeSite, words: str, *, kept: bool
) -> None:
    site = make_site(onion_url="http://abcdefghij234567.onion")
    site.office.execute("UPDATE agency SET keeps_traffic_log = :kept", kept=kept)

    seen = site.client().get("/safety?lang=en")

    assert words in seen.words
    assert "http://abcdefghij234567.onion" in seen.words
    assert not seen.page.select("main a[href*=onion]"), "no link: it works in one browser alone"


def test_the_safety_page_is_one_click_from_the_form(client: InspectingClient) -> None:
    form = client.get("/corruption/report")

    assert form.page.select_one('main a[href="/safety"]') is not None


def quick_exits(seen_page: object) -> list[str]:
    """Return where the quick exits of a page lead."""
    return [str(link["href"]) for link in seen_page.select("#quick-exit")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path",
    [
        "/corruption/report", "/corruption/blank-form", "/corruption/nothing",
        "/manuals/corruption", "/track", "/track/nothing", "/safety",
    ],
)  # fmt: skip
def test_pages_of_the_protected_channel_can_be_left_quickly(
    client: InspectingClient, path: str
) -> None:
    seen = client.get(path)

    assert quick_exits(seen.page) == ["/track/exit"]
    assert seen.page.select_one("script[src*=quick-exit]") is not None


def test_receipt_case_and_code_of_the_protected_channel_can_be_left_quickly(site: Site) -> None:
    client = site.client()
    receipt = client.send("/corruption/report", details="เรื่องหนึ่ง", kind="complaint")
    code = receipt.text_of("#lookup-code").replace(" ", "")

    assert client.send("/track", code=code).status == 303
    seen = [receipt, client.get("/track"), client.get("/track/code")]
    seen.append(client.send("/track/code"))

    assert [quick_exits(each.page) for each in seen] == [["/track/exit"]] * 4


def test_the_quick_exit_ends_the_visit_and_tells_the_next_site_nothing(site: Site) -> None:
    client, receipt = site.client(), site.office.file(Channel.CORRUPTION)
    client.send("/track", code=receipt.code)
    assert site.office.rows("sessions")

    left = client.get("/track/exit").response

    assert left.status_code == 303
    assert left.location == "https://www.tmd.go.th/"
    assert left.headers["Referrer-Policy"] == "same-origin"
    assert left.headers["Cache-Control"] == "no-store"
    assert site.office.rows("sessions") == []
    assert client.http.get_cookie("visit", "127.0.0.1") is None
    assert client.http.get_cookie("form", "127.0.0.1") is None
    assert client.get("/track").page.select_one("#status") is None


def test_an_officer_who_reports_stays_signed_in_when_leaving_quickly(site: Site) -> None:
    client = site.client()
    client.http.set_cookie("desk", "0" * 32 + "." + "0" * 64, domain="127.0.0.1")

    client.get("/track/exit")

    assert client.http.get_cookie("desk", "127.0.0.1") is not None
