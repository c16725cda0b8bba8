"""Asking for mail with a grievance, and ending it with the code."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.jobs.mail_key import mail_pairs
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import Site

GRIEVANCE, ADDRESS = "/grievance/report", "somchai@example.org"


@pytest.fixture
def mail_site(make_site: MakeSite) -> Site:
    """The public pages of an office that has set up mail."""
    site = make_site()
    mail_pairs(site.office.office)
    return site


def test_mail_is_offered_where_it_is_set_up_and_never_on_the_protected_channel(
    site: Site, make_site: MakeSite
) -> None:
    assert site.client().get(GRIEVANCE).page.select_one('[name="wants_mail"]') is None
    mail_pairs(site.office.office)
    later = make_site()

    assert later.client().get(GRIEVANCE).page.select_one('[name="wants_mail"]') is not None
    assert later.client().get("/corruption/report").page.select_one('[name="wants_mail"]') is None


def test_a_reporter_asks_for_mail_and_ends_it_with_the_code(mail_site: Site) -> None:
    receipt = mail_site.client().send(GRIEVANCE, details="ถนนพัง", email=ADDRESS, wants_mail="y")
    client = mail_site.client()
    client.send("/track", code=receipt.text_of("#lookup-code"))
    before = client.get("/track")
    ended = client.send("/track/mail", at="/track")

    assert before.page.select_one('[action="/track/mail"]') is not None
    assert ended.status == 303
    assert client.get("/track").page.select_one('[action="/track/mail"]') is None
    assert mail_site.office.rows("mail_addresses") == []


def test_an_address_alone_is_no_wish_for_mail(mail_site: Site) -> None:
    mail_site.client().send(GRIEVANCE, details="ถนนพัง", email=ADDRESS)

    assert mail_site.office.rows("mail_addresses") == []


@pytest.mark.parametrize("typed", ["", "somchai", "สมชาย@example.org"])
def test_a_wish_for_mail_without_an_address_is_refused_with_everything_kept(
    mail_site: Site, typed: str
) -> None:
    page = mail_site.client().send(GRIEVANCE, details="ถนนพัง", email=typed, wants_mail="y")

    assert page.status == 422
    assert page.value_of("details") == "ถนนพัง"
    assert page.page.select_one('[name="wants_mail"][checked]') is not None
    assert mail_site.case_count() == 0


def test_a_corruption_report_that_sends_the_field_all_the_same_leaves_no_address(
    mail_site: Site,
) -> None:
    mail_site.client().send(
        "/corruption/report", details="เรียกรับเงินก่อนออกใบอนุญาต", email=ADDRESS, wants_mail="y"
    )

    assert mail_site.office.rows("mail_addresses") == []
    assert {row["channel"] for row in mail_site.office.rows("cases")} == {Channel.CORRUPTION}
