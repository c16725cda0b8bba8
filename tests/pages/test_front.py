"""The front page and the pages that explain the service."""

from __future__ import annotations

import re

import pytest

from complaints.web.static_files import drawn_qr
from config import _embed_origins
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import InspectingClient, Site

EXPLAINING = ("/", "/help", "/privacy", "/safety", "/accessibility", "/track", "/statistics/")
SHEETS = ("/corruption/blank-form", "/grievance/blank-form", "/corruption/door", "/grievance/door")
BLOCKS = ("/embed/statistics/corruption", "/embed/statistics/grievance", "/embed/report")
BYTES_OF_A_PAGE = 56_000
PUBLIC_PAGES = [
    "/",
    "/corruption/report",
    "/grievance/report",
    "/track",
    "/statistics/",
    "/manuals/grievance",
    "/manuals/corruption",
    "/help",
    "/privacy",
    "/safety",
    "/accessibility",
    "/ita/",
    "/embed/",
    "/embed/report",
    "/corruption/door",
    "/corruption/blank-form",
]
CLASS = re.compile(r"(?:^|[},])\.([a-z][a-z0-9_-]*)", re.MULTILINE)
"""The class that a rule begins with."""


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "path", [*EXPLAINING, *SHEETS, *BLOCKS, "/embed/", "/corruption/report", "/grievance/report"]
)
def test_every_page_keeps_the_house_rules_in_both_languages(
    client: InspectingClient, path: str, language: str
) -> None:
    seen = client.get(f"{path}?lang={language}")

    assert seen.status == 200
    assert seen.page.html is not None
    assert seen.page.html["lang"] == language


def test_the_two_doors_lead_straight_to_the_two_forms(client: InspectingClient) -> None:
    front = client.get("/")

    doors = [str(link["href"]) for link in front.page.select(".door a")]
    assert doors == ["/grievance/report", "/corruption/report"]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_with_its_stylesheet_is_small(client: InspectingClient, path: str) -> None:
    page = client.get(path)
    sheets = [str(link["href"]) for link in page.page.select("link[rel=stylesheet]")]

    sizes = [len(client.http.get(sheet).data) for sheet in sheets]

    assert len(page.response.data) + sum(sizes) < BYTES_OF_A_PAGE


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_asks_for_the_sheet_of_everything_on_it(site: Site, path: str) -> None:
    page = site.client().get(path).page
    addresses = [str(link["href"]) for link in page.select("link[rel=stylesheet]")]
    on_page = {name for each in page.select("[class]") for name in each["class"]}
    asked, others = set[str](), set[str]()

    for name, sheet in site.app.extensions["assets"].sheets.items():
        is_asked = any(f"/static/{name}?" in address for address in addresses)
        (asked if is_asked else others).update(CLASS.findall(sheet.decode()))

    assert on_page & others <= asked


def test_a_door_can_stand_in_other_sites_and_nothing_else_can(client: InspectingClient) -> None:
    door, front = client.get("/corruption/door"), client.get("/")

    assert "frame-ancestors *" in door.response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in door.response.headers
    assert "frame-ancestors 'none'" in front.response.headers["Content-Security-Policy"]
    assert front.response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", BLOCKS)
def test_a_block_stands_in_the_sites_that_are_set_and_runs_no_script(
    make_site: MakeSite, path: str
) -> None:
    anywhere = make_site().client().get(path)
    chosen = make_site(embed_origins=("https://www.example.go.th",)).client().get(path)
    said = anywhere.response.headers["Content-Security-Policy"]

    assert "frame-ancestors 'self' *;" in f"{said};"
    assert "script-src 'none'" in said
    assert anywhere.page.select("script") == []
    assert "X-Frame-Options" not in anywhere.response.headers
    assert (
        "frame-ancestors 'self' https://www.example.go.th;"
        in f"{chosen.response.headers['Content-Security-Policy']};"
    )


def test_the_banner_leads_by_link_and_by_code_to_the_protected_channel(
    client: InspectingClient,
) -> None:
    banner = client.get("/embed/report")
    picture = banner.page.select_one("img")
    assert picture is not None
    drawn = client.http.get(str(picture["src"]))

    (link,) = [str(link["href"]) for link in banner.page.select("a.button")]
    assert link == "http://127.0.0.1:8000/corruption/report"
    assert drawn.data == drawn_qr(link)
    assert drawn.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("origin", ["https://a.example; script-src *", "https://a b"])
def test_a_setting_cannot_write_into_the_policy(origin: str) -> None:
    with pytest.raises(ValueError, match="EMBED_ORIGINS"):
        _embed_origins({"EMBED_ORIGINS": origin})


def test_the_privacy_page_says_what_the_office_chose(site: Site) -> None:
    site.office.execute("UPDATE agency SET keeps_traffic_log = :kept", kept=False)

    words = site.client().get("/privacy?lang=en").words

    assert "keeps no log of connections either" in words
    assert "section 26" not in words


def test_the_health_page_says_that_the_service_is_open(client: InspectingClient) -> None:
    answer = client.http.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "open",
        "channels": {"corruption": "open", "grievance": "open"},
    }


def test_the_health_page_says_that_nobody_could_read_a_report(site: Site) -> None:
    site.office.execute("UPDATE officers SET closed_on = '2025-12-01'")

    answer = site.client().http.get("/healthz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["status"] == "closed"


def test_before_there_is_an_agency_every_page_says_so(make_site: MakeSite) -> None:
    site = make_site()
    for table in ("sessions", "agency"):
        site.office.execute(f"DELETE FROM {table}")  # noqa: S608 - two of our own tables

    assert site.client().get("/").status == 503
    assert site.client().get("/corruption/report").status == 503
    assert site.client().http.get("/healthz").status_code == 503


def test_the_qr_code_is_the_same_for_everybody(client: InspectingClient) -> None:
    answer = client.http.get("/static/track-qr.svg")

    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"].startswith("public")
