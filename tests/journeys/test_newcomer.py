"""From the administrator's link to the first report that is sealed to a new officer."""

from __future__ import annotations

import pytest

from tests.journeys.people import Officer, Telephone
from tests.journeys.walking import Journey, Walk, in_days, sign_in
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

FULL_NAME = "นางสาวมาใหม่ ตั้งใจ"


def invited(administrator: Walk) -> str:
    """Appoint somebody to the corruption desk and return the one-time link."""
    administrator.go("/admin/accounts/new")
    administrator.fill(full_name=FULL_NAME, position="นิติกร", name="newcomer", role="officer")
    administrator.fill(channel="corruption", order_number="9/2569", appointed_on=in_days(0)).send()
    return administrator.text("#enrolment-link")


def enrolled(newcomer: Walk, link: str) -> Officer:
    """Make keys with the suggested passphrase and return how to sign in."""
    newcomer.go(link)
    assert FULL_NAME in newcomer.words
    telephone = Telephone.scanned(newcomer.text("#totp-secret"))
    passphrase = newcomer.text("#suggested-passphrase")
    newcomer.fill(passphrase=passphrase, passphrase_again=passphrase, totp=telephone.shows()).send()
    assert newcomer.path == "/desk/sign-in", newcomer.words
    return Officer("newcomer", passphrase, telephone)


def sign_roster(officer: Walk) -> None:
    """Sign the line that waits."""
    officer.go("/desk/corruption/roster")
    assert FULL_NAME in officer.words
    officer.send("/sign")
    assert officer.shows(".flash-message--success")


def test_a_new_officer_receives_the_next_report_and_none_before(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/corruption/report").fill(details="เรื่องก่อนที่เจ้าหน้าที่ใหม่จะมา").send()
    before = journey.keep_secret(reporter.receipt())
    newcomer = journey.begin(phone)
    account = enrolled(newcomer, invited(journey.begin_as("admin", desktop)))
    assert newcomer.go("/desk/corruption/cases").path == "/desk/sign-in"

    sign_roster(journey.begin_as("integrity-1", desktop))
    sign_roster(journey.begin_as("integrity-2", desktop))
    reporter.go("/corruption/report").fill(details="เรื่องหลังจากเจ้าหน้าที่ใหม่มาแล้ว").send()
    after = journey.keep_secret(reporter.receipt())
    sign_in(newcomer, account)

    assert "เรื่องหลังจากเจ้าหน้าที่ใหม่มาแล้ว" in newcomer.words
    assert newcomer.go(f"/desk/corruption/cases/{after.number}").status == 200
    assert newcomer.go(f"/desk/corruption/cases/{before.number}").status == 404
