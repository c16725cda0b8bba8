"""Every view says who may see it; what says nothing is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Blueprint, g

from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.web.access import declared_access, open_to, open_to_everyone
from complaints.work.cookies import begin_session
from tests.factories.people import owned_by
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import InspectingClient, Site


def desk() -> Blueprint:
    """Return a small desk with one page of each sort."""
    bp = Blueprint("small_desk", __name__, url_prefix="/desk")

    @bp.get("/<channel:channel>/list")
    @open_to(Permission.DESK_READ)
    def show_list(channel: Channel) -> str:
        return f"<html lang=th><title>x</title><h1>{channel.value} {g.actor.full_name}</h1></html>"

    @bp.get("/accounts")
    @open_to(Permission.ACCOUNTS_CHANGE)
    def show_accounts() -> str:
        return "<html lang=th><title>x</title><h1>accounts</h1></html>"

    @bp.get("/forgotten")
    def show_forgotten() -> str:
        return "never seen"

    @bp.get("/welcome")
    @open_to_everyone
    def show_welcome() -> str:
        return "<html lang=th><title>x</title><h1>welcome</h1></html>"

    return bp


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """The public pages and a small desk."""
    made = make_site()
    made.app.register_blueprint(desk())
    return made


def signed_in(site: Site, key: str) -> InspectingClient:
    """Return the browser of an officer."""
    with site.office.writing(Channel.GRIEVANCE) as work:
        cookie = begin_session(
            work,
            owned_by(key).as_payload(),
            officer_id=site.office.id_of(key),
            lasts=SESSION_LASTS,
            idle=SESSION_IDLES,
        )
    client = site.client()
    client.http.set_cookie("desk", cookie.value, domain="127.0.0.1")
    return client


def test_every_view_of_the_service_says_who_may_see_it(make_site: MakeSite) -> None:
    app = make_site().app

    silent = [name for name in app.view_functions if declared_access(app, name) is None]

    assert silent == []


@pytest.mark.parametrize(
    "path",
    ["/desk", "/desk/grievance/list", "/desk/accounts", "/desk/forgotten", "/desk/nothing/at/all"],
)
def test_who_is_not_signed_in_is_led_to_the_door_whatever_exists(site: Site, path: str) -> None:
    answer = site.client().get(path)

    assert answer.status == 303
    assert answer.response.headers["Location"] == "/desk/sign-in"


def test_a_page_for_everyone_needs_nobody(site: Site) -> None:
    assert site.client().get("/desk/welcome").status == 200


def test_an_officer_sees_the_list_of_the_own_desk(site: Site) -> None:
    answer = signed_in(site, "ekachai").get("/desk/grievance/list")

    assert answer.status == 200
    assert "นายเอกชัย รักงาน" in answer.words


@pytest.mark.parametrize(
    ("key", "path"),
    [
        pytest.param("ekachai", "/desk/corruption/list", id="the other desk"),
        pytest.param("ekachai", "/desk/accounts", id="the administrator's page"),
        pytest.param("itthi", "/desk/grievance/list", id="a desk, for the administrator"),
        pytest.param("jinda", "/desk/corruption/list", id="a desk, for oversight"),
        pytest.param("ekachai", "/desk/forgotten", id="a page that says nothing"),
    ],
)
def test_what_is_not_allowed_looks_like_what_does_not_exist(
    site: Site, key: str, path: str
) -> None:
    client = signed_in(site, key)

    refused, missing = client.get(path), client.get("/desk/nothing")

    assert refused.status == missing.status == 404
    assert refused.words == missing.words


def test_an_appointment_that_has_ended_ends_the_session(site: Site) -> None:
    client = signed_in(site, "ekachai")
    site.office.execute("UPDATE officers SET ends_on = '2026-11-01' WHERE name = 'ekachai'")

    assert client.get("/desk/grievance/list").status == 303


def test_a_session_ends_when_nobody_works_with_it(site: Site) -> None:
    client = signed_in(site, "ekachai")
    site.office.clock.pass_seconds((SESSION_IDLES + timedelta(minutes=1)).total_seconds())

    assert client.get("/desk/grievance/list").status == 303


def test_a_signed_in_officer_leaves_no_trace_on_a_public_page(site: Site) -> None:
    client = signed_in(site, "ekachai")
    before = site.office.rows("sessions")
    site.office.clock.pass_seconds(300)

    client.send("/corruption/report", details="ข้อความ")

    assert site.office.rows("sessions") == before
    assert {row["actor_id"] for row in site.office.rows("journal")} <= {"reporter", "system"} | {
        row["actor_id"] for row in site.office.rows("journal") if row["event"] != "case_received"
    }


def test_a_page_for_officers_names_a_permission() -> None:
    with pytest.raises(ValueError, match="permission"):
        open_to()
