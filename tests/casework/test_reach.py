"""How far a key reached: every event of the record is known to the answer."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework.accounts import close_account
from complaints.casework.reach import MEANING, Reach, Tells, reach_of_key
from complaints.casework.search import search
from complaints.casework.signing_in import sign_in
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.jobs.appointments import tell_ended
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

DESK = Channel.CORRUPTION
THEN = date(2026, 11, 1)


def reach(office: AnOffice, key: str, since: date = THEN) -> Reach:
    """Return how far a key reached, as the auditor asks."""
    with office.reading(Channel.GRIEVANCE) as work:
        return reach_of_key(work, office.actor("ladda"), officer_id=office.id_of(key), since=since)


@pytest.mark.parametrize("event", [e for e, tells in MEANING.items() if Tells.OPENED not in tells])
def test_what_opens_no_case_is_about_none_or_done_by_reporters(event: Event) -> None:
    about_a_case = event.value.startswith(("case_", "evidence_", "original_", "identity_"))

    assert not about_a_case


def test_whoever_lost_everything_may_have_opened_all_that_had_come(office: AnOffice) -> None:
    before = office.file_corruption()
    office.execute("UPDATE officers SET ends_on = '2026-11-16' WHERE name = 'chai'")
    office.clock.pass_days(1)
    tell_ended(office.office)
    office.clock.pass_days(1)
    after = office.file_corruption()

    found = reach(office, "chai")

    assert found.holds == []
    assert found.possible == [before.number], "and nothing that came when he was gone"
    assert after.number not in found.possible
    assert reach(office, "chai", since=date(2026, 11, 18)).possible == []


def test_the_end_of_one_appointment_says_nothing_of_anothers_key(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    filed = office.file_corruption()
    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, office.actor("itthi"), officer_id=office.id_of("chai"))

    assert reach(office, "chai").possible == [filed.number]
    assert reach(office, "busaba").possible == []


def test_a_search_is_among_what_was_looked_at(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption()
    totp = office.totp("anan")
    cookie = sign_in(office.office, name="anan", passphrase=PASSPHRASE, totp=totp)
    search(office.office, DESK, office.actor("anan"), words="ใบอนุญาต", cookie=cookie.value)

    (looked,) = reach(office, "anan").looked

    assert (looked.event, looked.case_count) == (Event.CASES_SEARCHED, 1)
    assert reach(office, "busaba").looked == []
