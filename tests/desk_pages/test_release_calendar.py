"""The calendar on the desk: what comes by which day, and the warning when a day has passed."""

from __future__ import annotations

from complaints.domain.channel import Channel
from complaints.records.agency import Agency
from tests.desk_pages.conftest import Desks

TIMES = {"reopen_days": "30", "objection_days": "10", "follow_up_days": "60"}
LIST, RELEASES, ADMIN = "/desk/grievance/cases", "/desk/grievance/releases", "/admin/case-work"


def days_of(desks: Desks) -> tuple[int, int]:
    """Return the days that the agency allows, on the corruption desk and on the other."""
    desks.office.office.cache.agency = None
    with desks.office.reading(Channel.GRIEVANCE) as work:
        agency = work.session.get_one(Agency, work.agency.id)
        return agency.corruption_release_days, agency.grievance_release_days


def test_an_officer_is_warned_once_a_release_is_late_and_not_before(desks: Desks) -> None:
    desks.at("itthi").send(ADMIN, **TIMES, grievance_release_days="1000")
    days_of(desks)
    calm = desks.at("ekachai").look(LIST)

    desks.at("itthi").send(ADMIN, **TIMES, grievance_release_days="1")
    days_of(desks)
    warned = desks.at("ekachai").look(LIST)

    assert calm.status == warned.status == 200
    assert not calm.soup.select("#overdue")
    assert warned.one(f"#overdue a[href='{RELEASES}']")
    assert desks.at("ekachai").look(RELEASES).one("#coming strong").get_text() == "เลยกำหนด"


def test_the_warning_is_for_the_desk_that_publishes(desks: Desks) -> None:
    desks.at("itthi").send(
        ADMIN, **TIMES, grievance_release_days="1", corruption_release_days="999"
    )
    days_of(desks)

    assert not desks.at("anan").look("/desk/corruption/cases").soup.select("#overdue")


def test_days_are_set_by_the_administrator_and_what_is_not_asked_stays(desks: Desks) -> None:
    set_once = desks.at("itthi").send(
        ADMIN, **TIMES, corruption_release_days="45", grievance_release_days="20"
    )
    first = days_of(desks)
    without = desks.at("itthi").send(ADMIN, **TIMES)
    wrong = desks.at("itthi").send(ADMIN, **TIMES, corruption_release_days="0")

    assert (set_once.status, without.status, wrong.status) == (303, 303, 422)
    assert first == days_of(desks) == (45, 20)
    assert desks.at("ekachai").look(ADMIN).status == 404
